// @vitest-environment node
import { describe, expect, it } from "vitest";
import { partsOf } from "./links";

describe("the links of a text", () => {
  it.each<[string, string, string[]]>([
    ["plain words lead nowhere", "See you at 5.30. OK?", []],
    ["an address is one", "https://example.com/sheet", ["https://example.com/sheet"]],
    ["the full stop after it is not part of it", "At https://example.com/a.", ["https://example.com/a"]],
    ["nor are brackets around it", "(see http://example.com)", ["http://example.com"]],
    ["two of them", "http://a.example, https://b.example", ["http://a.example", "https://b.example"]],
    ["other schemes stay words", "javascript:alert(1) data:text/html,x file:///etc", []],
    ["what is no address stays words", "https://", []],
    ["nothing that looks like markup is", 'https://example.com/"><b>x', ["https://example.com/"]],
  ])("%s", (_, text, links) => {
    const parts = partsOf(text);
    expect(parts.flatMap(({ href }) => href ?? [])).toEqual(links);
    expect(parts.map((part) => part.text).join("")).toBe(text);
  });
});
