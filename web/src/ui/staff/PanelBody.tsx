import { EyeOff } from "lucide-react";
import { type ReactNode, useId } from "react";
import { useActions } from "../../state/hooks";
import type { Here } from "../../state/visit";
import { Button } from "../parts/Button";
import { Icon } from "../parts/Icon";
import { useSay } from "../words/say";
import { Hands } from "./Hands";
import panel from "./Panel.module.css";
import { People } from "./People";
import { useAsk } from "./StaffDialogs";
import { WaitingRoom } from "./WaitingRoom";

interface Props {
  here: Here;
  /** The heading; in a sheet it names the dialog. */
  title: ReactNode;
  /** The close cross of a sheet. */
  close?: ReactNode;
}

/** What the panel holds, docked or in a sheet. */
export function PanelBody({ here, title, close }: Props) {
  const say = useSay();
  const actions = useActions();
  const ask = useAsk();
  const promise = useId();
  return (
    <>
      <div className={panel.top}>
        {title}
        <p className={panel.promise} id={promise}>
          <Icon of={EyeOff} small />
          <span>{say("panel.onlyStaff")}</span>
        </p>
        {close}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: these are no fields of a form */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <div className={panel.body} role="group" aria-labelledby={promise} tabIndex={0}>
        <WaitingRoom here={here} />
        <Hands here={here} />
        <People here={here} />
      </div>
      {here.view.running && (
        <div className={panel.foot}>
          <Button size="s" onPress={() => void actions.allowAll()}>
            {say("panel.allowAll")}
          </Button>
          <Button size="s" onPress={() => ask({ about: "endSession" })}>
            {say("panel.endSession")}
          </Button>
        </div>
      )}
    </>
  );
}
