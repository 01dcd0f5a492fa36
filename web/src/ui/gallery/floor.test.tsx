import { act } from "react";
import { describe, expect, it, vi } from "vitest";
import { stage } from "../../../test/stage";
import type { Core } from "../../state/hooks";
import { standIn } from "./core";
import { scenes } from "./scenes";

vi.mock("./person", () => ({ drawPerson: () => null }));
vi.mock("./page", () => ({ drawPage: () => null }));

const drawn = stage("(min-width: 1024px)");

/** Shows a scene, and returns what is asked for by it. */
function show(name: string): Core["actions"] {
  const scene = scenes[name];
  if (!scene) throw new Error(`no scene ${name}`);
  const core = standIn(scene);
  const actions = { ...core.actions, setFloor: vi.fn(), undo: vi.fn(), setMicrophone: vi.fn() };
  drawn.draw({ ...core, actions });
  return actions;
}

const modes = () => [...drawn.place.querySelectorAll<HTMLElement>("[role=radiogroup] [role=radio]")];

function press(key: string): void {
  const init = { key, bubbles: true, cancelable: true };
  act(() => {
    document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", init));
    document.activeElement?.dispatchEvent(new KeyboardEvent("keyup", init));
  });
}

describe("the floor on the page", () => {
  it("is one of four for staff, and for nobody else", () => {
    show("floor-staff");
    expect(modes().map((mode) => [mode.textContent, mode.getAttribute("aria-checked")])).toEqual([
      ["Open", "false"],
      ["Hand first", "true"],
      ["One voice", "false"],
      ["Pause together", "false"],
    ]);
    expect(drawn.place.querySelector("[role=radiogroup]")?.getAttribute("aria-label")).toBe("Who may speak");
    show("floor-hand-first");
    expect(modes()).toEqual([]);
  });

  it("is not changed by arrows, which only move; Enter chooses", () => {
    const { setFloor } = show("floor-staff");
    act(() => modes()[1]?.focus());
    press("ArrowRight");
    expect(document.activeElement?.textContent).toBe("One voice");
    expect(setFloor).not.toHaveBeenCalled();
    press("Enter");
    expect(setFloor).toHaveBeenCalledExactlyOnceWith("one-voice");
    expect(modes()[1]?.getAttribute("aria-checked")).toBe("true"); // until the server has agreed
  });

  it("offers the way back by its number", () => {
    const { undo } = show("floor-staff-muted");
    const card = drawn.place.querySelector("section[aria-label='What you can undo']");
    expect(card?.textContent).toBe("Everyone is muted.Undo");
    act(() => card?.querySelector("button")?.click());
    expect(undo).toHaveBeenCalledExactlyOnceWith(3);
  });

  it("keeps the focus in the room when the way back is gone", () => {
    show("floor-staff-muted");
    act(() =>
      drawn.place.querySelector<HTMLElement>("section[aria-label='What you can undo'] button")?.focus(),
    );
    show("staff");
    expect(document.activeElement?.id).toBe("controls");
  });

  it("answers a microphone that it holds back with why, and sends nothing", () => {
    const { setMicrophone } = show("floor-cool-down");
    const button = drawn.place.querySelector<HTMLElement>("[role=switch][aria-label=Microphone]");
    expect(button?.getAttribute("aria-checked")).toBe("false");
    expect(button?.getAttribute("aria-disabled")).toBe("true");
    expect(document.getElementById(button?.getAttribute("aria-describedby") ?? "")?.textContent).toBe(
      "Let's pause together. Only Dana is heard for now. You can still press I need support.",
    );
    act(() => button?.click());
    expect(setMicrophone).not.toHaveBeenCalled();
  });

  it("invites nobody while the group pauses together", () => {
    show("floor-staff-cool-down");
    const panel = drawn.place.querySelector("aside")?.textContent;
    expect(panel).toContain("Nobody is invited while you pause together.");
    expect(panel).not.toContain("Invite Noor");
    expect(panel).not.toContain("Everyone may unmute");
  });
});
