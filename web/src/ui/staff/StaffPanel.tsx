import { useId } from "react";
import type { Here } from "../../state/visit";
import { useSay } from "../words/say";
import panel from "./Panel.module.css";
import { PanelBody } from "./PanelBody";

/** The panel of staff, docked at the end side. */
export function StaffPanel({ here, onRead }: { here: Here; onRead: () => void }) {
  const say = useSay();
  const title = useId();
  return (
    <aside className={panel.docked} id="panel" tabIndex={-1} aria-labelledby={title}>
      <PanelBody here={here} onRead={onRead} title={<h2 id={title}>{say("panel.title")}</h2>} />
    </aside>
  );
}
