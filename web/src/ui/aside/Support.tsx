import { HandHeart } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Dialog, DialogTrigger, Popover } from "react-aria-components";
import type { Here } from "../../state/visit";
import { Sheet } from "../parts/Sheet";
import { useNarrow } from "../parts/useNarrow";
import { BarButton } from "../room/BarButton";
import { useSay } from "../words/say";
import styles from "./Support.module.css";
import { SupportBody } from "./SupportBody";
import { useSupport } from "./useSupport";

/** What the sheet shows: what can be said by one press, or the messages. */
export type Face = "signals" | "messages";

interface Props {
  here: Here;
  isOpen: boolean;
  face: Face;
  onOpen: (face: Face | null) => void;
  /** The button that it belongs to; by default that of the bar. */
  button?: ReactNode;
}

/** The way to staff: a button and the sheet that it opens. On a laptop the group stays in sight and in reach. */
export function Support({ here, isOpen, face, onOpen, button }: Props) {
  const say = useSay();
  const narrow = useNarrow();
  const support = useSupport(here.view, here.line);
  const close = () => onOpen(null);
  const sheet = (
    <Dialog className={styles.sheet ?? ""} aria-describedby="support-who">
      <SupportBody here={here} support={support} face={face} onFace={onOpen} onClose={close} />
    </Dialog>
  );
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={(open) => (open ? onOpen("signals") : close())}>
      {button ?? (
        <BarButton name={say("signal.support")} short={say("support.short")} icon={HandHeart} look="care" />
      )}
      {narrow ? (
        <Sheet>{sheet}</Sheet>
      ) : (
        <Popover
          className={styles.popover ?? ""}
          placement="top end"
          offset={10}
          isNonModal
          // Within a landmark, so that a screen reader finds it while the rest of the page stays in reach.
          UNSTABLE_portalContainer={
            document.querySelector("#controls") ?? document.querySelector("main") ?? document.body
          }
        >
          {sheet}
        </Popover>
      )}
    </DialogTrigger>
  );
}

/** Whether the sheet is open, and what it shows. */
export function useSupportSheet() {
  const [open, setOpen] = useState<Face | null>(null);
  return { isOpen: open !== null, face: open ?? "signals", onOpen: setOpen };
}
