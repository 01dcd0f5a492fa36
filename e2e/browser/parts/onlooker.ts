import { type Leaving, type Received, readReceived, readTiles, type Tile, watchLeaving } from "./probe";

/** Somebody with a browser of either kind, and what their page has seen and heard. */
export abstract class Onlooker {
  /** Runs a function in the page. */
  protected abstract run<Result>(inPage: () => Result | Promise<Result>): Promise<Result>;
  protected abstract runWith<Argument>(
    inPage: (argument: Argument) => void,
    argument: Argument,
  ): Promise<void>;

  /** What the page itself has complained of. */
  protected readonly faults: string[] = [];

  /** The circle as it is drawn. */
  tiles(): Promise<Tile[]> {
    return this.run(readTiles);
  }

  /** What has been received of somebody, as running totals. */
  async received(name: string): Promise<Received> {
    const all = await this.run(readReceived);
    return all[name] ?? { packets: 0, energy: 0, frames: 0 };
  }

  /** How many offers the page has made. */
  offers(): Promise<number> {
    return this.run(() => window.probe.offers);
  }

  /** How many peer connections the page has open. */
  openPeers(): Promise<number> {
    return this.run(() => window.probe.peers.filter((peer) => peer.connectionState !== "closed").length);
  }

  /** From now on notes what is seen of somebody who is about to leave. */
  watchLeaving(name: string): Promise<void> {
    return this.runWith(watchLeaving, name);
  }

  leaving(): Promise<Leaving[]> {
    return this.run(() => window.probe.leaving);
  }

  /** Everything that went wrong in this page, and what its policy has stopped since it was loaded. */
  async allFaults(): Promise<string[]> {
    return [...this.faults, ...(await this.run(() => window.probe?.violations ?? []))];
  }
}
