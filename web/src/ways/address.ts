/** Where this tab says that it is while somebody else may be looking. The server calls the page "Notes" there, too. */
export const notesPath = "/notes";
const exitedKey = "alcove.exited";

type Page = Pick<Window, "location" | "history" | "sessionStorage">;

/** Whether this tab was left by a quick exit. A new link takes it back. */
export function hasExited(page: Page): boolean {
  try {
    if (page.location.hash !== "") page.sessionStorage.removeItem(exitedKey);
    return page.sessionStorage.getItem(exitedKey) !== null;
  } catch {
    return false; // storage is switched off
  }
}

/** Marks this tab, so that neither a reload nor a step back shows anything of the room again. */
export function markExited(page: Page): void {
  try {
    page.sessionStorage.setItem(exitedKey, "1");
  } catch {
    // Then the address alone has to do.
  }
}

/** Changes the address in the place of the one before: there is no step back to it. */
export function goBy(page: Page, path: string): void {
  page.history.replaceState(null, "", path);
}
