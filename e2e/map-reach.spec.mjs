// The map for everyone: by the keyboard alone, at 400 % zoom, in print.
import assert from "node:assert/strict";
import { test } from "node:test";
import { violations } from "./lib/axe.mjs";
import { openSite } from "./lib/site.mjs";
import { tooWide } from "./lib/wide.mjs";

const site = openSite();
const density = "indicator=population_density&level=parish2013";

test("everything the map does is done by the keyboard alone", { timeout: 120_000 }, async () => {
  const { context, page, seen } = await site.open(`pt/lisboa/map/?${density}`);
  await page.evaluate(() => document.querySelector("h1").scrollIntoView());
  /** Presses Tab until the focus is on what the selector names. */
  const reach = async (selector) => {
    for (let i = 0; i < 120; i++) {
      if (await page.evaluate((s) => document.activeElement.matches(s), selector)) return;
      await page.keyboard.press("Tab");
    }
    assert.fail(`Tab does not reach ${selector}`);
  };
  await reach("#map-search");
  await page.keyboard.type("belem");
  await page.waitForFunction(() => document.querySelector("#map-search").getAttribute("aria-expanded") === "true");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector("#map-panel").textContent === "Belém");
  await reach(".map-walk");
  await page.keyboard.press("ArrowUp");
  await page.waitForFunction(() => document.querySelector("#map-panel").textContent !== "Belém");
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => !location.search.includes("place="));
  await reach(".map-class");
  await page.keyboard.press("Space");
  await page.waitForFunction(() => document.querySelectorAll(".table tbody tr").length < 24);
  await page.keyboard.press("Space");
  await reach("#map-indicator");
  await page.keyboard.press("ArrowDown");
  await page.waitForFunction(() => !location.search.includes("population_density&"));
  await reach(".map-side .map-more summary");
  await page.keyboard.press("Enter");
  await reach("#map-classing");
  await page.keyboard.press("ArrowDown");
  await page.waitForFunction(() => location.search.includes("classing="));
  await reach("#map-smooth");
  await page.keyboard.press("Space");
  await page.waitForFunction(() => location.search.includes("smooth=yes"));
  await reach(".table thead button");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".table th[aria-sort]");
  seen.assertClean();
  await context.close();
});

test("at 400 % zoom the page is one column and nothing is cut off", async () => {
  // WCAG 2.2, 1.4.10: 1280 CSS pixels at 400 % are 320.
  for (const query of [density, `${density}&beside=side&with=dwellings_vacant_share`, `${density}&beside=swipe&with=dwellings_vacant_share`]) {
    const { context, page } = await site.open(`en/lisboa/map/?${query}`, { width: 320, height: 256, deviceScaleFactor: 4, isMobile: false });
    for (const fold of await page.locator(".map-more summary:visible").all()) await fold.click();
    assert.ok((await tooWide(page)) <= 0, `${query}: ${await tooWide(page)} px too wide`);
    const cut = await page.evaluate(() =>
      [...document.querySelectorAll(".map-page button, .map-page select, .map-page input")].filter((e) => {
        const box = e.getBoundingClientRect();
        return box.width > 0 && !e.closest(".map-canvas, .map-walk") && (box.left < -1 || box.right > 321);
      }).map((e) => e.id || e.className));
    assert.deepEqual(cut, []);
    assert.deepEqual(await violations(page), []);
    await context.close();
  }
});

test("in print the drawing stands with legend, sources and table, and no control", async () => {
  const { context, page } = await site.open(`pt/porto/map/?${density}`);
  await page.waitForSelector(".map.is-live", { timeout: 30_000 });
  await page.emulateMedia({ media: "print" });
  for (const shown of [".map-drawing", ".map-legend", ".map-attribution", ".table"]) assert.ok(await page.locator(shown).first().isVisible(), shown);
  for (const hidden of [".map-canvas", ".map-find", ".map-tools", ".map-more"]) assert.ok(!(await page.locator(hidden).first().isVisible()), hidden);
  const pdf = await page.pdf({ format: "A4" });
  assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
  assert.ok(pdf.length > 10_000);
  await context.close();
});
