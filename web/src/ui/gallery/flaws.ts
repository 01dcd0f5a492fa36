/** Rounding, and the edge of a letter that leans out of its box, are no flaws: in CSS pixels. */
const slack = 1.5;

/** What must be as large as a finger: in CSS pixels at 100 % text size. */
const target = 48;
const barItem = 56;
const lowPage = 560; // below this height the items of the bar are as low as any target

const controls = "button, select, input, textarea, a[href], [role=menuitem], [role=menuitemradio], label";

/** What is wrong with how the page is laid out at this moment, in words for whoever must mend it. */
export function flaws(): string[] {
  return [...sideways(), ...cutTexts(), ...overlaps(), ...smallTargets()];
}

function sideways(): string[] {
  const { scrollWidth } = document.documentElement;
  return scrollWidth > window.innerWidth
    ? [`the page is ${scrollWidth - window.innerWidth} px too wide`]
    : [];
}

/** Texts of which a part can't be seen, nor scrolled to, and texts that stick out of their boxes. */
function cutTexts(): string[] {
  const found: string[] = [];
  for (const text of texts()) {
    const at = boxOfText(text);
    if (at.width < 1 || at.height < 1) continue;
    const cut = cutBy(text, at);
    if (cut) found.push(`cut by ${name(cut)}: ${quote(text)}`);
  }
  return found;
}

/** The box that hides a part of this text, or that it sticks out of. */
function cutBy(text: Text, at: DOMRect): Element | null {
  let across = true;
  let down = true;
  let innermost = true;
  for (let box = text.parentElement; box && box !== document.body; box = box.parentElement) {
    const style = getComputedStyle(box);
    if (style.display === "inline" || style.display === "contents") continue;
    const edge = box.getBoundingClientRect();
    const wide = at.left < edge.left - slack || at.right > edge.right + slack;
    const high = at.top < edge.top - slack || at.bottom > edge.bottom + slack;
    if (across && wide && (innermost || clips(style.overflowX))) return box;
    if (down && high && clips(style.overflowY)) return box;
    across &&= !scrolls(style.overflowX);
    down &&= !scrolls(style.overflowY);
    innermost = false;
    if (style.position === "fixed") break;
  }
  return null;
}

const clips = (overflow: string) => overflow === "hidden" || overflow === "clip";
const scrolls = (overflow: string) => overflow === "auto" || overflow === "scroll";

/** Controls that lie on each other, or on a text that isn't theirs. */
function overlaps(): string[] {
  const found: string[] = [];
  // A link in a sentence may run over two lines, which makes its box wider than it is.
  const pressed = reachable()
    .filter((control) => !control.matches("p a, li a"))
    .map((control) => ({ control, at: visiblePart(control) }));
  for (const [i, one] of pressed.entries()) {
    for (const other of pressed.slice(i + 1)) {
      if (!touch(one.at, other.at) || !sameLayer(one.control, other.control)) continue;
      found.push(`${name(one.control)} lies on ${name(other.control)}`);
    }
  }
  for (const text of texts()) {
    const own = text.parentElement?.closest(controls);
    const at = clipped(boxOfText(text), text.parentElement);
    for (const { control, at: under } of pressed) {
      if (control === own || control.contains(text) || !text.parentElement) continue;
      if (touch(at, under) && sameLayer(control, text.parentElement))
        found.push(`${name(control)} lies on the text ${quote(text)}`);
    }
  }
  return found;
}

function smallTargets(): string[] {
  const scale = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
  return reachable().flatMap((control) => {
    // A link in a sentence is as high as its line (WCAG 2.5.8), and a skip link is only for the keyboard.
    if (control.matches("p a, li a, a[href^='#']")) return [];
    const { width, height } = reach(control);
    // A choice of several is one item of the bar.
    const inBar = control.closest("#controls") && !control.closest("[role=dialog], [role=radiogroup]");
    const least = inBar && window.innerHeight >= lowPage ? barItem : target;
    const small = width < target * scale - 0.5 || height < least * scale - 0.5;
    return small ? [`${name(control)} is ${Math.round(width)} × ${Math.round(height)} px`] : [];
  });
}

