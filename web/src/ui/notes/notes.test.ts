import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Notes } from "./notes";

beforeEach(() => {
  document.title = "Alcove";
  document.body.innerHTML = '<div id="page"><h1>Group room</h1></div>';
});
afterEach(() => {
  document.body.innerHTML = "";
  delete document.documentElement.dataset.notes;
});

const shadow = () => document.querySelector("div[data-notes]")?.shadowRoot ?? null;

test("shows a page without a word of Alcove, with the focus on the way back", () => {
  const back = vi.fn();
  const notes = new Notes(document);
  notes.show(back);
  expect(document.title).toBe("Notes");
  expect(document.documentElement.dataset.notes).toBe("");
  expect(shadow()?.textContent).toContain("Water the plants");
  expect(shadow()?.textContent).not.toMatch(/alcove|group|room|var\(--/i);
  const button = shadow()?.querySelector("button");
  expect(button?.textContent).toBe("Continue");
  expect(shadow()?.activeElement).toBe(button);
  expect(shadow()?.querySelector("[role=status], [role=alert], [aria-live]")).toBeNull();
  button?.click();
  expect(back).toHaveBeenCalledOnce();
  notes.hide();
  expect([document.title, shadow()]).toEqual(["Alcove", null]);
  expect(document.documentElement.dataset.notes).toBeUndefined();
});

test("after a reload, which began as notes, the page has its own name again", () => {
  document.title = "Notes";
  const notes = new Notes(document);
  notes.show(() => undefined);
  notes.hide();
  expect(document.title).toBe("Alcove");
});

test("closed, it is all that is left, and nothing leads back", () => {
  const notes = new Notes(document);
  notes.show(() => undefined);
  notes.close();
  expect(document.title).toBe("Notes");
  expect(document.body.children).toHaveLength(1);
  expect(shadow()?.querySelector("button, a")).toBeNull();
});
