// @vitest-environment node
import { expect, test, vi } from "vitest";
import { takeLink } from "./link";

function at(path: string, hash: string) {
  const replaceState = vi.fn();
  const page = { location: { pathname: path, hash }, history: { replaceState } } as unknown as Window;
  return { link: takeLink(page), replaceState };
}

test.each([
  ["a personal link", "/join", "#abc_-123", { kind: "personal", secret: "abc_-123" }],
  ["a portal's token", "/join", "#token=a.b.c", { kind: "portal", token: "a.b.c" }],
  ["a fragment of another page", "/", "#abc", null],
  ["a fragment that is far too long", "/join", `#${"x".repeat(10_000)}`, null],
])("%s is read, and taken out of the address bar", (_, path, hash, want) => {
  const { link, replaceState } = at(path, hash);
  expect(link).toEqual(want);
  expect(replaceState).toHaveBeenCalledExactlyOnceWith(null, "", path);
});

test("without a fragment the address bar is left alone", () => {
  const { link, replaceState } = at("/join", "");
  expect(link).toBeNull();
  expect(replaceState).not.toHaveBeenCalled();
});
