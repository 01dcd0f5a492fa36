import { DoorOpen, HandHeart, LogOut, Pencil, Shield } from "lucide-react";
import { useState } from "react";
import type { Here } from "../../state/visit";
import { Support, useSupportSheet } from "../aside/Support";
import { useOwnSignalsHeard } from "../aside/useOwnSignalsHeard";
import { Button } from "../parts/Button";
import { Note, PromiseLine } from "../parts/Note";
import { Choices, Duo, Lead, Page, Title } from "../parts/Page";
import { Scene } from "../parts/Scene";
import { HelperLines } from "../roles/HelperLines";
import { abilitiesOf } from "../room/abilities";
import { LeaveDialog } from "../room/LeaveDialog";
import { WaysDialog } from "../room/WaysDialog";
import { useSay } from "../words/say";
import styles from "./Lobby.module.css";
import { lobbyWords } from "./lobbyWords";
import { OwnLine } from "./OwnLine";

/** The waiting room: no names, no count, nothing of the group. */
export function LobbyScreen({ here }: { here: Here }) {
  const say = useSay();
  const [open, setOpen] = useState<"ways" | "leave" | null>(null);
  const close = () => setOpen(null);
  const { title, lead } = lobbyWords(here.view);
  const sheet = useSupportSheet();
  useOwnSignalsHeard(here.view);
  const { askedName, role } = here.view.you;
  return (
    <Page middle>
      <Duo still={<Scene time="before" />}>
        <div className={styles.greeting} role="status">
          <Title>{say(title.id)}</Title>
          <Lead>{say(lead.id, lead.values)}</Lead>
        </div>
        <OwnLine line={here.line} phone={here.phone} />
        {askedName && <Note icon={Pencil}>{say("name.asked", { asked: askedName })}</Note>}
        {here.view.you.helping && <HelperLines here={here} />}
        <PromiseLine icon={Shield}>{say("lobby.off")}</PromiseLine>
        <Choices>
          {abilitiesOf(role).asks && (
            <Support
              here={here}
              {...sheet}
              button={
                <Button look="care" icon={HandHeart}>
                  {say("signal.support")}
                </Button>
              }
            />
          )}
          <Button icon={LogOut} onPress={() => setOpen("leave")}>
            {say("lobby.leave")}
          </Button>
          <Button icon={DoorOpen} look="plain" onPress={() => setOpen("ways")}>
            {say("ways.about")}
          </Button>
        </Choices>
        <WaysDialog isOpen={open === "ways"} onClose={close} />
        <LeaveDialog isOpen={open === "leave"} view={here.view} onClose={close} />
      </Duo>
    </Page>
  );
}
