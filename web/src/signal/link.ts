/** What brought a person here: their personal link, or a join token that a practice's own portal has made. */
export type Link = { kind: "personal"; secret: string } | { kind: "portal"; token: string };

const longest = 8192;

/**
 * Reads the link from the fragment and takes it out of the address bar at once, so that it is in no screenshot, no
 * bookmark and no history. Null if there is none.
 */
export function takeLink(page: Pick<Window, "location" | "history">): Link | null {
  const fragment = page.location.hash.slice(1);
  if (fragment === "") return null;
  page.history.replaceState(null, "", page.location.pathname);
  if (page.location.pathname !== "/join" || fragment.length > longest) return null;
  return fragment.startsWith("token=")
    ? { kind: "portal", token: fragment.slice("token=".length) }
    : { kind: "personal", secret: fragment };
}
