/** Keeps the screen on until `signal` is aborted, as far as the browser allows. */
export function keepAwake(page: Document, lock: WakeLock | undefined, signal: AbortSignal): void {
  if (!lock) return;
  let held: WakeLockSentinel | null = null;
  const hold = async () => {
    if (page.visibilityState !== "visible" || (held && !held.released)) return;
    try {
      const sentinel = await lock.request("screen");
      if (signal.aborted) await sentinel.release();
      else held = sentinel;
    } catch {
      // Battery saving or a policy forbids it. The room works without.
    }
  };
  // The browser lets go of the lock whenever the page is hidden.
  page.addEventListener("visibilitychange", () => void hold(), { signal });
  signal.addEventListener("abort", () => void held?.release().catch(() => undefined));
  void hold();
}
