import type { DeviceKind, DeviceNews, Devices } from "../state/visit";

export type Lists = Pick<Devices, "microphones" | "cameras" | "speakers">;

const kinds = { microphones: "audioinput", cameras: "videoinput", speakers: "audiooutput" } as const;
const uses = { microphones: "microphone", cameras: "camera", speakers: "speaker" } as const;
const names = ["microphones", "cameras", "speakers"] as const;

/** Chromium lists the system's choice once more under these ids. */
const aliases: readonly string[] = ["default", "communications"];

/**
 * What there is to choose from. Some browsers tell ids and labels only while a device is open: what was known then is
 * kept, so that a choice can be made with everything off.
 */
export function listsOf(all: readonly MediaDeviceInfo[], before: Lists): Lists {
  const listed = (name: keyof Lists) => {
    const present = all.filter((device) => device.kind === kinds[name]);
    const told = present.filter((device) => device.deviceId !== "");
    if (present.length > 0 && told.length === 0) return before[name];
    return told.map((device) => known(before[name], device.deviceId, device));
  };
  return { microphones: listed("microphones"), cameras: listed("cameras"), speakers: listed("speakers") };
}

function known(
  before: readonly MediaDeviceInfo[],
  deviceId: string,
  device: MediaDeviceInfo,
): MediaDeviceInfo {
  if (device.label !== "") return device;
  return before.find((other) => other.deviceId === deviceId) ?? device;
}

/** What was plugged in between two lists. A headset is one thing, though it is a microphone and a speaker. */
export function foundIn(before: Lists, now: Lists): Extract<DeviceNews, { about: "found" }> | null {
  let first: MediaDeviceInfo | null = null;
  const ids: Partial<Record<DeviceKind, string>> = {};
  for (const name of names) {
    for (const device of now[name]) {
      if (!isNew(device, before[name])) continue;
      first ??= device;
      if (device === first || (device.groupId !== "" && device.groupId === first.groupId)) {
        ids[uses[name]] ??= device.deviceId;
      }
    }
  }
  return first && { about: "found", label: first.label, ids };
}

function isNew(device: MediaDeviceInfo, before: readonly MediaDeviceInfo[]): boolean {
  if (device.label === "" || aliases.includes(device.deviceId)) return false;
  return !before.some((other) => other.deviceId === device.deviceId);
}

/** What the lists call a device, or "". */
export function labelOf(devices: readonly MediaDeviceInfo[], deviceId: string): string {
  return devices.find((device) => device.deviceId === deviceId)?.label ?? "";
}

/** A choice still stands if its device is there, or if the browser does not tell what is there. */
export function stands(devices: readonly MediaDeviceInfo[], deviceId: string): boolean {
  return devices.length === 0 || devices.some((device) => device.deviceId === deviceId);
}
