import { Button } from "../parts/Button";
import { Answers, Dialog } from "../parts/Dialog";
import { useSay } from "../words/say";

/** What the two private ways out do, and what they can't. */
export function WaysDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const say = useSay();
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={say("ways.about")}>
      <h3>{say("ways.someone")}</h3>
      <p>{say("ways.about.someone")}</p>
      <h3>{say("ways.exit")}</h3>
      <p>{say("ways.about.exit")}</p>
      <p>{say("ways.about.history")}</p>
      <Answers>
        <Button look="main" onPress={onClose}>
          {say("close")}
        </Button>
      </Answers>
    </Dialog>
  );
}
