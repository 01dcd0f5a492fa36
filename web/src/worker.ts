import blur from "./media/blur/blur.worker.ts?worker&url";
import watchdog from "./signal/watchdog.worker.ts?worker&url";

/** Every worker of this page: a module of its own, or a script that loads others. */
const workers = {
  watchdog: { address: watchdog, type: "module" },
  blur: { address: blur, type: "classic" },
} as const;

/** Starts one of the page's own workers. It throws where the browser has none, or its settings forbid it. */
export function startWorker(name: keyof typeof workers): Worker {
  const { address, type } = workers[name];
  return new Worker(trusted(address), { type, name: `alcove-${name}` });
}

/** The part of Trusted Types that is used here; not every browser has it, and TypeScript knows none of it. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): string };
}

let policy: ReturnType<TrustedTypes["createPolicy"]> | undefined;

/** Signs the only addresses that the page's policy lets become a script: those of its workers. */
function trusted(url: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  if (!trustedTypes) return url;
  policy ??= trustedTypes.createPolicy("alcove-workers", {
    createScriptURL: (asked) => {
      if (Object.values(workers).some(({ address }) => address === asked)) return asked;
      throw new TypeError("no script but a worker of this page");
    },
  });
  return policy.createScriptURL(url);
}
