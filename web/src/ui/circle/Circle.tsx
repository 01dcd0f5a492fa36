import { type CSSProperties, type ReactNode, useId, useMemo, useRef } from "react";
import type { Circle as CircleView, Gesture, Seat } from "../../protocol/messages";
import { Hidden } from "../parts/Hidden";
import { useNarrow } from "../parts/useNarrow";
import { useSay } from "../words/say";
import styles from "./Circle.module.css";
import { type Columns, drawRing, freeCells, type Ring } from "./columns";
import { QuietCorner } from "./QuietCorner";
import { SeatTile } from "./SeatTile";
import { SharedScreen } from "./SharedScreen";
import type { SeatFacts } from "./seatWords";
import { useQuiet } from "./useQuiet";
import { VoiceStrip } from "./VoiceStrip";

interface Props {
  circle: CircleView;
  speaking: readonly number[];
  gestures: readonly Gesture[];
  /** Media flow, and the reader's own line is up. Without it nothing would tell when to blank a picture: none is shown. */
  steady: boolean;
  /** The reader's own seat. */
  mySeat: number;
  /** The seat of whoever talks with the reader in private. */
  partner: number | undefined;
  /** On a phone whoever speaks stands above the seats: there is room for it. */
  strip: boolean;
  /** The reader is of the staff. */
  lead: boolean;
  /** The seats of those who have asked for staff; empty for everybody else. */
  flagged: ReadonlySet<number>;
  /** What staff can do with somebody, beside their seat. */
  menuFor: (seat: Seat) => ReactNode;
}

/** Everybody in the circle, in the server's order. No seat moves because of what somebody does. */
export function Circle({
  circle,
  speaking,
  gestures,
  steady,
  mySeat,
  partner,
  strip,
  lead,
  flagged,
  menuFor,
}: Props) {
  const say = useSay();
  const title = useId();
  const narrow = useNarrow();
  const { seats, hands } = circle;
  // Whoever shares sees the circle as it was: their own screen inside their own screen would help nobody.
  const sharer = seats.find((seat) => seat.seat === circle.screen && seat.seat !== mySeat);
  const columns = useColumns(seats.length);
  const quiet = useQuiet(seats, speaking, steady);
  const factsOf = (seat: Seat): SeatFacts => ({
    speaking: speaking.includes(seat.seat),
    quiet: quiet.has(seat.seat),
    hand: hands.indexOf(seat.seat) + 1,
    gesture: gestures.find((gesture) => gesture.seat === seat.seat)?.gesture ?? null,
    next: circle.round?.next === seat.seat,
    me: seat.seat === mySeat,
    lead,
    flagged: flagged.has(seat.seat),
    talksWith: seats.find(({ seat: n }) => n === (seat.seat === mySeat ? partner : seat.asideWith))?.name,
  });
  return (
    <main
      className={styles.stage}
      aria-labelledby={title}
      data-few={(!sharer && seats.length < 3) || undefined}
      data-share={sharer !== undefined || undefined}
    >
      <Hidden>
        <h2 id={title}>{say("circle.title")}</h2>
      </Hidden>
      {sharer && <SharedScreen key={sharer.seat} seat={sharer} steady={steady} />}
      {strip && !sharer && narrow && seats.length > 2 && (
        <VoiceStrip
          seats={seats}
          speaking={speaking}
          turn={circle.round?.turn ?? 0}
          steady={steady}
          mySeat={mySeat}
          factsOf={factsOf}
        />
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <section className={styles.ring} aria-label={say("circle.ring", { count: seats.length })} tabIndex={0}>
        <ul className={styles.circle} style={columnStyle(columns)}>
          {seats.map((seat) => (
            <li key={seat.seat} className={styles.place}>
              <SeatTile seat={seat} steady={steady} facts={factsOf(seat)} menu={menuFor(seat)} />
            </li>
          ))}
          {!sharer && seats.length > 2 && freeCells(seats.length, columns.wide) > 1 && (
            <li className={styles.corner} role="presentation" aria-hidden="true">
              <QuietCorner />
            </li>
          )}
        </ul>
      </section>
    </main>
  );
}

/** The columns of this session so far; they are kept for as long as the circle is on the page. */
function useColumns(seats: number): Columns {
  const kept = useRef<Ring | null>(null);
  return useMemo(() => {
    const { ring, columns } = drawRing(kept.current, seats);
    kept.current = ring;
    return columns;
  }, [seats]);
}

function columnStyle(columns: Columns): CSSProperties {
  return {
    "--cols-wide": columns.wide,
    "--cols-medium": columns.medium,
    "--cols-panel": columns.panel,
  } as CSSProperties;
}
