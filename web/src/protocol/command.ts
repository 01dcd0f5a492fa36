import type { FromBrowser } from "./messages";

/** A frame of the browser before it has its id. */
export type Command = WithoutId<FromBrowser>;

/** Distributes over the union, so that it still narrows on `type`. */
type WithoutId<F> = F extends FromBrowser ? Omit<F, "id"> : never;
