// @vitest-environment node
import { describe, expect, it } from "vitest";
import { attended, circle } from "../../../test/views";
import type { Seat, Self, StaffPresence, View } from "../../protocol/messages";
import { nextReturn } from "./staffWords";

const theo = { seat: 3, name: "Theo", role: "co-therapist" };
const dana = { seat: 2, name: "Dana", role: "therapist" };

function seen(staff: StaffPresence, you: Partial<Self> = {}, seats: Partial<Seat>[] = [dana]): View {
  return attended(circle(1, you, seats), staff);
}

const paused = (you: Partial<Self> = {}) => seen({ state: "paused", name: "Dana" }, you);
const here = (you: Partial<Self> = {}, seats?: Partial<Seat>[]) => seen({ state: "here" }, you, seats);
const named = (id: string, name: string) => ({ id, values: { known: "yes", name } });

describe("staff who end a pause", () => {
  it("are back if they were there last, and otherwise here", () => {
    expect(nextReturn(null, paused(), here())).toEqual(named("staff.back", "Dana"));
    expect(nextReturn(null, paused(), here({}, [theo]))).toEqual(named("staff.here", "Theo"));
    const both = here({}, [{ ...dana, reconnecting: true }, theo]);
    expect(nextReturn(null, paused(), both)).toEqual(named("staff.here", "Theo"));
  });

  it("are spoken of until the reader turns something on, or they are gone again", () => {
    const words = nextReturn(null, paused(), here());
    expect(nextReturn(words, here(), here())).toBe(words);
    expect(nextReturn(words, here(), here({ microphone: true }))).toBeNull();
    expect(nextReturn(words, here(), here({ camera: true }))).toBeNull();
    expect(nextReturn(words, here(), seen({ state: "away", name: "Dana" }))).toBeNull();
  });

  it("leave nothing open for whoever may not speak, and for staff", () => {
    expect(nextReturn(null, paused(), here({ maySpeak: false }))).toBeNull();
    expect(nextReturn(null, paused(), here({ role: "observer" }))).toBeNull();
    expect(nextReturn(null, paused(), here({ role: "therapist" }))).toBeNull();
  });

  it("are not spoken of when nothing was paused", () => {
    expect(nextReturn(null, seen({ state: "away", name: "Dana" }), here({ microphone: false }))).toBeNull();
    expect(nextReturn(null, here(), here())).toBeNull();
  });
});
