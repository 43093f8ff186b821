// A base map of the city's own: a small PMTiles archive made here, read by ranges from the site itself.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { appendFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launch, reader } from "./lib/browser.mjs";
import { archive, glyphs } from "./lib/pmtiles.mjs";
import { ready } from "./lib/ready.mjs";
import { built } from "../tools/build/native.mjs";
import { root, startServer } from "./lib/server.mjs";
import { variant } from "./lib/variant.mjs";
import { watch } from "./lib/watch.mjs";

const facts = join(root, "target/site/facts-basemap");
const packs = "target/site/packs-basemap";
const ground = [176, 64, 112];
const atNight = [24, 96, 40];
let server;
let browser;
let site;

before(async () => {
  for (const folder of [facts, join(root, packs)]) rmSync(folder, { recursive: true, force: true });
  cpSync(join(root, "e2e/fixtures/cities"), facts, { recursive: true });
  appendFileSync(join(facts, "vila-exemplo/city.toml"),
    '\n[basemap]\narchive = "basemaps/vila.pmtiles"\nstyle = "basemaps/light.json"\nstyle_dark = "basemaps/dark.json"\nattribution = "© Cartógrafos de exemplo"\n');
  cpSync(join(root, "public/packs"), join(root, packs), { recursive: true });
  execFileSync(built("gemeo"), ["pack", "build", "--facts", facts, "--city", "vila-exemplo", "--out", packs], { cwd: root, stdio: ["ignore", "ignore", 2] });
  site = await variant("basemap", { packs });
  const { profile } = JSON.parse(readFileSync(join(root, packs, "vila-exemplo/core.json"), "utf8"));
  const around = profile.bbox.map((degrees, at) => degrees + (at < 2 ? -1 : 1));
  mkdirSync(join(site, "basemaps"), { recursive: true });
  writeFileSync(join(site, "basemaps/vila.pmtiles"), archive(9, around));
  const layers = (colour) => [
    { id: "sky", type: "background", paint: { "background-color": "#000000" } },
    { id: "ground", type: "fill", source: "any", "source-layer": "ground", paint: { "fill-color": `rgb(${colour})` } },
  ];
  const names = { id: "names", type: "symbol", source: "any", "source-layer": "ground", layout: { "text-field": "AAA", "text-font": ["Exemplo Sans"] } };
  writeFileSync(join(site, "basemaps/light.json"), JSON.stringify({ version: 8, sources: {}, layers: layers(ground) }));
  writeFileSync(join(site, "basemaps/dark.json"),
    JSON.stringify({ version: 8, sources: {}, glyphs: "fonts/{fontstack}/{range}.pbf", layers: [...layers(atNight), names] }));
  mkdirSync(join(site, "basemaps/fonts/Exemplo Sans"), { recursive: true });
  writeFileSync(join(site, "basemaps/fonts/Exemplo Sans/0-255.pbf"), glyphs("Exemplo Sans", "A"));
  server = await startServer({ dist: site });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

async function open() {
  const { context, page } = await reader(browser, { reducedMotion: "reduce" });
  const seen = await watch(context, server.origin);
  const [ranges, signs] = [[], []];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.endsWith(".pmtiles")) ranges.push(request.headers().range);
    if (pathname.endsWith(".pbf")) signs.push(pathname);
  });
  await page.goto(`${server.url}pt/vila-exemplo/map/?indicator=population&level=parish2013`);
  await ready(page);
  await page.waitForSelector(".map.is-live", { timeout: 30_000 });
  return { context, page, seen, ranges, signs };
}

test("its areas lie below the places, its makers are named, and only parts of the archive are fetched", async () => {
  const { context, page, seen, ranges } = await open();
  await page.waitForFunction(() => globalThis.gemeoBasemap);
  await until(page, async () => near(await corner(page), ground));
  assert.match(await page.locator(".map-attribution").textContent(), /© Cartógrafos de exemplo/);
  assert.ok(ranges.length > 0 && ranges.every((range) => /^bytes=\d+-\d+$/.test(range)), ranges.join());
  const place = await page.locator(".table .swatch").first().evaluate((s) => getComputedStyle(s).backgroundColor.match(/\d+/g).map(Number));
  assert.ok(!near(place, ground));
  seen.assertClean();
  await context.close();
});

test("the dark theme has a style of its own, with its fonts from the same site", async () => {
  const { context, page, seen, signs } = await open();
  await until(page, async () => near(await corner(page), ground));
  assert.deepEqual(signs, [], "names without a font of the style are drawn with the reader's own");
  await page.emulateMedia({ colorScheme: "dark" });
  await until(page, async () => near(await corner(page), atNight));
  for (const end = Date.now() + 10_000; Date.now() < end && signs.length === 0; ) await page.waitForTimeout(100);
  assert.ok(signs.length > 0 && signs.every((path) => /^\/basemaps\/fonts\/Exemplo%20Sans\/\d+-\d+\.pbf$/.test(path)), signs.join());
  await page.emulateMedia({ colorScheme: "light" });
  await until(page, async () => near(await corner(page), ground));
  // Signs that the font of this test does not have are asked for in vain.
  seen.assertClean([/404/]);
  await context.close();
});

