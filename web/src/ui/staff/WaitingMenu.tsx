import { Clock, Ellipsis, Moon } from "lucide-react";
import { MenuTrigger } from "react-aria-components";
import type { Waiting } from "../../protocol/messages";
import { useActions } from "../../state/hooks";
import { IconButton } from "../parts/IconButton";
import { Menu, MenuItem } from "../parts/Menu";
import { useSay } from "../words/say";
import { useAsk } from "./StaffDialogs";

/** What else staff can do with somebody who waits. */
export function WaitingMenu({ person }: { person: Waiting }) {
  const say = useSay();
  const actions = useActions();
  const ask = useAsk();
  const name = person.rosterName;
  const label = say("seat.actions", { name });
  return (
    <MenuTrigger>
      <IconButton aria-label={label} icon={Ellipsis} />
      <Menu label={label}>
        <MenuItem
          icon={Clock}
          text={say("deed.later")}
          then={say("deed.later.then", { name })}
          onAction={() => void actions.deny(person.waiting)}
        />
        <MenuItem
          icon={Moon}
          text={say("deed.endToday")}
          then={say("deed.endToday.then", { name })}
          onAction={() => ask({ about: "endToday", person: { waiting: person.waiting }, name })}
        />
      </Menu>
    </MenuTrigger>
  );
}
