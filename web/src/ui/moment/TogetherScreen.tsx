import type { Grounding, View } from "../../protocol/messages";
import { useServerAhead } from "../../state/hooks";
import { Button } from "../parts/Button";
import { Hidden } from "../parts/Hidden";
import { TopBar } from "../parts/TopBar";
import { Banner } from "../roles/Banner";
import { useSay } from "../words/say";
import styles from "./Moment.module.css";
import { Pebbles } from "./Pebbles";
import { Shape } from "./Shape";
import { kindWords, steps } from "./steps";
import { useStanding } from "./useStanding";

interface Props {
  view: View;
  grounding: Grounding;
  onSkip: () => void;
}

/** An exercise that everybody is offered at the same time. Whoever skips it is in the circle, and nobody is told. */
export function TogetherScreen({ view, grounding, onSkip }: Props) {
  const say = useSay();
  const ahead = useServerAhead();
  const began = Date.parse(grounding.began);
  const standing = useStanding(grounding.kind, began, ahead);
  const list = steps[grounding.kind];
  const step = list[standing?.step ?? 0];
  const breath = grounding.kind === "breath";
  return (
    <div className={styles.moment}>
      <TopBar title={<p>{say("room.title")}</p>} />
      <main>
        <Hidden>
          <h1 tabIndex={-1}>{say(kindWords[grounding.kind])}</h1>
        </Hidden>
        <p className={styles.soft}>{say("grounding.together")}</p>
        <Banner view={view} />
        {/* The beginning is when the first drawing is: a later one would jump. */}
        <Shape
          key={began}
          number={step?.number ?? ""}
          into={Math.max(0, Date.now() + ahead - began) % 10_000}
        />
        <div role={breath ? undefined : "status"}>
          <h2>{standing ? step && say(step.title) : say("grounding.over")}</h2>
          {standing && step && <p className={styles.soft}>{say(step.lead)}</p>}
        </div>
        {!breath && <Pebbles steps={list} now={standing?.step ?? list.length} />}
      </main>
      <footer className={styles.foot}>
        <Button size="l" onPress={onSkip}>
          {say("grounding.skip")}
        </Button>
      </footer>
    </div>
  );
}
