type Rgb = readonly [number, number, number];

/** Whose picture has which colour, and all colours that a picture may be taken for. */
export interface Colouring {
  people: Record<string, Rgb>;
  palette: readonly Rgb[];
}

/** What was seen on the tiles that bore one person's name. */
export interface Sighting {
  /** Drawn pictures of that person's colour all over. */
  right: number;
  /** Drawn pictures with anybody else's colour anywhere in them: when, in milliseconds, and what was seen. */
  wrong: string[];
  /** How many pixels those pictures were high, each height once. */
  heights: number[];
}

declare global {
  interface Window {
    sightings: Record<string, Sighting>;
  }
}

/**
 * Runs in the page: from now on looks at the pictures that are drawn on tiles, and notes whether all of each has the
 * colour of the person whose name the tile bears at that moment. It looks at every one for a second after a name, a
 * stream or a size has changed, and then at every fourth: a wrong picture stays until the next key frame, which bots send once a
 * second. The lower edge is left out: there the bots' square wanders.
 */
export function watchColours({ people, palette }: Colouring): void {
  const columns = 16;
  const rows = 9;
  const canvas = document.createElement("canvas");
  canvas.width = columns;
  canvas.height = rows;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  if (!pen) throw new Error("there is nothing to draw with");
  window.sightings = {};

  /** Whether a pixel is nearer to this colour than to any other. */
  const isOf = (colour: Rgb, r: number, g: number, b: number) => {
    const far = (c: Rgb) => (c[0] - r) ** 2 + (c[1] - g) ** 2 + (c[2] - b) ** 2;
    const own = far(colour);
    return palette.every((other) => other.join() === colour.join() || far(other) > own);
  };
  const nameOn = (video: HTMLVideoElement) => {
    const written = [...(video.closest("li")?.querySelectorAll("span") ?? [])].map(
      (span) => span.textContent,
    );
    return Object.keys(people).find((name) => written.includes(name));
  };
  const changes = new WeakMap<HTMLVideoElement, { what: string; at: number; pictures: number }>();
  const look = (video: HTMLVideoElement) => {
    const name = nameOn(video);
    const { srcObject, videoWidth: width, videoHeight: height } = video;
    const shown = srcObject instanceof MediaStream && getComputedStyle(video).visibility === "visible";
    if (name === undefined || !shown || width === 0) return;
    const what = `${name} ${srcObject.id} ${height}`;
    let change = changes.get(video);
    if (change?.what !== what) change = { what, at: performance.now(), pictures: 0 };
    changes.set(video, change);
    change.pictures++;
    if (performance.now() - change.at > 1000 && change.pictures % 4 !== 0) return;
    pen.drawImage(video, 0, 0, width, height * 0.85, 0, 0, columns, rows);
    const { data } = pen.getImageData(0, 0, columns, rows);
    const colour = people[name];
    const others: string[] = [];
    for (let at = 0; at < data.length; at += 4) {
      const [r = 0, g = 0, b = 0] = data.subarray(at, at + 3);
      if (!colour || !isOf(colour, r, g, b))
        others.push(`${(at / 4) % columns},${Math.floor(at / 4 / columns)}: ${r} ${g} ${b}`);
    }
    window.sightings[name] ??= { right: 0, wrong: [], heights: [] };
    const sighting = window.sightings[name];
    if (others.length === 0) sighting.right++;
    else {
      const since = Math.round(performance.now() - change.at);
      sighting.wrong.push(
        `${since} after ${what}, picture ${change.pictures}: ${others.length} of ${columns * rows}, such as ${others[0]}`,
      );
    }
    if (!sighting.heights.includes(height)) sighting.heights.push(height);
  };

  const watched = new WeakSet<HTMLVideoElement>();
  const watchAll = () => {
    for (const video of document.querySelectorAll<HTMLVideoElement>("main section ul > li video")) {
      if (watched.has(video)) continue;
      watched.add(video);
      const each = () => {
        look(video);
        video.requestVideoFrameCallback(each);
      };
      video.requestVideoFrameCallback(each);
    }
  };
  new MutationObserver(watchAll).observe(document.body, { subtree: true, childList: true });
  watchAll();
}
