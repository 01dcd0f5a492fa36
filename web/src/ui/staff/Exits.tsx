import { DoorOpen } from "lucide-react";
import type { StaffView } from "../../protocol/messages";
import { Icon } from "../parts/Icon";
import { useSay } from "../words/say";
import styles from "./Exits.module.css";

/** Who has left by quick exit: a quiet line each, until they come again. It is read, and never announced. */
export function Exits({ staff }: { staff: StaffView | undefined }) {
  const say = useSay();
  if (!staff?.exits) return null;
  return (
    <ul className={styles.exits} aria-label={say("exits.label")}>
      {staff.exits.map(({ rosterName, at }) => (
        <li key={`${rosterName} ${at}`}>
          <Icon of={DoorOpen} small />
          <span dir="auto">{say("exits.left", { name: rosterName })}</span>
        </li>
      ))}
    </ul>
  );
}
