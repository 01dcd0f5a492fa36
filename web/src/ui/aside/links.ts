/** A piece of a text. `href` is null for plain words; `at` is where it begins. */
export type Part = { text: string; href: string | null; at: number };

const links = /https?:\/\/[^\s<>"]+/gi;

/** Divides a text into words and web addresses. The full stop after an address is not part of it. */
export function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  let done = 0;
  for (const match of text.matchAll(links)) {
    const address = match[0].replace(/[.,;:!?'")\]]+$/, "");
    if (!isWeb(address)) continue;
    if (match.index > done) parts.push({ text: text.slice(done, match.index), href: null, at: done });
    parts.push({ text: address, href: address, at: match.index });
    done = match.index + address.length;
  }
  if (done < text.length) parts.push({ text: text.slice(done), href: null, at: done });
  return parts;
}

function isWeb(address: string): boolean {
  try {
    return /^https?:$/.test(new URL(address).protocol);
  } catch {
    return false;
  }
}
