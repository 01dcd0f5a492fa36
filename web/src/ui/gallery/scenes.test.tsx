import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { words } from "../../locales/read";
import { CoreProvider } from "../../state/hooks";
import { App } from "../App";
import { changeLanguage } from "../words/language";
import { standIn } from "./core";
import { scenes } from "./scenes";

vi.mock("./person", () => ({ drawPerson: () => null }));
vi.mock("./page", () => ({ drawPage: () => null }));

const ids = new Set([...words().en.keys()].filter((id) => id.includes(".")));

let root: Root;
let place: HTMLElement;

beforeEach(() => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  vi.stubGlobal("matchMedia", () => ({
    matches: false,
    addEventListener: vi.fn(),
    removeEventListener: vi.fn(),
  }));
  place = document.body.appendChild(document.createElement("div"));
  root = createRoot(place);
});
afterEach(() => {
  act(() => root.unmount());
  place.remove();
});

function show(name: string): HTMLElement {
  const scene = scenes[name];
  if (!scene) throw new Error(`no scene ${name}`);
  act(() => {
    root.render(
      <CoreProvider core={standIn(scene)}>
        <App />
      </CoreProvider>,
    );
  });
  return place;
}

describe.each(["en", "es"] as const)("in %s", (language) => {
  it.each(Object.keys(scenes))("the screen %s has one heading, and words instead of ids", (name) => {
    changeLanguage(language);
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
    await act(() => new Promise((resolve) => setTimeout(resolve, 5)));
    const now = page.querySelector("section[data-ask=return]");
    expect(now?.textContent).toContain("Dana is back.Your microphone and camera are off.");
    const [, notNow] = now?.querySelectorAll("button") ?? [];
    act(() => notNow?.focus());
    act(() => notNow?.click());
    expect(page.querySelector("section[data-ask]")).toBeNull();
    expect(document.activeElement?.getAttribute("aria-label")).toBe("What is happening now");
  });

  it("offers a moment to clients and not to staff", () => {
    const moment = () => place.querySelector("[aria-label='Take a moment']");
    show("circle");
    expect(moment()?.getAttribute("aria-pressed")).toBe("false");
    show("circle-moment");
    expect(moment()?.getAttribute("aria-pressed")).toBe("true");
    show("staff");
    expect(moment()).toBeNull();
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
