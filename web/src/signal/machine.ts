/** The Network Information API, which not every browser has. */
type Connected = Navigator & { connection?: EventTarget };

/**
 * Calls `changed` whenever this machine may have woken up or may be in another network: the line that was good before
 * may be gone without anybody having said so.
 */
export function watchMachine(page: Window, changed: () => void, signal: AbortSignal): void {
  page.addEventListener("online", changed, { signal });
  page.addEventListener("pageshow", changed, { signal });
  page.document.addEventListener(
    "visibilitychange",
    () => {
      if (page.document.visibilityState === "visible") changed();
    },
    { signal },
  );
  (page.navigator as Connected).connection?.addEventListener("change", changed, { signal });
}
