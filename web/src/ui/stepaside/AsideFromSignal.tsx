import type { Signal, View } from "../../protocol/messages";
import { Button } from "../parts/Button";
import { Hidden } from "../parts/Hidden";
import { useSay } from "../words/say";
import { useStepAside } from "./StepAside";

/** From somebody's signal to a private talk with them, if they sit and neither of the two is in one or asked for one. */
export function AsideFromSignal({
  signal: { seat, name },
  view: { you, circle },
}: {
  signal: Signal;
  view: View;
}) {
  const say = useSay();
  const { ask } = useStepAside();
  const person = circle?.seats.find((other) => other.seat === seat);
  if (!person || person.asideWith || you.aside) return null;
  return (
    <Button look="care" size="s" onPress={() => ask({ seat: person.seat, name })}>
      {say("signal.stepAside")}
      <Hidden>, {name}</Hidden>
    </Button>
  );
}
