import { useActions } from "../../state/hooks";
import type { Here } from "../../state/visit";
import { Button } from "../parts/Button";
import styles from "../room/NowLine.module.css";
import { useSay } from "../words/say";
import { promptWords, turnIn } from "./roundWords";

interface Props {
  here: Here;
  onUnmute: () => void;
}

/**
 * One's own turn in a round. To start is a press of one's own, so it turns the microphone on as well. To whoever would
 * rather listen today, passing is offered first.
 */
export function TurnAsk({ here: { view }, onUnmute }: Props) {
  const say = useSay();
  const actions = useActions();
  const turn = turnIn(view);
  const round = view.circle?.round;
  if (turn.whose !== "mine" || !round) return null;
  const { you } = view;
  const prompt = promptWords(round.prompt);
  const opens = !you.microphone && you.maySpeak && !you.floorClosed;
  const listening = you.preferences?.part === "listening";
  const minutes = Math.round((round.paceSeconds ?? 0) / 60);
  function start() {
    void actions.beginTurn();
    if (opens) onUnmute();
  }
  const pass = (look: "main" | "choice") => (
    <Button look={look} onPress={() => void actions.passTurn()}>
      {say("turn.pass")}
    </Button>
  );
  return (
    <div className={styles.ask}>
      <div>
        <h2>{say(turn.begun ? "turn.begun" : "turn.title", { name: you.name })}</h2>
        {prompt && <p>{say(prompt.id, prompt.values)}</p>}
        {minutes > 0 && <p>{say("turn.pace", { minutes })}</p>}
        {!turn.begun && opens && <p>{say("turn.opens")}</p>}
      </div>
      <div className={styles.answers}>
        {turn.begun ? (
          <Button look="main" onPress={() => void actions.endTurn()}>
            {say("turn.done")}
          </Button>
        ) : (
          <>
            {listening && pass("main")}
            <Button look={listening ? "choice" : "main"} onPress={start}>
              {say("turn.start")}
            </Button>
            {!listening && pass("choice")}
            {turn.mayPutOff && (
              <Button onPress={() => void actions.postponeTurn()}>{say("turn.later")}</Button>
            )}
          </>
        )}
      </div>
    </div>
  );
}
