const first = 300;
const longest = 8_000;

/**
 * How long to wait, in milliseconds, before the next try after `failures` failed ones. The wait doubles up to 8 s and
 * is spread over half of itself, so that a room does not come back as one wave.
 */
export function backoff(failures: number): number {
  return spread(Math.min(longest, first * 2 ** Math.min(failures, 10)));
}

/** Adds up to half of `ms` to it at random: never earlier than asked. */
export function spread(ms: number): number {
  return ms * (1 + Math.random() / 2);
}

/** Waits `ms` milliseconds, for ever if null, but only until one of `signals` is aborted. */
export function pause(ms: number | null, signals: AbortSignal[]): Promise<void> {
  const signal = AbortSignal.any(signals);
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = ms === null ? undefined : setTimeout(done, ms);
    function done() {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    }
    signal.addEventListener("abort", done);
  });
}
