import { MonitorUp } from "lucide-react";
import type { Seat } from "../../protocol/messages";
import { useScreenVideo } from "../../state/hooks";
import { Icon } from "../parts/Icon";
import { useSay } from "../words/say";
import styles from "./SharedScreen.module.css";

/** The screen that somebody shares, whole and never cropped, with its name below. */
export function SharedScreen({ seat, steady }: { seat: Seat; steady: boolean }) {
  const say = useSay();
  const { ref, showing } = useScreenVideo(seat.seat);
  return (
    <figure className={styles.shared}>
      <div className={styles.picture}>
        <video
          className={styles.video}
          data-live={(steady && showing) || undefined}
          aria-label={say("screen.name", { name: seat.name })}
          ref={ref}
          muted
          playsInline
          autoPlay
          tabIndex={-1}
        />
      </div>
      <figcaption className={styles.caption}>
        <Icon of={MonitorUp} small />
        {say("screen.shared", { name: seat.name })}
      </figcaption>
    </figure>
  );
}
