import { expect } from "@playwright/test";
import type { Visitor } from "./visitor";

/** Packets of sound: two seconds of somebody who is heard. */
const twoSeconds = 100;

/** Presses the microphone and waits until it is so. */
export async function turnMicrophone(person: Visitor, to: "on" | "off"): Promise<void> {
  const microphone = person.page.getByRole("switch", { name: person.say("bar.microphone") });
  await microphone.click();
  await expect(microphone).toBeChecked({ checked: to === "on" });
}

/** How much has been heard of somebody; only its growth means anything. */
export async function energy(listener: Visitor, name: string): Promise<number> {
  return (await listener.received(name)).energy;
}

/**
 * How many packets of somebody's sound arrive while two seconds of somebody else's do. The first of those only let
 * packets pass that were under way.
 */
export async function packetsWhile(
  listener: Visitor,
  silent: string,
  heard: string,
  prepare: () => Promise<void> = async () => {},
): Promise<number> {
  await prepare();
  await hear(listener, heard, twoSeconds / 4);
  const { packets } = await listener.received(silent);
  await hear(listener, heard, twoSeconds);
  return (await listener.received(silent)).packets - packets;
}

/** Waits for so many packets more of somebody's sound. */
export async function hear(listener: Visitor, name: string, packets: number): Promise<void> {
  const before = (await listener.received(name)).packets;
  const more = async () => (await listener.received(name)).packets - before;
  await expect.poll(more).toBeGreaterThanOrEqual(packets);
}
