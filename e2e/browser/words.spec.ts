import { expect, test } from "./parts/test";
import type { Visitor } from "./parts/visitor";

// What a name could carry. `ran` would be set if any of it were taken for more than text.
const alias = "<img src=x onerror=ran=1>";
const rosterName = '"><script>ran=1</script><img src=x onerror=ran=1>';
const asked = "<svg onload=ran=1>{name}";
const host = "<b onclick=ran=1>Dana</b>";

test("names are text: whatever somebody is called, nothing of it runs", async ({ server, visitor }) => {
  const [dana, guest] = [await visitor(), await visitor()];
  await server.callHost(host);
  const link = await server.add(rosterName, alias);

  await test.step("on the page of the one who bears it", async () => {
    await guest.open(link);
    await guest.title("join.title");
    await expect(guest.page.getByText(`The group sees you as ${alias}.`)).toBeVisible();
    await guest.press("name.other");
    await guest.page.getByRole("textbox", { name: "Another name" }).fill(asked);
    await guest.press("name.ask");
    await expect(guest.page.getByText(`You asked to be called ${asked}. Your care team`)).toBeVisible();
    await guest.press("join.toLobby");
    await expect(guest.page.getByText(`${host} will let you in soon.`)).toBeVisible();
    await expectOnlyText(guest);
  });

  await test.step("in the staff panel", async () => {
    await dana.lead(server.link("Dana"));
    const waiting = dana.part("waiting.title");
    await expect(waiting.getByText(rosterName, { exact: true }).first()).toBeVisible();
    await expect(waiting.getByText(`Would like to be called ${asked}.`)).toBeVisible();
    await waiting.getByRole("button", { name: `Let in ${rosterName}` }).click();
    await expect(dana.tile(alias)).toBeVisible();
    await expectOnlyText(dana);
  });

  await test.step("in the circle, under the name that was asked for", async () => {
    await dana.part("people.title").getByRole("button", { name: "Agree" }).click();
    await expect(dana.tile(asked)).toBeVisible();
    await expect(guest.page.getByText(`You (${asked})`, { exact: true })).toBeVisible();
    await guest.press("bar.raiseHand");
    await expect(dana.now()).toContainText(`Hands up: ${asked}`);
    await dana.deed("deed.mute", asked);
    await expect(guest.now()).toContainText("muted you");
    await expectOnlyText(dana);
    await expectOnlyText(guest);
  });
});

// Each would be more than text to somebody: a parser of HTML, a template, an address, an attribute, a reader.
const corpus = [
  "<script>ran=1</script>",
  "<iframe srcdoc=x onload=ran=1>",
  "</title><svg/onload=ran=1>",
  '" autofocus onfocus=ran=1 x="',
  "javascript:ran=1",
  "{{constructor('ran=1')()}}",
  "#{ran=1}%{ran=1}",
  "&lt;img src onerror=ran=1&gt;",
];

test("whatever many people are called, in the waiting list and in the circle, is text", async ({
  server,
  visitor,
}) => {
  test.slow();
  const dana = await visitor();
  for (const [i, name] of corpus.entries()) await server.add(`${name} ${i}`, name);
  const end = await server.bots(corpus);
  await dana.lead(server.link("Dana"));
  const waiting = dana.part("waiting.title");
  for (const [i, name] of corpus.entries()) {
    await expect(waiting.getByText(`${name} ${i}`, { exact: true }).first()).toBeVisible();
  }
  await expectOnlyText(dana);
  await dana.press("waiting.letAllIn");
  for (const name of corpus) await expect(dana.tile(name)).toBeVisible();
  await expectOnlyText(dana);
  await end();
});

