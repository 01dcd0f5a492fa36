import type { Seat } from "../../protocol/messages";
import { Hidden } from "../parts/Hidden";
import { Icon } from "../parts/Icon";
import { useSay } from "../words/say";
import styles from "./SeatSill.module.css";
import { roleWord, type Sill } from "./seatWords";

/** Name and state of a seat. On a wide sill the role stands beside the name; on a narrow one only if nothing else does. */
export function SeatSill({ seat, sill, me }: { seat: Seat; sill: Sill; me: boolean }) {
  const say = useSay();
  const role = me ? null : roleWord(seat.role);
  const quiet = sill.words?.id === "seat.quiet";
  return (
    <div className={styles.sill} data-state={sill.state} data-quiet={quiet || undefined}>
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
    </div>
  );
}
