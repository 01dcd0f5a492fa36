/** Of a screen with more pixels than this for each CSS pixel, the rest is not seen in a moving picture. */
const finest = 2;
/** Heights are told in steps of so many pixels: the server need not hear of each. */
const step = 60;

/** How large elements are shown, and whether they are on screen at all. Made once per page. */
export class Sizes {
  private readonly heights = new Map<Element, number>();
  private readonly onScreen = new Map<Element, boolean>();
  private readonly visible = new IntersectionObserver((entries) => this.see(entries), { rootMargin: "10%" });
  private readonly size = new ResizeObserver((entries) => this.measure(entries));

  /** `onChange` is called whenever a height has changed. */
  constructor(private readonly onChange: () => void) {}

  /** Watches `element` until the returned function is called. */
  watch(element: Element): () => void {
    this.visible.observe(element);
    this.size.observe(element);
    return () => {
      this.visible.unobserve(element);
      this.size.unobserve(element);
      this.heights.delete(element);
      this.onScreen.delete(element);
      this.onChange();
    };
  }

  /** How many pixels of the screen a 16:9 picture in `element` is high; 0 off screen; undefined until it is known. */
  height(element: Element): number | undefined {
    const height = this.heights.get(element);
    const onScreen = this.onScreen.get(element);
    return height === undefined || onScreen === undefined ? undefined : onScreen ? height : 0;
  }

  private see(entries: IntersectionObserverEntry[]): void {
    for (const entry of entries) this.onScreen.set(entry.target, entry.isIntersecting);
    this.onChange();
  }

  private measure(entries: ResizeObserverEntry[]): void {
    const pixels = Math.min(globalThis.devicePixelRatio ?? 1, finest);
    for (const { target, contentRect } of entries) {
      // The picture covers the element, so a wide one needs more than its height.
      const height = Math.max(contentRect.height, (contentRect.width * 9) / 16) * pixels;
      this.heights.set(target, Math.ceil(height / step) * step);
    }
    this.onChange();
  }
}
