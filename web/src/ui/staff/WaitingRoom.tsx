import { type ReactNode, useId } from "react";
import type { WordId } from "../../locales/ids";
import type { Waiting } from "../../protocol/messages";
import { useActions } from "../../state/hooks";
import type { Here } from "../../state/visit";
import { initial, roleWord } from "../circle/seatWords";
import { Button } from "../parts/Button";
import { Hidden } from "../parts/Hidden";
import { abilitiesOf } from "../room/abilities";
import { useSay } from "../words/say";
import { AskedName } from "./AskedName";
import panel from "./Panel.module.css";
import { PanelPart } from "./PanelPart";
import { useNow } from "./useNow";
import { WaitingMenu } from "./WaitingMenu";
import { type Waiter, waiterOf } from "./waiting";

/** Who waits, for how long, what is missing; and letting in. */
export function WaitingRoom({ here }: { here: Here }) {
  const say = useSay();
  const actions = useActions();
  const now = useNow();
  const { staff, running } = here.view;
  const people = staff?.waiting ?? [];
  const rows = people.map((person) => ({
    person,
    waiter: waiterOf(person, { running, full: staff?.full ?? false }, now),
  }));
  const [first, ...others] = rows.filter(({ waiter }) => waiter.withAll);
  const all = others.length > 0;
  return (
    <PanelPart
      title={say("waiting.title")}
      count={people.length > 0 ? say("waiting.count", { count: people.length }) : undefined}
    >
      {people.length === 0 && <p className={panel.soft}>{say("waiting.nobody")}</p>}
      {people.length > 0 && !running && <p className={panel.soft}>{say("waiting.notStarted")}</p>}
      <ul>
        {rows.map(({ person, waiter }) => (
          <WaitingRow key={person.waiting} person={person} waiter={waiter}>
            {waiter.ready && (
              <LetIn
                person={person}
                deed={waiter.deed}
                main={!all && person === first?.person}
                onPress={() => void actions.admit(person.waiting)}
              />
            )}
          </WaitingRow>
        ))}
      </ul>
      {all && (
        <Button look="main" size="s" onPress={() => void actions.admitAll()}>
          {say("waiting.letAllIn")}
        </Button>
      )}
    </PanelPart>
  );
}

interface LetInProps {
  person: Waiting;
  deed: WordId;
  main: boolean;
  onPress: () => void;
}

function LetIn({ person, deed, main, onPress }: LetInProps) {
  const say = useSay();
  return (
    <Button look={main ? "main" : "choice"} size="s" onPress={onPress}>
      {say(deed)}
      <Hidden> {person.rosterName}</Hidden>
    </Button>
  );
}

interface RowProps {
  person: Waiting;
  waiter: Waiter;
  children: ReactNode;
}

function WaitingRow({ person, waiter, children }: RowProps) {
  const say = useSay();
  const name = useId();
  const role = roleWord(person.role);
  const title = person.secondDevice
    ? say("waiting.secondDevice", { name: person.rosterName })
    : person.rosterName;
  return (
    <li aria-labelledby={name}>
      <div className={panel.waiter}>
        <span className={panel.place} aria-hidden="true">
          {initial(person.rosterName)}
        </span>
        <span>
          <span id={name}>{role ? `${title} · ${say(role)}` : title}</span>
          <span className={panel.small}>{say(waiter.words.id, waiter.words.values)}</span>
        </span>
        <span className={panel.deeds}>
          {children}
          {!abilitiesOf(person.role).leads && <WaitingMenu person={person} />}
        </span>
      </div>
      {person.askedName && (
        <AskedName asked={person.askedName} person={{ waiting: person.waiting }} name={person.name} />
      )}
    </li>
  );
}
