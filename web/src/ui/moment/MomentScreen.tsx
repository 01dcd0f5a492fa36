import { HandHeart } from "lucide-react";
import { useEffect, useState } from "react";
import type { GroundingKind } from "../../state/clock";
import { useActions } from "../../state/hooks";
import type { Here } from "../../state/visit";
import { Support, useSupportSheet } from "../aside/Support";
import { OwnLine } from "../lobby/OwnLine";
import { Button } from "../parts/Button";
import { Hidden } from "../parts/Hidden";
import { Switch } from "../parts/Switch";
import { TopBar } from "../parts/TopBar";
import { useNarrow } from "../parts/useNarrow";
import { abilitiesOf } from "../room/abilities";
import { AsideAsked } from "../stepaside/AsideQuestions";
import { useSay } from "../words/say";
import styles from "./Moment.module.css";
import { Pebbles } from "./Pebbles";
import { Shape } from "./Shape";
import { kinds, kindWords, steps } from "./steps";
import { useStanding } from "./useStanding";

/** A quiet screen for as long as somebody has stepped away: an exercise, the group's sound or not, and one press back. */
export function MomentScreen({ here }: { here: Here }) {
  const say = useSay();
  const actions = useActions();
  const [kind, setKind] = useState<GroundingKind>("senses");
  useHeadingFocus();
  const hushed = here.view.you.hushed ?? false;
  const { circle, you } = here.view;
  const partner = circle?.seats.find((seat) => seat.seat === you.aside?.with);
  const sheet = useSupportSheet();
  const narrow = useNarrow();
  return (
    <div className={styles.moment}>
      <TopBar title={<p>{say("bar.moment")}</p>} />
      <main>
        <Hidden>
          <h1 tabIndex={-1}>{say("bar.moment")}</h1>
        </Hidden>
        <p className={styles.soft}>{say("moment.lead")}</p>
        <OwnLine line={here.line} phone={here.phone} />
        {you.aside?.askedBy !== undefined && <AsideAsked view={here.view} />}
        {kind === "breath" ? <OwnBreath /> : <OwnSteps key={kind} kind={kind} />}
        {/* biome-ignore lint/a11y/useSemanticElements: these are no fields of a form */}
        <div className={styles.kinds} role="group" aria-label={say("grounding.choose")}>
          {kinds.map((other) => (
            <Button
              key={other}
              size="s"
              look={other === kind ? "choice" : "plain"}
              aria-pressed={other === kind}
              onPress={() => setKind(other)}
            >
              {say(kindWords[other])}
            </Button>
          ))}
        </div>
      </main>
      <footer className={styles.foot}>
        <Switch on={!hushed} onPress={() => void actions.hushGroup(!hushed)}>
          {partner ? say("aside.hear", { name: partner.name }) : say("moment.hear")}
        </Switch>
        {abilitiesOf(here.view.you.role).asks && (
          <Support
            here={here}
            {...sheet}
            button={
              <Button look="care" icon={HandHeart} aria-label={say("signal.support")}>
                {say(narrow ? "support.short" : "signal.support")}
              </Button>
            }
          />
        )}
        <Button look="main" size={narrow ? "m" : "l"} onPress={() => void actions.endMoment()}>
          {say("moment.back")}
        </Button>
      </footer>
    </div>
  );
}

/** Somebody's own steps, at their own pace. */
function OwnSteps({ kind }: { kind: Exclude<GroundingKind, "breath"> }) {
  const say = useSay();
  const [now, setNow] = useState(0);
  const list = steps[kind];
  const step = list[now];
  const next = list[now + 1];
  if (!step) return null;
  return (
    <>
      <Shape number={step.number} />
      <div role="status">
        <h2>{say(step.title)}</h2>
        <p className={styles.soft}>{say(step.lead)}</p>
      </div>
      <Pebbles steps={list} now={now} />
      <div className={styles.ways}>
        <Button isDisabled={now === 0} onPress={() => setNow(now - 1)}>
          {say("grounding.before")}
        </Button>
        {next ? (
          <Button onPress={() => setNow(now + 1)}>{say("grounding.next", { step: say(next.short) })}</Button>
        ) : (
          <Button onPress={() => setNow(0)}>{say("grounding.again")}</Button>
        )}
      </div>
    </>
  );
}

/** One's own breath goes on for as long as one likes. */
function OwnBreath() {
  const say = useSay();
  const [began, setBegan] = useState(() => Date.now());
  const standing = useStanding("breath", began, 0);
  useEffect(() => {
    if (!standing) setBegan(Date.now());
  }, [standing]);
  const step = steps.breath[standing?.step ?? 0];
  return (
    <>
      <Shape number="" />
      <div>
        <h2>{step && say(step.title)}</h2>
        <p className={styles.soft}>{say("breath.lead")}</p>
      </div>
    </>
  );
}

/** Arriving here and going back moves the focus to the place's name. */
function useHeadingFocus(): void {
  useEffect(() => {
    const focus = () => document.querySelector("h1")?.focus();
    focus();
    return focus;
  }, []);
}
