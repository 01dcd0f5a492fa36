import type { Seat, SeatTalk, TalkFigures, View } from "../../protocol/messages";
import { type Phrase, phrase } from "../words/say";

/** One line of the chart. */
export type TalkRow = {
  seat: number;
  name: string;
  own: boolean;
  /** How long the bar is, of a hundred: the longest one is a hundred. */
  share: number;
  spoken: Phrase;
  turns: number;
  /** Listens today: nothing nudges them, and nobody for them. */
  listens: boolean;
  talk: SeatTalk;
};

/** After how many minutes without a turn somebody is named. */
const quietMinutes = 10;

/** The chart, in seat order. Whoever has no figures yet is left out. */
export function rowsOf({ circle, you }: View, { people }: TalkFigures): TalkRow[] {
  const most = Math.max(1, ...people.map(({ seconds }) => seconds));
  const found = new Map(people.map((talk) => [talk.seat, talk]));
  return (circle?.seats ?? []).flatMap(({ seat, name, preferences }: Seat) => {
    const talk = found.get(seat);
    if (!talk) return [];
    // Nobody can tell whether somebody has not spoken whose levels say nothing.
    const spoken = talk.doubted && talk.seconds === 0 ? phrase("talk.unclear") : spokenWords(talk.seconds);
    const share = Math.round((100 * talk.seconds) / most);
    return [
      {
        seat,
        name,
        own: seat === you.seat,
        share,
        spoken,
        turns: talk.turns,
        listens: preferences?.part === "listening",
        talk,
      },
    ];
  });
}

/** How long somebody has spoken, in words. */
export function spokenWords(seconds: number): Phrase {
  if (seconds === 0) return phrase("talk.never");
  return seconds < 60 ? phrase("talk.little") : phrase("talk.minutes", { minutes: minutes(seconds) });
}

/** What stands below the chart, in words: nothing is a judgement, and nothing follows from it. */
export function remarks(rows: readonly TalkRow[], figures: TalkFigures): Phrase[] {
  const others = rows.filter(({ own }) => !own);
  const doubted = others.filter(({ talk }) => talk.doubted);
  const quiet = others.filter(
    ({ talk, listens }) => (talk.sinceSpoke ?? 0) >= 60 * quietMinutes && !talk.doubted && !listens,
  );
  const short = rows.filter(({ talk }) => talk.backChannels > 0);
  const words = [
    ...doubted.map(({ name }) => phrase("talk.doubted", { name })),
    ...quiet.map(({ name, talk }) =>
      phrase("talk.since", { name, minutes: Math.floor((talk.sinceSpoke ?? 0) / 60) }),
    ),
  ];
  if (figures.seconds >= 60)
    words.push(
      phrase("talk.staff", { minutes: minutes(figures.staffSeconds), all: minutes(figures.seconds) }),
    );
  if (short.length > 0) {
    const list = short.map(({ name, talk }) => `${name} ${talk.backChannels}`).join(", ");
    words.push(phrase("talk.brief", { list }));
  }
  if (figures.silences > 0)
    words.push(phrase("talk.silences", { count: figures.silences, long: figures.longSilences }));
  return words;
}

function minutes(seconds: number): number {
  return Math.round(seconds / 60);
}

/** What is said of the balance below the chart; null while nobody has spoken. */
export function balanceWords({ circle }: View, figures: TalkFigures): Phrase | null {
  if (figures.balance !== undefined) return phrase("talk.equal");
  const clients = circle?.seats.filter(({ role }) => role === "client" || role === "family") ?? [];
  return clients.length < 3 ? phrase("talk.few") : null;
}

/** The raised hands as staff ask to see them; hands of which the server hasn't spoken yet come last. */
export function quieterFirst(hands: readonly number[], figures: TalkFigures | null): number[] {
  const order = figures?.quieterFirst ?? [];
  const place = (seat: number) => (order.includes(seat) ? order.indexOf(seat) : order.length);
  return [...hands].sort((a, b) => place(a) - place(b));
}
