/** The browsers whose way of allowing a device differs. */
export type Browser =
  | "chrome"
  | "chromePhone"
  | "edge"
  | "firefox"
  | "firefoxPhone"
  | "safari"
  | "safariPhone"
  /** Any other browser of an iPhone or iPad: there the system's settings decide. */
  | "applePhone"
  | "other";

/** Which browser this is, from its own name; only ever used to choose words. */
export function browserOf(userAgent: string, touchPoints = 0): Browser {
  // An iPad calls itself a Mac, but no Mac has a screen to touch.
  const apple = /iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && touchPoints > 1);
  if (apple) return /(CriOS|FxiOS|EdgiOS)\//.test(userAgent) ? "applePhone" : "safariPhone";
  const phone = /Android/.test(userAgent);
  if (/Firefox\//.test(userAgent)) return phone ? "firefoxPhone" : "firefox";
  if (/Edg\//.test(userAgent)) return "edge";
  if (/Chrome\/|EdgA\//.test(userAgent)) return phone ? "chromePhone" : "chrome";
  return /Safari\//.test(userAgent) ? "safari" : "other";
}
