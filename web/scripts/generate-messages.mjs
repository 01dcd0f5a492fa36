// Writes src/protocol/messages.ts, the page's types of every message, from the published JSON Schema.
import { readFile, writeFile } from "node:fs/promises";
import { compile } from "json-schema-to-typescript";

const schemaFile = new URL("../../signaling/protocol/schema.json", import.meta.url);
const messagesFile = new URL("../src/protocol/messages.ts", import.meta.url);

/** The types as source text. */
export async function messages() {
  const schema = JSON.parse(await readFile(schemaFile, "utf8"), plainReference);
  return compile(schema, "Frame", {
    additionalProperties: false, // the page ignores unknown fields by not knowing them
    bannerComment:
      "// Code generated from signaling/protocol/schema.json by npm run generate; DO NOT EDIT.\n",
    format: true,
    style: { printWidth: 120 },
    unreachableDefinitions: true,
  });
}

/** Leaves out the words beside a reference: the compiler would put them over the type that is referred to. */
function plainReference(_key, value) {
  return value?.$ref ? { $ref: value.$ref } : value;
}

if (process.argv[1] === new URL(import.meta.url).pathname) await writeFile(messagesFile, await messages());