test("without the archive the quiet base map stays", async () => {
  rmSync(join(site, "basemaps/vila.pmtiles"));
  const { context, page, seen } = await open();
  await page.waitForFunction(() => globalThis.gemeoBasemap);
  await page.waitForTimeout(500);
  assert.ok(!near(await corner(page), ground));
  seen.assertClean([/404/]);
  await context.close();
});

/** A site whose packs have their archive on another host. */
async function elsewhere(name, tileHosts) {
  const own = `${packs}-elsewhere`;
  const there = join(root, "target/site/facts-basemap-elsewhere");
  for (const folder of [there, join(root, own)]) rmSync(folder, { recursive: true, force: true });
  cpSync(join(root, "e2e/fixtures/cities"), there, { recursive: true });
  appendFileSync(join(there, "vila-exemplo/city.toml"),
    `\n[basemap]\narchive = "${foreign}/vila.pmtiles"\nstyle = "basemaps/light.json"\nattribution = "© Cartógrafos de exemplo"\n`);
  cpSync(join(root, "public/packs"), join(root, own), { recursive: true });
  execFileSync(built("gemeo"), ["pack", "build", "--facts", there, "--city", "vila-exemplo", "--out", own], { cwd: root, stdio: ["ignore", "ignore", 2] });
  return variant(name, { packs: own, tileHosts });
}
const foreign = "https://tiles.example";

test("an archive on a listed host is asked, by the policy of page and header, and both map and privacy page say so", async () => {
  const site = await elsewhere("basemap-elsewhere", foreign);
  mkdirSync(join(site, "basemaps"), { recursive: true });
  cpSync(join(root, "target/site/variant-basemap/basemaps/light.json"), join(site, "basemaps/light.json"));
  const server = await startServer({ dist: site, env: { GEMEO_TILE_HOSTS: foreign } });
  const { context, page } = await reader(browser, { reducedMotion: "reduce" });
  const seen = await watch(context, server.origin);
  const bytes = archive(9, JSON.parse(readFileSync(join(site, "packs/vila-exemplo/core.json"), "utf8")).profile.bbox.map((d, at) => d + (at < 2 ? -1 : 1)));
  const asked = [];
  await context.route(`${foreign}/**`, (route) => {
    const allowed = { "access-control-allow-origin": "*", "access-control-allow-headers": "range" };
    const [, from, to] = route.request().headers().range?.match(/bytes=(\d+)-(\d+)/) ?? [];
    asked.push(route.request().url());
    const body = bytes.subarray(Number(from ?? 0), Number(to ?? bytes.length - 1) + 1);
    return route.fulfill({ status: from ? 206 : 200, headers: { ...allowed, "content-range": `bytes ${from}-${to}/${bytes.length}` }, body });
  });
  const answer = await page.goto(`${server.url}pt/vila-exemplo/map/?indicator=population&level=parish2013`);
  const meta = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute("content");
  for (const policy of [meta, answer.headers()["content-security-policy"]]) assert.match(policy, /; connect-src 'self' https:\/\/tiles\.example; /);
  await ready(page);
  await page.waitForSelector(".map.is-live", { timeout: 30_000 });
  await until(page, async () => near(await corner(page), ground));
  assert.ok(asked.length > 0 && asked.every((url) => url === `${foreign}/vila.pmtiles`));
  assert.match(await page.locator(".map-attribution").textContent(), /O fundo vem de tiles\.example, que fica a saber o seu endereço IP/);
  seen.assertClean([/tiles\.example/]);
  for (const [path, words] of [["pt/privacy/", /vem de tiles\.example/], ["en/privacy/", /comes from tiles\.example/]]) {
    await page.goto(server.url + path);
    await ready(page);
    assert.match(await page.locator(".prose").textContent(), words);
    assert.match(await page.locator(".lede").textContent(), /tiles\.example/);
  }
  await context.close();
  await server.stop();
});

test("a site does not build where a city's base map is on a host that is not listed", async () => {
  await assert.rejects(elsewhere("basemap-refused", ""), /vila-exemplo: its base map is on https:\/\/tiles\.example; list that host in GEMEO_TILE_HOSTS/);
  await assert.rejects(elsewhere("basemap-refused", "https://other.example"), /GEMEO_TILE_HOSTS/);
});

const near = (a, b) => a.every((channel, i) => Math.abs(channel - b[i]) <= 3);

async function until(page, holds) {
  for (let tries = 0; tries < 50; tries++) {
    if (await holds()) return;
    await page.waitForTimeout(100);
  }
  assert.fail(`the corner of the map is rgb(${await corner(page)})`);
}

/** The colour near the lower left corner of the map, which no place of the city reaches. */
async function corner(page) {
  const box = await page.locator(".map").boundingBox();
  const shot = await page.screenshot({ clip: { x: box.x + 8, y: box.y + box.height - 12, width: 2, height: 2 } });
  return page.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = new OffscreenCanvas(2, 2);
    canvas.getContext("2d").drawImage(image, 0, 0);
    return [...canvas.getContext("2d").getImageData(0, 0, 1, 1).data.slice(0, 3)];
  }, shot.toString("base64"));
}
