import { useEffect } from "react";
import { useDevices } from "../../state/hooks";
import { useAnnounce } from "../words/Announcer";
import { useSay } from "../words/say";
import { newsWords } from "./deviceNews";

/** Tells assistive technology what has happened to one's own devices, once. */
export function useDeviceNews(): void {
  const say = useSay();
  const announce = useAnnounce();
  const { news } = useDevices();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another language is no news
  useEffect(() => {
    if (!news) return;
    const { id, values } = newsWords(news);
    announce.status(say(id, values));
  }, [news]);
}
