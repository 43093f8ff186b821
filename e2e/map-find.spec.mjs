// Looking a place up on the map: by name, by coordinates, by the reader's own position; nothing leaves the browser.
import assert from "node:assert/strict";
import { test } from "node:test";
import { violations } from "./lib/axe.mjs";
import { openSite } from "./lib/site.mjs";

const site = openSite();
const field = "#map-search";
const options = (page) => page.locator(".map-found [role=option]");
const chosen = (page, name) =>
  page.waitForFunction((name) => document.querySelector("#map-panel")?.textContent === name, name, { timeout: 5_000 });

test("a parish is found without accents and with a slip, by the keyboard alone", async () => {
  const { context, page, seen } = await site.open("pt/guimaraes/map/?level=parish2013");
  await page.focus(field);
  await page.keyboard.type("creixomli");
  await page.waitForFunction(() => document.querySelectorAll(".map-found [role=option]").length > 0);
  assert.equal(await page.getAttribute(field, "aria-expanded"), "true");
  assert.match(await options(page).first().textContent(), /^Creixomil/);
  await page.keyboard.press("ArrowDown");
  const active = await page.getAttribute(field, "aria-activedescendant");
  assert.equal(await page.locator(`#${active}`).getAttribute("aria-selected"), "true");
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press("Enter");
  await chosen(page, "Creixomil");
  assert.equal(await page.getAttribute(field, "aria-expanded"), "false");
  assert.match(page.url(), /place=0308\d\d/);
  assert.equal(await page.evaluate(() => document.activeElement.id), "map-search", "the focus stays");
  await page.waitForFunction(() => [...document.querySelectorAll("[aria-live], [role=status]")].some((e) => e.textContent.includes("Creixomil:")));
  seen.assertClean();
  await context.close();
});

test("Escape closes the list, then empties the field; arrows go round", async () => {
  const { context, page } = await site.open("en/lisboa/map/");
  await page.focus(field);
  await page.keyboard.type("sao");
  await page.waitForFunction(() => document.querySelectorAll(".map-found [role=option]").length > 1);
  const count = await options(page).count();
  await page.keyboard.press("ArrowUp");
  assert.equal(await page.getAttribute(field, "aria-activedescendant"), `map-found-${count - 1}`);
  await page.keyboard.press("ArrowDown");
  assert.equal(await page.getAttribute(field, "aria-activedescendant"), "map-found-0");
  await page.keyboard.press("Escape");
  assert.equal(await page.locator(".map-found").isVisible(), false);
  assert.equal(await page.inputValue(field), "sao");
  await page.keyboard.press("Escape");
  assert.equal(await page.inputValue(field), "");
  await page.keyboard.type("xyzzy");
  await page.waitForSelector(".map-none:visible");
  await context.close();
});

test("a place of another division leads to a layer that has it", async () => {
  const { context, page, seen } = await site.open("pt/lisboa/map/?indicator=population_density", { width: 390 });
  await page.locator(field).tap();
  await page.locator(field).fill("entrecampos");
  await options(page).first().waitFor({ timeout: 10_000 });
  await options(page).first().tap();
  await page.waitForFunction(() => /level=station/.test(location.search) && /place=/.test(location.search));
  await chosen(page, "Entrecampos");
  seen.assertClean();
  await context.close();
});

test("coordinates lead to the place that holds them", async () => {
  const { context, page } = await site.open("pt/lisboa/map/?indicator=population_density");
  await page.fill(field, "38.7284, -9.1365");
  await options(page).first().waitFor();
  assert.equal(await options(page).count(), 1);
  await page.press(field, "Enter");
  await chosen(page, "Arroios");
  await page.fill(field, "41.15, -8.61");
  await page.waitForSelector(".map-none:visible");
  await context.close();
});

test("the position is asked for on request alone, and stays here", async () => {
  const prepare = async (context) => {
    await context.grantPermissions(["geolocation"]);
    await context.setGeolocation({ latitude: 38.7284, longitude: -9.1365, accuracy: 30 });
    await context.addInitScript(() => {
      globalThis.asked = 0;
      const ask = Geolocation.prototype.getCurrentPosition;
      Geolocation.prototype.getCurrentPosition = function (...args) {
        globalThis.asked++;
        return ask.apply(this, args);
      };
    });
  };
  const { context, page, seen } = await site.open("pt/lisboa/map/?indicator=population_density", { prepare });
  await page.waitForSelector(".map.is-live", { timeout: 30_000 });
  assert.equal(await page.evaluate(() => globalThis.asked), 0, "nothing was asked on load");
  const sent = [];
  page.on("request", (request) => sent.push(request.url() + (request.postData() ?? "")));
  await page.getByRole("button", { name: "Onde estou" }).click();
  await chosen(page, "Arroios");
  assert.equal(await page.evaluate(() => globalThis.asked), 1);
  assert.ok(!sent.some((text) => /38[.,]72|9[.,]13/.test(text)), "the position left the browser");
  assert.ok(!/38[.,]72/.test(page.url()), "the position is not in the address");
  seen.assertClean();
  await context.close();
});

test("a position that is refused or elsewhere is told in words", async () => {
  const { context, page } = await site.open("pt/lisboa/map/");
  const session = await context.newCDPSession(page);
  await session.send("Browser.setPermission", { permission: { name: "geolocation" }, setting: "denied" });
  await page.getByRole("button", { name: "Onde estou" }).click();
  await page.getByText("O navegador não deu a posição").first().waitFor({ timeout: 5_000 });
  await context.close();
  const away = await site.open("pt/lisboa/map/", {
    prepare: async (context) => {
      await context.grantPermissions(["geolocation"]);
      await context.setGeolocation({ latitude: 41.15, longitude: -8.61 });
    },
  });
  await away.page.getByRole("button", { name: "Onde estou" }).click();
  await away.page.getByText("A sua posição fica fora de Lisboa").first().waitFor({ timeout: 5_000 });
  await away.context.close();
});

test("a place that is looked up is brought into sight", async () => {
  const { context, page, seen } = await site.open("pt/lisboa/map/?indicator=population_density&level=parish2013", { reducedMotion: "reduce" });
  await page.waitForSelector(".map.is-live", { timeout: 30_000 });
  const map = page.locator(".map");
  for (let i = 0; i < 3; i++) await page.click(".maplibregl-ctrl-zoom-in");
  const underTheMiddle = async () => {
    const { x, y, width, height } = await map.boundingBox();
    await page.mouse.move(x + width / 2, y + height / 2 + 1);
    await page.mouse.move(x + width / 2, y + height / 2);
    return page.locator(".map-tooltip strong").textContent({ timeout: 2000 }).catch(() => null);
  };
  assert.notEqual(await underTheMiddle(), "Belém");
  await page.fill("#map-search", "belem");
  await page.press("#map-search", "Enter");
  await page.waitForFunction(() => document.querySelector("#map-panel").textContent === "Belém");
  // the map may still be drawing where another file's tests run beside
  for (let i = 0; i < 5 && (await underTheMiddle()) !== "Belém"; i++);
  assert.equal(await underTheMiddle(), "Belém");
  seen.assertClean();
  await context.close();
});
