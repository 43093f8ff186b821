// Going from page to page: links, history, language, deep links, base path, and addresses that lead nowhere.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ready } from "./lib/ready.mjs";
import { startServer } from "./lib/server.mjs";
import { openSite } from "./lib/site.mjs";
import { said } from "./lib/text.mjs";
import { variant } from "./lib/variant.mjs";
import { watch } from "./lib/watch.mjs";
import { reader } from "./lib/browser.mjs";

const site = openSite();

test("a link opens its page without loading the site anew, and the history leads back", async () => {
  const { context, page, seen } = await site.open("pt/");
  await page.evaluate(() => (globalThis.sameVisit = true));
  await page.locator("main a[href$='/pt/porto/']").first().click();
  await page.waitForFunction(() => document.querySelector("h1")?.textContent === "Porto");
  assert.equal(page.url(), site.url("pt/porto/"));
  assert.match(await page.title(), /^Porto/);
  assert.equal(await page.evaluate(() => document.activeElement?.id), "main", "the reader is at the new page's beginning");
  await page.goBack();
  await page.waitForFunction(() => document.querySelector("h1")?.textContent !== "Porto");
  assert.equal(page.url(), site.url("pt/"));
  await page.goForward();
  await page.waitForFunction(() => document.querySelector("h1")?.textContent === "Porto");
  assert.equal(await page.evaluate(() => globalThis.sameVisit), true);
  seen.assertClean();
  await context.close();
});

test("the other language shows the same page with its state, and the choice is kept", async () => {
  const { context, page, seen } = await site.open("pt/lisboa/?year=2019");
  const shown = await said(page.locator("#i-ghg_by_sector .figure-sub"));
  await page.locator(".site-tools a[hreflang=en-GB]").click();
  await page.waitForFunction(() => document.documentElement.lang === "en-GB");
  assert.equal(page.url(), site.url("en/lisboa/?year=2019"));
  assert.equal(await said(page.locator("h1")), "Lisboa");
  assert.match(await said(page.locator("#i-ghg_by_sector .figure-sub")), /2019/);
  assert.match(shown, /2019/);
  assert.match(await page.title(), /promise/i);
  await page.goto(site.url());
  await page.waitForURL(site.url("en/"));
  await ready(page);
  assert.equal(await page.locator("html").getAttribute("lang"), "en-GB");
  seen.assertClean();
  await context.close();
});

test("a first visit speaks the browser's language", async () => {
  for (const [lang, path] of [["pt-PT", "pt/"], ["pt-BR", "pt/"], ["en-US", "en/"], ["fi-FI", "en/"]]) {
    const { context, page } = await site.open("", { lang, wait: false });
    await page.waitForURL(site.url(path));
    await context.close();
  }
});

test("an address may lack its last slash or its language", async () => {
  const { context, page, seen } = await site.open("pt/lisboa/map");
  assert.match(await said(page.locator("h1")), /Lisboa/);
  await page.goto(site.url("guimaraes/"));
  await ready(page);
  assert.match(await said(page.locator("h1")), /Guimarães/);
  seen.assertClean([/404/]);
  await context.close();
});

test("an anchor of a figure brings it into sight", async () => {
  const { context, page } = await site.open("pt/porto/#i-population");
  await page.waitForFunction(() => {
    const { top, bottom } = document.querySelector("#i-population").getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  });
  await context.close();
});

test("an address that leads nowhere says so, with status 404 and ways on", async () => {
  for (const path of ["pt/no/such/page/", "pt/atlantis/", "en/%3Cscript%3E/"]) {
    const { context, page } = await site.open(path);
    assert.match(await said(page.locator("h1")), /não encontrada|not found/i, path);
    const links = await page.locator("main a").evaluateAll((all) => all.map((a) => new URL(a.href).pathname));
    for (const city of ["lisboa", "porto", "guimaraes"]) assert.ok(links.some((link) => link.endsWith(`/${city}/`)), `${path}: a way to ${city}`);
    await context.close();
  }
  const answer = await fetch(site.url("pt/no/such/page/"));
  assert.equal(answer.status, 404);
});

test("a chosen theme stays, and one press leads on", async () => {
  const { context, page } = await site.open("pt/", { theme: "light" });
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  const button = page.locator(".site-tools button");
  await button.click();
  await button.click();
  await page.waitForSelector("html[data-theme=dark]");
  assert.notEqual(await background(), light);
  await page.reload();
  await ready(page);
  assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
  await context.close();
});

test("the whole site works below a base path", async () => {
  const dist = await variant("base", { base: "/twin" });
  const server = await startServer({ dist, base: "/twin/" });
  const { context, page } = await reader(site.browser, {});
  const seen = await watch(context, server.origin);
  await page.goto(`${server.origin}/twin/pt/lisboa/`);
  await ready(page);
  await page.locator(".tabs a").nth(1).click();
  await page.waitForURL(`${server.origin}/twin/pt/lisboa/map/`);
  await page.waitForSelector(".map.is-live", { timeout: 30_000 });
  await page.locator(".brand").click();
  await page.waitForURL(`${server.origin}/twin/pt/`);
  await page.locator("main a[href='/twin/pt/porto/']").first().click();
  await page.waitForFunction(() => document.querySelector("h1")?.textContent === "Porto");
  await page.reload();
  await ready(page);
  const links = await page.locator("a[href^='/']").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
  assert.deepEqual(links.filter((link) => !link.startsWith("/twin/")), []);
  seen.assertClean();
  assert.deepEqual(seen.failed, []);
  await context.close();
  await server.stop();
});
