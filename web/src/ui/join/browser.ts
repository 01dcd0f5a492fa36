/** The browsers whose way of allowing a device differs. */
export type Browser = "chrome" | "firefox" | "safari" | "other";

/** Which browser this is, from its own name; only ever used to choose words. */
export function browserOf(userAgent: string): Browser {
  if (/Firefox\/|FxiOS\//.test(userAgent)) return "firefox";
  if (/Chrome\/|CriOS\/|Edg\//.test(userAgent)) return "chrome";
  return /Safari\//.test(userAgent) ? "safari" : "other";
}
