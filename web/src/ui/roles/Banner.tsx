import { Eye, Plug } from "lucide-react";
import type { View } from "../../protocol/messages";
import { Icon } from "../parts/Icon";
import { useSay } from "../words/say";
import styles from "./Banner.module.css";
import { bannerWords } from "./observers";

/** Who is here beside the group. It stands on every screen of the room, whatever else there is to say. */
export function Banner({ view }: { view: View }) {
  const say = useSay();
  return bannerWords(view).map(({ id, values }) => (
    <p key={`${id} ${values?.name ?? ""}`} className={styles.banner}>
      <Icon of={id === "helper.here" ? Plug : Eye} />
      {say(id, values)}
    </p>
  ));
}
