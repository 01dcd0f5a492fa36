/** What tests do with the gallery, from outside. */
export interface Gallery {
  /** The names of all scenes. */
  scenes: readonly string[];
  opened: Readonly<Record<string, Opened>>;
  /** Draws a scene anew. Throws if there is none of that name. */
  show(name: string, language?: "en" | "es"): Promise<void>;
  /** What is wrong with how the page is laid out now, in words. */
  flaws(): string[];
  /** The names of the components that are on the page now. */
  rendered(): string[];
}

/** A screen of the gallery after some presses. */
export interface Opened {
  /** The scene to begin with. */
  scene: string;
  /** Is in the staff's panel, which on a phone has to be opened first. */
  panel?: true;
  /** Is in the bar of a wide screen only: elsewhere there is nothing to press. */
  wide?: true;
  /** What to press, one after the other, as Playwright finds it. */
  presses: readonly string[];
}

declare global {
  interface Window {
    gallery: Gallery;
  }
}
