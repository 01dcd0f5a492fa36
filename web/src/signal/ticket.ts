const key = "alcove.ticket";

/**
 * The ticket resumes the visit after a reload. It lives in sessionStorage: this tab only, gone when the tab closes.
 * Where storage is switched off it lives as long as the page.
 */
export class TicketKeeper {
  private current: string | null;

  constructor(private readonly storage: Storage | null) {
    this.current = this.try(() => storage?.getItem(key) ?? null);
  }

  get(): string | null {
    return this.current;
  }

  keep(ticket: string): void {
    this.current = ticket;
    this.try(() => this.storage?.setItem(key, ticket));
  }

  forget(): void {
    this.current = null;
    this.try(() => this.storage?.removeItem(key));
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
