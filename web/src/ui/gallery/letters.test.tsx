import { act } from "react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { stage } from "../../../test/stage";
import { standIn } from "./core";
import { scenes } from "./scenes";

vi.mock("./person", () => ({ drawPerson: () => null }));
vi.mock("./page", () => ({ drawPage: () => null }));

const drawn = stage();

beforeEach(() => {
  localStorage.clear();
});

/** Shows a scene to somebody whose letters are on, or not, and returns what is asked for by it. */
function show(name: string, letters: "on" | "off") {
  localStorage.setItem("alcove.letters", letters);
  const scene = scenes[name];
  if (!scene) throw new Error(`no scene ${name}`);
  const core = standIn(scene);
  const done = async () => ({ ok: true, saved: true }) as const;
  const actions = {
    ...core.actions,
    setMicrophone: vi.fn(done),
    setCamera: vi.fn(done),
    raiseHand: vi.fn(done),
  };
  drawn.draw({ ...core, actions });
  return actions;
}

function press(key: string, at: Element = document.body, more: KeyboardEventInit = {}): void {
  act(() => {
    at.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
  });
}

describe("single letters", () => {
  it("do nothing until they are switched on", () => {
    const actions = show("circle", "off");
    for (const key of ["m", "v", "h"]) press(key);
    expect(actions.setMicrophone).not.toHaveBeenCalled();
    expect(actions.setCamera).not.toHaveBeenCalled();
    expect(actions.raiseHand).not.toHaveBeenCalled();
  });

  it("turn microphone and camera, and raise the hand", () => {
    const actions = show("circle", "on");
    for (const key of ["m", "V", "h"]) press(key);
    expect(actions.setMicrophone).toHaveBeenCalledOnce();
    expect(actions.setCamera).toHaveBeenCalledOnce();
    expect(actions.raiseHand).toHaveBeenCalledOnce();
  });

  it("rest while somebody writes, with other keys, and while a key is held", () => {
    const actions = show("staff", "on");
    const field = drawn.place.querySelector("textarea");
    if (!field) throw new Error("there is nowhere to write");
    press("m", field);
    press("m", document.body, { ctrlKey: true });
    press("m", document.body, { repeat: true });
    expect(actions.setMicrophone).not.toHaveBeenCalled();
    press("m");
    expect(actions.setMicrophone).toHaveBeenCalledOnce();
  });

  it("turn nothing on that staff hold back", () => {
    const actions = show("circle-muted", "on");
    press("m");
    expect(actions.setMicrophone).not.toHaveBeenCalled();
  });
});
