import type { Seat } from "../../protocol/messages";
import type { Scene } from "./core";
import { circle, dana, group, here, joy, person, signalled, staff, staffSeats, unattended } from "./parts";

const off = { microphone: false, camera: false };

/** As peers see it: both have stepped away. */
function gone(seats: readonly Seat[], ...who: number[]): Seat[] {
  return seats.map((seat) => (who.includes(seat.seat) ? { ...seat, ...off, steppedAway: true } : seat));
}

/** As other staff see it. */
function goneTogether(seats: readonly Seat[], one: number, two: number): Seat[] {
  return gone(seats, one, two).map((seat) =>
    seat.seat === one || seat.seat === two ? { ...seat, asideWith: seat.seat === one ? two : one } : seat,
  );
}

const theo = person(14, "Theo", { role: "co-therapist" });

/** Everything about talks in private. */
export const asideScenes: Readonly<Record<string, Scene>> = {
  "aside-asked": { visit: circle(group, {}, { aside: { askedBy: 1 } }) },
  "aside-asked-moment": {
    visit: circle(gone(group, 12), {}, { ...off, steppedAway: true, aside: { askedBy: 1 } }),
  },
  aside: {
    visit: circle(
      group.map((seat) => (seat.seat === 12 ? { ...seat, ...off } : seat)),
      { speaking: [1] },
      { ...off, aside: { with: 1 } },
    ),
  },
  "aside-on": { visit: circle(group, { speaking: [12] }, { aside: { with: 1 } }) },
  "aside-moment": { visit: circle(gone(group, 12), {}, { ...off, steppedAway: true, aside: { with: 1 } }) },
  "aside-lost": {
    visit: circle(
      group.map((seat) => (seat.seat === 1 ? { ...seat, reconnecting: true } : seat)),
      { speaking: [] },
      { aside: { with: 1 } },
    ),
  },
  "aside-of-others": { visit: circle(gone(group, 1, 3), { speaking: [5] }) },
  "aside-staff-stepped": {
    visit: here({
      you: joy,
      circle: {
        seats: gone(group, 1, 3),
        hands: [],
        staff: { state: "away", name: "Dana", steppedAway: true },
      },
    }),
  },
  "aside-staff-paused": stepped(unattended("paused")),
  "staff-asking": staff({ you: { ...dana, aside: { asked: 4 } } }),
  "staff-alone": { ...staff(), alone: true },
  "staff-aside": staff(
    {
      ...signalled,
      you: { ...dana, aside: { with: 3 } },
      circle: {
        seats: staffSeats.map((seat) => (seat.seat === 3 ? { ...seat, asideWith: 1 } : seat)),
        hands: [8],
        staff: { state: "away", name: "Dana", steppedAway: true },
      },
    },
    { speaking: [3] },
  ),
  "staff-aside-of-others": staff({
    you: { ...dana, role: "co-therapist", name: "Theo", seat: 14 },
    circle: { seats: [...goneTogether(staffSeats, 1, 3), theo], hands: [8] },
  }),
  "staff-aside-declined": staff({}, { toast: { about: "aside-declined", seat: 4 } }),
};

function stepped(scene: Scene): Scene {
  const { visit } = scene;
  if (visit.stage !== "here" || !visit.view.circle?.staff) return scene;
  const { circle } = visit.view;
  const staff = { ...visit.view.circle.staff, steppedAway: true };
  return { ...scene, visit: { ...visit, view: { ...visit.view, circle: { ...circle, staff } } } };
}
