import type { Command } from "../protocol/command";
import type { FromBrowser, FromServer } from "../protocol/messages";
import type { Outcome } from "../state/actions";

/** Pairs every command with the answer that carries its id. */
export class Commands {
  private lastId = 0;
  private readonly waiting = new Map<number, (outcome: Outcome) => void>();

  /** Sends `command` through `send`; the promise never rejects. */
  ask(command: Command, send: (frame: FromBrowser) => boolean): Promise<Outcome> {
    const id = ++this.lastId;
    return new Promise((resolve) => {
      this.waiting.set(id, resolve);
      if (!send({ ...command, id } as FromBrowser)) this.settle(id, { ok: false, why: "line" });
    });
  }

  /** Settles the command that `frame` answers, if it answers one. */
  hear(frame: FromServer): void {
    if (frame.type === "done") this.settle(frame.data.id, { ok: true, saved: frame.data.saved });
    if (frame.type === "refused" && frame.data.id) {
      this.settle(frame.data.id, { ok: false, why: "refused", code: frame.data.code });
    }
  }

  /** The line is gone: what was asked may or may not have taken effect. */
  lineLost(): void {
    for (const id of [...this.waiting.keys()]) this.settle(id, { ok: false, why: "line" });
  }

  private settle(id: number, outcome: Outcome): void {
    const resolve = this.waiting.get(id);
    this.waiting.delete(id);
    resolve?.(outcome);
  }
}
