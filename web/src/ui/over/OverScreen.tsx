import type { Reason } from "../../protocol/messages";
import { useActions } from "../../state/hooks";
import type { Visit } from "../../state/visit";
import { Button } from "../parts/Button";
import { Choices, Duo, Lead, Page, Soft, Title } from "../parts/Page";
import { Scene } from "../parts/Scene";
import { useSay } from "../words/say";
import { WordsWithPhone } from "../words/Words";
import { Helpline } from "./Helpline";
import { overWords } from "./overWords";
import { RefusedScreen } from "./RefusedScreen";

/** Ends after which somebody may be left with more than they came with. */
const helped: ReadonlySet<Over["why"]> = new Set(["session-over", "today", "unattended"]);

type Over = Extract<Visit, { stage: "over" }>;

/** The end of a visit: what happened, what is off, and where help is. */
export function OverScreen({ visit }: { visit: Over }) {
  const say = useSay();
  const words = overWords[visit.why];
  if (!words) return <RefusedScreen phone={visit.phone} />;
  const ended = visit.why === "session-over";
  return (
    <Page middle>
      <Duo still={<Scene time="after" />}>
        <Title>{say(words.title)}</Title>
        <Lead>{say(words.lead)}</Lead>
        {visit.why === "today" && visit.reason && <Why reason={visit.reason} />}
        <Soft>{say(ended ? "over.kept" : "over.devicesOff")}</Soft>
        <WayOn visit={visit} />
        {visit.phone && !ended && (
          <Soft>
            <WordsWithPhone id="over.call" phone={visit.phone} />
          </Soft>
        )}
        <Soft small>{say("over.history")}</Soft>
      </Duo>
      {helped.has(visit.why) && <Helpline phone={visit.phone} />}
    </Page>
  );
}

function Why({ reason }: { reason: Reason }) {
  const say = useSay();
  return <p>{say(`over.reason.${reason}`)}</p>;
}

function WayOn({ visit }: { visit: Over }) {
  const say = useSay();
  const actions = useActions();
  const reload = visit.why === "reload" || visit.why === "malformed";
  if (!visit.mayReturn && !reload) return null;
  return (
    <Choices>
      <Button look="main" onPress={() => (reload ? window.location.reload() : actions.comeBack())}>
        {say(reload ? "over.reload.yes" : "comeBack")}
      </Button>
    </Choices>
  );
}
