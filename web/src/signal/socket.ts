import type { Bye, FromBrowser, FromServer, Hello } from "../protocol/messages";

/** How long the server may take for the WebSocket and its welcome, in milliseconds. */
const patience = 10_000;
/** The server pings every 500 ms. So much silence, in milliseconds, means that the line is gone. */
const silence = 2_500;
const watch = 500;

/** How one connection ended. */
export type End = { welcomed: boolean; bye: Bye | null };

/** One WebSocket connection, from hello to its end. It hears nothing more once it has ended. */
export interface Socket {
  /** Sends a frame; false if the line is already known to be gone. */
  send(frame: FromBrowser): boolean;
  ended: Promise<End>;
}

/** Connects, says hello, answers pings, and gives every frame to `onFrame`. */
export function openSocket(
  url: string,
  hello: Hello,
  onFrame: (frame: FromServer) => void,
  signal: AbortSignal,
): Socket {
  const socket = new WebSocket(url);
  const mine = new AbortController();
  const end: End = { welcomed: false, bye: null };
  let lastHeard = 0; // 0 until the first ping: before it, silence means nothing

  let finish = (_: End) => {};
  const ended = new Promise<End>((resolve) => {
    finish = resolve;
  });
  const close = () => {
    if (mine.signal.aborted) return;
    mine.abort();
    clearTimeout(slow);
    clearInterval(watchdog);
    socket.close();
    finish(end);
  };
  const send = (frame: FromBrowser) => {
    if (mine.signal.aborted || socket.readyState !== WebSocket.OPEN) return false;
    socket.send(JSON.stringify(frame));
    return true;
  };
  const slow = setTimeout(close, patience);
  const watchdog = watchSilence(() => lastHeard, close);

  const hear = (event: MessageEvent) => {
    const frame = read(event.data);
    if (!frame) return;
    lastHeard ||= frame.type === "ping" ? Date.now() : 0;
    if (lastHeard) lastHeard = Date.now();
    if (frame.type === "ping") {
      // Here and not later: the timers of a hidden tab are slow, its messages are not.
      send({ type: "pong", data: { n: frame.data.n } });
      return;
    }
    if (frame.type === "welcome") {
      end.welcomed = true;
      clearTimeout(slow);
    }
    if (frame.type === "bye") end.bye = frame.data;
    onFrame(frame);
    if (frame.type === "bye") close();
  };
  socket.addEventListener("open", () => send({ type: "hello", data: hello }), { signal: mine.signal });
  socket.addEventListener("message", hear, { signal: mine.signal });
  socket.addEventListener("close", close, { signal: mine.signal });
  socket.addEventListener("error", close, { signal: mine.signal });
  signal.addEventListener("abort", close, { signal: mine.signal });
  if (signal.aborted) close();
  return { send, ended };
}

/**
 * Calls `close` after a silence. A tick that comes very late itself proves only that this page was asleep; those of a
 * hidden tab come once a second, which is no sleep.
 */
function watchSilence(lastHeard: () => number, close: () => void): ReturnType<typeof setInterval> {
  let lastTick = Date.now();
  return setInterval(() => {
    const now = Date.now();
    const awake = now - lastTick < 4 * watch;
    lastTick = now;
    if (awake && lastHeard() > 0 && now - lastHeard() > silence) close();
  }, watch);
}

/** Every message this page knows; a newer server may send others, which are ignored. */
const known: Record<FromServer["type"], true> = {
  welcome: true,
  view: true,
  ticket: true,
  "media.answer": true,
  "media.slots": true,
  "media.speaking": true,
  "invite.declined": true,
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
