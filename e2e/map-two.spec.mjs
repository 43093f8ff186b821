// Two maps: they look at the same, share their classes where they can be compared, and give way to a keyboard.
import assert from "node:assert/strict";
import { test } from "node:test";
import { violations } from "./lib/axe.mjs";
import { ready } from "./lib/ready.mjs";
import { picture } from "./lib/shots.mjs";
import { openSite } from "./lib/site.mjs";
import { tooWide } from "./lib/wide.mjs";

const site = openSite();
const density = "indicator=population_density&level=parish2013";
const live = (page, count = 2) =>
  page.waitForFunction((count) => document.querySelectorAll(".map.is-live").length === count, count, { timeout: 40_000 });

test("two maps of the same layer show the same wherever one of them is moved", async () => {
  const { context, page, seen } = await site.open(`pt/porto/map/?${density}&beside=side`, { reducedMotion: "reduce" });
  await live(page);
  const maps = page.locator(".map");
  assert.ok(await alike(page), "at first");
  const before = await maps.nth(1).screenshot();
  const box = await maps.nth(0).boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, -400);
  await page.keyboard.up("Control");
  await page.mouse.move(2, 2);
  await page.waitForTimeout(1500);
  assert.notDeepEqual(await maps.nth(1).screenshot(), before, "the other one followed");
  assert.ok(await alike(page), "after the wheel");
  await context.close();
  seen.assertClean();
});

test("two years have the same classes, and a place is chosen in both", async () => {
  const { context, page, seen } = await site.open(
    "pt/guimaraes/map/?indicator=population&level=parish2013&period=2021&beside=side&with_period=2011", { reducedMotion: "reduce" },
  );
  await live(page);
  const limits = await page.locator(".map-legend").evaluateAll((all) => all.map((l) => [...l.querySelectorAll(".map-class")].map((c) => c.textContent)));
  assert.ok(limits[0].length >= 4);
  assert.deepEqual(limits[0], limits[1]);
  const captions = await page.locator(".map-caption").allTextContents();
  assert.match(captions[0], /2021/);
  assert.match(captions[1], /2011/);
  await page.selectOption("#map-place", { index: 3 });
  await page.waitForFunction(() => document.querySelectorAll(".map-drawing .map-chosen").length === 2);
  assert.deepEqual(await violations(page), []);
  seen.assertClean();
  await context.close();
});

test("a curtain parts two indicators, moved by the keyboard", async () => {
  const { context, page, seen } = await site.open(`en/lisboa/map/?${density}&beside=swipe&with=dwellings_vacant_share`);
  await live(page);
  const slider = page.getByRole("slider", { name: "Position of the curtain" });
  const [one, two] = [await page.locator(".map").nth(0).boundingBox(), await page.locator(".map").nth(1).boundingBox()];
  assert.deepEqual(one, two, "one over the other");
  await slider.focus();
  await page.keyboard.press("Home");
  assert.match(await page.locator(".map-clip").evaluate((e) => getComputedStyle(e).clipPath), /0%\)$|inset\(0px\)/);
  await page.keyboard.press("End");
  assert.match(await page.locator(".map-clip").evaluate((e) => getComputedStyle(e).clipPath), /100%/);
  assert.deepEqual(await violations(page), []);
  seen.assertClean();
  await context.close();
});

test("two cities stand side by side at the same scale with the same classes", async () => {
  const { context, page, seen } = await site.open(`pt/lisboa/map/?${density}&beside=side&with_city=porto`);
  await live(page);
  assert.match(await page.locator(".map-caption").nth(1).textContent(), /^Porto: /);
  const limits = await page.locator(".map-legend").evaluateAll((all) => all.map((l) => [...l.querySelectorAll(".map-class")].map((c) => c.textContent)));
  assert.deepEqual(limits[0], limits[1]);
  await page.selectOption("#map-with-city", { label: "Lisboa" });
  await page.waitForFunction(() => /^Lisboa: /.test(document.querySelectorAll(".map-caption")[1]?.textContent ?? ""));
  await page.selectOption("#map-beside", "");
  await page.waitForFunction(() => document.querySelectorAll(".map").length === 1 && !location.search.includes("beside"));
  seen.assertClean();
  await context.close();
});

test("small maps show every indicator and lead to it", async () => {
  const { context, page, seen } = await site.open(`pt/lisboa/map/?${density}`);
  await page.locator(".map-many summary").click();
  const maps = page.locator(".map-small");
  await maps.first().waitFor();
  assert.ok((await maps.count()) >= 10, `${await maps.count()} small maps`);
  const colours = await maps.nth(1).locator("use").evaluateAll((all) => new Set(all.map((u) => getComputedStyle(u).fill)).size);
  assert.ok(colours >= 3);
  const name = (await maps.nth(1).textContent()).split(",")[0];
  await maps.nth(1).click();
  await page.waitForFunction((name) => document.querySelector(".map-caption").textContent.includes(name), name);
  assert.deepEqual(await violations(page), []);
  seen.assertClean();
  await context.close();
});

for (const [width, theme] of [[390, "light"], [1440, "dark"]]) {
  test(`two maps fit at ${width} px in the ${theme} theme`, async () => {
    for (const mode of ["side", "swipe", "both"]) {
      const { context, page, seen } = await site.open(
        `pt/lisboa/map/?${density}&beside=${mode}&with=dwellings_vacant_share`, { width, theme, reducedMotion: "reduce" },
      );
      await live(page, mode === "both" ? 1 : 2);
      await ready(page);
      const wide = await tooWide(page);
      assert.ok(wide <= 0, `the page is ${wide} px wider than the screen`);
      await picture(page, `map-${mode}-${width}-${theme}`);
      seen.assertClean();
      await context.close();
    }
  });
}

/** Whether both maps' pictures are the same but for a hair at edges. */
async function alike(page) {
  const shots = [];
  for (const at of [0, 1]) shots.push((await page.locator(".map").nth(at).screenshot()).toString("base64"));
  const differing = await page.evaluate(async ([a, b]) => {
    const pixels = async (data) => {
      const image = new Image();
      image.src = `data:image/png;base64,${data}`;
      await image.decode();
      const canvas = new OffscreenCanvas(image.width, image.height);
      canvas.getContext("2d").drawImage(image, 0, 0);
      return canvas.getContext("2d").getImageData(0, 0, image.width, image.height);
    };
    const [one, two] = [await pixels(a), await pixels(b)];
    if (Math.abs(one.width - two.width) > 1 || Math.abs(one.height - two.height) > 1) return 1;
    let different = 0;
    for (let y = 0; y < Math.min(one.height, two.height); y++) {
      for (let x = 0; x < Math.min(one.width, two.width); x++) {
        const [i, j] = [4 * (y * one.width + x), 4 * (y * two.width + x)];
        if ([0, 1, 2].some((k) => Math.abs(one.data[i + k] - two.data[j + k]) > 24)) different++;
      }
    }
    return different / (one.width * one.height);
  }, shots);
  return differing < 0.02;
}
