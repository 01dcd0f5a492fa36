import type { Link } from "./link";

/** How long another tab may take to say that it is there, in milliseconds. */
export const answerTime = 300;

/** The part of a BroadcastChannel that is used: it reaches the other tabs of this browser, and only our own pages. */
export type Channel = Pick<BroadcastChannel, "postMessage" | "addEventListener">;

/** What the tabs of one browser say to each other. A place is named as placeOf does, a tab by its own random id. */
type Said =
  /** Is somebody in this place? */
  | { type: "who"; place: string; from: string }
  | { type: "here"; place: string; to: string }
  /** The person has chosen the asking tab. */
  | { type: "give"; place: string; from: string }
  | { type: "ticket"; place: string; to: string; ticket: string }
  /** Somebody has come in by ticket. Whoever else still believes to be there is mistaken. */
  | { type: "taken"; place: string; from: string };

/** A tab that is in a place, or on its way. */
export interface Holder {
  /** Gives its ticket away and makes no new connection; null if it has none. */
  handOver(): string | null;
}

/**
 * Finds out whether another tab of this browser is in the same place, and lets the person bring the place over. A
 * place moves by a press only, and whoever has given it away doesn't take it back: there is no ping-pong.
 *
 * Where there is no channel every tab believes to be alone, and the server decides.
 */
export class Tabs {
  private readonly id = [...crypto.getRandomValues(new Uint32Array(4))].join("-");
  private readonly holders = new Map<string, Holder>();
  /** The question that waits for an answer. There is one at a time. */
  private question: { place: string; wants: "here" | "ticket"; answer(said: Said): void } | null = null;

  constructor(private readonly channel: Channel | null) {
    channel?.addEventListener("message", ({ data }) => {
      if (typeof data === "object" && data !== null) this.hear(data as Said);
    });
  }

  /** Whether another tab is in this place. */
  async anotherIn(place: string): Promise<boolean> {
    return (await this.ask({ type: "who", place, from: this.id }, "here")) !== null;
  }

  /** Asks for the ticket of whichever tab is in this place. Null if none gives it. */
  async takeFrom(place: string): Promise<string | null> {
    const said = await this.ask({ type: "give", place, from: this.id }, "ticket");
    return said?.type === "ticket" ? said.ticket : null;
  }

  /** This tab is in this place now; the returned function says that it is no more. */
  hold(place: string, holder: Holder): () => void {
    this.holders.set(place, holder);
    return () => {
      if (this.holders.get(place) === holder) this.holders.delete(place);
    };
  }

  /** Tells the others that this tab has come into the place with the ticket that one of them may have, too. */
  taken(place: string): void {
    this.say({ type: "taken", place, from: this.id });
  }

  private ask(said: Extract<Said, { from: string }>, wants: "here" | "ticket"): Promise<Said | null> {
    if (!this.channel) return Promise.resolve(null);
    return new Promise((resolve) => {
      const end = (answer: Said | null) => {
        clearTimeout(timer);
        this.question = null;
        resolve(answer);
      };
      const timer = setTimeout(end, answerTime, null);
      this.question = { place: said.place, wants, answer: end };
      this.say(said);
    });
  }

  private say(said: Said): void {
    this.channel?.postMessage(said);
  }

  private hear(said: Said): void {
    const holder = this.holders.get(said.place);
    switch (said.type) {
      case "who":
        if (holder || this.comesBefore(said)) this.say({ type: "here", place: said.place, to: said.from });
        else if (this.asksFor(said.place)) this.question?.answer(said);
        return;
      case "give": {
        const ticket = holder?.handOver();
        if (ticket) this.say({ type: "ticket", place: said.place, to: said.from, ticket });
        return;
      }
      case "here":
      case "ticket":
        if (said.to !== this.id) return;
        if (this.question?.place === said.place && this.question.wants === said.type)
          this.question.answer(said);
        return;
      case "taken":
        holder?.handOver();
    }
  }

  private asksFor(place: string): boolean {
    return this.question?.wants === "here" && this.question.place === place;
  }

  /**
   * Of two tabs that ask at the same time, as after a restart of the browser, one has to be there first. It is enough
   * that one of them hears of the other: that one answers, or takes the other's question for an answer.
   */
  private comesBefore(said: Extract<Said, { type: "who" }>): boolean {
    return this.asksFor(said.place) && this.id < said.from;
  }
}

/** This browser's channel between tabs, or null where it has none. */
export function tabChannel(page: Window & { BroadcastChannel?: typeof BroadcastChannel }): Channel | null {
  try {
    return page.BroadcastChannel ? new page.BroadcastChannel("alcove.place") : null;
  } catch {
    return null; // forbidden by the browser's settings
  }
}

/**
 * The place that a link leads to, as tabs name it: a hash that tells nothing of the link. Two people's links on one
 * computer are two places. Null where the browser has no means to compute it.
 */
export async function placeOf(link: Link): Promise<string | null> {
  const { subtle } = crypto as Partial<Crypto>;
  if (!subtle) return null; // an insecure address, where nothing of the media works either
  const text = `alcove place\n${link.kind === "personal" ? link.secret : link.token}`;
  const hash = new Uint8Array(await subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
