import { expect, type Locator, type Page } from "@playwright/test";
import { Onlooker } from "./onlooker";
import { installProbe } from "./probe";
import type { Server } from "./server";
import { type Say, words } from "./words";

/** Somebody with Chromium. They do what a person does: read, press, write. */
export class Visitor extends Onlooker {
  /** How many connections to the server this tab has made. */
  connections = 0;
  /** How often the server has said that it is there. */
  pings = 0;
  /** Whether the network was ever taken away. */
  private unplugged = false;

  private constructor(
    readonly page: Page,
    private readonly server: Server,
    readonly say: Say,
  ) {
    super();
  }

  static async with(page: Page, server: Server, language: "en" | "es" = "en"): Promise<Visitor> {
    const visitor = new Visitor(page, server, words(language));
    await page.addInitScript(installProbe);
    visitor.watch();
    return visitor;
  }

  /** Another tab of the same browser. */
  async newTab(): Promise<Visitor> {
    return Visitor.with(await this.page.context().newPage(), this.server);
  }

  /** What a browser's "Duplicate tab" makes of this one: the same page with a copy of its storage. */
  async duplicate(): Promise<Visitor> {
    const opened = this.page.waitForEvent("popup");
    await this.page.evaluate(() => void window.open("about:blank"));
    const copy = await Visitor.with(await opened, this.server);
    await copy.page.goto(this.page.url());
    return copy;
  }

  /** Closes the tab, after a last look at what went wrong in it. */
  async close(): Promise<void> {
    const faults = await this.allFaults();
    this.faults.push(...faults.slice(this.faults.length));
    await this.page.close();
  }

  override async allFaults(): Promise<string[]> {
    return this.page.isClosed() ? this.faults : super.allFaults();
  }

  /** Opens a personal link and goes through the door. */
  async open(link: string): Promise<void> {
    await this.page.goto("about:blank"); // the same page with another fragment would not load again
    await this.page.goto(link);
    await this.press("door.open");
  }

  /** Comes in by a link and goes on once the camera is open: to the lobby or, as staff, into the circle. */
  async come(link: string): Promise<void> {
    await this.open(link);
    await this.title("join.title");
    await expect(this.page.getByText(this.say("device.camera.ready"), { exact: true })).toBeVisible();
    await this.page.getByRole("button", { name: this.anyOf("join.toLobby", "join.toRoom") }).click();
  }

  /** Comes in as staff and starts the session. */
  async lead(link: string): Promise<void> {
    await this.come(link);
    await this.press("now.startOpen");
    await expect(this.button("now.startOpen")).toHaveCount(0);
  }

  button(id: string, values?: Record<string, string>): Locator {
    return this.page.getByRole("button", { name: this.say(id, values), exact: true });
  }

  async press(id: string, values?: Record<string, string>): Promise<void> {
    await this.button(id, values).click();
  }

  /** Takes the network away from this person's browser, or gives it back. */
  async unplug(unplugged: boolean): Promise<void> {
    this.unplugged ||= unplugged; // what it writes of that may come late
    await this.page.context().setOffline(unplugged);
  }

  /** Presses Leave, the last item of More. */
  async leave(): Promise<void> {
    await this.press("bar.more");
    await this.page.getByRole("menuitem", { name: this.say("leave"), exact: true }).click();
  }

  /** The page has this heading of the first order, and is called what every page of Alcove is called. */
  async title(id: string): Promise<void> {
    await expect(this.page.getByRole("heading", { level: 1 })).toHaveText(this.say(id));
    await expect(this.page).toHaveTitle("Alcove");
    expect(new URL(this.page.url()).hash).toBe("");
  }

  /** The tile of somebody in the circle. */
  tile(name: string): Locator {
    return this.page
      .getByRole("main")
      .getByRole("region")
      .getByRole("listitem")
      .filter({ has: this.page.getByText(name, { exact: true }) });
  }

  /** The now line: what is happening, and what can be answered. */
  now(): Locator {
    return this.page.getByRole("region", { name: this.say("now.label") });
  }

  /** The reader's own microphone or camera. */
  switchOf(source: "microphone" | "camera"): Locator {
    return this.page.getByRole("switch", { name: this.say(`bar.${source}`) });
  }

  /** A part of the staff panel. */
  part(id: string): Locator {
    return this.page.getByRole("complementary").getByRole("region", { name: this.say(id) });
  }

  /** Does with somebody what their menu on the tile offers. */
  async deed(id: string, name: string): Promise<void> {
    await this.tile(name)
      .getByRole("button", { name: this.say("seat.actions", { name }) })
      .click();
    await this.page.getByRole("menuitem", { name: this.say(id) }).click();
  }

  /** Answers a question that wants a reason. */
  async reason(question: string, reason: string, yes: string, name: string): Promise<void> {
    const dialog = this.page.getByRole("dialog", { name: this.say(question, { name }) });
    await dialog.getByRole("radio", { name: this.say(reason) }).check({ force: true });
    await dialog.getByRole("button", { name: this.say(yes) }).click();
    await expect(dialog).toHaveCount(0);
  }

  protected run<Result>(inPage: () => Result | Promise<Result>): Promise<Result> {
    return this.page.evaluate(inPage);
  }

  protected runWith<Argument>(inPage: (argument: Argument) => void, argument: Argument): Promise<void> {
    return this.page.evaluate(inPage as (argument: unknown) => void, argument);
  }

  private anyOf(...ids: string[]): RegExp {
    return new RegExp(`^(${ids.map((id) => this.say(id)).join("|")})$`);
  }

  private watch(): void {
    this.page.on("pageerror", (error) => this.faults.push(`error: ${error.message}`));
    this.page.on("console", (message) => {
      if (message.type() !== "error" && message.type() !== "warning") return;
      // A refused link is a refused request, and Chromium writes each of those down by itself.
      if (message.location().url === `${this.server.page}/api/exchange`) return;
      if (message.text().includes("ERR_INTERNET_DISCONNECTED") && this.unplugged) return;
      // So is a server that isn't there, or a network.
      if ((this.server.killed || this.unplugged) && message.text().startsWith("WebSocket connection to"))
        return;
      this.faults.push(`console: ${message.text()}`);
    });
    this.page.on("request", (request) => this.stayAtHome(request.url()));
    this.page.on("websocket", (socket) => {
      this.stayAtHome(socket.url().replace(/^ws/, "http"));
      this.connections++;
      socket.on("framereceived", ({ payload }) => {
        if (String(payload).startsWith('{"type":"ping"')) this.pings++;
      });
    });
  }

  private stayAtHome(url: string): void {
    const { protocol, origin } = new URL(url);
    if (protocol === "data:" || protocol === "blob:" || url === "about:blank") return;
    if (origin !== this.server.page) this.faults.push(`request to ${origin}`);
  }
}
