// A fourth, made-up city is a folder of data: built by `gemeo`, opened by the same site without a change of code.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { violations } from "./lib/axe.mjs";
import { launch, reader } from "./lib/browser.mjs";
import { ready } from "./lib/ready.mjs";
import { built } from "../tools/build/native.mjs";
import { root, startServer } from "./lib/server.mjs";
import { said } from "./lib/text.mjs";
import { variant } from "./lib/variant.mjs";
import { watch } from "./lib/watch.mjs";

const packs = "target/site/packs-with-vila-exemplo";
let server;
let browser;

before(async () => {
  rmSync(join(root, packs), { recursive: true, force: true });
  cpSync(join(root, "public/packs"), join(root, packs), { recursive: true });
  execFileSync(built("gemeo"), ["pack", "build", "--facts", "e2e/fixtures/cities", "--city", "vila-exemplo", "--out", packs], { cwd: root, stdio: ["ignore", "ignore", 2] });
  server = await startServer({ dist: await variant("other-city", { packs }) });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

async function open(path) {
  const { context, page } = await reader(browser, {});
  const seen = await watch(context, server.origin);
  await page.goto(server.url + path);
  await ready(page);
  return { context, page, seen };
}

test("home lists it beside the others and leads to it", async () => {
  const { context, page, seen } = await open("pt/");
  assert.equal(await page.locator(".city-card").count(), 4);
  await page.locator(".city-card a", { hasText: "Vila Exemplo" }).click();
  await page.waitForSelector("#i-population");
  assert.equal(await said(page.locator("h1")), "Vila Exemplo");
  assert.match(await said(page.locator("#i-population .card-value")), /^2500/);
  assert.deepEqual(await violations(page), []);
  seen.assertClean();
  await context.close();
});

test("its page is prerendered, its map is drawn", async () => {
  const html = await (await fetch(`${server.url}en/vila-exemplo/`)).text();
  assert.match(html, /<h1[^>]*>Vila Exemplo/);
  const { context, page, seen } = await open("en/vila-exemplo/map/?indicator=population&level=parish2013");
  await page.waitForSelector(".map.is-live", { timeout: 30_000 });
  assert.equal(await page.locator(".table tbody tr").count(), 3);
  seen.assertClean();
  await context.close();
});
