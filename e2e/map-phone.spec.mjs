// The map on a telephone: what is coloured is said before the map, and nothing lies outside the screen.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openSite } from "./lib/site.mjs";

const site = openSite();
const phone = { width: 390, reducedMotion: "reduce" };
const live = (page) => page.waitForSelector(".map.is-live", { timeout: 40_000 });
const box = (page, selector) => page.locator(selector).first().boundingBox();

test("what is coloured, and of when, stands above the map", async () => {
  const { context, page, seen } = await site.open("pt/lisboa/map/?indicator=population&level=parish2013", phone);
  assert.match(await page.locator(".map-caption").textContent(), /^População residente, 2021$/);
  const [choice, caption, map] = [await box(page, "#map-indicator"), await box(page, ".map-caption"), await box(page, ".map")];
  assert.ok(choice.y < caption.y && caption.y + caption.height <= map.y, "above");
  assert.ok(map.y + 200 < 844, "and the map is in sight");
  assert.equal(await page.locator(".map-legend-title").textContent(), "pessoas");
  seen.assertClean();
  await context.close();
});

test("the table has name and value of the longest names side by side on the screen", async () => {
  const { context, page, seen } = await site.open("pt/porto/map/?indicator=population_density", phone);
  const value = await page.locator(".table tbody tr", { hasText: "Cedofeita" }).locator("td").first().boundingBox();
  assert.ok(value.x + value.width <= 390, `the value ends at ${value.x + value.width}`);
  const names = await page.locator(".table tbody th").evaluateAll((all) => all.map((th) => th.clientWidth));
  assert.ok(Math.min(...names) >= 120, `names are ${Math.min(...names)} px wide`);
  assert.match(await page.locator(".table thead th").nth(1).textContent(), /Valor.*habitantes por km²/);
  const starts = await page.locator(".table tbody th button").evaluateAll((all) => all.map((b) => getComputedStyle(b).textAlign));
  assert.ok(starts.every((align) => ["start", "left"].includes(align)), starts.join());
  seen.assertClean();
  await context.close();
});

test("the table of a map with two colours fits as well", async () => {
  const { context, page, seen } = await site.open("pt/lisboa/map/?indicator=population&level=parish2013&beside=both&with=dwellings_vacant_share", phone);
  await page.locator(".table tbody .map-second").first().waitFor();
  const value = await page.locator(".table tbody td").first().boundingBox();
  assert.ok(value.x + value.width <= 390, `the value ends at ${value.x + value.width}`);
  seen.assertClean();
  await context.close();
});

test("what a touched place says lies inside the map, wherever the place is", async () => {
  const { context, page, seen } = await site.open("pt/lisboa/map/?indicator=population_density", phone);
  await live(page);
  const map = await box(page, ".map");
  let touched = 0;
  for (const [x, y] of [[0.3, 0.5], [0.47, 0.5], [0.6, 0.35], [0.75, 0.45]]) {
    await page.touchscreen.tap(map.x + map.width * x, map.y + map.height * y);
    const said = await page.locator(".map-tooltip").boundingBox({ timeout: 2_000 }).catch(() => null);
    if (!said) continue;
    touched++;
    assert.ok(said.x >= 0 && said.x + said.width <= 390 && said.y >= map.y, JSON.stringify(said));
  }
  assert.ok(touched >= 2, `${touched} places`);
  seen.assertClean();
  await context.close();
});

test("the other figures of a place are listed when asked for, in columns wide enough for words", async () => {
  const { context, page, seen } = await site.open("pt/lisboa/map/?indicator=population&level=parish2013&place=110639", { width: 1440, reducedMotion: "reduce" });
  const panel = await box(page, ".map-panel");
  assert.ok(panel.height < 700, `${panel.height} px high`);
  const more = page.locator(".map-panel summary");
  assert.match(await more.textContent(), /^Mais \d\d números deste lugar$/);
  await more.click();
  const broken = await page.locator(".map-panel .facts dt").evaluateAll((all) => all.filter((dt) => dt.scrollWidth > dt.clientWidth || dt.clientWidth < 120).length);
  assert.equal(broken, 0);
  await page.locator(".table tbody button").first().click();
  await page.waitForFunction(() => document.querySelector(".map-panel details")?.open, null, { timeout: 5_000 });
  seen.assertClean();
  await context.close();
});

test("cells are named by the parish they lie in, and of several series the one that cards show comes first", async () => {
  const { context, page, seen } = await site.open("pt/lisboa/map/?indicator=dwellings_vacant_share&level=cell", { reducedMotion: "reduce" });
  await page.waitForSelector(".table tbody tr");
  const names = await page.locator(".table tbody th").allTextContents();
  const named = names.filter((name) => /^.+ · célula [0-9a-f]{15}$/.test(name));
  assert.ok(named.length > 0.95 * names.length, `${named.length} of ${names.length}: ${names[0]}`);
  await page.selectOption("#map-indicator", { label: "Qualidade do ar: média anual" });
  await page.waitForFunction(() => /level=station/.test(location.search));
  await page.waitForFunction(() => /NO₂/.test(document.querySelector(".map-caption").textContent), null, { timeout: 5_000 });
  seen.assertClean();
  await context.close();
});

test("where every value is an estimate the legend says it once and the map stays clear", async () => {
  const { context, page, seen } = await site.open("pt/guimaraes/map/?indicator=population_density&level=parish2013", phone);
  assert.match(await page.locator(".map-legend").textContent(), /Estado de todos os valores: estimado/);
  assert.equal(await page.locator(".map-legend .swatch-dots").count(), 0);
  assert.match(await page.locator(".table tbody tr").first().textContent(), /estimado/);
  await page.goto(site.url("pt/guimaraes/map/?indicator=population_density&level=parish2013&beside=side&with_city=lisboa"));
  await page.locator(".map-legend .swatch-dots").first().waitFor();
  seen.assertClean();
  await context.close();
});

test("a place of the drawing answers a finger before the app is here", async () => {
  const prepare = (context) => context.route(/gemeo-app_bg\.wasm$/, (route) => route.abort());
  const { context, page } = await site.open("pt/porto/map/", { ...phone, wait: false, prepare });
  await page.waitForSelector(".map-drawing [data-code='131202']");
  const shape = await box(page, ".map-drawing [data-code='131202']");
  await page.waitForLoadState("load");
  await page.touchscreen.tap(shape.x + shape.width / 2, shape.y + shape.height / 2);
  const said = page.locator(".map-tooltip");
  await said.waitFor();
  assert.match((await said.textContent()).replaceAll("\u00a0", " "), /^Bonfim7550 habitantes por km²$/);
  const told = await said.boundingBox();
  assert.ok(told.x >= 0 && told.x + told.width <= 390, JSON.stringify(told));
  assert.equal(await page.locator("html[data-ready]").count(), 0, "the app is not here");
  await context.close();
});
