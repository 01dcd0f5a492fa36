import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import styles from "./Announcer.module.css";
import { Joined } from "./joined";

/** Says something to assistive technology: politely, or at once. */
export type Announce = { status: (text: string) => void; alert: (text: string) => void };

const AnnounceContext = createContext<Announce | null>(null);

/**
 * The page's live regions: one status and, for staff, one alert. Both are there from the start and empty, because a
 * region that appears together with its text is not read.
 */
export function Announcer({ children }: { children: ReactNode }) {
  const [status, setStatus] = useState("");
  const [alert, setAlert] = useState("");
  const polite = useMemo(() => new Joined((text) => setStatus((before) => different(before, text))), []);
  useEffect(() => () => polite.stop(), [polite]);
  const announce = useMemo<Announce>(
    () => ({
      status: (text) => polite.add(text),
      alert: (text) => setAlert((before) => different(before, text)),
    }),
    [polite],
  );
  return (
    <AnnounceContext value={announce}>
      {children}
      {/* React Aria hides the page behind a dialog, but never what is marked so. */}
      <div data-live-announcer="true">
        <div className={styles.region} role="status">
          {status}
        </div>
        <div className={styles.region} role="alert">
          {alert}
        </div>
      </div>
    </AnnounceContext>
  );
}

export function useAnnounce(): Announce {
  const announce = useContext(AnnounceContext);
  if (!announce) throw new Error("Announcer is missing");
  return announce;
}

// The same words twice must still be a change, or they are not read again.
function different(before: string, text: string): string {
  return before === text ? `${text}\u00a0` : text;
}
