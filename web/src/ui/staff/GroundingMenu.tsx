import { Leaf } from "lucide-react";
import { MenuTrigger } from "react-aria-components";
import type { View } from "../../protocol/messages";
import { useActions } from "../../state/hooks";
import { kinds, kindWords } from "../moment/steps";
import { Button } from "../parts/Button";
import { Menu, MenuItem } from "../parts/Menu";
import { BarButton } from "../room/BarButton";
import { useSay } from "../words/say";

/** Staff offer everybody an exercise, or end it. `small`: at the panel's foot, where the bar has no room. */
export function GroundingMenu({ view, small = false }: { view: View; small?: boolean }) {
  const say = useSay();
  const actions = useActions();
  const now = view.circle?.grounding;
  if (now && small) {
    return (
      <Button size="s" onPress={() => void actions.stopGrounding()}>
        {say("grounding.stop")}
      </Button>
    );
  }
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
      {small ? (
        <Button size="s">{say("grounding")}</Button>
      ) : (
        <BarButton name={say("grounding")} icon={Leaf} />
      )}
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
