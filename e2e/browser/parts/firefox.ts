import puppeteer, { type Browser, type Page } from "puppeteer-core";
import type { Network } from "./network";
import { Onlooker } from "./onlooker";
import { installProbe } from "./probe";
import { type Say, words } from "./words";

const program = process.env.FIREFOX ?? "/usr/bin/firefox-esr";

/** How long a press may wait for what it presses. It bounds nothing that is claimed. */
const patience = 60_000;

/** Somebody with Firefox, which is driven over WebDriver BiDi. */
export class FirefoxVisitor extends Onlooker {
  private readonly say: Say = words("en");

  private constructor(
    private readonly browser: Browser,
    private readonly page: Page,
  ) {
    super();
  }

  /** Starts a Firefox, in a network if one is given; pages from `trusted`, a host, may use the devices by plain http. */
  static async start(network?: Network, trusted = ""): Promise<FirefoxVisitor> {
    const browser = await puppeteer.launch({
      browser: "firefox",
      executablePath: network ? await network.wrap(program) : program,
      ...(network && { debuggingPort: await network.relay() }),
      headless: true,
      extraPrefsFirefox: {
        "dom.securecontext.allowlist": trusted,
        "media.navigator.streams.fake": true,
        "media.navigator.permission.disabled": true,
        "intl.accept_languages": "en-US",
        // Nothing of its own to load or to draw while a room runs.
        "browser.startup.homepage_override.mstone": "ignore",
        "app.update.enabled": false,
        "datareporting.policy.dataSubmissionEnabled": false,
        // It paints without a graphics card: at its usual 60 times a second a full circle takes both cores.
        "layout.frame_rate": 15,
      },
    });
    const [page = await browser.newPage()] = await browser.pages();
    await page.setViewport({ width: 1440, height: 900 });
    const visitor = new FirefoxVisitor(browser, page);
    await page.evaluateOnNewDocument(installProbe);
    page.on("console", (message) => {
      if (message.type() === "error") visitor.faults.push(`console: ${message.text()}`);
    });
    page.on("pageerror", (error) => visitor.faults.push(`error: ${String(error)}`));
    return visitor;
  }

  /** Opens a personal link and goes on to the waiting room once the camera is open. */
  async come(link: string): Promise<void> {
    await this.page.goto(link);
    await this.press("door.open");
    await this.page
      .locator(`::-p-text(${this.say("device.camera.ready")})`)
      .setTimeout(patience)
      .wait();
    await this.pressAway("join.toLobby");
  }

  /** Presses the button with these words. */
  async press(id: string): Promise<void> {
    await this.page.locator(this.button(id)).setTimeout(patience).click();
  }

  /** Presses until the button is gone: Firefox is told a place to press, and a page that still grows moves its buttons. */
  private async pressAway(id: string): Promise<void> {
    await this.press(id);
    const isGone = () =>
      this.page.waitForSelector(this.button(id), { hidden: true, timeout: 3_000 }).then(
        () => true,
        () => false,
      );
    for (const end = Date.now() + patience; !(await isGone()) && Date.now() < end; )
      await this.page
        .locator(this.button(id))
        .setTimeout(3_000)
        .click()
        .catch(() => undefined); // it has just gone
  }

  private button(id: string): string {
    return `::-p-aria([name="${this.say(id)}"][role="button"])`;
  }

  heading(): Promise<string> {
    return this.page.evaluate(() => document.querySelector("h1")?.textContent ?? "");
  }

  protected run<Result>(inPage: () => Result | Promise<Result>): Promise<Result> {
    return this.page.evaluate(inPage);
  }

  protected runWith<Argument>(inPage: (argument: Argument) => void, argument: Argument): Promise<void> {
    return this.page.evaluate(inPage as (argument: unknown) => void, argument);
  }

  /** Ends the browser. */
  close(): Promise<void> {
    return this.browser.close();
  }
}
