/** What came of asking for a token. "unreachable" is worth another try; the rest is final. */
export type Exchanged =
  | { kind: "token"; token: string }
  | { kind: "refused"; phone: string }
  | { kind: "unreachable" };

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
    // A proxy without a server behind it answers too, but it knows no contact line.
    const phone = text(body, "phone");
    if (phone === "" && response.status >= 500) return { kind: "unreachable" };
    return { kind: "refused", phone };
  } catch {
    return { kind: "unreachable" };
  }
}

function text(body: unknown, field: string): string {
  const value = typeof body === "object" && body !== null ? (body as Record<string, unknown>)[field] : "";
  return typeof value === "string" ? value : "";
}
