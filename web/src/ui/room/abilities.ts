/** What a role may do, as far as the page draws it. Only the server grants anything. */
export type Abilities = {
  speaks: boolean;
  shows: boolean;
  raises: boolean;
  /** Is offered to step away for a moment. Staff are not: the group would be without them. */
  rests: boolean;
  /** Can ask staff for something privately, and write to them. */
  asks: boolean;
  /** Can say how they like to take part. */
  prefers: boolean;
  leads: boolean;
  /** Sits in to learn or to supervise. */
  watches: boolean;
  /** Writes down what is said. */
  captions: boolean;
};

const none: Abilities = {
  speaks: false,
  shows: false,
  raises: false,
  rests: false,
  asks: false,
  prefers: false,
  leads: false,
  watches: false,
  captions: false,
};
const member: Abilities = {
  ...none,
  speaks: true,
  shows: true,
  raises: true,
  rests: true,
  asks: true,
  prefers: true,
};
const staff: Abilities = { ...none, speaks: true, shows: true, raises: true, leads: true };
const listener: Abilities = { ...none, rests: true };

const roles: Readonly<Record<string, Abilities>> = {
  therapist: staff,
  "co-therapist": staff,
  client: member,
  family: member,
  interpreter: { ...none, speaks: true, shows: true, rests: true },
  observer: { ...listener, watches: true },
  captioner: { ...listener, captions: true },
};

/** What a role may do; a role that the page does not know may do nothing. */
export function abilitiesOf(role: string): Abilities {
  return roles[role] ?? none;
}

/** Whether a role leads the group. */
export function isStaff(role: string): boolean {
  return abilitiesOf(role).leads;
}
