// @vitest-environment node
import { randomBytes } from "node:crypto";
import type { Rolldown } from "vite";
import { expect, test } from "vitest";
import { faultOf, firstLoad, firstLoadLimit } from "../build.ts";

/** A bundle with what the budget looks at. */
function bundle(...files: [name: string, content: string, more?: object][]): Rolldown.OutputBundle {
  const entries = files.map(([fileName, content, more]) => {
    const kind = fileName.endsWith(".js") ? { type: "chunk", code: content, imports: [] } : { type: "asset" };
    return [fileName, { fileName, source: content, ...kind, ...more }];
  });
  return Object.fromEntries(entries) as Rolldown.OutputBundle;
}

const face = (file: string, range: string) =>
  `@font-face{font-family:A;src:url(/${file}) format("woff2-variations");unicode-range:${range}}`;

const page = bundle(
  [
    "entry.js",
    "entry",
    { isEntry: true, imports: ["part.js"], viteMetadata: { importedCss: new Set(["a.css"]) } },
  ],
  ["part.js", "part"],
  ["later.js", "later", { isDynamicEntry: true }],
  ["a.css", face("latin.woff2", "U+??,U+131") + face("greek.woff2", "U+370-3FF")],
  ["latin.woff2", "letters"],
  ["greek.woff2", "other letters"],
  ["model.wasm", randomBytes(firstLoadLimit).toString("hex")],
);

test("the first load is the entry with its imports, its style and the letters of every page", async () => {
  const load = await firstLoad(page);
  expect(load.files.sort()).toEqual(["a.css", "entry.js", "latin.woff2", "part.js"]);
  expect(faultOf(load)).toBeNull();
});

test("of the words of all languages those of one are counted, the heaviest", async () => {
  const language = (name: string, bytes: number): [string, string, object] => [
    `${name}.js`,
    randomBytes(bytes).toString("hex"),
    { isDynamicEntry: true, facadeModuleId: `src/locales/${name}.po` },
  ];
  const entry: [string, string, object] = ["entry.js", "", { isEntry: true }];
  const load = async (...words: [string, string, object][]) =>
    (await firstLoad(bundle(entry, ...words))).bytes;
  expect(await load(language("en", 9000), language("es", 30_000))).toBeGreaterThan(30_000);
  expect(await load(language("en", 9000), language("es", 30_000))).toBeLessThan(39_000);
  expect(await load()).toBeLessThan(100);
});

test("a first load is counted compressed", async () => {
  const one = async (code: string) => (await firstLoad(bundle(["entry.js", code, { isEntry: true }]))).bytes;
  expect(await one("a".repeat(100_000))).toBeLessThan(500);
  expect(await one(randomBytes(50_000).toString("hex"))).toBeGreaterThan(40_000);
});

test("a first load that is too heavy ends the build", async () => {
  const code = randomBytes(firstLoadLimit).toString("hex");
  expect(faultOf(await firstLoad(bundle(["entry.js", code, { isEntry: true }])))).toContain(
    "more than 250000",
  );
});

test("a first load with a part of blur ends the build, however light", async () => {
  const load = await firstLoad(
    bundle(["entry.js", "", { isEntry: true, imports: ["litert.js"] }], ["litert.js", "runtime"]),
  );
  expect(faultOf(load)).toContain("litert.js");
});
