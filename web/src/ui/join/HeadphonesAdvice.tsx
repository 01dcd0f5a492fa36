import { Headphones } from "lucide-react";
import { Icon } from "../parts/Icon";
import { useSay } from "../words/say";
import styles from "./Join.module.css";

/** Why headphones are worth it. */
export function HeadphonesAdvice() {
  const say = useSay();
  return (
    <div className={styles.check}>
      <Icon of={Headphones} />
      <div>
        <h2>{say("join.headphones")}</h2>
        <p className={styles.state}>{say("join.headphonesPrivate")}</p>
      </div>
    </div>
  );
}