/** How large a control is for a finger: the input of a label may reach over its edge. */
function reach(control: Element): { width: number; height: number } {
  const boxes = [control, ...control.querySelectorAll("input")].map((part) => part.getBoundingClientRect());
  return {
    width: Math.max(...boxes.map((box) => box.width)),
    height: Math.max(...boxes.map((box) => box.height)),
  };
}

/** Every control that can be pressed now; an input within a label counts as the label. */
function reachable(): Element[] {
  return [...document.querySelectorAll(controls)].filter((control) => {
    if (control.matches("label") && !control.querySelector("input")) return false;
    if (control.matches("label input")) return false;
    const { width, height } = control.getBoundingClientRect();
    return width > 1 && height > 1 && seen(control) && !control.closest("[inert]");
  });
}

function texts(): Text[] {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found: Text[] = [];
  while (walker.nextNode()) {
    const text = walker.currentNode as Text;
    const parent = text.parentElement;
    if (!text.data.trim() || !parent || parent.closest("script, style, option")) continue;
    if (seen(parent)) found.push(text);
  }
  return found;
}

/** Drawn at all: neither hidden, nor kept for assistive technology, nor waiting above the page. */
function seen(element: Element): boolean {
  if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
  for (let box: Element | null = element; box; box = box.parentElement) {
    const style = getComputedStyle(box);
    if (style.clipPath.startsWith("inset(50%")) return false;
    const { bottom, width, height } = box.getBoundingClientRect();
    if (bottom <= 0 && style.position === "absolute") return false; // a skip link that isn't focused
    if (width <= 1 && height <= 1 && clips(style.overflowX)) return false;
  }
  return true;
}

/** Where the letters stand: the lines of a font are higher than they are. */
function boxOfText(text: Text): DOMRect {
  const range = document.createRange();
  range.selectNodeContents(text);
  const box = range.getBoundingClientRect();
  const size = text.parentElement ? Number.parseFloat(getComputedStyle(text.parentElement).fontSize) : 0;
  const air = Math.min(size * 0.2, box.height / 4);
  return new DOMRect(box.x, box.y + air, box.width, box.height - 2 * air);
}

const visiblePart = (element: Element) => clipped(element.getBoundingClientRect(), element.parentElement);

/** As much of a box as the boxes around it let through. */
function clipped(box: DOMRect, from: Element | null): DOMRect {
  let { left, right, top, bottom } = box;
  for (let around = from; around && around !== document.body; around = around.parentElement) {
    const style = getComputedStyle(around);
    const edge = around.getBoundingClientRect();
    if (style.overflowX !== "visible")
      [left, right] = [Math.max(left, edge.left), Math.min(right, edge.right)];
    if (style.overflowY !== "visible")
      [top, bottom] = [Math.max(top, edge.top), Math.min(bottom, edge.bottom)];
    if (style.position === "fixed") break;
  }
  return new DOMRect(left, top, Math.max(right - left, 0), Math.max(bottom - top, 0));
}

function touch(a: DOMRect, b: DOMRect): boolean {
  const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return across > slack && down > slack;
}

/** Both stand on the page, or on the same dialog or menu above it; what floats above the page may cover it. */
function sameLayer(one: Element, other: Element): boolean {
  return layerOf(one) === layerOf(other) && !one.contains(other) && !other.contains(one);
}

const floating = new Set(["fixed", "sticky"]);
const above = "[role=dialog], [role=menu], [role=listbox]";

function layerOf(element: Element): Element {
  let layer: Element = document.body;
  for (let box: Element | null = element; box && box !== document.body; box = box.parentElement) {
    if (floating.has(getComputedStyle(box).position) || box.matches(above)) return box;
    layer = box;
  }
  return layer;
}

function name(element: Element): string {
  const said = element.getAttribute("aria-label") ?? element.textContent?.trim().slice(0, 40);
  return `<${element.localName}> “${said}”`;
}

const quote = (text: Text) => `“${text.data.trim().slice(0, 60)}”`;
