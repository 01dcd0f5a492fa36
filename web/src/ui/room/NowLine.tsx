import type { ReactNode, RefObject } from "react";
import { useActions, useDevices, useSoundBlocked } from "../../state/hooks";
import type { Here } from "../../state/visit";
import { Button } from "../parts/Button";
import { Icon } from "../parts/Icon";
import { useCalmLine } from "../parts/useCalmLine";
import { TurnAsk } from "../round/TurnAsk";
import { StartAsk } from "../session/StartAsk";
import { useHint } from "../session/useHint";
import { useServerNow } from "../session/useServerNow";
import { AsideAlone, AsideAsked, AsideAsking } from "../stepaside/AsideQuestions";
import { useStepAside } from "../stepaside/StepAside";
import { useSay } from "../words/say";
import { WordsWithPhone } from "../words/Words";
import { newsWords } from "./deviceNews";
import styles from "./NowLine.module.css";
import { type Ask, type Fact, nowOf, type Trouble } from "./now";
import type { StaffReturn } from "./useStaffReturn";

interface Props {
  here: Here;
  trouble: Trouble;
  returned: StaffReturn;
  /** Where "read the now line" finds the words. */
  line: RefObject<HTMLElement | null>;
  onUnmute: () => void;
  /** What waits for the reader beside that. */
  children?: ReactNode;
}

/** What is happening now, and what the reader may answer. It takes no focus and makes no sound. */
export function NowLine({ here, trouble, returned, line, onUnmute, children }: Props) {
  const say = useSay();
  const devices = useDevices();
  const soundBlocked = useSoundBlocked();
  const calm = { ...here, line: useCalmLine(here.line) };
  const { leaving } = useStepAside();
  const serverNow = useServerNow(here.view.circle?.session);
  useHint(here.view, serverNow);
  const now = nowOf(calm, {
    soundBlocked,
    returned: returned.words !== null,
    trouble,
    devices,
    leaving: leaving !== null,
    serverNow,
  });
  const first = now.facts.find((fact) => !fact.minor) ?? now.facts[0];
  return (
    <section
      ref={line}
      tabIndex={-1}
      className={styles.now}
      aria-label={say("now.label")}
      data-ask={now.ask !== "lost" ? (now.ask ?? undefined) : undefined}
      data-down={now.down || undefined}
      data-apart={here.view.you.aside?.with !== undefined || undefined}
    >
      {now.ask && <Question ask={now.ask} here={here} returned={returned} onUnmute={onUnmute} />}
      {(!now.ask || first !== undefined) && (
        <div className={styles.facts}>
          {now.facts.map((fact) => (
            <p key={fact.words.id} className={styles.fact} data-minor={fact.minor || undefined}>
              <Icon of={fact.icon} />
              <FactWords fact={fact} phone={here.phone} />
            </p>
          ))}
        </div>
      )}
      {children && <div className={styles.waits}>{children}</div>}
    </section>
  );
}

function FactWords({ fact: { words, call }, phone }: { fact: Fact; phone: string }) {
  const say = useSay();
  return (
    <span>
      {say(words.id, words.values)}
      {call && phone && (
        <>
          {" "}
          <WordsWithPhone id="now.call" phone={phone} />
        </>
      )}
    </span>
  );
}

// One thing may be a microphone and a speaker: a headset is taken as a whole.
function FoundDevice() {
  const say = useSay();
  const actions = useActions();
  const { news } = useDevices();
  if (news?.about !== "found") return null;
  const { id, values } = newsWords(news);
  const { microphone, camera, speaker } = news.ids;
  return (
    <div className={styles.ask}>
      <h2>{say(id, values)}</h2>
      <div className={styles.answers}>
        <Button
          look="main"
          onPress={() => {
            if (microphone) actions.chooseMicrophone(microphone);
            if (camera) actions.chooseCamera(camera);
            if (speaker) actions.chooseSpeaker(speaker);
          }}
        >
          {say("news.use")}
        </Button>
        <Button onPress={() => actions.dismissDeviceNews()}>{say("now.notNow")}</Button>
      </div>
    </div>
  );
}

interface QuestionProps {
  ask: Ask;
  here: Here;
  returned: StaffReturn;
  onUnmute: () => void;
}

function Question({ ask, here, returned, onUnmute }: QuestionProps) {
  const { phone } = here;
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
    case "return":
      return (
        <div className={styles.ask}>
          <div>
            <h2>{returned.words && say(returned.words.id, returned.words.values)}</h2>
            <p>{say("staff.offUntilYou")}</p>
          </div>
          <div className={styles.answers}>
            <Button look="main" onPress={onUnmute}>
              {say("now.unmute")}
            </Button>
            <Button onPress={returned.dismiss}>{say("now.notNow")}</Button>
          </div>
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
    case "asked":
      return <AsideAsked view={here.view} />;
    case "alone":
      return <AsideAlone />;
    case "asking":
      return <AsideAsking view={here.view} />;
    case "device":
      return <FoundDevice />;
    case "turn":
      return <TurnAsk here={here} onUnmute={onUnmute} />;
    case "start":
      return <StartAsk minutes={here.view.staff?.minutes ?? 75} />;
  }
}
