// Without connection after one visit, and a new version while the old one is open.
import assert from "node:assert/strict";
import { test } from "node:test";
import { offlineReady, ready } from "./lib/ready.mjs";
import { startServer } from "./lib/server.mjs";
import { openSite } from "./lib/site.mjs";
import { said } from "./lib/text.mjs";
import { variant } from "./lib/variant.mjs";

const site = openSite({ badLine: true });

/** What a page without connection may say on the console. */
const refused = [/ERR_EMPTY_RESPONSE/, /ERR_CONNECTION/, /Failed to fetch/, /ERR_FAILED/];

function visit(path) {
  site.line.down = false;
  return site.open(path);
}

test("a city opens again without connection, and explains its figures", async () => {
  const { context, page, seen } = await visit("pt/guimaraes/");
  await offlineReady(page);
  const answer = await said(page.locator(".headline"));
  site.line.down = true;
  await page.reload();
  await ready(page);
  assert.equal(await said(page.locator(".headline")), answer);
  await page.locator("#i-population details.explain summary").click();
  await page.waitForSelector("#i-population .formula");
  await page.locator(".site-tools a[hreflang=en-GB]").click();
  await page.waitForFunction(() => document.documentElement.lang === "en-GB");
  assert.match(await said(page.locator("#i-population .card-value")), /156,830/);
  seen.assertClean(refused);
  await context.close();
});

test("home is there too, a city never opened says what is the matter, and comes once there is a connection", async () => {
  const { context, page, seen } = await visit("pt/guimaraes/");
  await offlineReady(page);
  site.line.down = true;
  await page.locator(".brand").click();
  await page.waitForSelector(".city-card");
  assert.equal(await page.locator(".city-card").count(), 3);
  await page.goto(site.url("pt/lisboa/"));
  await ready(page);
  const fault = page.locator("main [role=alert]");
  assert.match(await said(fault), /Os dados não chegaram/);
  site.line.down = false;
  await fault.locator("button").click();
  await page.waitForSelector(".headline");
  assert.match(await said(page.locator(".headline")), /Lisboa/);
  seen.assertClean(refused);
  await context.close();
});

test("a map that was open is drawn without connection", async () => {
  const { context, page, seen } = await visit("pt/porto/map/");
  await offlineReady(page);
  await page.waitForSelector(".map.is-live", { timeout: 30_000 });
  site.line.down = true;
  await page.reload();
  await ready(page);
  await page.waitForSelector(".map.is-live", { timeout: 30_000 });
  assert.equal(await page.locator(".table tbody tr").count(), 7);
  seen.assertClean(refused);
  await context.close();
});

for (const [what, first] of [["is begun with the page and taken over", ""], ["that does not start is replaced by another", "nowhere.js"]]) {
  test(`on a second visit the engine's worker ${what}`, async () => {
    const { context, page, seen } = await visit("pt/guimaraes/");
    await offlineReady(page);
    await page.addInitScript((first) => {
      globalThis.begun = [];
      const { Worker } = globalThis;
      globalThis.Worker = class extends Worker {
        constructor(address, options) {
          const isFirst = globalThis.begun.length === 0;
          globalThis.begun.push({ name: options?.name, isEarly: !document.documentElement.hasAttribute("data-ready") });
          super(first && isFirst ? first : address, options);
        }
      };
    }, first);
    await page.reload();
    await ready(page);
    assert.match(await said(page.locator("#i-population .card-value")), /^156 830/);
    const begun = await page.evaluate(() => globalThis.begun.filter((worker) => worker.name === "gemeo-engine"));
    assert.equal(begun.length, first ? 2 : 1);
    assert.ok(begun[0].isEarly);
    seen.assertClean([/nowhere\.js/, /Failed to load/, /404/]);
    await context.close();
  });
}

test("the page says when the device has no connection", async () => {
  const { context, page } = await visit("pt/guimaraes/");
  assert.equal(await page.locator(".banner").count(), 0);
  await context.setOffline(true);
  await page.waitForSelector(".banner");
  assert.match(await said(page.locator(".banner")), /Sem ligação/);
  await context.setOffline(false);
  await page.waitForSelector(".banner", { state: "detached" });
  await context.close();
});

test("a new version is announced, and comes when the reader says so", async () => {
  const { context, page, seen } = await visit("pt/guimaraes/");
  await offlineReady(page);
  const version = await said(page.locator(".site-footer .hash"));
  const dist = await variant("update", { version: "0dd0c0de" });
  const newer = await startServer({ dist });
  site.line.behind = newer.origin;
  await page.reload();
  await ready(page);
  await page.waitForSelector(".banner button", { timeout: 30_000 });
  assert.match(await said(page.locator(".banner")), /versão nova/);
  await Promise.all([page.waitForEvent("load"), page.locator(".banner button").click()]);
  await page.waitForFunction((old) => document.querySelector(".site-footer .hash")?.textContent.trim() !== old, version);
  await ready(page);
  assert.match(await said(page.locator(".site-footer .hash")), /0dd0c0de/);
  assert.equal(await page.locator(".banner").count(), 0);
  site.line.down = true;
  await page.reload();
  await ready(page);
  assert.match(await said(page.locator(".site-footer .hash")), /0dd0c0de/, "the new version is the one kept");
  seen.assertClean(refused);
  await context.close();
  site.line.behind = site.server.origin;
  await newer.stop();
});

test("the site can be installed", async () => {
  const { context, page } = await visit("pt/");
  const address = await page.locator("link[rel=manifest]").getAttribute("href");
  const manifest = await page.evaluate(async (address) => (await fetch(address)).json(), address);
  assert.ok(manifest.name && manifest.short_name && manifest.start_url && manifest.display === "standalone");
  const sizes = manifest.icons.map((icon) => icon.sizes);
  for (const size of ["192x192", "512x512"]) assert.ok(sizes.includes(size), size);
  assert.ok(manifest.icons.some((icon) => icon.purpose?.includes("maskable")));
  for (const icon of manifest.icons) {
    const url = new URL(icon.src, new URL(address, page.url())).href;
    const answer = await page.evaluate(async (url) => {
      const image = new Image();
      image.src = url;
      await image.decode();
      return `${image.naturalWidth}x${image.naturalHeight}`;
    }, url);
    assert.ok(icon.sizes === "any" || icon.sizes === answer, `${icon.src} is ${answer}`);
  }
  await context.close();
});
