import { Captions, CaptionsOff, Eye, EyeOff, Volume2, VolumeOff } from "lucide-react";
import type { View } from "../../protocol/messages";
import { useActions } from "../../state/hooks";
import { MenuItem } from "../parts/Menu";
import { useSay } from "../words/say";
import type { CaptionChoice } from "./useCaptions";

/** In More: captions, and another answer about an observer. */
export function RoleMenuItems({ view, captions }: { view: View; captions: CaptionChoice | null }) {
  const say = useSay();
  const actions = useActions();
  return (
    <>
      {captions && (
        <MenuItem
          icon={captions.shown ? Captions : CaptionsOff}
          text={say(captions.shown ? "captions.on" : "captions.off")}
          then={say("captions.then")}
          onAction={captions.toggle}
        />
      )}
      {captions?.shown && (
        <MenuItem
          icon={captions.aloud ? Volume2 : VolumeOff}
          text={say(captions.aloud ? "captions.aloudOn" : "captions.aloudOff")}
          then={say("captions.aloud.then")}
          onAction={captions.toggleAloud}
        />
      )}
      {view.you.observers
        ?.filter(({ answer }) => answer !== undefined)
        .map(({ observer, name, answer }) => (
          <MenuItem
            key={observer}
            icon={answer === "agreed" ? EyeOff : Eye}
            text={say(answer === "agreed" ? "observer.mayNot" : "observer.may", { name })}
            then={say(answer === "agreed" ? "observer.mayNot.then" : "observer.may.then", { name })}
            onAction={() => void actions.answerObserver(observer, answer !== "agreed")}
          />
        ))}
    </>
  );
}
