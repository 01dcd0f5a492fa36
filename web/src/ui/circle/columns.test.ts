// @vitest-environment node
import { describe, expect, it } from "vitest";
import { type Columns, columnsFor, drawRing, freeCells, type Ring } from "./columns";

/** The columns of a circle that has had these numbers of seats, one after the other. */
function grow(...seats: number[]): Columns {
  let drawn: ReturnType<typeof drawRing> | null = null;
  for (const n of seats) {
    const ring: Ring | null = drawn?.ring ?? null;
    drawn = drawRing(ring, n);
  }
  if (!drawn) throw new Error("no seats");
  return drawn.columns;
}

describe("columns", () => {
  it.each([
    [1, 1, 1, 1],
    [2, 2, 1, 1],
    [3, 3, 2, 2],
    [4, 2, 2, 2],
    [6, 3, 2, 2],
    [8, 4, 3, 2],
    [9, 3, 3, 3],
    [10, 5, 4, 3],
    [12, 4, 4, 3],
    [15, 5, 4, 3],
    [16, 6, 4, 3],
    [24, 6, 4, 3],
  ])("%i seats stand in %i, %i or %i columns", (seats, wide, medium, panel) => {
    expect(columnsFor(seats)).toEqual({ wide, medium, panel });
  });

  it("do not shrink when the table would", () => {
    expect(grow(3, 4).wide).toBe(3);
    expect(grow(8, 9).wide).toBe(4);
  });

  it("do not shrink when somebody leaves", () => {
    expect(grow(16, 7)).toEqual(columnsFor(16));
  });

  it("give two people, as in a private talk, all the room, and are as they were when the others are back", () => {
    expect(grow(7, 2)).toEqual(columnsFor(2));
    expect(grow(9, 10, 2, 10)).toEqual(grow(9, 10));
    expect(grow(9, 10)).not.toEqual(columnsFor(10)); // or that would say nothing
  });

  it("grow by one for one newcomer", () => {
    expect(grow(9, 10).wide).toBe(4);
  });

  it("grow further when several come in together", () => {
    expect(grow(9, 11, 13).wide).toBe(5);
    expect(grow(1, 13).wide).toBe(5);
  });

  it("leave room for the quiet corner only at the end of the last row", () => {
    expect(freeCells(13, 5)).toBe(2);
    expect(freeCells(12, 4)).toBe(0);
  });
});
