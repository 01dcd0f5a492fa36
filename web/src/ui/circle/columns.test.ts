// @vitest-environment node
import { describe, expect, it } from "vitest";
import { columnsFor, freeCells, nextRing, type Ring } from "./columns";

function grow(...seats: number[]): Ring {
  const ring = seats.reduce<Ring | null>((ring, n) => nextRing(ring, n), null);
  if (!ring) throw new Error("no seats");
  return ring;
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
    expect(grow(3, 4).columns.wide).toBe(3);
    expect(grow(8, 9).columns.wide).toBe(4);
  });

  it("do not shrink when somebody leaves", () => {
    expect(grow(16, 7).columns).toEqual(columnsFor(16));
  });

  it("grow by one for one newcomer", () => {
    expect(grow(9, 10).columns.wide).toBe(4);
  });

  it("grow further when several come in together", () => {
    expect(grow(9, 11, 13).columns.wide).toBe(5);
    expect(grow(1, 13).columns.wide).toBe(5);
  });

  it("leave room for the quiet corner only at the end of the last row", () => {
    expect(freeCells(13, 5)).toBe(2);
    expect(freeCells(12, 4)).toBe(0);
  });
});
