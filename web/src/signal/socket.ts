import type { Bye, FromBrowser, FromServer, Hello } from "../protocol/messages";
import { doubtful } from "./silence";

/** How long the server may take for the WebSocket and its welcome, in milliseconds. */
const patience = 10_000;
/** A connection that takes longer than this to be made, in milliseconds, may be on its way into a network that is gone. */
const slowStart = 3_000;

/** How one connection ended. */
export type End = { welcomed: boolean; bye: Bye | null };

/** One WebSocket connection, from hello to its end. It hears nothing more once it has ended. */
export interface Socket {
  /** Sends a frame; false if the line is already known to be gone. */
  send(frame: FromBrowser): boolean;
  /** Ends it: the server is not there any more. */
  close(): void;
  /** If it is still being made, that must not take long from now on: its network may be gone. */
  doubt(): void;
  /** Whether the server has let this browser in. */
  welcomed(): boolean;
  /** Whether it has been quiet for so long that it may well be gone. */
  doubtful(): boolean;
  ended: Promise<End>;
}

export interface SocketOptions {
  url: string;
  hello: Hello;
  /** Takes every frame but pings. */
  hear(frame: FromServer): void;
  /** What time it is, as the server says with every ping, in milliseconds. */
  tells(at: number): void;
  /** The server lives, and has welcomed this browser, which it pings from then on: now its silence means something. */
  alive(): void;
  signal: AbortSignal;
}

/** Connects, says hello and answers pings. */
export function openSocket({ url, hello, hear, tells, alive, signal }: SocketOptions): Socket {
  const socket = new WebSocket(url);
  const mine = new AbortController();
  const end: End = { welcomed: false, bye: null };
  let lastHeard = Date.now();

  let finish = (_: End) => {};
  const ended = new Promise<End>((resolve) => {
    finish = resolve;
  });
  const close = () => {
    if (mine.signal.aborted) return;
    mine.abort();
    clearTimeout(slow);
    socket.close();
    finish(end);
  };
  const send = (frame: FromBrowser) => {
    if (mine.signal.aborted || socket.readyState !== WebSocket.OPEN) return false;
    socket.send(JSON.stringify(frame));
    return true;
  };
  let slow = setTimeout(close, patience);
  const doubt = () => {
    if (end.welcomed || mine.signal.aborted) return;
    clearTimeout(slow);
    slow = setTimeout(close, Math.max(0, slowStart - (Date.now() - lastHeard)));
  };

  const take = (event: MessageEvent) => {
    const frame = read(event.data);
    if (!frame) return;
    lastHeard = Date.now();
    if (frame.type === "welcome") {
      end.welcomed = true;
      clearTimeout(slow);
    }
    if (end.welcomed) alive();
    if (frame.type === "ping") {
      // Here and not later: the timers of a hidden tab are slow, its messages are not.
      send({ type: "pong", data: { n: frame.data.n } });
      if (frame.data.at) tells(frame.data.at);
      return;
    }
    if (frame.type === "bye") end.bye = frame.data;
    hear(frame);
    if (frame.type === "bye") close();
  };
  socket.addEventListener("open", () => send({ type: "hello", data: hello }), { signal: mine.signal });
  socket.addEventListener("message", take, { signal: mine.signal });
  socket.addEventListener("close", close, { signal: mine.signal });
  socket.addEventListener("error", close, { signal: mine.signal });
  signal.addEventListener("abort", close, { signal: mine.signal });
  if (signal.aborted) close();
  const isDoubtful = () => Date.now() - lastHeard > (end.welcomed ? doubtful : slowStart);
  return { send, close, doubt, welcomed: () => end.welcomed, doubtful: isDoubtful, ended };
}

/** Every message this page knows; a newer server may send others, which are ignored. */
const known: Record<FromServer["type"], true> = {
  welcome: true,
  view: true,
  ticket: true,
  "media.answer": true,
  "media.slots": true,
  "media.layers": true,
  "media.speaking": true,
  "invite.declined": true,
  "aside.declined": true,
  gesture: true,
  messages: true,
  "line.details": true,
  "talk.figures": true,
  done: true,
  refused: true,
  ping: true,
  bye: true,
};

function read(data: unknown): FromServer | null {
  if (typeof data !== "string") return null;
  try {
    const frame = JSON.parse(data) as FromServer;
    return Object.hasOwn(known, frame.type) ? frame : null;
  } catch {
    return null;
  }
}
