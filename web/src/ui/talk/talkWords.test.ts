// @vitest-environment node
import { describe, expect, test } from "vitest";
import type { Seat, SeatTalk, TalkFigures, View } from "../../protocol/messages";
import { balanceWords, quieterFirst, remarks, rowsOf, spokenWords } from "./talkWords";

function seat(seat: number, name: string, role = "client"): Seat {
  return { seat, name, role, microphone: true, camera: true, reconnecting: false };
}

const view = {
  you: { seat: 1, role: "therapist" },
  circle: {
    seats: [seat(1, "Dana", "therapist"), seat(2, "Ana"), seat(4, "Sam"), seat(5, "Mei")],
    hands: [],
  },
} as unknown as View;

function talk(seat: number, seconds: number, more: Partial<SeatTalk> = {}): SeatTalk {
  return { seat, seconds, turns: 1, backChannels: 0, ...more };
}

function figures(people: SeatTalk[], more: Partial<TalkFigures> = {}): TalkFigures {
  return { people, seconds: 0, staffSeconds: 0, silences: 0, longSilences: 0, quieterFirst: [], ...more };
}

describe("the chart", () => {
  test("is in the order of the seats, and its longest bar is full", () => {
    const rows = rowsOf(view, figures([talk(4, 400), talk(1, 100), talk(2, 0)]));
    expect(rows.map(({ name, share, own }) => [name, share, own])).toEqual([
      ["Dana", 25, true],
      ["Ana", 0, false],
      ["Sam", 100, false],
    ]);
  });

  test("has no bars before anybody has spoken", () => {
    expect(rowsOf(view, figures([talk(1, 0), talk(2, 0)])).map(({ share }) => share)).toEqual([0, 0]);
  });

  test("doesn't say of a doubted one that they haven't spoken", () => {
    const [row] = rowsOf(view, figures([talk(2, 0, { doubted: true })]));
    expect(row?.spoken.id).toBe("talk.unclear");
  });

  test("leaves out who is no longer there", () => {
    expect(rowsOf(view, figures([talk(9, 30)]))).toEqual([]);
  });

  test.each([
    [0, "talk.never", undefined],
    [3, "talk.little", undefined],
    [59, "talk.little", undefined],
    [60, "talk.minutes", 1],
    [89, "talk.minutes", 1],
    [91, "talk.minutes", 2],
    [3600, "talk.minutes", 60],
  ])("says %d seconds in words", (seconds, id, minutes) => {
    expect(spokenWords(seconds)).toEqual(minutes === undefined ? { id } : { id, values: { minutes } });
  });
});

describe("what stands below it", () => {
  const said = (people: SeatTalk[], more: Partial<TalkFigures> = {}) => {
    const all = figures(people, more);
    return remarks(rowsOf(view, all), all).map(({ id, values }) => [id, ...Object.values(values ?? {})]);
  };

  test("is nothing before anybody has spoken", () => {
    expect(said([talk(1, 0, { turns: 0 }), talk(2, 0, { turns: 0 })])).toEqual([]);
  });

  test("names who has been quiet for ten minutes, but not oneself", () => {
    const people = [talk(1, 90, { sinceSpoke: 3000 }), talk(2, 30, { sinceSpoke: 599 })];
    expect(said([...people, talk(4, 30, { sinceSpoke: 890 })])).toEqual([["talk.since", "Sam", 14]]);
  });

  test("leaves out who listens today", () => {
    const quiet = figures([talk(4, 30, { sinceSpoke: 890 })]);
    const listening = { ...seat(4, "Sam"), preferences: { part: "listening" as const } };
    const rows = rowsOf({ ...view, circle: { seats: [listening], hands: [] } } as View, quiet);
    expect(remarks(rows, quiet)).toEqual([]);
  });

  test("doubts figures instead of drawing on them", () => {
    expect(said([talk(2, 30, { sinceSpoke: 900, doubted: true })])).toEqual([["talk.doubted", "Ana"]]);
  });

  test("tells the staff's part in minutes, short words and silences", () => {
    const people = [talk(1, 430, { backChannels: 6 }), talk(2, 30, { backChannels: 1 })];
    expect(said(people, { seconds: 1860, staffSeconds: 430, silences: 7, longSilences: 2 })).toEqual([
      ["talk.staff", 7, 31],
      ["talk.brief", "Dana 6, Ana 1"],
      ["talk.silences", 7, 2],
    ]);
  });

  test("says what the balance is, or from how many people on it is shown", () => {
    expect(balanceWords(view, figures([], { balance: 0 }))?.id).toBe("talk.equal");
    expect(balanceWords(view, figures([]))).toBeNull();
    const two = {
      ...view,
      circle: { ...view.circle, seats: [seat(1, "Dana", "therapist"), seat(2, "Ana")] },
    };
    expect(balanceWords(two as View, figures([]))?.id).toBe("talk.few");
  });
});

describe("quieter first", () => {
  test("follows the server's order, and keeps new hands in the group's", () => {
    expect(quieterFirst([8, 9, 3, 5], figures([], { quieterFirst: [9, 8] }))).toEqual([9, 8, 3, 5]);
    expect(quieterFirst([8, 9], null)).toEqual([8, 9]);
  });

  test("leaves the group's own list alone", () => {
    const hands = [8, 9];
    quieterFirst(hands, figures([], { quieterFirst: [9, 8] }));
    expect(hands).toEqual([8, 9]);
  });
});
