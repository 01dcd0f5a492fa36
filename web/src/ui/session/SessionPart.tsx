import type { Here } from "../../state/visit";
import { Button } from "../parts/Button";
import panel from "../staff/Panel.module.css";
import { PanelPart } from "../staff/PanelPart";
import { useAsk } from "../staff/StaffDialogs";
import { useSay } from "../words/say";
import { exactLeft } from "./sessionWords";
import { useServerNow } from "./useServerNow";

/** The session in the panel of staff: what it is for, and what is left of its time. */
export function SessionPart({ here }: { here: Here }) {
  const say = useSay();
  const session = here.view.circle?.session;
  const now = useServerNow(session);
  const ask = useAsk();
  if (!session) return null;
  const left = exactLeft(session, now);
  return (
    <PanelPart title={say("session.title")}>
      <p dir="auto">{session.objective || say("session.open")}</p>
      <p className={panel.soft}>{say(left.id, left.values)}</p>
      <div className={panel.deeds}>
        <Button size="s" onPress={() => ask({ about: "sessionLength", minutes: session.minutes })}>
          {say("session.change")}
        </Button>
      </div>
    </PanelPart>
  );
}
