import { useActions, useTalk } from "../../state/hooks";
import type { Here } from "../../state/visit";
import { Button } from "../parts/Button";
import { Hidden } from "../parts/Hidden";
import { Switch } from "../parts/Switch";
import { quieterFirst } from "../talk/talkWords";
import { useSay } from "../words/say";
import panel from "./Panel.module.css";
import { PanelPart } from "./PanelPart";
import { useQuieter } from "./useQuieter";

/** Raised hands, in the group's one order; or, for its reader alone, those who have spoken least first. */
export function Hands({ here }: { here: Here }) {
  const say = useSay();
  const actions = useActions();
  const { seats = [], hands = [], floor } = here.view.circle ?? {};
  const invites = floor !== "cool-down";
  const [quieter, setQuieter] = useQuieter();
  const figures = useTalk(quieter && hands.length > 1);
  const order = quieter ? quieterFirst(hands, figures) : hands;
  const people = order.flatMap((n) => seats.find((seat) => seat.seat === n) ?? []);
  const declined = here.toast?.about === "declined" ? here.toast.seat : 0;
  const notNow = seats.find((seat) => seat.seat === declined);
  return (
    <PanelPart
      title={say("hands.title")}
      count={people.length > 0 ? say("hands.count", { count: people.length }) : undefined}
    >
      {people.length === 0 && <p className={panel.soft}>{say("hands.none")}</p>}
      {people.length > 0 && !invites && <p className={panel.soft}>{say("hands.coolDown")}</p>}
      {notNow && <p className={panel.soft}>{say("declined", { name: notNow.name })}</p>}
      {(people.length > 1 || quieter) && (
        <Switch on={quieter} onPress={() => setQuieter(!quieter)}>
          {say("hands.quieter")}
          {quieter && <span className={panel.small}>{say("hands.quieterThen")}</span>}
        </Switch>
      )}
      <ol>
        {people.map((seat) => (
          <li key={seat.seat} className={panel.line}>
            <span className={panel.place} aria-hidden="true">
              {hands.indexOf(seat.seat) + 1}
            </span>
            <span>
              {seat.name}
              {seat.reconnecting && <span className={panel.small}>{say("hands.reconnecting")}</span>}
              {seat.invited && <span className={panel.small}>{say("people.invited")}</span>}
            </span>
            {invites && !seat.reconnecting && !seat.invited && !seat.microphone && (
              <Button size="s" onPress={() => void actions.invite(seat.seat)}>
                {say("hands.invite")}
                <Hidden> {seat.name}</Hidden>
              </Button>
            )}
          </li>
        ))}
      </ol>
    </PanelPart>
  );
}
