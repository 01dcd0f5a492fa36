import { startWorker } from "../worker";
import type { Alarm } from "./silence";
import { startWatch, type Watch } from "./watch";

/**
 * Watches for the server's silence in a worker, since the timers of a hidden tab are slow. Where there are no workers
 * the watch is kept here.
 */
export function startWatchdog(bark: (alarm: Alarm) => void): Watch {
  const worker = makeWorker();
  if (!worker) return startWatch(bark);
  const over = new AbortController();
  let here: Watch | null = null; // once the worker could not be loaded
  worker.addEventListener("message", (event: MessageEvent<Alarm>) => bark(event.data), {
    signal: over.signal,
  });
  worker.addEventListener(
    "error",
    () => {
      here ??= startWatch(bark);
    },
    { signal: over.signal },
  );
  return {
    obey: (order) => (here ? here.obey(order) : worker.postMessage(order)),
    stop: () => {
      over.abort();
      worker.terminate();
      here?.stop();
    },
  };
}

function makeWorker(): Worker | null {
  if (typeof Worker === "undefined") return null;
  try {
    return startWorker("watchdog");
  } catch {
    return null; // forbidden by the browser's settings
  }
}
