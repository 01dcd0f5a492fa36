import { useSyncExternalStore } from "react";
import { createCell } from "../../state/store";

/** For as long as this page lives: on a phone the panel comes and goes. */
const chosen = createCell(false);

/** Whether the reader wants raised hands with the quieter people first. */
export function useQuieter(): [quieter: boolean, choose: (quieter: boolean) => void] {
  return [useSyncExternalStore(chosen.subscribe, chosen.getState), chosen.set];
}
