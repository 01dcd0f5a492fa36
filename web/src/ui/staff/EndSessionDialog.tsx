import { useActions } from "../../state/hooks";
import { Button } from "../parts/Button";
import { Answers, Dialog } from "../parts/Dialog";
import { useSay } from "../words/say";

/** Ending is for everybody and at once, so it says so first. */
export function EndSessionDialog({ onClose }: { onClose: () => void }) {
  const say = useSay();
  const actions = useActions();
  return (
    <Dialog isOpen onClose={onClose} title={say("endSession.title")}>
      <p>{say("endSession.then")}</p>
      <Answers>
        <Button
          look="main"
          onPress={() => {
            onClose();
            void actions.endSession();
          }}
        >
          {say("endSession.yes")}
        </Button>
        <Button onPress={onClose}>{say("endSession.no")}</Button>
      </Answers>
    </Dialog>
  );
}
