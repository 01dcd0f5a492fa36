import { Leaf } from "lucide-react";
import { MenuTrigger } from "react-aria-components";
import type { View } from "../../protocol/messages";
import { useActions } from "../../state/hooks";
import { kinds, kindWords } from "../moment/steps";
import { Menu, MenuItem } from "../parts/Menu";
import { BarButton } from "../room/BarButton";
import { useSay } from "../words/say";

/** Staff offer everybody an exercise, or end it. */
export function GroundingMenu({ view }: { view: View }) {
  const say = useSay();
  const actions = useActions();
  const now = view.circle?.grounding;
  if (now) {
    return (
      <BarButton
        name={say("grounding.stop")}
        short={say("grounding.stopShort")}
        sub={say(kindWords[now.kind])}
        icon={Leaf}
        look="calm"
        onPress={() => void actions.stopGrounding()}
      />
    );
  }
  return (
    <MenuTrigger>
      <BarButton name={say("grounding")} icon={Leaf} />
      <Menu label={say("grounding")}>
        {kinds.map((kind) => (
          <MenuItem
            key={kind}
            text={say(kindWords[kind])}
            onAction={() => void actions.startGrounding(kind)}
          />
        ))}
      </Menu>
    </MenuTrigger>
  );
}
