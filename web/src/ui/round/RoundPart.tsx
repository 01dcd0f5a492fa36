import { useEffect, useState } from "react";
import type { Circle, Round as RoundView, StaffRound } from "../../protocol/messages";
import { useActions } from "../../state/hooks";
import type { Here } from "../../state/visit";
import { Button } from "../parts/Button";
import { Hidden } from "../parts/Hidden";
import panel from "../staff/Panel.module.css";
import { PanelPart } from "../staff/PanelPart";
import { useAsk } from "../staff/StaffDialogs";
import { useSay } from "../words/say";
import styles from "./RoundPart.module.css";
import { type Coming, coming, promptWords, turnIn } from "./roundWords";

/** The round in the panel of staff: whose turn it is, who comes next, and going on. */
export function RoundPart({ here }: { here: Here }) {
  const say = useSay();
  const { circle, staff, running } = here.view;
  if (!running || !circle) return null;
  const { round } = circle;
  if (!round || !staff?.round) return <NoRound />;
  const { done, of } = staff.round;
  return (
    <PanelPart title={say("round.title")} count={say("round.count", { done, of })}>
      <State here={here} round={round} />
      {round.turn ? (
        <Going circle={circle} turn={round.turn} round={staff.round} />
      ) : (
        <Over round={staff.round} />
      )}
    </PanelPart>
  );
}

function NoRound() {
  const say = useSay();
  const ask = useAsk();
  return (
    <PanelPart title={say("round.title")}>
      <p className={panel.soft}>{say("round.none")}</p>
      <div className={styles.deeds}>
        <Button size="s" onPress={() => ask({ about: "startRound" })}>
          {say("round.start")}
        </Button>
      </div>
    </PanelPart>
  );
}

function State({ here: { view }, round }: { here: Here; round: RoundView }) {
  const say = useSay();
  const minutes = useMinutesSince(round.since);
  const turn = turnIn(view);
  const prompt = promptWords(round.prompt);
  const overtime = round.paceSeconds !== undefined && minutes * 60 >= round.paceSeconds && minutes > 0;
  return (
    <>
      {prompt && <p className={panel.soft}>{say(prompt.id, prompt.values)}</p>}
      {turn.whose === "theirs" && (
        <p>
          {say(round.begun ? "round.sharing" : "round.asked", { name: turn.name })}
          {overtime && <span className={panel.small}>{say("round.minutes", { minutes })}</span>}
        </p>
      )}
      {!round.turn && <p>{say("round.over")}</p>}
    </>
  );
}

interface GoingProps {
  circle: Circle;
  turn: number;
  round: StaffRound;
}

function Going({ circle, turn, round }: GoingProps) {
  const say = useSay();
  const actions = useActions();
  const people = coming(circle, round);
  const [next] = people;
  const names = (again: boolean) =>
    people
      .filter((p) => p.again === again)
      .map(({ name }) => name)
      .join(", ");
  const [first, last] = [names(false), names(true)];
  return (
    <>
      {people.length > 0 && (
        <p className={panel.soft}>
          {first && say("round.then", { names: first })} {last && say("round.atTheEnd", { names: last })}
        </p>
      )}
      <div className={styles.deeds}>
        <Button size="s" look="main" onPress={() => void actions.nextTurn(turn)}>
          {next ? say("round.next", { name: next.name }) : say("round.finish")}
        </Button>
        {!round.again.includes(turn) && (
          <Button size="s" onPress={() => void actions.postponeTurnOf(turn)}>
            {say("round.later")}
          </Button>
        )}
        {round.canUndo && <Undo />}
        <Button size="s" onPress={() => void actions.stopRound()}>
          {say("round.stop")}
        </Button>
      </div>
      {people.length > 1 && <Order people={people} />}
    </>
  );
}

/** Who comes next. Anybody can be asked next, and the others move on by one. */
function Order({ people }: { people: readonly Coming[] }) {
  const say = useSay();
  const actions = useActions();
  const first = people[0]?.seat;
  return (
    <details className={styles.order}>
      <summary>{say("round.order")}</summary>
      <ol>
        {people.map(({ seat, name, again }) => (
          <li key={seat} className={panel.line}>
            <span />
            <span>
              {name}
              {again && <span className={panel.small}>{say("round.again")}</span>}
            </span>
            {seat !== first && first !== undefined && (
              <Button size="s" look="plain" onPress={() => void actions.moveTurn(seat, first)}>
                {say("round.askNext")}
                <Hidden> {name}</Hidden>
              </Button>
            )}
          </li>
        ))}
      </ol>
    </details>
  );
}

function Over({ round }: { round: StaffRound }) {
  const say = useSay();
  const actions = useActions();
  return (
    <div className={styles.deeds}>
      <Button size="s" look="main" onPress={() => void actions.stopRound()}>
        {say("round.close")}
      </Button>
      {round.canUndo && <Undo />}
    </div>
  );
}

function Undo() {
  const say = useSay();
  const actions = useActions();
  return (
    <Button size="s" onPress={() => void actions.undoTurn()}>
      {say("round.undo")}
    </Button>
  );
}

/** Whole minutes since a time of the server. Nothing depends on it being exact. */
function useMinutesSince(since: string): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 10_000);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, Math.floor((now - Date.parse(since)) / 60_000));
}
