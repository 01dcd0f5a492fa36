import { Duo, Page, Title } from "../parts/Page";
import { Scene } from "../parts/Scene";
import { useSay } from "../words/say";
import { WordsWithPhone } from "../words/Words";

/** The one neutral refusal: the same words whatever the cause. */
export function RefusedScreen({ phone }: { phone: string }) {
  const say = useSay();
  return (
    <Page middle>
      <Duo still={<Scene time="after" />}>
        <Title>{say("refused.title")}</Title>
        <p>{phone ? <WordsWithPhone id="refused.link" phone={phone} /> : say("refused.linkNoPhone")}</p>
      </Duo>
    </Page>
  );
}
