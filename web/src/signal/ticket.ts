const ticketKey = "alcove.ticket";
const placeKey = "alcove.place";

/**
 * The ticket resumes the visit after a reload. It lives in sessionStorage: this tab only, gone when the tab closes; but
 * a tab that is duplicated copies it. Where storage is switched off it lives as long as the page.
 */
export class TicketKeeper {
  private current: string | null;
  /** The place that the next ticket that is kept opens, as placeOf names it. */
  place: string | null;

  constructor(private readonly storage: Storage | null) {
    this.current = this.read(ticketKey);
    this.place = this.read(placeKey);
  }

  get(): string | null {
    return this.current;
  }

  keep(ticket: string): void {
    this.current = ticket;
    this.write(ticketKey, ticket);
    this.write(placeKey, this.place);
  }

  forget(): void {
    this.current = null;
    this.write(ticketKey, null);
    this.write(placeKey, null);
  }

  private read(key: string): string | null {
    return this.try(() => this.storage?.getItem(key) ?? null);
  }

  private write(key: string, value: string | null): void {
    this.try(() => (value === null ? this.storage?.removeItem(key) : this.storage?.setItem(key, value)));
  }

  private try<T>(use: () => T): T | null {
    try {
      return use();
    } catch {
      return null; // full, or forbidden by the browser's settings
    }
  }
}

/** This tab's storage, or null where the browser forbids it. */
export function tabStorage(page: Window): Storage | null {
  try {
    return page.sessionStorage;
  } catch {
    return null;
  }
}
