import type { View } from "../../protocol/messages";
import { usePreview } from "../../state/hooks";
import { Mirror } from "../join/Mirror";
import { Button } from "../parts/Button";
import { Answers, Dialog } from "../parts/Dialog";
import { useSay } from "../words/say";

interface Props {
  isOpen: boolean;
  view: View;
  onClose: () => void;
}

/** One's own picture for a moment. In the circle it is hidden: seeing oneself all the time tires. */
export function PictureDialog({ isOpen, view, onClose }: Props) {
  const say = useSay();
  const seen = usePreview() !== null && view.you.camera;
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={say("join.picture")}>
      <Mirror name={view.you.name} />
      <p role="status">{say(seen ? "picture.seen" : "picture.unseen")}</p>
      <Answers>
        <Button look="main" onPress={onClose}>
          {say("close")}
        </Button>
      </Answers>
    </Dialog>
  );
}
