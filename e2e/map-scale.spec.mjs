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
  assert.match(await page.locator(".map-caption").textContent(), /por habitante/);
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
  assert.match(await page.locator(".map-caption").textContent(), /por km²/);
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

test("equal, deviation and manual classes are where their names say, in legend, table and drawing alike", async () => {
  const { context, page, seen } = await site.open(`en/lisboa/map/?${density}`);
  const number = (text) => Number(text.replaceAll(",", ""));
  const look = async (classing) => {
    await page.goto(site.url(`en/lisboa/map/?${density}&classing=${classing}`));
    await ready(page);
    const limits = (await page.locator(".map-class").allTextContents()).map((text) => text.split(" to ").map(number));
    const colours = await page.locator(".map-class .swatch").evaluateAll((all) => all.map((s) => getComputedStyle(s).backgroundColor));
    const rows = await page.locator(".table tbody tr").evaluateAll((all) => all.map((row) => ({
      value: row.cells[1].textContent, colour: getComputedStyle(row.querySelector(".swatch")).backgroundColor,
    })));
    const values = rows.map(({ value }) => number(value.match(/[\d,.]+/)[0]));
    rows.forEach(({ colour }, at) => {
      // Limits are written rounded: a value at one may be in either class.
      const fits = colours.filter((_, group) => limits[group][0] - 1 <= values[at] && values[at] <= (limits[group][1] ?? limits[group][0]) + 1);
      assert.ok(fits.includes(colour), `${classing}: ${values[at]} is ${colour}`);
    });
    const drawn = new Set(await fills(page));
    assert.ok([...drawn].every((fill) => colours.includes(fill)), `${classing}: ${[...drawn].join()}`);
    return { limits, values };
  };
  const equal = await look("equal");
  const widths = equal.limits.map(([low, high]) => high - low);
  // Limits are round numbers: a step is so to a tenth.
  const step = (equal.limits.at(-1)[1] - equal.limits[0][0]) / widths.length;
  assert.ok(widths.every((width) => Math.abs(width - step) <= step / 10), `equal ranges: ${widths.join()}`);
  const { limits, values } = await look("deviation");
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
  const steps = limits.slice(1).map(([low]) => (low - mean) / deviation);
  assert.ok(steps.length >= 3 && steps.every((step) => [-1.5, -0.5, 0.5, 1.5].some((wanted) => Math.abs(step - wanted) < 0.1)), `deviations from the mean: ${steps.join()}`);
  const manual = await look("3000~9000");
  assert.deepEqual(manual.limits.map(([low]) => low).slice(1), [3000, 9000]);
  seen.assertClean();
  await context.close();
});

test("what is lit and how the table is sorted stand in the address, beside everything else", async () => {
  const { context, page, seen } = await site.open(`pt/lisboa/map/?${density}`);
  await page.locator(".map-class").nth(1).click();
  await page.locator(".table thead button").first().click();
  await page.waitForFunction(() => /lit=class1/.test(location.search) && /sort=name/.test(location.search));
  const listed = () => page.locator(".table tbody th").allTextContents();
  const before = await listed();
  assert.ok(before.length > 0 && before.length < 24);
  await page.reload();
  await ready(page);
  await page.waitForFunction((count) => document.querySelectorAll(".table tbody tr").length === count, before.length);
  assert.deepEqual(await listed(), before);
  assert.equal(await page.locator(".map-class[aria-pressed=true]").count(), 1);
  await page.locator(".table tbody button").first().click();
  await page.waitForFunction(() => /place=/.test(location.search));
  assert.match(page.url(), /lit=class1/, "choosing a place keeps it");
  const another = await page.locator("#map-indicator option:not(:checked)").first().evaluate((option) => option.index);
  await page.selectOption("#map-indicator", { index: another });
  await page.waitForFunction(() => !/lit=/.test(location.search));
  assert.match(page.url(), /sort=name/, "classes mean something else elsewhere, an order does not");
  await page.goto(site.url(`pt/lisboa/map/?${density}&lit=nonsense&sort=galaxy`));
  await ready(page);
  assert.equal(await page.locator(".table tbody tr").count(), 24);
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
