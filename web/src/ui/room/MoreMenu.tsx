import { useLingui } from "@lingui/react";
import { DoorOpen, Ear, Ellipsis, Eye, Keyboard, LogOut, Settings2, Volume2 } from "lucide-react";
import type { ReactNode } from "react";
import { MenuTrigger } from "react-aria-components";
import { Menu, MenuItem, MenuPart } from "../parts/Menu";
import { changeLanguage, isLanguage, languages } from "../words/language";
import { useSay } from "../words/say";
import { BarButton } from "./BarButton";

interface Props {
  /** What comes before everything else. */
  first: ReactNode;
  onDevices: () => void;
  /** Null for those whom nobody can see anyway. */
  onPicture: (() => void) | null;
  /** Null for those who have no say in it. */
  onPreferences: (() => void) | null;
  onKeys: () => void;
  onWays: () => void;
  /** The soft sound for signals; null for those who hear of none. */
  chime: { on: boolean; toggle: () => void } | null;
  onLeave: () => void;
  /** Parts that only some people have. */
  children?: ReactNode;
}

/** What is needed rarely. */
export function MoreMenu(props: Props) {
  const { first, onDevices, onPicture, onPreferences, chime, onKeys, onWays, onLeave, children } = props;
  const say = useSay();
  const { i18n } = useLingui();
  return (
    <MenuTrigger>
      <BarButton name={say("bar.more")} icon={Ellipsis} look="plain" />
      <Menu label={say("bar.more")}>
        {first}
        <MenuItem
          icon={Settings2}
          text={say("bar.devices")}
          then={say("bar.devices.then")}
          onAction={onDevices}
        />
        {onPicture && (
          <MenuItem
            icon={Eye}
            text={say("bar.picture")}
            then={say("bar.picture.then")}
            onAction={onPicture}
          />
        )}
        {onPreferences && (
          <MenuItem
            icon={Ear}
            text={say("prefers.title")}
            then={say("prefers.then")}
            onAction={onPreferences}
          />
        )}
        <MenuItem icon={Keyboard} text={say("keys.title")} then={say("keys.then")} onAction={onKeys} />
        <MenuItem icon={DoorOpen} text={say("ways.about")} then={say("ways.about.then")} onAction={onWays} />
        {chime && (
          <MenuItem
            icon={Volume2}
            text={say(chime.on ? "bar.chimeOn" : "bar.chimeOff")}
            then={say("bar.chime.then")}
            onAction={chime.toggle}
          />
        )}
        <MenuPart
          title={say("language")}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[i18n.locale]}
          onSelectionChange={(keys) => {
            const [tag] = keys;
            if (isLanguage(tag)) void changeLanguage(tag);
          }}
        >
          {Object.entries(languages).map(([tag, name]) => (
            <MenuItem key={tag} id={tag} text={name} lang={tag} />
          ))}
        </MenuPart>
        {children}
        <MenuItem icon={LogOut} text={say("leave")} onAction={onLeave} />
      </Menu>
    </MenuTrigger>
  );
}
