import { Leaf } from "lucide-react";
import type { ReactNode } from "react";
import type { Seat } from "../../protocol/messages";
import { useSeatVideo } from "../../state/hooks";
import { type Phrase, useSay } from "../words/say";
import { SeatSill } from "./SeatSill";
import styles from "./SeatTile.module.css";
import { initial, type SeatFacts, seenWords, sillOf } from "./seatWords";

interface Props {
  seat: Seat;
  /** The reader's own line is up. */
  steady: boolean;
  facts: SeatFacts;
  /** The menu of staff, in the picture's corner. */
  menu?: ReactNode;
}

/** One person of the circle: the picture, and below it the sill with name and state. */
export function SeatTile({ seat, steady, facts, menu }: Props) {
  const sill = sillOf(seat, facts);
  const seen = seenWords(facts);
  return (
    <div
      className={styles.seat}
      data-state={sill.state}
      data-seat={seat.seat}
      data-me={facts.me || undefined}
      data-flag={facts.flagged || undefined}
    >
      <div className={styles.picture}>
        {facts.me ? (
          <OwnPicture seat={seat} seen={sill.words?.id === seen.id ? null : seen} />
        ) : (
          <Picture seat={seat} steady={steady} />
        )}
      </div>
      <SeatSill seat={seat} sill={sill} me={facts.me} lead={facts.lead} />
      {menu && <div className={styles.menu}>{menu}</div>}
    </div>
  );
}

function Picture({ seat, steady }: { seat: Seat; steady: boolean }) {
  const say = useSay();
  const { ref, showing } = useSeatVideo(seat.seat);
  const live = steady && showing && seat.camera && !seat.reconnecting && !seat.steppedAway && !seat.private;
  return (
    <>
      {!live && <Stand seat={seat} />}
      {seat.reconnecting && <p className={styles.text}>{say("seat.kept")}</p>}
      <video
        className={styles.video}
        data-live={live || undefined}
        ref={ref}
        muted
        playsInline
        autoPlay
        tabIndex={-1}
      />
    </>
  );
}

// One's own picture is hidden from oneself; who sees it is said for as long as somebody does, unless the sill says it.
function OwnPicture({ seat, seen }: { seat: Seat; seen: Phrase | null }) {
  const say = useSay();
  return (
    <>
      <Stand seat={seat} />
      {seat.camera && seen && <p className={styles.text}>{say(seen.id, seen.values)}</p>}
    </>
  );
}

/** What stands where no picture is: a leaf for somebody who has stepped away, else a pebble with the initial. */
function Stand({ seat }: { seat: Seat }) {
  if (seat.steppedAway && !seat.reconnecting && !seat.poorLine) {
    return <Leaf className={styles.leaf} strokeWidth={1.25} aria-hidden="true" />;
  }
  return (
    <span className={styles.pebble} aria-hidden="true">
      {initial(seat.name)}
    </span>
  );
}
