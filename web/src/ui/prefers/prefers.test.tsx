import { act } from "react";
import { beforeEach, expect, it, vi } from "vitest";
import { stage } from "../../../test/stage";
import type { Preferences } from "../../protocol/messages";
import type { Actions } from "../../state/actions";
import { standIn } from "../gallery/core";
import { scenes } from "../gallery/scenes";
import type { Say } from "../words/say";
import { ownLine, seatLine, staffLine } from "./prefersWords";

vi.mock("../gallery/person", () => ({ drawPerson: () => null }));
vi.mock("../gallery/page", () => ({ drawPage: () => null }));

const say = ((id: string) => id) as Say;
const everything: Preferences = {
  part: "listening",
  pronouns: "she/her",
  language: "Español",
  camera: "off",
};

it.each<[string, Preferences | undefined, string, string, string]>([
  ["nothing", undefined, "", "", ""],
  ["a need", { camera: "breaks" }, "prefers.camera.breaks", "", "prefers.toStaff.breaks"],
  [
    "everything",
    everything,
    "prefers.part.listening · she/her · Español · prefers.camera.off",
    "she/her · prefers.toStaff.listening",
    "she/her · prefers.toStaff.listening · Español · prefers.toStaff.off",
  ],
])("%s is put into words for its owner, the seat and staff", (_, said, own, seat, staff) => {
  expect([ownLine(said, say), seatLine(said, say), staffLine(said, say)]).toEqual([own, seat, staff]);
});

const drawn = stage();

beforeEach(() => {
  vi.stubGlobal("CSS", { escape: (text: string) => text });
});

function show(name: string, actions: Partial<Actions> = {}): void {
  const core = standIn(scenes[name] ?? { visit: { stage: "door" } });
  drawn.draw({ ...core, actions: { ...core.actions, ...actions } });
}

function open(prefer: Actions["prefer"]): void {
  show("join-preferences", { prefer });
  press("Choose");
}

function press(words: string): void {
  const found = [...document.querySelectorAll<HTMLElement>("button, label")].find(
    (e) => e.textContent === words,
  );
  act(() => (found?.querySelector("input") ?? found)?.click());
}

const dialog = () => document.querySelector("[role=dialog]");

it("what is chosen is told once it is saved, with what was said before", async () => {
  const told: Preferences[] = [];
  open((wish) => {
    told.push(wish);
    return Promise.resolve({ ok: true, saved: true });
  });
  press("Invite me");
  expect(told).toEqual([]);
  press("Save");
  await act(() => Promise.resolve());
  expect(told).toEqual([{ part: "invite", pronouns: "they/them", language: "Español", camera: "off" }]);
  expect(dialog()).toBeNull();
});

it("what the server can't take stays to be mended", async () => {
  open(() => Promise.resolve({ ok: false, why: "refused", code: "preferences" }));
  press("Save");
  await act(() => Promise.resolve());
  expect(dialog()?.querySelector("[role=alert]")?.textContent).toContain("too long");
});

it("whoever listens today is offered to pass first, and others to start", () => {
  const answers = () =>
    [...document.querySelectorAll("section[data-ask=turn] button")].map((button) => button.textContent);
  show("circle-turn");
  expect(answers()).toEqual(["Start", "Pass", "Come back to me"]);
  show("circle-turn-listening");
  expect(answers()).toEqual(["Pass", "Start", "Come back to me"]);
  expect(document.querySelector("section[data-ask=turn] [data-look=main]")?.textContent).toBe("Pass");
});
