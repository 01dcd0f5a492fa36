import { i18n } from "@lingui/core";
import type { WordId } from "../../locales/ids";
import type { Cover } from "../../ways/ways";
import style from "./notes.css?raw";

/** What every other page of Alcove is called. */
const pageTitle = "Alcove";

/**
 * The plain page for when somebody came in. It is made by hand and in a shadow root, so that it is there in the same
 * frame whatever React is doing, and that no token, font or rule of the page reaches it. Nothing is announced here.
 */
export class Notes implements Cover {
  private host: HTMLElement | null = null;

  constructor(private readonly document: Document) {}

  show(onContinue: () => void): void {
    this.open();
    const button = this.element("button", "notes.continue");
    button.type = "button";
    button.addEventListener("click", () => onContinue());
    this.host?.shadowRoot?.querySelector("header")?.append(button);
    button.focus();
  }

  hide(): void {
    this.host?.remove();
    this.host = null;
    delete this.document.documentElement.dataset.notes;
    this.document.title = pageTitle;
  }

  close(): void {
    this.host?.remove();
    this.host = null;
    this.open();
    for (const other of [...this.document.body.children]) if (other !== this.host) other.remove();
  }

  private open(): void {
    const { document } = this;
    const host = document.createElement("div");
    host.dataset.notes = "";
    const root = host.attachShadow({ mode: "open" });
    root.append(this.style(), this.header(), this.main());
    document.body.append(host);
    document.documentElement.dataset.notes = "";
    document.title = i18n._("notes.title");
    this.host = host;
  }

  private style(): HTMLStyleElement {
    const element = this.document.createElement("style");
    element.nonce = this.document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? "";
    element.textContent = style;
    return element;
  }

  private header(): HTMLElement {
    const header = this.document.createElement("header");
    header.append(this.element("p", "notes.title"));
    return header;
  }

  private main(): HTMLElement {
    const main = this.document.createElement("main");
    const day = this.document.createElement("p");
    day.textContent = new Intl.DateTimeFormat(i18n.locale, { weekday: "long" }).format();
    day.className = "day";
    main.append(
      this.element("h1", "notes.week"),
      day,
      this.element("h2", "notes.groceries"),
      this.list("notes.oats", "notes.onions", "notes.flour", "notes.soap"),
      this.element("h2", "notes.house"),
      this.list("notes.plants", "notes.bulb", "notes.books"),
      this.element("h2", "notes.bread"),
      this.element("p", "notes.dough"),
    );
    return main;
  }

  private list(...items: WordId[]): HTMLElement {
    const list = this.document.createElement("ul");
    list.append(...items.map((id) => this.element("li", id)));
    return list;
  }

  private element<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, id: WordId): HTMLElementTagNameMap[Tag] {
    const element = this.document.createElement(tag);
    element.textContent = i18n._(id);
    return element;
  }
}
