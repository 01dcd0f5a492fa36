// @vitest-environment node
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { gatherFor, Joined } from "./joined";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it("says the first message at once and joins what follows", () => {
  const said: string[] = [];
  const joined = new Joined((text) => said.push(text));
  joined.add("You are muted.");
  joined.add("Ana is here.");
  joined.add("Sam is here.");
  joined.add("Sam is here.");
  expect(said).toEqual(["You are muted."]);
  vi.advanceTimersByTime(gatherFor);
  expect(said).toEqual(["You are muted.", "Ana is here. Sam is here."]);
});

it("is quiet after it was stopped", () => {
  const said: string[] = [];
  const joined = new Joined((text) => said.push(text));
  joined.add("one");
  joined.add("two");
  joined.stop();
  vi.advanceTimersByTime(gatherFor * 2);
  expect(said).toEqual(["one"]);
});
