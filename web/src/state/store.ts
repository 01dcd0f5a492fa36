import { createStore, type StoreApi } from "zustand/vanilla";
import type { FromServer } from "../protocol/messages";
import { type Local, nextVisit } from "./next";
import type { Visit } from "./visit";

/** Holds the one visit of this page. It changes by messages only. */
export interface VisitStore extends Pick<StoreApi<Visit>, "getState" | "subscribe"> {
  /** Applies one message of the server or of this browser. */
  tell(message: FromServer | Local): void;
}

export function createVisitStore(first: Visit): VisitStore {
  const store = createStore<Visit>()(() => first);
  return {
    getState: store.getState,
    subscribe: store.subscribe,
    tell: (message) => store.setState(nextVisit(store.getState(), message), true),
  };
}

/** A single value that can be watched: what `media/` knows and the UI reads. */
export interface Cell<T> extends Pick<StoreApi<T>, "getState" | "subscribe"> {
  set(value: T): void;
}

export function createCell<T>(first: T): Cell<T> {
  // The value is boxed, because zustand merges objects and takes functions for updates.
  const store = createStore<{ value: T }>()(() => ({ value: first }));
  return {
    getState: () => store.getState().value,
    subscribe: (listener) => store.subscribe((now, before) => listener(now.value, before.value)),
    set: (value) => {
      if (!Object.is(value, store.getState().value)) store.setState({ value });
    },
  };
}
