import { RefreshCw } from "lucide-react";
import { useActions } from "../../state/hooks";
import type { Here } from "../../state/visit";
import { Button } from "../parts/Button";
import { Note } from "../parts/Note";
import { Choices } from "../parts/Page";
import { useCalmLine } from "../parts/useCalmLine";
import { useSay } from "../words/say";
import { WordsWithPhone } from "../words/Words";

/** Words for one's own line while it is down, before the circle; nothing while it is up. */
export function OwnLine({ line: own, phone }: Pick<Here, "line" | "phone">) {
  const line = useCalmLine(own);
  const say = useSay();
  const actions = useActions();
  if (line === "steady") return null;
  return (
    <>
      <Note icon={RefreshCw} down>
        {line === "reconnecting" && say("lobby.reconnecting")}
        {line === "lost" && (phone ? <WordsWithPhone id="now.lost" phone={phone} /> : say("now.lostNoPhone"))}
      </Note>
      {line === "lost" && (
        <Choices>
          <Button look="main" onPress={() => actions.comeBack()}>
            {say("comeBack")}
          </Button>
        </Choices>
      )}
    </>
  );
}
