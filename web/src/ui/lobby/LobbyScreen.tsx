import { LogOut, Pencil, RefreshCw, Shield } from "lucide-react";
import { useState } from "react";
import { useActions } from "../../state/hooks";
import type { Here } from "../../state/visit";
import { Button } from "../parts/Button";
import { Note, PromiseLine } from "../parts/Note";
import { Choices, Duo, Lead, Page, Title } from "../parts/Page";
import { Scene } from "../parts/Scene";
import { LeaveDialog } from "../room/LeaveDialog";
import { useSay } from "../words/say";
import { WordsWithPhone } from "../words/Words";
import styles from "./Lobby.module.css";
import { lobbyWords } from "./lobbyWords";

/** The waiting room: no names, no count, nothing of the group. */
export function LobbyScreen({ here }: { here: Here }) {
  const say = useSay();
  const [leaving, setLeaving] = useState(false);
  const { title, lead } = lobbyWords(here.view);
  const { askedName } = here.view.you;
  return (
    <Page middle>
      <Duo still={<Scene time="before" />}>
        <div className={styles.greeting} role="status">
          <Title>{say(title.id)}</Title>
          <Lead>{say(lead.id, lead.values)}</Lead>
        </div>
        <OwnLine here={here} />
        {askedName && <Note icon={Pencil}>{say("name.asked", { asked: askedName })}</Note>}
        <PromiseLine icon={Shield}>{say("lobby.off")}</PromiseLine>
        <Choices>
          <Button icon={LogOut} onPress={() => setLeaving(true)}>
            {say("lobby.leave")}
          </Button>
        </Choices>
        <LeaveDialog isOpen={leaving} view={here.view} onClose={() => setLeaving(false)} />
      </Duo>
    </Page>
  );
}

function OwnLine({ here: { line, phone } }: { here: Here }) {
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
