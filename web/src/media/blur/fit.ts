export type Size = { width: number; height: number };
export type Box = Size & { x: number; y: number };

/** Where a picture of size `inner` lies in `outer`: as large as possible, undistorted, in the middle. */
export function fitInto(outer: Size, inner: Size): Box {
  const scale = Math.min(outer.width / inner.width, outer.height / inner.height);
  const width = inner.width * scale;
  const height = inner.height * scale;
  return { x: (outer.width - width) / 2, y: (outer.height - height) / 2, width, height };
}

/** The shorter side of the coarsest picture has at most so many pixels: letters and faces are gone by then. */
const coarsest = 24;

/**
 * The sizes that a picture is drawn in one after the other to blur it, each half of the one before: then every pixel is
 * the mean of all those that it stands for. In one step most of them would be passed over, and a fine pattern would
 * come back as a coarse one.
 */
export function halvings(size: Size): Size[] {
  const sizes: Size[] = [];
  let { width, height } = size;
  do {
    width = Math.max(1, Math.round(width / 2));
    height = Math.max(1, Math.round(height / 2));
    sizes.push({ width, height });
  } while (Math.min(width, height) > coarsest);
  return sizes;
}
