import { HeartHandshake } from "lucide-react";
import { MenuTrigger } from "react-aria-components";
import { useActions } from "../../state/hooks";
import { gestures, gestureWords } from "../circle/gestureWords";
import { Menu, MenuItem, MenuPart } from "../parts/Menu";
import { useSay } from "../words/say";
import { BarButton } from "./BarButton";

/** The four gentle signals, in the bar. */
export function GestureMenu() {
  const say = useSay();
  return (
    <MenuTrigger>
      <BarButton name={say("gesture.withYou")} icon={HeartHandshake} />
      <Menu label={say("gesture.withYou")}>
        <GesturePart />
      </Menu>
    </MenuTrigger>
  );
}

/** The same as a part of a menu, where the bar has no room for them. */
export function GesturePart() {
  const say = useSay();
  const actions = useActions();
  return (
    <MenuPart title={say("gesture.then")}>
      {gestures.map((gesture) => (
        <MenuItem
          key={gesture}
          icon={HeartHandshake}
          text={say(gestureWords[gesture])}
          onAction={() => void actions.gesture(gesture)}
        />
      ))}
    </MenuPart>
  );
}
