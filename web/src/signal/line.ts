import type { Command } from "../protocol/command";
import type { FromBrowser, FromServer, Hello } from "../protocol/messages";
import type { Outcome } from "../state/actions";
import { type Local, mayReturn } from "../state/next";
import { backoff, pause, spread } from "./backoff";
import { Commands } from "./commands";
import { type Exchanged, exchange } from "./exchange";
import type { Link } from "./link";
import type { Alarm } from "./silence";
import { type End, openSocket, type Socket } from "./socket";
import type { TicketKeeper } from "./ticket";
import type { Watch } from "./watch";
import { startWatchdog } from "./watchdog";

/** The version of the protocol that this page speaks. */
const protocol: Hello["protocol"] = 1;

/** After so long without a connection, in milliseconds, the page stops trying and asks the person. */
export const lostAfter = 120_000;
/** A timer that is later than this, in milliseconds, has slept with its machine. */
const overslept = 5_000;

export interface LineOptions {
  /** Where the WebSocket is. */
  url: string;
  link: Link | null;
  tickets: TicketKeeper;
  /** Takes every frame of the server but its pings. */
  hear(frame: FromServer): void;
  /** Takes what time it is, as the server says with every ping, in milliseconds. */
  tells(at: number): void;
  /** Takes what the line has to say of itself. */
  tell(message: Local): void;
  /** Ends the line for good. */
  signal: AbortSignal;
}

/** What can be said in `hello`, or why nothing can. */
type Key = { kind: "token" | "ticket"; value: string } | Exclude<Exchanged, { kind: "token" }>;

/** How one try ended: for how long the server asks to be left alone, and whether it had let this browser in. */
type Attempt = { afterMs: number; welcomed: boolean };

/**
 * This browser's line to the server. It makes one connection after another until the visit is over, first with the
 * link and then with the ticket that the server gave, and it tells the state what it hears.
 */
export class Line {
  private readonly commands = new Commands();
  private watchdog: Watch | null = null;
  private link: Link | null;
  private socket: Socket | null = null;
  private waker = new AbortController();
  /** Something has changed, so that the next try is worth making without waiting. */
  private hurry = false;
  /** Another tab has the ticket: the connection that there is may live on, but no other is made. */
  private handedOver = false;
  private lostTimer: ReturnType<typeof setTimeout> | undefined;
  private lost = false;

  constructor(private readonly options: LineOptions) {
    this.link = options.link;
  }

  /** Keeps the line up. Resolves when the visit is over or the signal is aborted. */
  async run(): Promise<void> {
    this.watchdog = startWatchdog((alarm) => this.alarmed(alarm));
    this.startLosing();
    let failures = 0;
    while (!this.over()) {
      this.hurry = false;
      const attempt = await this.attempt();
      if (!attempt || this.over()) break;
      if (attempt.welcomed || this.hurry) failures = 0;
      await this.waitToReturn(attempt.afterMs, backoff(failures++));
    }
    clearTimeout(this.lostTimer);
    this.watchdog.stop();
    this.commands.lineLost();
    if (this.handedOver) this.options.tell({ type: "local.handed_over" });
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
    this.hurry = true;
    this.waker.abort();
  }

  /**
   * This machine may have slept or changed its network. Where there is no connection, one is made at once. One that
   * has been quiet is given up, and any other one must soon give a sign of life.
   */
  look(): void {
    if (!this.socket) this.wake();
    else if (this.socket.doubtful()) this.giveUp();
    else this.suspect();
  }

  /** This machine is in another network: the connection, if there is one, belongs to the old one and is given up. */
  move(): void {
    if (this.socket) this.giveUp();
    else this.wake();
  }

  /** There is reason to doubt the line, such as sound that stopped: a sign of life must come soon. */
  suspect(): void {
    this.watchdog?.obey("doubt");
    this.socket?.doubt();
  }

