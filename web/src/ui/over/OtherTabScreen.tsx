import { useActions } from "../../state/hooks";
import { Button } from "../parts/Button";
import { Choices, Duo, Lead, Page, Soft, Title } from "../parts/Page";
import { Scene } from "../parts/Scene";
import { useSay } from "../words/say";

/** One person, one place: the same group is open in another tab of this browser, and only one of the two can go on. */
export function OtherTabScreen() {
  const say = useSay();
  const actions = useActions();
  return (
    <Page middle>
      <Duo still={<Scene time="before" />}>
        <Title>{say("otherTab.title")}</Title>
        <Lead>{say("otherTab.lead")}</Lead>
        <Choices>
          <Button look="main" size="l" onPress={() => actions.moveHere()}>
            {say("otherTab.useThis")}
          </Button>
          <Button size="l" onPress={() => actions.stayThere()}>
            {say("otherTab.keepOther")}
          </Button>
        </Choices>
        <Soft small>{say("otherTab.then")}</Soft>
      </Duo>
    </Page>
  );
}
