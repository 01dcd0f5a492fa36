import { type Alarm, lookEvery, Silence } from "./silence";

/** What a watch is told: a sign of life of the server; to be in doubt of it; or to expect none. */
export type Order = "heard" | "doubt" | "rest";

/** A watch over the server's silence that is kept by a timer of the thread it is started in. */
export interface Watch {
  obey(order: Order): void;
  stop(): void;
}

/** Starts a watch, which calls `bark` when there is something to say. It rests until the first sign of life. */
export function startWatch(bark: (alarm: Alarm) => void): Watch {
  const silence = new Silence(Date.now());
  const timer = setInterval(() => {
    const alarm = silence.look(Date.now());
    if (alarm) bark(alarm);
  }, lookEvery);
  return {
    obey: (order) => silence[order](Date.now()),
    stop: () => clearInterval(timer),
  };
}
