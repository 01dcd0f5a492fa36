import { useActions } from "../../state/hooks";
import type { Visit } from "../../state/visit";
import { Button } from "../parts/Button";
import { Choices, Duo, Lead, Page, Title } from "../parts/Page";
import { Scene } from "../parts/Scene";
import { useCalmLine } from "../parts/useCalmLine";
import { useSay } from "../words/say";
import { WordsWithPhone } from "../words/Words";

/** Between the press and the first answer of the server. */
export function OpeningScreen({ visit }: { visit: Extract<Visit, { stage: "opening" }> }) {
  const say = useSay();
  const actions = useActions();
  const { phone } = visit;
  const line = useCalmLine(visit.line);
  return (
    <Page middle>
      <Duo still={<Scene time="before" />}>
        <Title>{say("opening.title")}</Title>
        <Lead>
          {line === "lost" ? (
            phone ? (
              <WordsWithPhone id="now.lost" phone={phone} />
            ) : (
              say("now.lostNoPhone")
            )
          ) : (
            say(line === "reconnecting" ? "opening.slow" : "opening.lead")
          )}
        </Lead>
        {line === "lost" && (
          <Choices>
            <Button look="main" onPress={() => actions.comeBack()}>
              {say("comeBack")}
            </Button>
          </Choices>
        )}
      </Duo>
    </Page>
  );
}
