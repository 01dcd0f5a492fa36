import type { Alarm } from "../src/signal/silence";
import { type Order, startWatch, type Watch } from "../src/signal/watch";

/** A worker that runs the watch, on the page's clock but with messages between the two. */
export class FakeWorker extends EventTarget {
  static made: FakeWorker[] = [];
  private watch: Watch | null;

  constructor(readonly url: string) {
    super();
    FakeWorker.made.push(this);
    this.watch = startWatch((alarm) => this.say(alarm));
  }

  say(data: Alarm): void {
    this.dispatchEvent(new MessageEvent("message", { data }));
  }

  get running(): boolean {
    return this.watch !== null;
  }

  postMessage(order: Order): void {
    queueMicrotask(() => this.watch?.obey(order));
  }

  terminate(): void {
    this.watch?.stop();
    this.watch = null;
  }

  /** It could not be loaded. */
  fail(): void {
    this.terminate();
    this.dispatchEvent(new Event("error"));
  }
}
