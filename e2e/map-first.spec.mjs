// The map before the app: a drawing in the HTML that stands where the live map will.
import assert from "node:assert/strict";
import { test } from "node:test";
import { validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
import { openSite } from "./lib/site.mjs";

const site = openSite();

for (const [lang, city, parishes, heading] of [
  ["pt", "lisboa", 24, "Mapa de Lisboa"], ["en", "porto", 7, "Map of Porto"], ["pt", "guimaraes", 48, "Mapa de Guimarães"],
]) {
  test(`the page of ${city} (${lang}) has its parishes in colour without any script`, async () => {
    const { context, page } = await site.open(`${lang}/${city}/map/`, { wait: false, javaScriptEnabled: false, width: 390 });
    assert.equal(await page.locator("h1").textContent(), heading);
    assert.equal(await page.locator(".map-drawing .map-shape").count(), parishes);
    const fills = await page.locator(".map-drawing .map-shape").evaluateAll((shapes) => shapes.map((s) => getComputedStyle(s).fill));
    assert.ok(new Set(fills).size >= 4, "classes differ in colour");
    const box = await page.locator(".map-drawing").boundingBox();
    assert.ok(box.width > 300 && box.height > 300, `the drawing is ${box.width} × ${box.height}`);
    assert.equal(await page.locator(".table tbody tr").count(), parishes);
    assert.match(await page.locator(".map-summary").textContent(), /\d/);
    await context.close();
  });
}

for (const width of [390, 1440]) {
  test(`nothing moves when app and live map take over at ${width} px`, async () => {
    const prepare = (context) => context.addInitScript(() => {
      globalThis.shifted = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) globalThis.shifted += entry.value;
      }).observe({ type: "layout-shift", buffered: true });
    });
    const { context, page, seen } = await site.open("pt/lisboa/map/", { prepare, width });
    await page.waitForSelector(".map.is-live", { timeout: 30_000 });
    assert.equal(await page.locator(".map-drawing .map-shape").count(), 24);
    const shifted = await page.evaluate(() => globalThis.shifted);
    assert.ok(shifted <= 0.05, `layout shift of ${shifted}`);
    seen.assertClean();
    await context.close();
  });
}

test("the drawing that the app takes over is the one that was there, even where the link asks for another layer", async () => {
  const { context, page, seen } = await site.open("pt/lisboa/map/?indicator=dwellings_vacant_share&level=cell", { wait: false });
  // The skeleton never comes between the two drawings.
  await page.waitForSelector("html[data-ready]", { state: "attached", timeout: 20_000 });
  assert.equal(await page.locator(".skeleton-map").count(), 0);
  assert.ok((await page.locator(".map-drawing .map-shape").count()) > 500);
  seen.assertClean();
  await context.close();
});

test("the style that the map begins with has no fault, which the engine is told not to look for", async () => {
  const prepare = (context) => context.addInitScript(() => {
    let engine;
    Object.defineProperty(globalThis, "gemeoMapEngine", {
      get: () => engine,
      set(real) {
        class Map extends real.Map {
          constructor(options) {
            globalThis.styled = JSON.stringify(options.style);
            super(options);
          }
        }
        engine = { ...real, Map };
      },
    });
  });
  for (const query of ["", "?indicator=dwellings_vacant_share&level=cell", "?indicator=air_quality_annual_mean&level=station"]) {
    const { context, page, seen } = await site.open(`pt/lisboa/map/${query}`, { prepare });
    await page.waitForFunction(() => globalThis.styled);
    const style = JSON.parse(await page.evaluate(() => globalThis.styled));
    assert.ok(style.layers.length > 10 && style.sources.names.data.features.length > 0);
    assert.deepEqual(validateStyleMin(style).map((fault) => fault.message), []);
    seen.assertClean();
    await context.close();
  }
});

test("what a page will ask for is there, in all of its lists", async () => {
  const { context, page } = await site.open("pt/porto/map/", { wait: false, javaScriptEnabled: false });
  const { files, packs, engine, later } = JSON.parse(await page.locator('meta[name="gemeo-soon"]').getAttribute("content"));
  assert.ok(files.length === 4 && packs.length === 9 && later.length === 3);
  const early = await page.locator('link[rel="preload"][href$=".wasm"], link[rel="modulepreload"]').evaluateAll((links) => links.map((link) => link.href));
  assert.equal(early.length, 2);
  const boot = await page.locator('script[src$="/boot.js"]').getAttribute("src");
  const program = await (await page.request.get(new URL(boot, site.url()).href)).text();
  const parts = [...program.matchAll(/[\w-]+\.(?:wasm|bin)/g)].map(([file]) => file).filter((file) => file !== "gemeo-app_bg.wasm");
  assert.ok(parts.includes("split_map_part.wasm") && parts.length > 3, parts.join(" "));
  for (const address of [...files, ...packs, engine, ...later, ...early, ...parts.map((file) => boot.replace("boot.js", file))]) {
    const answer = await page.request.get(new URL(address, site.url()).href);
    assert.equal(answer.status(), 200, address);
    assert.doesNotMatch(answer.headers()["content-type"], /html/, address);
  }
  await context.close();
});
