import { useLingui } from "@lingui/react";
import { Ellipsis, LogOut } from "lucide-react";
import { MenuTrigger } from "react-aria-components";
import { Menu, MenuItem, MenuPart } from "../parts/Menu";
import { changeLanguage, isLanguage, languages } from "../words/language";
import { useSay } from "../words/say";
import { BarButton } from "./BarButton";

/** What is needed rarely. `onLeave` is given where the bar has no room for Leave, which is then the last item. */
export function MoreMenu({ onLeave }: { onLeave: (() => void) | null }) {
  const say = useSay();
  const { i18n } = useLingui();
  return (
    <MenuTrigger>
      <BarButton name={say("bar.more")} icon={Ellipsis} look="plain" />
      <Menu label={say("bar.more")}>
        <MenuPart
          title={say("language")}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[i18n.locale]}
          onSelectionChange={(keys) => {
            const [tag] = keys;
            if (isLanguage(tag)) changeLanguage(tag);
          }}
        >
          {Object.entries(languages).map(([tag, name]) => (
            <MenuItem key={tag} id={tag} text={name} lang={tag} />
          ))}
        </MenuPart>
        {onLeave && <MenuItem icon={LogOut} text={say("leave")} onAction={onLeave} />}
      </Menu>
    </MenuTrigger>
  );
}
