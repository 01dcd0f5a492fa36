import { describe, expect, test } from "vitest";
import {
  hear,
  machine,
  media,
  mediaForEachTest,
  peer,
  sent,
  settle,
  sit,
  slots,
  types,
  view,
} from "../../test/media";
import { welcome } from "../../test/server";
import { circle, lobby } from "../../test/views";
import { FakeAudio } from "../../test/webrtc";

mediaForEachTest();

const known = () => media.devices.known.getState();
const openInputs = () => machine.live("audio").map((track) => track.deviceId);

/** In the circle with both devices on. */
async function sitSpeaking(): Promise<void> {
  await sit();
  await media.set("microphone", true);
  await media.set("camera", true);
  hear(view(circle(3, { microphone: true, camera: true }, [{ seat: 2, camera: true }])));
  await settle();
}

describe("another device in mid-session", () => {
  test("takes the place of the first on the same line, without another offer", async () => {
    await sitSpeaking();
    await media.choose("microphone", "audio-2");
    expect(openInputs()).toEqual(["audio-2"]);
    expect(peer().sends("microphone")?.deviceId).toBe("audio-2");
    expect(types()).toEqual(["media.offer", "mic.set", "camera.set"]);
  });

  test("stays closed while its switch is off, and is the one that opens then", async () => {
    await sit();
    await media.choose("microphone", "audio-2");
    expect([openInputs(), peer().sends("microphone"), types()]).toEqual([[], null, ["media.offer"]]);
    await media.set("microphone", true);
    expect(openInputs()).toEqual(["audio-2"]);
  });

  test("stays closed also where none opened before, and is worth another try", async () => {
    await sit();
    machine.wrong.audio = "NotReadableError";
    await media.set("microphone", true);
    delete machine.wrong.audio;
    await media.choose("microphone", "audio-2");
    expect([openInputs(), known().microphone]).toEqual([[], { state: "off" }]);
  });

  test("gives way to the one before if another program holds it", async () => {
    await sitSpeaking();
    machine.held.add("audio-2");
    await media.choose("microphone", "audio-2");
    expect(peer().sends("microphone")?.deviceId).toBe("audio-1");
    expect(known().news).toEqual({ about: "kept", by: "Headset" });
    expect(types()).toEqual(["media.offer", "mic.set", "camera.set"]);
  });
});

describe("a device that is pulled out", () => {
  test("gives way to another microphone, and the voice goes on", async () => {
    await sitSpeaking();
    machine.pullOut("audio-1");
    await settle();
    expect(peer().sends("microphone")?.deviceId).toBe("audio-2");
    expect(known().news).toEqual({ about: "replaced", kind: "microphone", by: "Built-in" });
    expect(types()).toEqual(["media.offer", "mic.set", "camera.set"]);
  });

  test("is off for everybody if it was the only microphone", async () => {
    await sitSpeaking();
    machine.present = machine.present.filter((device) => device.deviceId !== "audio-2");
    machine.pullOut("audio-1");
    await settle();
    expect(sent.at(-1)).toEqual({ type: "mic.set", data: { on: false } });
    expect(peer().sends("microphone")).toBeNull();
    expect(known()).toMatchObject({
      microphone: { state: "missing" },
      news: { about: "gone", kind: "microphone" },
    });
  });

  test("opens no other microphone once its owner has turned it off meanwhile", async () => {
    await sitSpeaking();
    let open = () => {};
    machine.gate = new Promise((resolve) => (open = resolve));
    machine.pullOut("audio-1");
    await media.set("microphone", false);
    open();
    await settle();
    expect([openInputs(), peer().sends("microphone")]).toEqual([[], null]);
  });

  test("opens no other camera: that could show what nobody meant to show", async () => {
    machine.present = [...machine.present, { ...machine.present[2], deviceId: "video-2" } as never];
    await sitSpeaking();
    machine.pullOut("video-1");
    await settle();
    expect(machine.live("video")).toEqual([]);
    expect(sent.at(-1)).toEqual({ type: "camera.set", data: { on: false } });
    expect(known().news).toEqual({ about: "gone", kind: "camera" });
  });

  test("is forgotten as a choice when nothing was on", async () => {
    await sit();
    await media.set("microphone", true);
    await media.set("microphone", false);
    await media.choose("microphone", "audio-2");
    machine.pullOut("audio-2");
    await settle();
    expect([known().chosen.microphone, known().news, openInputs()]).toEqual(["", null, []]);
  });
});

