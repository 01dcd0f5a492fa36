import { useActions } from "../../state/hooks";
import { Button } from "../parts/Button";
import { Answers, Dialog } from "../parts/Dialog";
import { useSay } from "../words/say";

interface Props {
  isOpen: boolean;
  staff: boolean;
  onClose: () => void;
}

/** Leaving means waiting at the door again, so it is asked once. */
export function LeaveDialog({ isOpen, staff, onClose }: Props) {
  const say = useSay();
  const actions = useActions();
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={say("leave.title")}>
      <p>{say(staff ? "leave.thenStaff" : "leave.then")}</p>
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
    </Dialog>
  );
}
