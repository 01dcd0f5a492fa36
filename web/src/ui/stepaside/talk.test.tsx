import { act } from "react";
import { describe, expect, it, vi } from "vitest";
import { stage } from "../../../test/stage";
import { nextVisit } from "../../state/next";
import { paused } from "../../state/visit";
import { asideScenes } from "../gallery/asideScenes";
import { standIn } from "../gallery/core";
import { circle, group, here, joy } from "../gallery/parts";
import { absenceWords } from "../room/staffWords";
import { toastWords } from "../room/toastWords";
import { announcements } from "../words/announcements";
import { talkIn } from "./talk";

vi.mock("../gallery/person", () => ({ drawPerson: () => null }));
vi.mock("../gallery/page", () => ({ drawPage: () => null }));

const drawn = stage();

function show(name: string): string[] {
  const scene = asideScenes[name];
  if (!scene) throw new Error(`no scene ${name}`);
  drawn.draw(standIn(scene));
  return [...drawn.place.querySelectorAll("button")].map((button) => button.textContent ?? "");
}

const apart = circle(group, {}, { aside: { with: 1 } });

describe("a private talk", () => {
  it.each([
    [true, 1],
    [false, 0],
  ])("is asked for in the sheet, too, where that covers the page: %s", (narrow, times) => {
    vi.stubGlobal("CSS", { escape: (name: string) => name }); // which jsdom doesn't have
    vi.stubGlobal("matchMedia", (query: string) => ({
      matches: narrow && query === "(max-width: 599px)",
      addEventListener: vi.fn(),
      removeEventListener: vi.fn(),
    }));
    show("aside-asked");
    const support = [...drawn.place.querySelectorAll("button")].find((b) =>
      /support/i.test(b.textContent ?? ""),
    );
    act(() => support?.click());
    const sheet = document.querySelector("[role=dialog]");
    expect(sheet?.textContent).toContain("I feel unsafe");
    const answers = [...(sheet?.querySelectorAll("button") ?? [])].filter((b) =>
      /^Talk with/.test(b.textContent ?? ""),
    );
    expect(answers).toHaveLength(times);
  });

  it("shows the two and nothing of the group", () => {
    const { circle: shown } = talkIn(apart).view;
    expect(shown?.seats.map(({ seat }) => seat)).toEqual([1, 12]);
    expect(shown?.hands).toEqual([]);
    const visit = circle();
    expect(talkIn(visit)).toBe(visit);
  });

  it("says with whom, and offers the way back and every way out", () => {
    const buttons = show("aside").join("|");
    expect(drawn.place.textContent).toContain("Only Dana hears and sees you.");
    expect(drawn.place.querySelectorAll("main [data-seat]")).toHaveLength(2);
    for (const ofTheGroup of ["A quiet moment", "For today"]) {
      expect(drawn.place.textContent).not.toContain(ofTheGroup);
    }
    for (const name of [
      "Back to the group",
      "I need support",
      "Someone came in",
      "Quick exit",
      "Take a moment",
    ]) {
      expect(buttons).toContain(name);
    }
    expect(buttons).not.toContain("Raise hand");
    expect(show("aside-asked").join("|")).toContain("Raise hand");
  });

  it("is asked for without a dialog, and answered in two ways", () => {
    const buttons = show("aside-asked");
    expect(drawn.place.textContent).toContain("Dana would like to talk with you in private.");
    expect(buttons).toEqual(expect.arrayContaining(["Talk with Dana", "Not now"]));
    expect(document.querySelector("[role=dialog]")).toBeNull();
    expect(document.activeElement).toBe(document.body);
  });

  it("is told to staff with names, and to peers as stepping away", () => {
    show("aside-of-others");
    expect(drawn.place.textContent).toContain("Stepped away");
    expect(drawn.place.textContent).not.toContain("in private");
    show("staff-aside-of-others");
    expect(drawn.place.textContent).toContain("Talking with Dana in private");
  });

  it("goes on while the group pauses", () => {
    const staff = { state: "paused" as const, name: "Dana", steppedAway: true };
    const view = { ...apart.view, circle: { seats: group, hands: [], staff } };
    expect(paused(view)).toBe(false);
    expect(paused({ ...view, you: joy })).toBe(true);
    expect(absenceWords(view.circle)?.id).toBe("staff.pausedStepped");
  });
});

describe("what is told of a private talk", () => {
  it("a crossing says by itself that everything is off", () => {
    const on = circle().view;
    const off = { ...apart.view, you: { ...apart.view.you, microphone: false, camera: false } };
    expect(announcements(on, off)).toEqual([{ id: "heard.asideBegan", values: { name: "Dana" } }]);
    expect(announcements(off, { ...on, you: { ...joy, microphone: false, camera: false } })).toEqual([
      { id: "heard.asideEnded" },
    ]);
  });

  it("a question is said once", () => {
    const before = circle().view;
    const after = circle(group, {}, { aside: { askedBy: 1 } }).view;
    expect(announcements(before, after)).toEqual([{ id: "aside.asked", values: { name: "Dana" } }]);
    expect(announcements(after, after)).toEqual([]);
  });

  it("a no is a toast with a name, and the question to oneself is none", () => {
    const visit = here({});
    const declined = nextVisit(visit, { type: "aside.declined", data: { seat: 4 } });
    expect(declined.stage === "here" && declined.toast).toEqual({ about: "aside-declined", seat: 4 });
    expect(toastWords({ about: "aside-declined", seat: 4 }, group)).toEqual({
      id: "aside.declined",
      values: { name: "Mei" },
    });
    expect(nextVisit(visit, { type: "refused", data: { code: "no-staff-stay" } })).toBe(visit);
  });
});
