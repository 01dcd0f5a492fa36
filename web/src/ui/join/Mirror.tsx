import { usePreview, usePreviewVideo } from "../../state/hooks";
import { initial } from "../circle/seatWords";
import { useSay } from "../words/say";
import styles from "./Join.module.css";

/** One's own picture, as in a mirror, or the initial that others will see. */
export function Mirror({ name }: { name: string }) {
  const say = useSay();
  const video = usePreviewVideo();
  const live = usePreview() !== null;
  return (
    <div className={styles.glass}>
      {!live && (
        <span className={styles.pebble} aria-hidden="true">
          {initial(name)}
        </span>
      )}
      <video
        ref={video}
        className={styles.picture}
        data-live={live || undefined}
        aria-label={say("join.mirror")}
        aria-hidden={!live}
        muted
        playsInline
        autoPlay
        tabIndex={-1}
      />
    </div>
  );
}
