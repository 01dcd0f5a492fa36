import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Line } from "../../state/visit";
import { useCalmLine } from "./useCalmLine";

let root: Root;
let said: Line[];

function Said({ line }: { line: Line }) {
  const calm = useCalmLine(line);
  if (said.at(-1) !== calm) said.push(calm);
  return null;
}

beforeEach(() => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  vi.useFakeTimers();
  root = createRoot(document.createElement("div"));
  said = [];
});

afterEach(() => {
  act(() => root.unmount());
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function hear(line: Line, thenMs = 0): void {
  act(() => root.render(<Said line={line} />));
  act(() => vi.advanceTimersByTime(thenMs));
}

test("a short break is not worth saying, however often it happens", () => {
  for (let i = 0; i < 3; i++) {
    hear("steady", 1_000);
    hear("reconnecting", 900);
  }
  hear("steady", 10_000);
  expect(said).toEqual(["steady"]);
});

test("a longer one is, after a second, and its end at once", () => {
  hear("steady");
  hear("reconnecting", 999);
  expect(said).toEqual(["steady"]);
  hear("reconnecting", 1);
  expect(said).toEqual(["steady", "reconnecting"]);
  hear("steady");
  hear("reconnecting", 500);
  expect(said).toEqual(["steady", "reconnecting", "steady"]);
});

test("a screen that opens on a line that is down says so at once, and a lost line is always said", () => {
  hear("reconnecting");
  hear("lost");
  hear("reconnecting");
  expect(said).toEqual(["reconnecting", "lost", "reconnecting"]);
});
