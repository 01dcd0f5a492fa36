import { expect } from "@playwright/test";
import type { Visitor } from "./visitor";

declare global {
  interface Window {
    /** What the live regions have said, in order, see Keyboard.listen. */
    heard: string[];
  }
}

/** More presses of Tab than any screen has places for the focus. */
const enough = 80;

/** Somebody who uses nothing but the keyboard, and hears what a screen reader would say. */
export class Keyboard {
  private constructor(readonly of: Visitor) {}

  /** Call it before the first page is opened. */
  static async of(visitor: Visitor): Promise<Keyboard> {
    await visitor.page.addInitScript(listen);
    return new Keyboard(visitor);
  }

  /** Comes from a link to the waiting room or, as staff, into the circle. */
  async come(link: string): Promise<void> {
    const { page, say } = this.of;
    await page.goto(link);
    await this.press(`button ${say("door.open")}`);
    await this.arrives("join.title");
    await expect(page.getByText(say("device.camera.ready"), { exact: true })).toBeVisible();
    await this.press(new RegExp(`^button (${say("join.toLobby")}|${say("join.toRoom")})$`));
  }

  /** Another screen has come, and the focus is on its name. */
  async arrives(title: string): Promise<void> {
    await this.of.title(title);
    await expect.poll(() => this.focused()).toBe(`heading ${this.of.say(title)}`);
  }

  /** Goes on with Tab to what has this role and name, and presses it. */
  async press(what: string | RegExp, key = "Enter"): Promise<void> {
    await this.goTo(what);
    await this.of.page.keyboard.press(key);
  }

  async goTo(what: string | RegExp): Promise<void> {
    const found = (name: string) => (typeof what === "string" ? name === what : what.test(name));
    const passed: string[] = [];
    for (let n = 0; n < enough; n++) {
      const here = await this.focused();
      if (found(here)) return;
      passed.push(here);
      await this.of.page.keyboard.press("Tab");
    }
    throw new Error(`Tab never comes to ${what}, but to ${[...new Set(passed)].join(", ")}`);
  }

  /** Opens the menu of somebody in the circle and chooses from it by the arrows. */
  async deed(id: string, name: string): Promise<void> {
    const { say } = this.of;
    await this.choose(`button ${say("seat.actions", { name })}`, say(id));
  }

  /** Opens a menu by its button and chooses from it by the arrows. */
  async choose(button: string, item: string): Promise<void> {
    const { page } = this.of;
    await this.press(button);
    await expect.poll(() => this.focused()).toMatch(/^menuitem/);
    for (let n = 0; n < enough; n++) {
      if ((await this.focused()) === `menuitem ${item}`) return page.keyboard.press("Enter");
      await page.keyboard.press("ArrowDown");
    }
    throw new Error(`the arrows never come to ${item}`);
  }

  /** Chooses the first reason of a question and answers it. */
  async reason(question: string, yes: string, name: string): Promise<void> {
    const { page, say } = this.of;
    const dialog = page.getByRole("dialog", { name: say(question, { name }) });
    await expect(dialog).toBeVisible();
    await this.press(`radio ${say("reason.asked")}`, "Space");
    await this.press(`button ${say(yes)}`);
    await expect(dialog).toHaveCount(0);
    await this.isSomewhere();
  }

  /** The focus is on something, and not back at the top of the page. */
  async isSomewhere(): Promise<void> {
    await expect.poll(() => this.focused()).not.toBe("nothing");
  }

  /** Role and name of what has the focus. */
  focused(): Promise<string> {
    return this.of.page.evaluate(() => {
      const here = document.activeElement;
      if (!here || here === document.body) return "nothing";
      const input = here instanceof HTMLInputElement ? here : null;
      const implied: Record<string, string> = {
        BUTTON: "button",
        A: "link",
        H1: "heading",
        SECTION: "region",
      };
      const role = here.getAttribute("role") ?? input?.type ?? implied[here.tagName] ?? here.tagName;
      const by = here.getAttribute("aria-labelledby")?.split(" ") ?? [];
      const named = by.map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
      const words = named || here.getAttribute("aria-label") || input?.closest("label")?.textContent;
      return `${role} ${(words || here.textContent || "").trim()}`;
    });
  }

  /** What has been said so far, of a kind: "status: …", "alert: …". */
  heard(): Promise<string[]> {
    return this.of.page.evaluate(() => window.heard);
  }

  /** Waits until this has been said, or joined to something else that has. */
  async hears(id: string, values?: Record<string, string>): Promise<void> {
    const text = this.of.say(id, values);
    await expect
      .poll(async () =>
        (await this.heard()).some((said) => said.startsWith("status: ") && said.includes(text)),
      )
      .toBe(true);
  }
}

/** Runs in the page: keeps what the live regions say, once they are there. */
function listen(): void {
  window.heard = [];
  let last = "";
  new MutationObserver(() => {
    const regions = document.querySelectorAll("[data-live-announcer] > [role]");
    const now = [...regions].map((region) => `${region.getAttribute("role")}: ${region.textContent?.trim()}`);
    if (now.join() === last) return;
    const before = last.split("\n");
    last = now.join("\n");
    window.heard.push(...now.filter((said) => !said.endsWith(": ") && !before.includes(said)));
  }).observe(document, { subtree: true, childList: true, characterData: true });
}
