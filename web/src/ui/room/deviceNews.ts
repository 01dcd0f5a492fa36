import type { DeviceNews } from "../../state/visit";
import { type Phrase, phrase } from "../words/say";

/** What has happened to one of one's own devices. */
export function newsWords(news: DeviceNews): Phrase {
  switch (news.about) {
    case "replaced":
      return phrase(news.kind === "microphone" ? "news.microphoneReplaced" : "news.speakerReplaced", {
        known: news.by === "" ? "no" : "yes",
        by: news.by,
      });
    case "gone":
      return phrase(news.kind === "microphone" ? "news.microphoneGone" : "news.cameraGone");
    case "unblurred":
      return phrase("news.unblurred");
    case "kept":
      return phrase("news.kept", { by: news.by });
    case "found":
      return phrase("news.found", { label: news.label });
  }
}