  /**
   * Gives the ticket away, to another tab of this browser. The server ends the connection of this tab when that one
   * comes in; should it break before, it is not made again. Null, and nothing changes, while there is no ticket.
   */
  handOver(): string | null {
    const { tickets } = this.options;
    const ticket = this.link || this.over() ? null : tickets.get();
    if (!ticket) return null;
    tickets.forget();
    this.handedOver = true;
    if (!this.socket) this.wake();
    else if (!this.socket.welcomed()) this.socket.close(); // else it could take the place back
    return ticket;
  }

  private over(): boolean {
    return this.handedOver || this.options.signal.aborted;
  }

  /** What the watchdog says is checked here: it may not know yet what this page, having been busy, has just heard. */
  private alarmed(alarm: Alarm): void {
    if (alarm === "slept") this.look();
    else if (this.socket?.doubtful()) this.socket.close();
  }

  private giveUp(): void {
    this.hurry = true;
    this.socket?.close();
  }

  /** One try, from the key to the end of its connection. Null if there is to be no other. */
  private async attempt(): Promise<Attempt | null> {
    const { tell } = this.options;
    const key = await this.key();
    if (this.over()) return null;
    if (key.kind === "refused") {
      tell({ type: "local.refused", phone: key.phone });
      return null;
    }
    if (key.kind === "later") {
      if (key.phone) tell({ type: "local.phone", phone: key.phone });
      this.tellReconnecting();
      return { afterMs: spread(key.afterMs), welcomed: false };
    }
    const { bye, welcomed } = await this.connect(key.kind, key.value);
    if (bye && !bye.comeBack) {
      if (bye.why === "refused" && !welcomed) await this.learnPhone();
      return null;
    }
    return { afterMs: spread(bye?.afterMs ?? 0), welcomed };
  }

  /** One connection, from hello to its end. */
  private async connect(kind: "token" | "ticket", value: string): Promise<End> {
    const hello: Hello = kind === "ticket" ? { protocol, ticket: value } : { protocol, token: value };
    const { url, signal } = this.options;
    this.socket = openSocket({
      url,
      hello,
      hear: (frame) => this.hear(frame),
      tells: (at) => this.options.tells(at),
      alive: () => this.watchdog?.obey("heard"),
      signal,
    });
    const end = await this.socket.ended;
    this.socket = null;
    this.watchdog?.obey("rest");
    this.commands.lineLost();
    if (!this.over() && (!end.bye || end.bye.comeBack)) {
      if (end.welcomed) this.startLosing();
      this.tellReconnecting();
    }
    return end;
  }

  private hear(frame: FromServer): void {
    const { tickets } = this.options;
    this.commands.hear(frame);
    if (frame.type === "welcome") {
      this.link = null; // the secret has done its work
      this.hurry = false;
      this.stopLosing();
    }
    if (frame.type === "welcome" || frame.type === "ticket") {
      if (!this.handedOver) tickets.keep(frame.data.ticket);
    }
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

  /**
   * Waits before the next try: first for as long as the server has asked for, then until `ms` have passed altogether
   * or somebody wakes it. Once the line is lost, it waits for that alone.
   */
  private async waitToReturn(asked: number, ms: number): Promise<void> {
    const { signal } = this.options;
    this.waker = new AbortController();
    const ends = [signal, this.waker.signal];
    await pause(asked, [signal]);
    if (!this.hurry && !this.lost) await pause(Math.max(0, ms - asked), ends);
    if (!this.hurry && this.lost) await pause(null, ends);
    if (!this.lost || this.over()) return;
    this.startLosing();
    this.tellReconnecting();
  }

  private tellReconnecting(): void {
    if (!this.lost) this.options.tell({ type: "local.line", line: "reconnecting" });
  }

  private startLosing(): void {
    this.stopLosing();
    const end = Date.now() + lostAfter;
    this.lostTimer = setTimeout(() => {
      if (Date.now() > end + overslept) {
        // Nobody has tried for so long: this machine was asleep.
        this.startLosing();
        this.look();
        return;
      }
      this.lost = true;
      this.options.tell({ type: "local.line", line: "lost" });
    }, lostAfter);
  }

  private stopLosing(): void {
    clearTimeout(this.lostTimer);
    this.lost = false;
  }
}
