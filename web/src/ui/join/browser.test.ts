// @vitest-environment node
import { expect, test } from "vitest";
import { type Browser, browserOf } from "./browser";

const like = "AppleWebKit/537.36 (KHTML, like Gecko)";
const phone = "AppleWebKit/605.1.15 (KHTML, like Gecko)";

test.each<[Browser, string, number?]>([
  ["chrome", `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${like} Chrome/147.0.0.0 Safari/537.36`, 10],
  ["chromePhone", `Mozilla/5.0 (Linux; Android 15; K) ${like} Chrome/147.0.0.0 Mobile Safari/537.36`, 5],
  ["edge", `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${like} Chrome/147.0.0.0 Safari/537.36 Edg/147.0.0.0`],
  [
    "chromePhone",
    `Mozilla/5.0 (Linux; Android 15; K) ${like} Chrome/147.0.0.0 Mobile Safari/537.36 EdgA/147.0`,
  ],
  ["firefox", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"],
  ["firefoxPhone", "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0", 5],
  ["safari", `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${phone} Version/26.0 Safari/605.1.15`],
  ["safariPhone", `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${phone} Version/26.0 Safari/605.1.15`, 5],
  [
    "safariPhone",
    `Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) ${phone} Version/26.0 Mobile/15E148 Safari/604.1`,
    5,
  ],
  [
    "applePhone",
    `Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) ${phone} CriOS/147.0 Mobile Safari/604.1`,
  ],
  [
    "applePhone",
    `Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) ${phone} FxiOS/140.0 Mobile Safari/604.1`,
  ],
  ["other", "Lynx/2.9"],
])("%s is known by what it calls itself", (browser, name, touchPoints) => {
  expect(browserOf(name, touchPoints)).toBe(browser);
});
