import { Check } from "lucide-react";
import { Hidden } from "../parts/Hidden";
import { Icon } from "../parts/Icon";
import { useSay } from "../words/say";
import styles from "./Moment.module.css";
import type { Step } from "./steps";

/** The steps of an exercise, and which of them it is. */
export function Pebbles({ steps, now }: { steps: readonly Step[]; now: number }) {
  const say = useSay();
  return (
    <ol className={styles.pebbles} aria-label={say("grounding.steps")}>
      {steps.map((step, i) => (
        <li key={step.title} data-done={i < now || undefined} aria-current={i === now ? "step" : undefined}>
          <span aria-hidden="true">{i < now ? <Icon of={Check} small /> : step.number}</span>
          <Hidden>{say(i < now ? "grounding.stepDone" : "grounding.step", { step: say(step.short) })}</Hidden>
        </li>
      ))}
    </ol>
  );
}
