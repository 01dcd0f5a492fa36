import { act } from "react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { stage } from "../../../test/stage";
import { words } from "../../locales/read";
import { changeLanguage } from "../words/language";
import { standIn } from "./core";
import { scenes } from "./scenes";

vi.mock("./person", () => ({ drawPerson: () => null }));
vi.mock("./page", () => ({ drawPage: () => null }));

const ids = new Set([...words().en.keys()].filter((id) => id.includes(".")));

const drawn = stage();

function show(name: string): HTMLElement {
  const scene = scenes[name];
  if (!scene) throw new Error(`no scene ${name}`);
  drawn.draw(standIn(scene));
  return drawn.place;
}

describe.each(["en", "es"] as const)("in %s", (language) => {
  it.each(Object.keys(scenes))("the screen %s has one heading, and words instead of ids", async (name) => {
    await changeLanguage(language);
    const page = show(name);
    expect(document.documentElement.lang).toBe(language);
    expect(page.querySelectorAll("h1")).toHaveLength(1);
    expect(page.querySelectorAll("main")).toHaveLength(1);
    expect(said(page).filter((text) => ids.has(text) || /[{}]|<\d>/.test(text))).toEqual([]);
  });
});

describe("the page", () => {
  beforeEach(() => changeLanguage("en"));

  it("shows a client no menu of staff and no panel", () => {
    const page = show("circle");
    expect(page.querySelector("aside")).toBeNull();
    expect(page.querySelector("main button")).toBeNull();
  });

  it("shows no picture of anybody while one's own line is down", () => {
    expect(show("circle").querySelectorAll("video[data-live]").length).toBeGreaterThan(0);
    expect(show("circle-reconnecting").querySelectorAll("video[data-live]")).toHaveLength(0);
  });

  it("never shows one's own picture in the circle", () => {
    expect(show("circle").querySelector("[data-me] video")).toBeNull();
  });

  it("says in a private talk who alone sees the reader, and else that others do", () => {
    expect(show("circle").querySelector("[data-me]")?.textContent).toContain("Others see you");
    for (const [scene, words] of [
      ["aside-on", "Only Dana can see you"],
      ["staff-aside", "Only Sam can see you"],
    ] as const) {
      const own = show(scene).querySelector("[data-me]")?.textContent;
      expect(own).toContain(words);
      expect(own).not.toContain("Others see you");
    }
  });

  it("shows no picture of anybody while the session is paused", () => {
    expect(show("circle-staff-away").querySelectorAll("video[data-live]").length).toBeGreaterThan(0);
    expect(show("circle-paused").querySelectorAll("video[data-live]")).toHaveLength(0);
  });

  it("answers a switch that is paused with why", () => {
    const page = show("circle-paused");
    for (const name of ["Microphone", "Camera"]) {
      const button = page.querySelector(`[role=switch][aria-label=${name}]`);
      expect(button?.getAttribute("aria-checked")).toBe("false");
      expect(button?.getAttribute("aria-disabled")).toBe("true");
      const why = document.getElementById(button?.getAttribute("aria-describedby") ?? "");
      expect(why?.textContent).toBe("Sound and pictures are paused until a staff member is back.");
    }
  });

  it("says that staff are back and everything is off, until the reader would rather not", async () => {
    const page = show("circle-staff-back");
    const now = await vi.waitFor(async () => {
      await act(async () => {});
      const asked = page.querySelector("section[data-ask=return]");
      if (!asked) throw new Error("nothing is asked yet");
      return asked;
    });
    expect(now.textContent).toContain("Dana is back.Your microphone and camera are off.");
    const [, notNow] = now.querySelectorAll("button");
    act(() => notNow?.focus());
    act(() => notNow?.click());
    expect(page.querySelector("section[data-ask]")).toBeNull();
    for (let frame = 0; frame < 3; frame++) await act(() => new Promise(requestAnimationFrame));
    expect(document.activeElement?.getAttribute("aria-label")).toBe("What is happening now");
  });

  it("offers a moment to clients and not to staff", () => {
    const moment = () => drawn.place.querySelector("[aria-label='Take a moment']");
    show("circle");
    expect(moment()).not.toBeNull();
    show("circle-moment");
    const buttons = [...drawn.place.querySelectorAll("button")].map((button) => button.textContent);
    expect(buttons).toContain("Back to the circle");
    show("staff");
    expect(moment()).toBeNull();
  });

  it("shows a shared screen to everybody but whoever shares it, and keeps the order of the seats", () => {
    const order = () =>
      [...drawn.place.querySelectorAll("main li [data-seat]")].map((s) => s.getAttribute("data-seat"));
    show("circle");
    const before = order();
    const page = show("circle-share");
    expect(page.querySelector("main figure video[data-live]")?.getAttribute("aria-label")).toBe(
      "Dana's screen",
    );
    expect(page.querySelector("main figcaption")?.textContent).toBe("Dana is sharing a screen");
    expect(order()).toEqual(before);
    expect(show("staff-share").querySelector("main figure")).toBeNull();
    expect(page.textContent).toContain("You are sharing your screen");
  });

  it("offers Share to staff whose browser can, and says why not while somebody else shares", () => {
    const share = () => drawn.place.querySelector<HTMLElement>("[role=switch][aria-label=Share]");
    show("circle");
    expect(share()).toBeNull();
    show("staff-phone");
    expect(share()).toBeNull();
    show("staff-share");
    expect(share()?.getAttribute("aria-checked")).toBe("true");
    show("staff-share-other");
    expect([share()?.getAttribute("aria-checked"), share()?.getAttribute("aria-disabled")]).toEqual([
      "false",
      "true",
    ]);
    const why = document.getElementById(share()?.getAttribute("aria-describedby") ?? "");
    expect(why?.textContent).toBe("Theo is sharing a screen");
  });

  it("folds the panel while its owner shares all of a screen, until they would rather see it", () => {
    expect(show("staff-share-window").querySelector("aside")?.textContent).toContain("Waiting room");
    const panel = show("staff-share").querySelector("aside");
    expect(panel?.textContent).toContain("Hidden while you share");
    expect(panel?.textContent).not.toContain("Waiting room");
    act(() => panel?.querySelector("button")?.click());
    expect(panel?.textContent).toContain("Waiting room");
    expect(document.activeElement?.getAttribute("role")).toBe("group");
  });

  it("says the same for a link that was revoked as for one that opens nothing", () => {
    const refused = show("refused").textContent;
    expect(show("over-revoked").textContent).toBe(refused);
  });

  it("has its live regions from the start, and empty", () => {
    const page = show("circle");
    expect(page.querySelectorAll("[role=alert]")).toHaveLength(1);
    expect(page.querySelector("[role=alert]")?.textContent).toBe("");
  });
});

/** Everything that is seen or heard: each text, and each spoken name. */
function said(page: HTMLElement): string[] {
  const texts: string[] = [];
  const walker = document.createTreeWalker(page, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) texts.push(walker.currentNode.textContent ?? "");
  for (const named of page.querySelectorAll("[aria-label]"))
    texts.push(named.getAttribute("aria-label") ?? "");
  return texts;
}
