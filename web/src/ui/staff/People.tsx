import type { Seat } from "../../protocol/messages";
import type { Here } from "../../state/visit";
import { initial, roleWord } from "../circle/seatWords";
import { staffLine } from "../prefers/prefersWords";
import { type Say, useSay } from "../words/say";
import { AskedName } from "./AskedName";
import panel from "./Panel.module.css";
import { PanelPart } from "./PanelPart";
import { SeatMenu } from "./SeatMenu";

/** Everybody in the circle, in seat order, with what staff can do. */
export function People({ here }: { here: Here }) {
  const say = useSay();
  const { circle, you } = here.view;
  const seats = circle?.seats ?? [];
  return (
    <PanelPart title={say("people.title")} count={say("people.count", { count: seats.length })}>
      <ul>
        {seats.map((seat) => (
          <li key={seat.seat}>
            <div className={panel.line}>
              <span className={panel.place} aria-hidden="true">
                {initial(seat.name)}
              </span>
              <span>
                {seat.seat === you.seat ? say("seat.you", { name: seat.name }) : personName(seat, say)}
                <span className={panel.small}>{stateOf(seat, seats, say)}</span>
                {seat.preferences && <span className={panel.small}>{staffLine(seat.preferences, say)}</span>}
              </span>
              {seat.seat !== you.seat && (
                <SeatMenu seat={seat} handUp={circle?.hands.includes(seat.seat) ?? false} look="plain" />
              )}
            </div>
            {seat.askedName && (
              <AskedName asked={seat.askedName} person={{ seat: seat.seat }} name={seat.name} />
            )}
          </li>
        ))}
      </ul>
    </PanelPart>
  );
}

// "Ana" needs no more words if she is Ana Ramirez on the list; an alias does.
function personName(seat: Seat, say: Say): string {
  if (!seat.rosterName || seat.rosterName.startsWith(seat.name)) return seat.name;
  return say("people.roster", { name: seat.name, roster: seat.rosterName });
}

function stateOf(seat: Seat, seats: readonly Seat[], say: Say): string {
  const role = roleWord(seat.role);
  const words = [role && say(role)];
  const partner = seats.find((other) => other.seat === seat.asideWith);
  if (seat.reconnecting) words.push(say("seat.reconnecting"));
  else if (partner) words.push(say("seat.talksWith", { name: partner.name }));
  else if (seat.steppedAway) words.push(say("seat.steppedAway"));
  else if (seat.invited) words.push(say("people.invited"));
  else if (seat.hasFloor) words.push(say("seat.floor"));
  else if (seat.muted) words.push(say("people.muted"));
  else words.push(say(seat.microphone ? "people.soundOn" : "seat.soundOff"));
  if (seat.poorLine) words.push(say("seat.slowLine"));
  if (seat.cameraOff) words.push(say("people.cameraOffByStaff"));
  return words.filter(Boolean).join(" · ");
}
