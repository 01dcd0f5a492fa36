import type { Self, View } from "../../protocol/messages";
import type { Scene } from "./core";
import { circle, group, here, joy, lobby, minutesAgo, person, staff, waiter } from "./parts";

const roles = group.map((seat) => {
  if (seat.seat === 6) return person(6, "Inés", { role: "interpreter" });
  if (seat.seat === 7) return person(7, "Robin", { role: "observer", microphone: false, camera: false });
  if (seat.seat === 8) return person(8, "Cara", { role: "captioner", microphone: false, camera: false });
  return seat.seat === 13 ? person(13, "Kofi", { role: "family" }) : seat;
});

const withRoles: Partial<View> = { circle: { seats: roles, hands: [10], helpers: ["Tess"] } };

const written = [
  { number: 1, text: "Dana: Let's begin with how each of us arrives today." },
  { number: 2, text: "Sam: I slept better this week, two nights in a row." },
  {
    number: 3,
    text: "Sam: That surprised me, because the week itself was hard and long and full of things to do.",
  },
];

const asked = [{ observer: 1, name: "Robin" }];

function listener(role: string, name: string, seat: number): Self {
  return { ...joy, role, name, seat, maySpeak: false, mayShow: false, microphone: false, camera: false };
}

function outside(you: Partial<Self>, more: Partial<View> = {}): Scene {
  const { seat: _, ...self } = listener("observer", "Robin", 7);
  return lobby({ hostName: "Dana", full: false }, { running: true, you: { ...self, ...you }, ...more });
}

/** What is there for observers, interpreters, captioners, helpers and families. */
export const roleScenes: Readonly<Record<string, Scene>> = {
  "roles-asked": { visit: circle(group, {}, { observers: asked }) },
  "roles-circle": {
    visit: here(
      {
        ...withRoles,
        you: { ...joy, observers: [{ observer: 1, name: "Robin", here: true, answer: "agreed" }] },
      },
      { speaking: [3], captions: written },
    ),
  },
  "roles-moment": {
    visit: here({
      circle: { seats: roles, hands: [] },
      you: { ...joy, microphone: false, camera: false, steppedAway: true },
    }),
  },
  "roles-observer": {
    visit: here({ ...withRoles, you: listener("observer", "Robin", 7) }, { speaking: [3] }),
  },
  "roles-captioner": {
    visit: here(
      { ...withRoles, you: listener("captioner", "Cara", 8) },
      { speaking: [3], captions: written },
    ),
  },
  "roles-staff": staff({
    staff: {
      full: false,
      waiting: [
        waiter(1, "Robin", { role: "observer", groupAsked: true }),
        waiter(2, "Lee", { role: "observer" }),
        waiter(3, "Tess", { role: "tech-helper", helping: true }),
        waiter(4, "Alex", { role: "tech-helper", since: minutesAgo(1) }),
        waiter(5, "Inés", { role: "interpreter" }),
        waiter(6, "Kofi", { role: "family" }),
      ],
    },
  }),
  "roles-observer-waits": outside({}),
  "roles-observer-asked": outside({ groupAsked: true }),
  "roles-helper-waits": outside({ role: "tech-helper", name: "Tess" }),
  "roles-helper": {
    ...outside(
      { role: "tech-helper", name: "Tess", helping: true },
      { lines: [{ seat: 1 }, { seat: 2, state: "poor" }, { seat: 3, state: "lost" }, { seat: 4 }] },
    ),
    line: {
      state: "poor",
      poorUp: true,
      rttMs: 310,
      lossUp: 9.5,
      lossDown: 0.2,
      sends: { size: 1, of: 3 },
      receives: { small: 8, medium: 2, large: 0, only: 1 },
      path: "udp",
    },
  },
};
