import Ajv from "ajv/dist/2020";
import schema from "../../signaling/protocol/schema.json";

const ajv = new Ajv({ strict: false, validateFormats: false });
ajv.addSchema(schema, "frame");

/** What the published schema has to say against `frame`; empty if it is one that `side` may send. */
export function faults(side: "FromBrowser" | "FromServer", frame: unknown): string {
  const valid = ajv.validate(`frame#/$defs/${side}`, frame);
  return valid ? "" : ajv.errorsText();
}
