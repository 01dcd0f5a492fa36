import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, vi } from "vitest";
import { type Core, CoreProvider } from "../src/state/hooks";
import { App } from "../src/ui/App";
import { changeLanguage } from "../src/ui/words/language";

/** Where a test draws the page, in English and at one width. */
export interface Stage {
  readonly place: HTMLElement;
  draw(core: Core): void;
}

/** Sets a stage up before each test of a file and clears it afterwards. `wide` is a media query that holds; no other does. */
export function stage(wide = "none"): Stage {
  let root: Root;
  let place: HTMLElement;
  beforeEach(async () => {
    await changeLanguage("en");
    vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
    vi.stubGlobal("matchMedia", (query: string) => ({
      matches: query === wide,
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
  return {
    get place() {
      return place;
    },
    draw(core) {
      act(() => {
        root.render(
          <CoreProvider core={core}>
            <App />
          </CoreProvider>,
        );
      });
    },
  };
}
