// Data that comes damaged, half or not at all, and browsers that keep nothing: never a wrong figure, always a way on.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ready } from "./lib/ready.mjs";
import { openSite } from "./lib/site.mjs";
import { damageText, evict, keptTexts, limitRoom } from "./lib/storage.mjs";
import { said } from "./lib/text.mjs";
import { flipped } from "./lib/trouble.mjs";

const site = openSite({ badLine: true });

function visit(path, { rules = [], ...options } = {}) {
  site.line.rules = rules;
  return site.open(path, options);
}

const on = (name, change) => (path) => (path.endsWith(name) ? change : undefined);
const core = "/packs/porto/core.json";

/** The page shows the fault and no figure; once the line is mended the button brings the page. */
async function recovers(page, words) {
  const fault = page.locator("main [role=alert]");
  assert.match(await said(fault), words);
  assert.equal(await page.locator("main .card-value, main figure, main .headline").count(), 0, "no figure is shown");
  site.line.rules = [];
  await fault.locator("button").click();
  await page.waitForSelector("#i-population .card-value");
  assert.match(await said(page.locator("#i-population .card-value")), /^231 800/);
}

for (const [what, change, words] of [
  ["one changed digit", { body: flipped }, /incompletos ou alterados/],
  ["half a file with a proper end", { body: (bytes) => bytes.subarray(0, bytes.length / 2) }, /incompletos ou alterados/],
  ["another page in place of the data", { body: () => Buffer.from("<!doctype html><title>Log in</title>") }, /incompletos ou alterados/],
  ["a connection that breaks off half-way", { cutAt: 0.5 }, /Os dados não chegaram/],
  ["a server that fails", { status: 503 }, /O servidor não tem estes dados/],
]) {
  for (const file of [core, "/packs/porto/manifest.json"]) {
    test(`${what} in ${file.split("/").at(-1)} is told, shows no figure, and is got over`, async () => {
      const { context, page, seen } = await visit("pt/porto/", { rules: [on(file, change)] });
      const detail = await page.locator("main [role=alert] pre").textContent();
      assert.ok(detail.includes(file.split("/").at(-1)), `names the file: ${detail}`);
      const kept = Object.keys(await keptTexts(page)).filter((key) => key.startsWith("porto/"));
      assert.ok(kept.length <= 1, `nothing damaged is kept: ${kept}`);
      await recovers(page, words);
      seen.assertClean([/Failed to load resource/]);
      await context.close();
    });
  }
}

test("a damaged file of the map is told on the map's page, and the city's own page is not harmed", async () => {
  const { context, page, seen } = await visit("pt/porto/map/", { rules: [on("/packs/porto/geography.json", { body: flipped })] });
  assert.match(await said(page.locator("main [role=alert]").first()), /incompletos ou alterados/);
  site.line.rules = [];
  await page.goto(site.url("pt/porto/"));
  await ready(page);
  assert.match(await said(page.locator("#i-population .card-value")), /^231 800/);
  seen.assertClean();
  await context.close();
});

test("a list of cities that does not come leaves other pages whole", async () => {
  const { context, page, seen } = await visit("pt/", { rules: [on("/packs/index.json", { status: 500 })] });
  assert.match(await said(page.locator("main [role=alert]")), /O servidor não tem estes dados/);
  site.line.rules = [];
  await page.locator("main [role=alert] button").click();
  await page.waitForSelector(".city-card");
  assert.equal(await page.locator(".city-card").count(), 3);
  seen.assertClean([/Failed to load resource/]);
  await context.close();
});

test("what the disk changed is noticed, thrown away and fetched anew", async () => {
  const { context, page, seen } = await visit("pt/porto/");
  const texts = await keptTexts(page);
  const [key, text] = Object.entries(texts).find(([, text]) => text.includes('"gemeo-pack/core"'));
  await damageText(page, key, text.replaceAll("231800", "231801"));
  await page.reload();
  await ready(page);
  assert.match(await said(page.locator("#i-population .card-value")), /^231 800/);
  assert.equal((await keptTexts(page))[key], text);
  seen.assertClean();
  await context.close();
});

test("what the browser threw away is fetched again, also under an open page", async () => {
  const { context, page, seen } = await visit("pt/porto/");
  await evict(context, page, site.line.origin);
  await page.locator(".tabs a").nth(1).click();
  await page.waitForSelector(".table tbody tr");
  assert.equal(await page.locator(".table tbody tr").count(), 7);
  await page.goto(site.url("pt/porto/"));
  await ready(page);
  assert.match(await said(page.locator("#i-population .card-value")), /^231 800/);
  assert.ok(Object.keys(await keptTexts(page)).some((key) => key.startsWith("porto/")), "and kept again");
  seen.assertClean();
  await context.close();
});

test("without room to keep anything every page still works", async () => {
  let limit;
  const prepare = async (context, page) => (limit = await limitRoom(context, page, site.line.origin, 1));
  const { context, page, seen } = await visit("pt/porto/", { prepare });
  assert.match(await said(page.locator("#i-population .card-value")), /^231 800/);
  const kept = await keptTexts(page).catch(() => ({}));
  assert.deepEqual(Object.keys(kept).filter((key) => key.startsWith("porto/")), [], "there is no room indeed");
  await page.locator(".tabs a").nth(1).click();
  await page.waitForSelector(".table tbody tr");
  await page.locator(".brand").click();
  await page.waitForSelector(".city-card");
  seen.assertClean([/quota/i]);
  await limit.detach();
  await context.close();
});

for (const [what, script] of [
  ["without IndexedDB", () => Object.defineProperty(globalThis, "indexedDB", { value: undefined })],
  ["where IndexedDB refuses", () => (IDBFactory.prototype.open = () => { throw new DOMException("denied", "SecurityError"); })],
  ["where IndexedDB fails later", () => (IDBFactory.prototype.open = function open() {
    const request = new EventTarget();
    Object.assign(request, { error: new DOMException("denied", "InvalidStateError"), result: undefined });
    setTimeout(() => request.onerror?.(new Event("error")));
    return request;
  })],
]) {
  test(`a private window ${what} shows all and says that nothing is kept`, async () => {
    const prepare = (context) => context.addInitScript(`(${script})(); (${withoutStorage})()`);
    const { context, page, seen } = await visit("pt/porto/", { prepare, serviceWorkers: "block" });
    assert.match(await said(page.locator("#i-population .card-value")), /^231 800/);
    await page.waitForFunction(() => document.querySelector(".toasts")?.textContent.includes("não guarda dados"));
    await page.locator(".site-tools a[hreflang=en-GB]").click();
    await page.waitForFunction(() => document.documentElement.lang === "en-GB");
    await page.locator(".tabs a").nth(1).click();
    await page.waitForSelector(".table tbody tr");
    seen.assertClean();
    await context.close();
  });
}

function withoutStorage() {
  Object.defineProperty(globalThis, "localStorage", { get() { throw new DOMException("denied", "SecurityError"); } });
}

test("an engine that stops is started again and answers", async () => {
  const { context, page } = await visit("pt/porto/", {
    prepare: (context) => context.addInitScript(() => {
      const Real = Worker;
      globalThis.Worker = class extends Real {
        constructor(...args) {
          super(...args);
          (globalThis.engines ??= []).push(this);
        }
      };
    }),
  });
  await page.evaluate(() => globalThis.engines.at(-1).dispatchEvent(new ErrorEvent("error", { cancelable: true })));
  await page.locator("#i-population details.explain summary").click();
  await page.waitForSelector("#i-population .formula");
  assert.equal(await page.evaluate(() => globalThis.engines.length), 2);
  await context.close();
});
