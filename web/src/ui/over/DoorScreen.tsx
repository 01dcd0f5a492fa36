import { ArrowRight } from "lucide-react";
import { useActions } from "../../state/hooks";
import { Button } from "../parts/Button";
import { Choices, Duo, Lead, Page, Soft, Title } from "../parts/Page";
import { Scene } from "../parts/Scene";
import { useSay } from "../words/say";

/** Before the first press nothing is sent: programs that look at links must not use them up. */
export function DoorScreen() {
  const say = useSay();
  const actions = useActions();
  return (
    <Page middle>
      <Duo still={<Scene time="before" />}>
        <Title>{say("door.title")}</Title>
        <Lead>{say("door.lead")}</Lead>
        <Choices>
          <Button look="main" size="l" icon={ArrowRight} onPress={() => actions.enter()}>
            {say("door.open")}
          </Button>
        </Choices>
        <Soft small>{say("door.private")}</Soft>
      </Duo>
    </Page>
  );
}
