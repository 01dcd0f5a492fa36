import type { Alarm } from "./silence";
import { startWatch, type Watch } from "./watch";
import address from "./watchdog.worker.ts?worker&url";

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
    return new Worker(trusted(address), { type: "module", name: "alcove-watchdog" });
  } catch {
    return null; // forbidden by the browser's settings
  }
}

/** The part of Trusted Types that is used here; not every browser has it, and TypeScript knows none of it. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): string };
}

let policy: ReturnType<TrustedTypes["createPolicy"]> | undefined;

/** Signs the one address that the page's policy lets become a script: that of the watchdog. */
function trusted(url: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  if (!trustedTypes) return url;
  policy ??= trustedTypes.createPolicy("alcove-watchdog", {
    createScriptURL: (asked) => {
      if (asked === address) return asked;
      throw new TypeError("no script but the watchdog");
    },
  });
  return policy.createScriptURL(url);
}
