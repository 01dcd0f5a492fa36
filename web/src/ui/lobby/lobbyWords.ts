import type { View } from "../../protocol/messages";
import { type Phrase, phrase } from "../words/say";

/** What a waiting person is told: a heading, and a sentence that names the one who will help. */
export function lobbyWords({ you, lobby, running }: View): { title: Phrase; lead: Phrase } {
  const host = lobby?.hostName;
  const named = (withHost: Phrase["id"], without: Phrase["id"]) =>
    host ? phrase(withHost, { host }) : phrase(without);
  const title = phrase("lobby.title");
  if (you.role === "tech-helper")
    return { title, lead: phrase(you.helping ? "lobby.helping" : "lobby.helper") };
  if (you.groupAsked) return { title, lead: phrase("lobby.asked") };
  if (you.held) return { title: phrase("lobby.heldTitle"), lead: named("lobby.heldHost", "lobby.held") };
  if (you.role === "observer") return { title, lead: named("lobby.observerHost", "lobby.observer") };
  if (lobby?.full) return { title, lead: named("lobby.fullHost", "lobby.full") };
  if (running) return { title, lead: named("lobby.lateHost", "lobby.late") };
  return { title, lead: named("lobby.soonHost", "lobby.soon") };
}
