import type { Target } from "../../state/actions";
import { useActions } from "../../state/hooks";
import { Button } from "../parts/Button";
import { Hidden } from "../parts/Hidden";
import { useSay } from "../words/say";
import panel from "./Panel.module.css";

interface Props {
  asked: string;
  person: Target;
  /** What the person is called now. */
  name: string;
}

/** Somebody asks to be called otherwise; staff agree or not. */
export function AskedName({ asked, person, name }: Props) {
  const say = useSay();
  const actions = useActions();
  return (
    <div className={panel.asked}>
      <p>{say("asked.name", { asked })}</p>
      <Button size="s" onPress={() => void actions.answerName(person, true)}>
        {say("asked.agree")}
        <Hidden> {say("asked.for", { name })}</Hidden>
      </Button>
      <Button size="s" look="plain" onPress={() => void actions.answerName(person, false)}>
        {say("asked.keep", { name })}
      </Button>
    </div>
  );
}
