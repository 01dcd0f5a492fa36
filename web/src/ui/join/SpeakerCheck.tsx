import { Headphones, Volume2 } from "lucide-react";
import { useState } from "react";
import type { WordId } from "../../locales/ids";
import { useActions, useDevices } from "../../state/hooks";
import { Button } from "../parts/Button";
import { useSay } from "../words/say";
import { Check } from "./Check";
import { DeviceChoice } from "./DeviceChoice";
import styles from "./Join.module.css";

/** How far the soft tone has come. "held" is a browser that did not play it. */
type Tone = "unplayed" | "playing" | "held" | "played" | "heard" | "unheard";

/** Where the group will be heard, why headphones are worth it, and a soft tone to try. */
export function SpeakerCheck({ level = "h2" }: { level?: "h2" | "h3" }) {
  const say = useSay();
  const actions = useActions();
  const { speakers, chosen } = useDevices();
  const [tone, setTone] = useState<Tone>("unplayed");
  const [asked, setAsked] = useState(false);
  const words: Record<Tone, WordId> = {
    unplayed: "join.headphonesPrivate",
    playing: "device.sound.playing",
    held: "device.sound.held",
    played: "device.sound.question",
    heard: "device.sound.good",
    unheard: speakers.length > 0 ? "device.sound.helpChoose" : "device.sound.help",
  };

  async function play() {
    if (tone === "playing") return;
    setTone("playing");
    const played = await actions.testSpeaker();
    setTone(played ? "played" : "held");
    setAsked((before) => before || played);
  }
  return (
    <Check icon={Headphones} title={say("join.headphones")} level={level} state={say(words[tone])}>
      <DeviceChoice
        label={say("device.whichSpeaker")}
        devices={speakers}
        chosen={chosen.speaker || "default"}
        onChoose={(id) => actions.chooseSpeaker(id)}
      />
      <Button icon={Volume2} onPress={() => void play()}>
        {say("device.sound.play")}
      </Button>
      {/* The answers stay, so that the keyboard does too; the other one can still be given. */}
      {asked && (
        <div className={styles.others}>
          <Button onPress={() => setTone("heard")}>{say("device.sound.yes")}</Button>
          <Button onPress={() => setTone("unheard")}>{say("device.sound.no")}</Button>
        </div>
      )}
    </Check>
  );
}