test("what can't be seen is in no name: nothing turns the direction of writing", async ({
  server,
  visitor,
}) => {
  const [dana, guest] = [await visitor(), await visitor()];
  await server.callHost("\u202EanaD\u2066\u200B");
  const link = await server.add("Ana\u202E gnp.exe\u200B\u0007", "Ana\u202E\u2069xy\u200D");
  await guest.open(link);
  await expect(guest.page.getByText("The group sees you as Anaxy.")).toBeVisible();
  await guest.press("name.other");
  await guest.page.getByRole("textbox", { name: "Another name" }).fill("\u202EZoe\u200Bya\u2067");
  await guest.press("name.ask");
  await expect(guest.page.getByText("You asked to be called Zoeya. Your care team")).toBeVisible();
  await guest.press("join.toLobby");
  await expect(guest.page.getByText("anaD will let you in soon.")).toBeVisible();
  await dana.lead(server.link("Dana"));
  const waiting = dana.part("waiting.title");
  await expect(waiting.getByText("Ana gnp.exe", { exact: true }).first()).toBeVisible();
  await expect(waiting.getByText("Would like to be called Zoeya.")).toBeVisible();
  for (const { page } of [dana, guest]) {
    expect(await page.evaluate(() => document.body.innerHTML)).not.toMatch(/[\u200B-\u200F\u202A-\u202E]/);
  }
});

test.describe("with a contact line that is more than a number", () => {
  test.use({ flags: ["--contact", "<img src=x onerror=ran=1>"] });
  test("it is text", async ({ server, visitor }) => {
    const guest = await visitor();
    await guest.open(`${server.page}/join#nobody`);
    await guest.title("refused.title");
    await expect(guest.page.getByText("<img src=x onerror=ran=1>")).toBeVisible();
    await expect(guest.page.getByRole("link", { name: "<img" })).toHaveAttribute("href", /^tel:\d*$/);
    await expectOnlyText(guest);
  });
});

// What the page asks for may be written down by proxies and by the browser itself.
test("no address that a page asks for, or comes from, holds what opens a door", async ({
  server,
  visitor,
}) => {
  const [dana, guest] = [await visitor(), await visitor()];
  const asked: string[] = [];
  const frames: string[] = [];
  guest.page.on("request", (request) => {
    asked.push(`${request.url()} ${request.headers().referer ?? ""}`);
  });
  guest.page.on("websocket", (socket) => {
    asked.push(socket.url());
    socket.on("framesent", ({ payload }) => frames.push(payload.toString()));
    socket.on("framereceived", ({ payload }) => frames.push(payload.toString()));
  });
  await dana.lead(server.link("Dana"));
  const link = server.link("Sam");
  await guest.come(link);
  await guest.title("lobby.title");
  await guest.page.reload();
  await guest.title("lobby.title");
  const secrets = [...frames.join("\n").matchAll(/"(?:token|ticket)":"([^"]+)"/g)].map(
    ([, found]) => found ?? "",
  );
  expect(secrets.length).toBeGreaterThan(1); // a token and a ticket
  expect(asked.some((url) => url.includes("/api/exchange"))).toBe(true);
  for (const secret of [...secrets, link.split("#")[1] ?? link]) {
    expect(asked.filter((url) => url.includes(secret) && !url.startsWith(link))).toEqual([]);
    expect(await guest.page.evaluate(() => location.href + document.referrer)).not.toContain(secret);
    expect(await guest.page.title()).not.toContain(secret);
  }
});

test("what the address or this browser's storage holds is text, too", async ({ server, visitor }) => {
  const guest = await visitor();
  await guest.page.goto(server.page);
  await guest.page.evaluate((value) => localStorage.setItem("alcove.language", value), alias);
  await guest.open(`${server.page}/join#${rosterName}`);
  await guest.title("refused.title");
  await expectOnlyText(guest);
});

async function expectOnlyText({ page }: Visitor): Promise<void> {
  expect(await page.evaluate(() => "ran" in window)).toBe(false);
  await expect(page.locator("img, svg[onload], b, [onclick], [onerror], body script")).toHaveCount(0);
}
