import { type Colouring, type Sighting, watchColours } from "./colours";
import {
  type Leaving,
  nothing,
  type Path,
  placePicture,
  type Received,
  readPackets,
  readPath,
  readPictureLines,
  readReceived,
  readTiles,
  type Tile,
  watchLeaving,
  watchSound,
} from "./probe";

import { type Drawing, readScreen, type SharedScreen, watchScreen } from "./screen";

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
    return all[name] ?? nothing;
  }

  /** How many packets the page has received, of whomever. */
  packets(): Promise<number> {
    return this.run(readPackets);
  }

  /** How many offers the page has made. */
  offers(): Promise<number> {
    return this.run(() => window.probe.offers);
  }

  /** How many of them were made to send or to receive something, and not to find a new path for what there is. */
  negotiations(): Promise<number> {
    return this.run(() => window.probe.negotiations);
  }

  /** How many peer connections the page has open. */
  openPeers(): Promise<number> {
    return this.run(() => window.probe.peers.filter((peer) => peer.connectionState !== "closed").length);
  }

  /** By which path media come, and on which connection. */
  path(): Promise<Path> {
    return this.run(readPath);
  }

  /** From now on notes how long nothing comes of somebody's sound. */
  watchSound(name: string): Promise<void> {
    return this.runWith(watchSound, name);
  }

  /** The longest time without sound since watchSound, in milliseconds. */
  longestSilence(): Promise<number> {
    return this.run(() => Math.round(window.probe.longestSilence));
  }

  /** What the page was told meanwhile of its network and by the server. */
  told(): Promise<[string, number][]> {
    return this.run(() => window.probe.told);
  }

  /** The page has a connection to the server, as far as it knows. */
  connected(): Promise<boolean> {
    return this.run(() => window.probe.line?.readyState === WebSocket.OPEN);
  }

  /** Draws somebody's picture so wide, in CSS pixels, or so far up that it is off screen. */
  placePicture(name: string, width: number, up = 0): Promise<void> {
    return this.runWith(placePicture, { name, width, up });
  }

  /** From now on looks at every picture that is drawn of these people. */
  watchColours(colouring: Colouring): Promise<void> {
    return this.runWith(watchColours, colouring);
  }

  /** What was seen since watchColours, by name. */
  sightings(): Promise<Record<string, Sighting>> {
    return this.run(() => window.sightings);
  }

  /** On which line of the connection somebody's picture comes. */
  async pictureLine(name: string): Promise<string | undefined> {
    return (await this.run(readPictureLines))[name];
  }

  /** The screen that somebody shares. */
  screen(): Promise<SharedScreen> {
    return this.run(readScreen);
  }

  /** From now on notes whether a shared screen is to be seen. */
  watchScreen(): Promise<void> {
    return this.run(watchScreen);
  }

  drawings(): Promise<Drawing[]> {
    return this.run(() => window.drawings);
  }

  /** The names of the switches in the page. */
  switches(): Promise<string[]> {
    return this.run(() =>
      [...document.querySelectorAll("[role=switch]")].map(
        (s) => s.getAttribute("aria-label") ?? s.textContent ?? "",
      ),
    );
  }

  /** The seat of this person. */
  seat(): Promise<number | undefined> {
    return this.run(() => window.probe.view?.you.seat);
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
