import { MonitorUp } from "lucide-react";
import { useId } from "react";
import type { View } from "../../protocol/messages";
import { useActions, useShare } from "../../state/hooks";
import { Hidden } from "../parts/Hidden";
import { BarSwitch } from "../room/BarSwitch";
import { useSay } from "../words/say";

/** Shares a screen with the circle, or ends that. Where the browser can't share there is no button. */
export function Share({ view: { circle, you } }: { view: View }) {
  const say = useSay();
  const actions = useActions();
  const share = useShare();
  const why = useId();
  if (share.state === "impossible") return null;
  const other = circle?.screen === you.seat ? undefined : circle?.seats.find((s) => s.seat === circle.screen);
  const on = share.state === "on";
  return (
    <>
      <BarSwitch
        name={say("bar.share")}
        short={say("bar.shareShort")}
        state={say(on ? "bar.shareOn" : "bar.shareOff")}
        on={on}
        icon={MonitorUp}
        because={other ? why : undefined}
        onPress={() => {
          if (!other && share.state !== "choosing") void actions.shareScreen(!on);
        }}
      />
      {other && (
        <Hidden>
          <span id={why}>{say("screen.shared", { name: other.name })}</span>
        </Hidden>
      )}
    </>
  );
}
