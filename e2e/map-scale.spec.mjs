// How the map is coloured: continuous scales, around the city or a value, counts divided, two layers in one map.
import assert from "node:assert/strict";
import { test } from "node:test";
import { violations } from "./lib/axe.mjs";
import { ready } from "./lib/ready.mjs";
import { openSite } from "./lib/site.mjs";

const site = openSite();
const density = "indicator=population_density&level=parish2013";
const fills = (page) => page.locator(".map-drawing .map-shape").evaluateAll((shapes) => shapes.map((s) => getComputedStyle(s).fill));
const look = (page) => page.locator(".map-more summary", { hasText: /Cores|Colours/ }).click();

test("a continuous scale gives each parish a colour of its own, the same in table and map", async () => {
  const { context, page, seen } = await site.open(`pt/lisboa/map/?${density}`);
  await look(page);
  await page.check("#map-smooth");
  await page.waitForSelector(".map-gradient");
  assert.match(page.url(), /smooth=yes/);
  assert.ok(new Set(await fills(page)).size >= 15, "many shades");
  assert.equal(await page.locator(".map-class").count(), 0);
  const swatches = await page.locator(".table .swatch").evaluateAll((all) => all.map((s) => getComputedStyle(s).backgroundColor));
  assert.ok(new Set(swatches).size >= 15);
  assert.deepEqual(await violations(page), []);
  await page.reload();
  await ready(page);
  assert.equal(await page.locator(".map-gradient").count(), 1, "the address keeps the choice");
  seen.assertClean();
  await context.close();
});

test("colours part at the value of the whole city and at a value of one's own", async () => {
  const { context, page, seen } = await site.open(`en/lisboa/map/?${density}&classing=city`);
  assert.match(await page.locator(".map-legend").textContent(), /close to the value of the whole city: 5,4\d\d/);
  assert.equal(await page.locator(".map-class .swatch-d3").count(), 1);
  await look(page);
  await page.selectOption("#map-classing", "around");
  await page.fill("#map-middle", "8000");
  await page.press("#map-middle", "Tab");
  await page.waitForFunction(() => /classing=around8000/.test(location.search));
  assert.match(await page.locator(".map-legend").textContent(), /close to 8,000/);
  await page.fill("#map-middle", "nonsense");
  await page.press("#map-middle", "Tab");
  await page.waitForFunction(() => /classing=mean/.test(location.search));
  seen.assertClean();
  await context.close();
});

test("counts are divided by inhabitants, and what is a rate already is not", async () => {
  const { context, page, seen } = await site.open("pt/lisboa/map/?indicator=dwellings&level=parish2013&per=person");
  assert.match(await page.locator(".map-legend-title").textContent(), /por habitante/);
  const values = await page.locator(".table tbody td:nth-child(2)").allTextContents();
  assert.ok(values.every((text) => /^0,\d/.test(text.trim()) || /^1,\d/.test(text.trim())), values[0]);
  await page.goto(site.url(`pt/lisboa/map/?${density}&per=person`));
  await ready(page);
  await look(page);
  assert.match(await page.locator(".map-division").textContent(), /já é uma taxa/);
  assert.match(await page.locator(".map-legend-title").textContent(), /km²/);
  await page.goto(site.url("pt/lisboa/map/?indicator=dwellings&level=parish2013&per=dwelling"));
  await ready(page);
  await look(page);
  assert.match(await page.locator(".map-division").textContent(), /é aquilo por que seria dividido/);
  await page.goto(site.url("pt/lisboa/map/?indicator=dwellings&level=parish2013&per=area"));
  await ready(page);
  const [dense] = await page.locator(".table tbody td:nth-child(2)").allTextContents();
  assert.match(dense, /\d/);
  assert.match(await page.locator(".map-legend-title").textContent(), /por km²/);
  seen.assertClean();
  await context.close();
});

test("the histogram's marks light a part of the range, and a place under the pointer is marked in it", async () => {
  const { context, page, seen } = await site.open(`pt/lisboa/map/?${density}`, { reducedMotion: "reduce" });
  await page.waitForSelector(".map.is-live", { timeout: 30_000 });
  const rows = () => page.locator(".table tbody tr").count();
  const from = page.getByRole("slider", { name: "Realçar a partir de" });
  await from.focus();
  for (let step = 0; step < 12; step++) await page.keyboard.press("ArrowRight");
  await page.waitForFunction(() => document.querySelectorAll(".table tbody tr").length < 24);
  const upper = await rows();
  assert.ok(upper > 0);
  assert.match(await page.locator(".map-legend [role=status]").textContent(), new RegExp(`Realçados? ${upper} lugar`));
  assert.equal(await page.locator(".map-histogram .is-out").count(), 12);
  const to = page.getByRole("slider", { name: "Realçar até" });
  await to.focus();
  await page.keyboard.press("Home");
  assert.equal(await to.inputValue(), "13", "the marks do not pass each other");
  assert.ok((await rows()) < upper);
  await page.keyboard.press("End");
  await from.focus();
  await page.keyboard.press("Home");
  assert.equal(await rows(), 24);
  assert.equal(await page.locator(".map-at").count(), 0);
  const box = await page.locator(".map").boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.waitForSelector(".map-tooltip");
  assert.equal(await page.locator(".map-at").count(), 1);
  assert.deepEqual(await violations(page), []);
  seen.assertClean();
  await context.close();
});

test("two layers colour one map in nine colours", async () => {
  const { context, page, seen } = await site.open(`pt/lisboa/map/?${density}&beside=both&with=dwellings_vacant_share`);
  await page.waitForSelector(".map-nine", { timeout: 10_000 });
  assert.equal(await page.locator(".map-nine rect").count(), 9);
  const used = new Set(await fills(page));
  assert.ok(used.size >= 4 && used.size <= 9, `${used.size} colours`);
  const legend = new Set(await page.locator(".map-nine rect").evaluateAll((all) => all.map((r) => getComputedStyle(r).fill)));
  assert.ok([...used].every((fill) => legend.has(fill)), "every colour is in the legend");
  assert.match(await page.locator(".table tbody tr").first().textContent(), /vagos/i);
  assert.deepEqual(await violations(page), []);
  seen.assertClean();
  await context.close();
});
