import { EyeOff, X } from "lucide-react";
import type { RefObject } from "react";
import { Dialog, Heading, Popover } from "react-aria-components";
import type { Seat } from "../../protocol/messages";
import { useLineDetails } from "../../state/hooks";
import { Icon } from "../parts/Icon";
import { IconButton } from "../parts/IconButton";
import { Sheet } from "../parts/Sheet";
import { useNarrow } from "../parts/useNarrow";
import { useSay } from "../words/say";
import { LineFigures } from "./LineFigures";
import styles from "./LineSheet.module.css";
import { lineWords } from "./lineWords";

interface Props {
  seat: Seat;
  /** What it opens beside, and where focus goes back to. */
  button: RefObject<HTMLButtonElement | null>;
  isOpen: boolean;
  onOpenChange: (open: boolean) => void;
}

/** How one person's line fares, for staff: beside the button, with the group in view; on a phone a sheet. */
export function LineSheet({ seat, button, isOpen, onOpenChange }: Props) {
  const narrow = useNarrow();
  if (narrow) {
    return (
      <Sheet isOpen={isOpen} onOpenChange={onOpenChange}>
        <Body seat={seat} />
      </Sheet>
    );
  }
  return (
    <Popover
      className={styles.popover ?? ""}
      triggerRef={button}
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      isNonModal
      offset={6}
      containerPadding={8}
    >
      <Body seat={seat} />
    </Popover>
  );
}

// Mounted while it is open only: the server is asked no longer than somebody looks.
function Body({ seat }: { seat: Seat }) {
  const say = useSay();
  const details = useLineDetails(seat.seat);
  const { icon, head, more } = lineWords(seat, details);
  return (
    <Dialog className={styles.body ?? ""}>
      <div className={styles.top}>
        <Heading slot="title" level={2}>
          {say("line.title", { name: seat.name })}
        </Heading>
        <IconButton slot="close" aria-label={say("close")} icon={X} />
      </div>
      <p className={styles.head}>
        <Icon of={icon} />
        {say(head.id, head.values)}
      </p>
      {more && <p>{say(more.id, more.values)}</p>}
      {details && details.state !== "none" && !seat.reconnecting && (
        <LineFigures seat={seat} details={details} />
      )}
      <p className={styles.promise}>{say("helper.knows", { seat: seat.seat })}</p>
      <p className={styles.promise}>
        <Icon of={EyeOff} small />
        {say("line.onlyStaff")}
      </p>
    </Dialog>
  );
}
