/** The Network Information API, which not every browser has. */
type Connected = Navigator & { connection?: EventTarget };

/** What may have become of this machine, without the line having said anything. */
export type Changes = {
  /** It may have woken up, or its network may be another one. */
  changed(): void;
  /** It had no network, and has one again: what was connected before is gone. */
  moved(): void;
};

/** Tells of everything after which the line that was good before may be gone. */
export function watchMachine(page: Window, { changed, moved }: Changes, signal: AbortSignal): void {
  let offline = false;
  page.addEventListener("offline", () => (offline = true), { signal });
  page.addEventListener("online", () => (offline ? moved : changed)(), { signal });
  page.addEventListener("online", () => (offline = false), { signal });
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
