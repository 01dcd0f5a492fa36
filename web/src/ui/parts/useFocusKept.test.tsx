import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { useFocusKept } from "./useFocusKept";

let root: Root;
let place: HTMLElement;

beforeEach(() => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  place = document.body.appendChild(document.createElement("div"));
  root = createRoot(place);
});
afterEach(() => {
  act(() => root.unmount());
  document.body.replaceChildren();
});

/** A page with a list of people, and a menu that floats above it, as far as they are there. */
function Room({ people, menu }: { people: readonly string[]; menu?: boolean }) {
  useFocusKept();
  return (
    <>
      <h1 tabIndex={-1}>Room</h1>
      <section aria-label="Waiting">
        {people.map((name) => (
          <button type="button" key={name}>
            {name}
          </button>
        ))}
      </section>
      {menu && <p>a menu is open</p>}
    </>
  );
}

const show = (people: readonly string[], menu = false) =>
  act(() => root.render(<Room people={people} menu={menu} />));
const button = (name: string) =>
  [...document.querySelectorAll("button")].find((button) => button.textContent === name);
const focused = () =>
  document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent;

async function frames(): Promise<void> {
  for (let n = 0; n < 3; n++) await new Promise(requestAnimationFrame);
}

describe("the focus", () => {
  it("stays in the part of the page in which its button was", async () => {
    show(["Ana", "Sam"]);
    button("Ana")?.focus();
    show(["Sam"]);
    expect(document.activeElement).toBe(document.body); // what a browser does by itself
    await frames();
    expect(focused()).toBe("Waiting");
  });

  it("goes to the name of the place when all around it is gone", async () => {
    show(["Ana"]);
    const aside = place.appendChild(document.createElement("aside"));
    const panel = aside.appendChild(document.createElement("button"));
    panel.focus();
    aside.remove();
    await frames();
    expect(focused()).toBe("Room");
  });

  it("of a menu whose button went meanwhile goes to where the button was", async () => {
    show(["Ana", "Sam"]);
    button("Ana")?.focus();
    const menu = document.body.appendChild(document.createElement("div"));
    menu.appendChild(document.createElement("button")).focus();
    show(["Sam"], true);
    menu.remove();
    await frames();
    expect(focused()).toBe("Waiting");
  });

  it("is left alone when somebody let it go, and when somebody else has taken it", async () => {
    show(["Ana", "Sam"]);
    button("Ana")?.focus();
    button("Ana")?.blur();
    show(["Ana", "Sam"], true);
    await frames();
    expect(document.activeElement).toBe(document.body);
    button("Ana")?.focus();
    show(["Sam"]);
    button("Sam")?.focus();
    await frames();
    expect(focused()).toBe("Sam");
  });
});
