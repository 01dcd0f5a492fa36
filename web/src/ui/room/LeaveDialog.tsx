import { useId } from "react";
import type { StaffView, View } from "../../protocol/messages";
import type { Afterwards } from "../../state/actions";
import { useActions } from "../../state/hooks";
import { Button } from "../parts/Button";
import { Answers, Dialog } from "../parts/Dialog";
import { useSay } from "../words/say";
import { isStaff } from "./abilities";
import styles from "./LeaveDialog.module.css";

interface Props {
  isOpen: boolean;
  view: View;
  onClose: () => void;
}

/** Leaving means waiting at the door again, so it is asked once. The last of the staff says what becomes of the group. */
export function LeaveDialog({ isOpen, view, onClose }: Props) {
  const say = useSay();
  const { staff } = view;
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={say(staff?.lastStaff ? "leave.lastTitle" : "leave.title")}
    >
      {staff?.lastStaff ? (
        <LastOfStaff staff={staff} onClose={onClose} />
      ) : (
        <Anybody lead={isStaff(view.you.role)} onClose={onClose} />
      )}
    </Dialog>
  );
}

function Anybody({ lead, onClose }: { lead: boolean; onClose: () => void }) {
  const say = useSay();
  const actions = useActions();
  return (
    <>
      <p>{say(lead ? "leave.thenStaff" : "leave.then")}</p>
      <Answers>
        <Button
          look="main"
          onPress={() => {
            onClose();
            void actions.leave();
          }}
        >
          {say("leave.yes")}
        </Button>
        <Button onPress={onClose}>{say("leave.stay")}</Button>
      </Answers>
    </>
  );
}

function LastOfStaff({ staff, onClose }: { staff: StaffView; onClose: () => void }) {
  const say = useSay();
  const actions = useActions();
  const leave = (then: Afterwards) => {
    onClose();
    void actions.leave(then);
  };
  const { relief } = staff;
  return (
    <>
      <p>{say("leave.last")}</p>
      <ul className={styles.ways}>
        {relief && (
          <Way
            main
            text={say("leave.handOver", { name: relief })}
            then={say("leave.handOver.then", { name: relief })}
            onPress={() => leave("hand-over")}
          />
        )}
        <Way
          main={!relief}
          text={say("leave.pause")}
          then={say("leave.pause.then")}
          onPress={() => leave("pause")}
        />
        <Way text={say("leave.end")} then={say("leave.end.then")} onPress={() => leave("end")} />
        <Way text={say("leave.stay")} then={say("leave.stay.then")} onPress={onClose} />
      </ul>
    </>
  );
}

interface WayProps {
  main?: boolean;
  text: string;
  /** What happens then; it is heard with the button. */
  then: string;
  onPress: () => void;
}

function Way({ main = false, text, then, onPress }: WayProps) {
  const id = useId();
  return (
    <li>
      <Button look={main ? "main" : "choice"} aria-describedby={id} onPress={onPress}>
        {text}
      </Button>
      <p id={id}>{then}</p>
    </li>
  );
}
