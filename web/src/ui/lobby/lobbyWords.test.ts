// @vitest-environment node
import { expect, it } from "vitest";
import type { Self, View } from "../../protocol/messages";
import { lobbyWords } from "./lobbyWords";

const you: Self = {
  role: "client",
  name: "Joy",
  ready: true,
  maySpeak: true,
  mayShow: true,
  microphone: false,
  camera: false,
  invited: false,
  held: false,
};
const dana = { hostName: "Dana", full: false };
const view = (more: Partial<View>): View => ({ version: 1, place: "lobby", running: false, you, ...more });

it.each<[string, Partial<View>, string, string]>([
  ["before the session the host is named", { lobby: dana }, "lobby.title", "lobby.soonHost"],
  ["without a host it is the therapist", { lobby: { full: false } }, "lobby.title", "lobby.soon"],
  ["after the start staff know of one", { lobby: dana, running: true }, "lobby.title", "lobby.lateHost"],
  ["a full room says so", { lobby: { ...dana, full: true }, running: true }, "lobby.title", "lobby.fullHost"],
  [
    "somebody who was moved back will be talked with",
    { lobby: dana, running: true, you: { ...you, held: true } },
    "lobby.heldTitle",
    "lobby.heldHost",
  ],
  [
    "a helper learns nothing of the group",
    { lobby: dana, you: { ...you, role: "tech-helper" } },
    "lobby.title",
    "lobby.helper",
  ],
  [
    "a helper who helps reads the same of it",
    { lobby: dana, you: { ...you, role: "tech-helper", helping: true } },
    "lobby.title",
    "lobby.helping",
  ],
  [
    "an observer comes in by the group",
    { lobby: dana, you: { ...you, role: "observer" } },
    "lobby.title",
    "lobby.observerHost",
  ],
  [
    "an observer is told that the group is asked, and no more",
    { lobby: dana, you: { ...you, role: "observer", held: true, groupAsked: true } },
    "lobby.title",
    "lobby.asked",
  ],
])("%s", (_, more, title, lead) => {
  expect(lobbyWords(view(more))).toMatchObject({ title: { id: title }, lead: { id: lead } });
});
