import type { Command } from "../protocol/command";
import type { FromBrowser, FromServer, Hello } from "../protocol/messages";
import type { Outcome } from "../state/actions";
import { type Local, mayReturn } from "../state/next";
import { backoff, pause, spread } from "./backoff";
import { Commands } from "./commands";
import { exchange } from "./exchange";
import type { Link } from "./link";
import { openSocket, type Socket } from "./socket";
import type { TicketKeeper } from "./ticket";

/** The version of the protocol that this page speaks. */
const protocol: Hello["protocol"] = 1;

/** After so long without a connection, in milliseconds, the page stops trying and asks the person. */
export const lostAfter = 120_000;

export interface LineOptions {
  /** Where the WebSocket is. */
  url: string;
  link: Link | null;
  tickets: TicketKeeper;
  /** Takes every frame of the server but its pings. */
  hear(frame: FromServer): void;
  /** Takes what the line has to say of itself. */
  tell(message: Local): void;
  /** Ends the line for good. */
  signal: AbortSignal;
}

/** What can be said in `hello`, or why nothing can. */
type Key =
  | { kind: "token" | "ticket"; value: string }
  | { kind: "refused"; phone: string }
  | { kind: "unreachable" };

/**
 * This browser's line to the server. It makes one connection after another until the visit is over, first with the
 * link and then with the ticket that the server gave, and it tells the state what it hears.
 */
export class Line {
  private readonly commands = new Commands();
  private link: Link | null;
  private socket: Socket | null = null;
  private waker = new AbortController();
  private lostTimer: ReturnType<typeof setTimeout> | undefined;
  private lost = false;

  constructor(private readonly options: LineOptions) {
    this.link = options.link;
  }

  /** Keeps the line up. Resolves when the visit is over or the signal is aborted. */
  async run(): Promise<void> {
    const { signal } = this.options;
    this.startLosing();
    let failures = 0;
    while (!signal.aborted) {
      const key = await this.key();
      if (signal.aborted) break;
      if (key.kind === "refused") {
        this.options.tell({ type: "local.refused", phone: key.phone });
        break;
      }
      let wait = backoff(failures);
      if (key.kind !== "unreachable") {
        const end = await this.connect(key.kind, key.value);
        if (end.bye && !end.bye.comeBack) {
          if (end.bye.why === "refused" && !end.welcomed) await this.learnPhone();
          break;
        }
        if (end.welcomed) failures = 0;
        wait = end.bye ? spread(end.bye.afterMs ?? 0) : backoff(failures);
      }
      failures++;
      await this.waitToReturn(wait);
    }
    clearTimeout(this.lostTimer);
    this.commands.lineLost();
  }

  /** Sends a command and resolves with what came of it. */
  ask(command: Command): Promise<Outcome> {
    return this.commands.ask(command, (frame) => this.say(frame));
  }

  /** Sends a frame that has no answer. False if there is no connection. */
  say(frame: FromBrowser): boolean {
    return this.socket?.send(frame) ?? false;
  }

  /** Tries again at once, also when the page had stopped trying. */
  wake(): void {
    this.waker.abort();
  }

  /** One connection, from hello to its end. */
  private async connect(kind: "token" | "ticket", value: string) {
    const hello: Hello = kind === "ticket" ? { protocol, ticket: value } : { protocol, token: value };
    this.socket = openSocket(this.options.url, hello, (frame) => this.hear(frame), this.options.signal);
    const end = await this.socket.ended;
    this.socket = null;
    this.commands.lineLost();
    if (end.bye && !end.bye.comeBack) return end;
    if (!this.options.signal.aborted) {
      if (end.welcomed) this.startLosing();
      if (!this.lost) this.options.tell({ type: "local.line", line: "reconnecting" });
    }
    return end;
  }

  private hear(frame: FromServer): void {
    const { tickets } = this.options;
    this.commands.hear(frame);
    if (frame.type === "welcome") {
      this.link = null; // the secret has done its work
      this.stopLosing();
    }
    if (frame.type === "welcome" || frame.type === "ticket") tickets.keep(frame.data.ticket);
    if (frame.type === "bye" && !frame.data.comeBack && !mayReturn(frame.data.why)) tickets.forget();
    this.options.hear(frame);
  }

  /** Finds what to say in hello. Without link and ticket an empty link is asked for, to learn the contact line. */
  private async key(): Promise<Key> {
    if (this.link?.kind === "portal") return { kind: "token", value: this.link.token };
    const ticket = this.link ? null : this.options.tickets.get();
    if (ticket) return { kind: "ticket", value: ticket };
    const answer = await exchange(this.link?.secret ?? "", this.options.signal);
    return answer.kind === "token" ? { kind: "token", value: answer.token } : answer;
  }

  /** A refusal on the WebSocket has no contact line; that of the exchange has. */
  private async learnPhone(): Promise<void> {
    const answer = await exchange("", this.options.signal);
    if (answer.kind === "refused") this.options.tell({ type: "local.refused", phone: answer.phone });
  }

  /** Waits before the next try; once the line is lost, until somebody wakes it. */
  private async waitToReturn(ms: number): Promise<void> {
    this.waker = new AbortController();
    const { signal } = this.options;
    const ends = [signal, this.waker.signal];
    if (!this.lost) await pause(ms, ends);
    if (!this.lost) return;
    await pause(null, ends);
    if (signal.aborted) return;
    this.stopLosing();
    this.startLosing();
    this.options.tell({ type: "local.line", line: "reconnecting" });
  }

  private startLosing(): void {
    clearTimeout(this.lostTimer);
    this.lostTimer = setTimeout(() => {
      this.lost = true;
      this.options.tell({ type: "local.line", line: "lost" });
    }, lostAfter);
  }

  private stopLosing(): void {
    clearTimeout(this.lostTimer);
    this.lost = false;
  }
}
