import { act } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { stage } from "../../../test/stage";
import type { TalkFigures } from "../../protocol/messages";
import { standIn } from "../gallery/core";
import { scenes } from "../gallery/scenes";

vi.mock("../gallery/person", () => ({ drawPerson: () => null }));
vi.mock("../gallery/page", () => ({ drawPage: () => null }));

afterEach(() => expect(watching).toBe(0)); // after the page has gone: what is set up last is cleared first
const drawn = stage();
let watching: number;
let asked: number;

beforeEach(() => {
  [watching, asked] = [0, 0];
  const scene = scenes["staff-talk"];
  if (!scene?.talk) throw new Error("no scene");
  const figures: TalkFigures = scene.talk;
  const core = {
    ...standIn(scene),
    talk: {
      watch(told: (figures: TalkFigures) => void) {
        watching++;
        asked++;
        told(figures);
        return () => void watching--;
      },
    },
  };
  drawn.draw(core);
});

/** The part of the panel under a heading. */
function part(title: string): HTMLElement {
  const heading = [...drawn.place.querySelectorAll("aside h3")].find(
    ({ textContent }) => textContent === title,
  );
  const found = heading?.closest("section");
  if (!found) throw new Error(`no ${title}`);
  return found;
}

function fold(open: boolean): void {
  const details = part("Talk time").querySelector("details");
  if (!details) throw new Error("it can't be folded");
  act(() => {
    details.open = open;
    details.dispatchEvent(new Event("toggle"));
  });
}

it("asks nothing before somebody looks, and nothing after", () => {
  expect([asked, watching]).toEqual([0, 0]);
  expect(part("Talk time").querySelector("table")).toBeNull();
  fold(true);
  expect(watching).toBe(1);
  expect(part("Talk time").querySelectorAll("tbody tr")).toHaveLength(11);
  fold(false);
  expect(watching).toBe(0);
  expect(part("Talk time").querySelector("table")).toBeNull();
});

it("is a table in the order of the seats, with a bar that nobody needs to hear of", () => {
  fold(true);
  const rows = [...part("Talk time").querySelectorAll("tbody tr")].map((row) =>
    [...row.children].map(({ textContent }) => textContent),
  );
  expect(rows.slice(0, 3)).toEqual([
    ["You", "", "7 min", "31 turns"],
    ["Ana R.", "", "4 min", "9 turns"],
    ["Sam", "", "5 min", "7 turns"],
  ]);
  expect(rows.at(-1)).toEqual(["Walter", "", "not yet", ""]);
  for (const bar of part("Talk time").querySelectorAll("tbody i"))
    expect(bar.getAttribute("aria-hidden")).toBe("true");
  expect(part("Talk time").textContent).toContain("Equal is not the same as good.");
  expect(part("Talk time").textContent).toContain("Ravi: 14 min since last spoke.");
});

it("brings quieter hands forward for its reader alone, and keeps the group's numbers", () => {
  const hands = () => [...part("Hands").querySelectorAll("li")].map(({ textContent }) => textContent);
  const before = hands();
  expect(before[0]).toMatch(/^1Noor/);
  const toggle = part("Hands").querySelector<HTMLButtonElement>("[role=switch]");
  act(() => toggle?.click());
  expect(watching).toBe(1);
  expect(hands()[0]).toMatch(/^2Tom/);
  expect(hands()[1]).toMatch(/^1Noor/);
  act(() => toggle?.click());
  expect(hands()).toEqual(before);
  expect(watching).toBe(0);
});
