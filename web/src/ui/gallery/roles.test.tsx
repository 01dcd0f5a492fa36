import { act } from "react";
import { describe, expect, it, vi } from "vitest";
import { stage } from "../../../test/stage";
import type { Core } from "../../state/hooks";
import { standIn } from "./core";
import { scenes } from "./scenes";

vi.mock("./person", () => ({ drawPerson: () => null }));
vi.mock("./page", () => ({ drawPage: () => null }));

const drawn = stage();

/** Shows a scene, and returns what is asked for by it. */
function show(name: string): Core["actions"] {
  const scene = scenes[name];
  if (!scene) throw new Error(`no scene ${name}`);
  const core = standIn(scene);
  const answerObserver = vi.fn(core.actions.answerObserver);
  const caption = vi.fn(core.actions.caption);
  const actions = { ...core.actions, answerObserver, caption };
  drawn.draw({ ...core, actions });
  return actions;
}

function button(words: string): HTMLButtonElement | undefined {
  return [...drawn.place.querySelectorAll("button")].find(({ textContent }) => textContent === words);
}

const now = () => drawn.place.querySelector("section[aria-label='What is happening now']")?.textContent ?? "";

describe("an observer on the page", () => {
  it.each([
    ["That's fine", true],
    ["I'd rather not", false],
  ])("is asked about in the now line, without taking the focus: %s", (words, agree) => {
    const { answerObserver } = show("roles-asked");
    expect(now()).toContain("Robin would like to sit in and observe today.");
    expect(now()).toContain("Nobody is told who answered what.");
    expect(document.activeElement).toBe(document.body);
    act(() => button(words)?.click());
    expect(answerObserver).toHaveBeenCalledExactlyOnceWith(1, agree);
  });

  it.each(["roles-circle", "roles-captioner"])(
    "is named to everybody for as long as they are there: %s",
    (scene) => {
      show(scene);
      expect(now()).toContain("Robin observes today.");
      expect(now()).toContain("Tess looks after connections");
    },
  );

  it("is named in a moment, too", () => {
    show("roles-moment");
    expect(drawn.place.querySelector("main")?.textContent).toContain("Robin observes today.");
  });

  it("reads that everybody sees them, and has neither microphone nor camera", () => {
    show("roles-observer");
    expect(now()).toContain("You observe today. Everybody sees that you are here.");
    const bar = drawn.place.querySelector("#controls");
    expect(bar?.textContent).not.toContain("Microphone");
    expect(bar?.textContent).not.toContain("Camera");
  });
});

describe("captions on the page", () => {
  it("stand there for nobody who has not asked for them", () => {
    show("roles-circle");
    expect(drawn.place.querySelector("section[aria-label='Captions']")).toBeNull();
  });

  it("are written in one field, which is empty at once, and keeps the focus", async () => {
    const { caption } = show("roles-captioner");
    const field = drawn.place.querySelector<HTMLInputElement>("section[aria-label='Captions'] input");
    if (!field) throw new Error("no field");
    const write = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set;
    act(() => field.focus());
    act(() => {
      write?.call(field, "  We begin.  ");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    await act(async () => field.form?.requestSubmit());
    expect(caption).toHaveBeenCalledExactlyOnceWith("We begin.", expect.any(Number));
    expect(field.value).toBe("");
    expect(document.activeElement).toBe(field);
  });
});
