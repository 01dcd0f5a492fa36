import type { Command } from "../protocol/command";
import type { Outcome } from "../state/actions";
import type { Readable } from "../state/hooks";
import { createCell, type VisitStore } from "../state/store";
import { goBy, markExited, notesPath } from "./address";

/** The plain page that is shown in the place of this one. */
export interface Cover {
  /** Covers everything at once. `onContinue` is called by the one press that leads back. */
  show(onContinue: () => void): void;
  /** Takes the cover away. */
  hide(): void;
  /** Covers everything for good: nothing of this page stays. */
  close(): void;
}

export interface WaysOutOptions {
  page: Window;
  cover: Cover;
  visit: VisitStore;
  /** Stops everything that is sent, heard and shown, before it returns. */
  silence(): void;
  /** What comes from others may be heard and shown again. Own devices stay off. */
  unsilence(): void;
  ask(command: Command): Promise<Outcome>;
  /** Ends the visit in this tab for good: a last word to the server if there is a line, no ticket, no connection. */
  end(): void;
  /** A neutral page elsewhere, or "". */
  exit(): string;
}

/**
 * The private ways out. What happens here comes first and needs no server; the server is told as soon as there is a
 * line, and it holds to it whatever a page does.
 */
export class WaysOut {
  readonly hidden: Readable<boolean>;
  private readonly cell = createCell(false);
  /** The answer to a command that says whether this page is covered is still out. */
  private asking = false;
  /** The server has refused that command on this line. */
  private refused = false;
  private over = false;
  private path = "/";

  constructor(private readonly options: WaysOutOptions) {
    this.hidden = this.cell;
    const { pathname } = options.page.location;
    if (pathname !== notesPath) this.path = pathname;
    else this.someoneCameIn(); // a reload while somebody was there
    options.visit.subscribe(() => this.follow());
  }

  /** Covers the page. Once more does nothing: only `Continue` leads back. */
  someoneCameIn(): void {
    if (this.cell.getState() || this.over) return;
    const { silence, cover, page } = this.options;
    try {
      silence();
    } finally {
      cover.show(() => this.comeBack());
      goBy(page, notesPath);
      this.set(true);
    }
  }

  /** Ends everything here at once, and leaves a plain page that no step back leads away from. */
  quickExit(): void {
    if (this.over) return;
    this.over = true;
    const { silence, end, cover, page, exit } = this.options;
    try {
      silence();
    } finally {
      cover.close();
      this.cell.set(true);
    }
    const elsewhere = exit();
    goBy(page, notesPath);
    markExited(page);
    end();
    if (elsewhere && page.navigator.onLine) page.location.replace(elsewhere);
  }

  private comeBack(): void {
    if (!this.cell.getState() || this.over) return;
    const { unsilence, cover, page, visit } = this.options;
    cover.hide();
    goBy(page, this.path);
    this.set(false);
    unsilence();
    visit.tell({ type: "local.welcome_back" });
  }

  private set(hidden: boolean): void {
    this.refused = false;
    this.cell.set(hidden);
    this.follow();
  }

  /** Tells the server what is true here whenever it believes otherwise. Without a line that waits for the next one. */
  private follow(): void {
    const visit = this.options.visit.getState();
    if (visit.stage !== "here" || visit.line !== "steady") {
      this.refused = false;
      return;
    }
    const hidden = this.cell.getState();
    if (this.over || this.asking || this.refused || (visit.view.you.private ?? false) === hidden) return;
    this.asking = true;
    void this.options.ask({ type: hidden ? "privacy.take" : "privacy.end" }).then((outcome) => {
      this.asking = false;
      this.refused = !outcome.ok && outcome.why === "refused";
      this.follow();
    });
  }
}
