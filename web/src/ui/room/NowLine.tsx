import type { RefObject } from "react";
import { useActions, useDevices, useSoundBlocked } from "../../state/hooks";
import type { Here } from "../../state/visit";
import { Button } from "../parts/Button";
import { Icon } from "../parts/Icon";
import { useCalmLine } from "../parts/useCalmLine";
import { useSay } from "../words/say";
import { WordsWithPhone } from "../words/Words";
import styles from "./NowLine.module.css";
import { type Ask, nowOf, type Trouble } from "./now";

interface Props {
  here: Here;
  trouble: Trouble;
  /** Where "read the now line" finds the words. */
  line: RefObject<HTMLElement | null>;
  onUnmute: () => void;
}

/** What is happening now, and what the reader may answer. It takes no focus and makes no sound. */
export function NowLine({ here, trouble, line, onUnmute }: Props) {
  const say = useSay();
  const devices = useDevices();
  const calm = { ...here, line: useCalmLine(here.line) };
  const now = nowOf(calm, useSoundBlocked(), trouble, devices);
  const first = now.facts.find((fact) => !fact.minor) ?? now.facts[0];
  return (
    <section
      ref={line}
      className={styles.now}
      aria-label={say("now.label")}
      data-ask={(now.ask !== null && now.ask !== "lost") || undefined}
      data-down={now.lineDown || undefined}
    >
      {now.ask && <Question ask={now.ask} phone={here.phone} onUnmute={onUnmute} />}
      {(!now.ask || first !== undefined) && (
        <div className={styles.facts}>
          {now.facts.map((fact) => (
            <p key={fact.words.id} className={styles.fact} data-minor={fact.minor || undefined}>
              <Icon of={fact.icon} />
              <span>{say(fact.words.id, fact.words.values)}</span>
            </p>
          ))}
        </div>
      )}
    </section>
  );
}

function Question({ ask, phone, onUnmute }: { ask: Ask; phone: string; onUnmute: () => void }) {
  const say = useSay();
  const actions = useActions();
  switch (ask) {
    case "lost":
      return (
        <div className={styles.ask}>
          <p>{phone ? <WordsWithPhone id="now.lost" phone={phone} /> : say("now.lostNoPhone")}</p>
          <Button look="main" onPress={() => actions.comeBack()}>
            {say("comeBack")}
          </Button>
        </div>
      );
    case "sound":
      return (
        <div className={styles.ask}>
          <h2>{say("now.soundBlocked")}</h2>
          <Button look="main" onPress={() => actions.unblockSound()}>
            {say("now.turnSoundOn")}
          </Button>
        </div>
      );
    case "invited":
      return (
        <div className={styles.ask}>
          <h2>{say("now.invited")}</h2>
          <div className={styles.answers}>
            <Button look="main" onPress={onUnmute}>
              {say("now.unmute")}
            </Button>
            <Button onPress={() => void actions.declineInvite()}>{say("now.notNow")}</Button>
          </div>
        </div>
      );
    case "start":
      return (
        <div className={styles.ask}>
          <h2>{say("now.notStarted")}</h2>
          <Button look="main" onPress={() => void actions.startSession()}>
            {say("now.start")}
          </Button>
        </div>
      );
  }
}
