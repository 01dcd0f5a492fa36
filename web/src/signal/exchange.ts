/**
 * What came of asking for a token. "later" is worth another try, after at least `afterMs` milliseconds; the rest is
 * final. `phone` is the contact line, or "" where whoever answered knows none.
 */
export type Exchanged =
  | { kind: "token"; token: string }
  | { kind: "refused"; phone: string }
  | { kind: "later"; afterMs: number; phone: string };

/** As long as a server may put somebody off, in milliseconds: a person is waiting. */
const longestWait = 30_000;

/**
 * Exchanges the secret of a personal link for a join token that is good for one use. An empty secret is always
 * refused, and the refusal names the contact line.
 */
export async function exchange(secret: string, signal: AbortSignal): Promise<Exchanged> {
  try {
    const response = await fetch("/api/exchange", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ link: secret }),
      cache: "no-store",
      credentials: "same-origin",
      signal,
    });
    const body: unknown = await response.json().catch(() => null);
    const token = text(body, "token");
    if (response.status === 200 && token) return { kind: "token", token };
    const phone = text(body, "phone");
    // Too many at once, or the server or a proxy before it can't answer now: the link may be a good one.
    if (response.status === 429 || response.status >= 500) {
      return { kind: "later", afterMs: retryAfter(response), phone };
    }
    return { kind: "refused", phone };
  } catch {
    return { kind: "later", afterMs: 0, phone: "" };
  }
}

/** What the server asks for in seconds (RFC 9110, 10.2.3), in milliseconds. A date is nothing that we send. */
function retryAfter(response: Response): number {
  const seconds = Number(response.headers.get("Retry-After") ?? 0);
  return seconds > 0 ? Math.min(seconds * 1_000, longestWait) : 0;
}

function text(body: unknown, field: string): string {
  const value = typeof body === "object" && body !== null ? (body as Record<string, unknown>)[field] : "";
  return typeof value === "string" ? value : "";
}
