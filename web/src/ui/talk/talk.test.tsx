import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { TalkFigures } from "../../protocol/messages";
import { CoreProvider } from "../../state/hooks";
import { App } from "../App";
import { standIn } from "../gallery/core";
import { scenes } from "../gallery/scenes";
import { changeLanguage } from "../words/language";

vi.mock("../gallery/person", () => ({ drawPerson: () => null }));
vi.mock("../gallery/page", () => ({ drawPage: () => null }));

let root: Root;
let place: HTMLElement;
let watching: number;
let asked: number;

beforeEach(async () => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  vi.stubGlobal("matchMedia", () => ({
    matches: false,
    addEventListener: vi.fn(),
    removeEventListener: vi.fn(),
  }));
  await changeLanguage("en");
  place = document.body.appendChild(document.createElement("div"));
  root = createRoot(place);
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
  act(() => {
    root.render(
      <CoreProvider core={core}>
        <App />
      </CoreProvider>,
    );
  });
});
afterEach(() => {
  act(() => root.unmount());
  place.remove();
  expect(watching).toBe(0);
});

/** The part of the panel under a heading. */
function part(title: string): HTMLElement {
  const heading = [...place.querySelectorAll("aside h3")].find(({ textContent }) => textContent === title);
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
