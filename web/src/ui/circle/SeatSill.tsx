import type { Seat } from "../../protocol/messages";
import { Hidden } from "../parts/Hidden";
import { Icon } from "../parts/Icon";
import { seatLine } from "../prefers/prefersWords";
import { useSay } from "../words/say";
import styles from "./SeatSill.module.css";
import { roleWord, type Sill } from "./seatWords";

interface Props {
  seat: Seat;
  sill: Sill;
  me: boolean;
  /** The reader is of the staff. */
  lead: boolean;
}

/**
 * Name and state of a seat. On a wide sill the role stands beside the name; on a narrow one only if nothing else does.
 * Staff read below how the person likes to take part.
 */
export function SeatSill({ seat, sill, me, lead }: Props) {
  const say = useSay();
  const role = me ? null : roleWord(seat.role);
  const quiet = sill.words?.id === "seat.quiet";
  const wish = lead ? seatLine(seat.preferences, say) : "";
  return (
    <div
      className={styles.sill}
      data-state={sill.state}
      data-quiet={quiet || undefined}
      data-wish={wish !== "" || undefined}
    >
      <span className={styles.who}>
        <span className={styles.name} dir="auto">
          {me ? say("seat.me") : seat.name}
          {me && <span className={styles.mine}> ({seat.name})</span>}
        </span>
        {role && <Hidden>, {say(role)}</Hidden>}
        {role && sill.words && (
          <span className={styles.role} aria-hidden="true">
            {say(role)}
          </span>
        )}
      </span>
      {sill.words && <Hidden>, </Hidden>}
      {sill.words && (
        <span className={styles.state} data-chip={sill.chip || undefined}>
          {sill.icon && <Icon of={sill.icon} small />}
          <span>
            {say(sill.words.id, sill.words.values)}
            {sill.more && <span className={styles.more}>{say(sill.more.id, sill.more.values)}</span>}
          </span>
        </span>
      )}
      {role && !sill.words && (
        <span className={styles.state} aria-hidden="true">
          {say(role)}
        </span>
      )}
      {wish && (
        <span className={styles.wish}>
          <Hidden>, </Hidden>
          {wish}
        </span>
      )}
    </div>
  );
}
