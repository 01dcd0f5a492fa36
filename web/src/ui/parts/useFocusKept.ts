import { useEffect } from "react";

/** What the keyboard can be put to when what it was on is gone: something with a name. */
const places = "[tabindex], section[aria-label], section[aria-labelledby], aside, main";

/**
 * Keeps the keyboard near where it was when what has the focus goes: the row of somebody who was let in, the answered
 * question, the menu of somebody who left. A browser would put it back to the top of the page without a word.
 */
export function useFocusKept(): void {
  useEffect(() => {
    const keeper = new FocusKeeper();
    return () => keeper.stop();
  }, []);
}

class FocusKeeper {
  /** What has the focus, and all that it stands in; behind a menu or dialog follows where the focus was before it. */
  #trail: readonly Element[] = [];
  #frame = 0;
  readonly #left = new AbortController();
  // Whoever closes a menu or dialog gives the focus back in the next frame, so nobody looks before that.
  readonly #changes = new MutationObserver(() => {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => {
      this.#frame = requestAnimationFrame(() => this.#look());
    });
  });

  constructor() {
    document.addEventListener("focusin", this.#remember, { signal: this.#left.signal });
    this.#changes.observe(document.body, { childList: true, subtree: true });
  }

  stop(): void {
    this.#left.abort();
    this.#changes.disconnect();
    cancelAnimationFrame(this.#frame);
  }

  readonly #remember = ({ target }: FocusEvent): void => {
    if (!(target instanceof Element) || target === document.body) return;
    const around = ancestors(target);
    const page = document.querySelector("h1")?.closest("body > *");
    const floats = around.at(-1) !== page;
    this.#trail = floats ? [...around, ...this.#trail.filter((place) => page?.contains(place))] : around;
  };

  #look(): void {
    const [last] = this.#trail;
    // Somebody who clicked beside everything wants no focus, and what they left is still there.
    if (document.activeElement !== document.body || !last || last.isConnected) return;
    const near = this.#trail.find((place) => place.isConnected && place.matches(places));
    for (const place of [near, document.querySelector("h1")]) {
      if (!(place instanceof HTMLElement)) continue;
      if (!place.hasAttribute("tabindex")) place.tabIndex = -1;
      place.focus({ preventScroll: true });
      if (document.activeElement === place) return;
    }
  }
}

function ancestors(element: Element): Element[] {
  const around: Element[] = [];
  for (let next: Element | null = element; next && next !== document.body; next = next.parentElement)
    around.push(next);
  return around;
}
