import { DoorOpen, Leaf } from "lucide-react";
import type { View } from "../../protocol/messages";
import { Icon } from "../parts/Icon";
import { useSay } from "../words/say";
import styles from "./Exits.module.css";

/** Who has left by quick exit, and who has been away for long: a quiet line each while it is so. It is never announced. */
export function Exits({ view: { staff, circle } }: { view: View }) {
  const say = useSay();
  const exits = staff?.exits ?? [];
  const away = circle?.seats.filter((seat) => seat.longAway) ?? [];
  if (exits.length + away.length === 0) return null;
  return (
    <ul className={styles.exits} aria-label={say("exits.label")}>
      {away.map((seat) => (
        <li key={seat.seat}>
          <Icon of={Leaf} small />
          <span dir="auto">{say("exits.longAway", { name: seat.name })}</span>
        </li>
      ))}
      {exits.map(({ rosterName, at }) => (
        <li key={`${rosterName} ${at}`}>
          <Icon of={DoorOpen} small />
          <span dir="auto">{say("exits.left", { name: rosterName })}</span>
        </li>
      ))}
    </ul>
  );
}
