import { ArrowRight, EyeOff } from "lucide-react";
import { useEffect } from "react";
import { useActions, useDevices } from "../../state/hooks";
import type { Here } from "../../state/visit";
import { OwnLine } from "../lobby/OwnLine";
import { Button } from "../parts/Button";
import { PromiseLine } from "../parts/Note";
import { Choices, Page, Soft, Title } from "../parts/Page";
import { PreferencesCheck } from "../prefers/PreferencesCheck";
import { abilitiesOf, isStaff } from "../room/abilities";
import { deviceWords } from "../room/now";
import { useSay } from "../words/say";
import { CameraCheck } from "./CameraCheck";
import styles from "./Join.module.css";
import { MicrophoneCheck } from "./MicrophoneCheck";
import { Mirror } from "./Mirror";
import { NameCheck } from "./NameCheck";
import { SpeakerCheck } from "./SpeakerCheck";

/** Name and devices, before anybody else can see or hear. */
export function JoinScreen({ here }: { here: Here }) {
  const say = useSay();
  const actions = useActions();
  useEffect(() => actions.startCheck(), [actions]);
  return (
    <Page>
      <div className={styles.heading}>
        <Title>{say("join.title")}</Title>
        <Soft>{say("join.onlyYou")}</Soft>
        <OwnLine line={here.line} phone={here.phone} />
      </div>
      <CheckAgain />
      <div className={styles.duo}>
        <section className={styles.mirror} aria-label={say("join.picture")}>
          <Mirror name={here.view.you.name} />
          <div className={styles.foot}>
            <PromiseLine icon={EyeOff}>{say("join.hidden")}</PromiseLine>
          </div>
        </section>
        <section className={styles.card} aria-label={say("join.devices")}>
          <NameCheck you={here.view.you} />
          <MicrophoneCheck />
          <SpeakerCheck />
          <CameraCheck />
          {abilitiesOf(here.view.you.role).prefers && <PreferencesCheck you={here.view.you} />}
          <Enter here={here} />
        </section>
      </div>
    </Page>
  );
}

/** Whoever comes back after somebody came in opens the devices by a press; nothing opens by itself. */
function CheckAgain() {
  const say = useSay();
  const actions = useActions();
  const { microphone, camera } = useDevices();
  if (microphone.state !== "off" || camera.state !== "off") return null;
  return (
    <Choices>
      <Button onPress={() => actions.startCheck()}>{say("join.checkAgain")}</Button>
    </Choices>
  );
}

function Enter({ here }: { here: Here }) {
  const say = useSay();
  const actions = useActions();
  const devices = useDevices();
  const staff = isStaff(here.view.you.role);
  const host = here.view.lobby?.hostName;
  // A camera that is still being opened was not declined; it opens again in the circle.
  const camera = ["ready", "asking", "blurring"].includes(devices.camera.state);
  const goOn = (withCamera: boolean) => void actions.ready({ camera: withCamera });
  return (
    <div className={styles.enter}>
      <Button look="main" size="l" icon={ArrowRight} onPress={() => goOn(camera)}>
        {say(staff ? "join.toRoom" : "join.toLobby")}
      </Button>
      {deviceWords("microphone", devices.microphone.state) && <Soft small>{say("join.listenThen")}</Soft>}
      {!staff && <Soft small>{host ? say("join.untilHost", { host }) : say("join.until")}</Soft>}
      <div className={styles.others}>
        {camera && <Button onPress={() => goOn(false)}>{say("join.withoutCamera")}</Button>}
        <Button onPress={() => goOn(false)}>{say("join.listen")}</Button>
      </div>
    </div>
  );
}