describe("a device that is plugged in", () => {
  test("is offered as one thing, used by nobody's choice but the reader's, and forgotten when answered", async () => {
    await sitSpeaking();
    machine.plugIn("Buds");
    await settle();
    const ids = { microphone: "in-Buds", speaker: "out-Buds" };
    expect(known().news).toEqual({ about: "found", label: "Buds", ids });
    expect(openInputs()).toEqual(["audio-1"]);
    await media.choose("microphone", "in-Buds");
    expect([openInputs(), known().news]).toEqual([["in-Buds"], null]);
  });

  test("is not offered because the lists are read for the first time", async () => {
    hear(welcome(), view(lobby()));
    await media.startCheck();
    await settle();
    expect([known().microphones.length, known().news]).toEqual([2, null]);
  });
});

describe("noise", () => {
  const noise = () => peer().sends("microphone")?.getSettings().noiseSuppression;

  test("is taken out unless its owner wants it otherwise; an open microphone is changed where the browser can", async () => {
    machine.pliable = true;
    await sitSpeaking();
    const track = peer().sends("microphone");
    expect(noise()).toBe(true);
    await media.reduceNoise(false);
    expect([noise(), peer().sends("microphone")]).toEqual([false, track]);
  });

  test("opens the microphone anew where the browser can't, on the same line", async () => {
    await sitSpeaking();
    await media.reduceNoise(false);
    expect(noise()).toBe(false);
    expect(openInputs()).toEqual(["audio-1"]);
    expect(types()).toEqual(["media.offer", "mic.set", "camera.set"]);
  });

  test("opens nothing while the microphone is off", async () => {
    await sit();
    await media.reduceNoise(false);
    expect([openInputs(), known().lessNoise]).toEqual([[], false]);
    await media.set("microphone", true);
    expect(noise()).toBe(false);
  });
});

describe("the speaker", () => {
  const voice = slots({ mid: "4", seat: 2, kind: "audio" });
  const another = slots({ mid: "4", seat: 2, kind: "audio" }, { mid: "6", seat: 3, kind: "audio" });

  test("is changed for everybody who is heard, and for those who come later before they are heard", async () => {
    await sit();
    hear(voice);
    media.devices.chooseSpeaker("out-1");
    await settle();
    hear(another);
    await settle();
    expect(FakeAudio.playing().map((player) => player.heardAt)).toEqual([["", "out-1"], ["out-1"]]);
  });

  test("gives way to the browser's own when it is pulled out", async () => {
    await sitSpeaking();
    hear(voice);
    media.devices.chooseSpeaker("out-1");
    machine.plugIn("Buds");
    machine.pullOut("out-1");
    await settle();
    expect(known()).toMatchObject({ chosen: { speaker: "" }, news: { about: "replaced", kind: "speaker" } });
    expect(FakeAudio.playing().map((player) => player.sinkId)).toEqual([""]);
  });

  test("that can't be used is no reason to hear nobody", async () => {
    await sit();
    media.devices.chooseSpeaker("gone");
    hear(voice);
    await settle();
    expect(FakeAudio.playing()).toHaveLength(1);
  });

  test("does not play somebody who left while it was changed", async () => {
    await sit();
    media.devices.chooseSpeaker("out-1");
    hear(voice, slots());
    await settle();
    expect(FakeAudio.playing()).toEqual([]);
  });

  test("is tried by a tone that takes the same way as the circle", async () => {
    media.devices.chooseSpeaker("out-1");
    expect(await media.sound.test()).toBe(true);
    expect(FakeAudio.made.map((player) => player.heardAt)).toEqual([["out-1"]]);
    expect(FakeAudio.playing()).toEqual([]);
  });

  test("is not said to have been tried if the browser held the tone back", async () => {
    FakeAudio.holdsBack = true;
    expect(await media.sound.test()).toBe(false);
  });
});
