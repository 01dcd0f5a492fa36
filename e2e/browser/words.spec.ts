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
