import type { Seat, Self, StaffPresence, View } from "../src/protocol/messages";

/** Joy, a client in the device check, unless told otherwise. */
export function self(change: Partial<Self> = {}): Self {
  return {
    role: "client",
    name: "Joy",
    ready: false,
    maySpeak: true,
    mayShow: true,
    microphone: false,
    camera: false,
    invited: false,
    held: false,
    ...change,
  };
}

export function lobby(version = 1, you: Partial<Self> = {}): View {
  return { version, place: "lobby", running: true, you: self(you), lobby: { hostName: "Dana", full: false } };
}

/** The circle with Joy on seat 1 and whoever `seats` says. */
export function circle(version = 2, you: Partial<Self> = {}, seats: Partial<Seat>[] = []): View {
  return {
    version,
    place: "circle",
    running: true,
    you: self({ seat: 1, ready: true, ...you }),
    circle: { seats: [seat({ seat: 1, name: "Joy" }), ...seats.map(seat)], hands: [] },
  };
}

export function seat(change: Partial<Seat>): Seat {
  return {
    seat: 2,
    name: "Ana",
    role: "client",
    microphone: false,
    camera: true,
    reconnecting: false,
    ...change,
  };
}

/** The same view of a session that is attended so. */
export function attended(view: View, staff: StaffPresence): View {
  return { ...view, circle: { seats: [], hands: [], ...view.circle, staff } };
}
