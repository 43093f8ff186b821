// The three cities' pages: the figures are those of the facts, before and after the app takes over.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ready } from "./lib/ready.mjs";
import { openSite } from "./lib/site.mjs";
import { plain, said } from "./lib/text.mjs";

const site = openSite();

// Census of 2021 (INE), data/facts/<city>/series/population.csv
const cities = [
  { id: "lisboa", name: "Lisboa", people: { pt: "545 796", en: "545,796" } },
  { id: "porto", name: "Porto", people: { pt: "231 800", en: "231,800" } },
  { id: "guimaraes", name: "Guimarães", people: { pt: "156 830", en: "156,830" } },
];

for (const { id, name, people } of cities) {
  test(`${name}: answer, drawing and people are there before WebAssembly and after it`, async () => {
    const early = await site.open(`pt/${id}/`, { javaScriptEnabled: false, wait: false });
    const before = await figures(early.page);
    await early.context.close();
    const { context, page, seen } = await site.open(`pt/${id}/`);
    const after = await figures(page);
    assert.deepEqual(after, before, "the app shows what was prerendered");
    assert.equal(after.name, name);
    assert.match(after.answer, new RegExp(`^(Não se sabe a que distância está )?${name}`));
    assert.ok(after.people.startsWith(people.pt), after.people);
    assert.ok(after.drawings >= 1, "a drawing of the promise");
    await page.goto(site.url(`en/${id}/`));
    await ready(page);
    assert.ok((await figures(page)).people.startsWith(people.en));
    seen.assertClean();
    await context.close();
  });
}

test("a shared link shows a picture, the answer and the name", async () => {
  for (const [path, name] of [["pt/lisboa/", "Lisboa"], ["en/guimaraes/map/", "Guimarães"], ["pt/", "cidades"]]) {
    const html = await (await fetch(site.url(path))).text();
    const meta = (key) => html.match(new RegExp(`<meta property="${key}" content="([^"]+)"`))?.[1];
    assert.match(`${meta("og:title")} ${meta("og:description")}`, new RegExp(name), path);
    const answer = await fetch(new URL(meta("og:image"), site.url()));
    assert.deepEqual([answer.status, answer.headers.get("content-type")], [200, "image/png"], path);
    const png = Buffer.from(await answer.arrayBuffer());
    // the size stands in the first chunk of a PNG
    assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [1200, 630]);
    assert.ok(png.length > 10_000 && png.length < 300_000, `${png.length} bytes`);
  }
});

test("the app takes over without a shift", async () => {
  for (const { id } of cities) {
    const { context, page } = await site.open(`pt/${id}/`, { width: 390, wait: false });
    await ready(page);
    const shift = await page.evaluate(() => new Promise((done) => {
      let sum = 0;
      new PerformanceObserver((list) => list.getEntries().forEach((entry) => (sum += entry.value))).observe({ type: "layout-shift", buffered: true });
      setTimeout(() => done(sum), 500);
    }));
    assert.ok(shift <= 0.05, `${id} shifts by ${shift}`);
    await context.close();
  }
});

test("Lisboa's GPC BASIC total of 2019 is 1 918 206,68 t, computed from its sub-sectors and explained on the page", async () => {
  const { context, page, seen } = await site.open("pt/lisboa/");
  const panel = page.locator("#i-ghg_total details.explain", { has: page.locator("#explain-ghg_total, .explain-body") }).first();
  await panel.locator("summary").click();
  await page.selectOption("#explain-ghg_total", "2019");
  await page.waitForFunction(() => document.querySelector("#i-ghg_total .explain-body p")?.textContent.includes("2019"));
  const first = await said(panel.locator(".steps li span").first());
  const tonnes = Number(first.replace(/[^\d,]/g, "").replace(",", "."));
  // the inventory's rows are rounded to 0.01 t
  assert.ok(Math.abs(tonnes - 1_918_206.68) <= 0.05, first);
  assert.ok((await panel.locator("tbody tr").count()) > 10, "its inputs are listed");
  assert.match(await said(panel.locator("dl")), /[0-9a-f]{64}/, "with the hash of the result");
  assert.match(await said(panel.locator(".explain-body ul")), /Licença/, "and the licence");
  seen.assertClean();
  await context.close();
});

test("a figure can be linked, cited, taken as CSV and reported", async () => {
  const { context, page, seen } = await site.open("pt/porto/");
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const card = page.locator("#i-population");
  const tools = card.locator(".figure-actions button");
  await tools.nth(0).click();
  await page.waitForSelector(".toast");
  const link = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(link, `${site.url("pt/porto/")}#i-population`);
  await tools.nth(1).click();
  const citation = plain(await page.locator("dialog[open] pre").textContent());
  assert.match(citation, /Porto.*231 800.*http/);
  await page.keyboard.press("Escape");
  const [download] = await Promise.all([page.waitForEvent("download"), tools.nth(2).click()]);
  assert.equal(download.suggestedFilename(), "gemeo-porto-population.csv");
  const parts = [];
  for await (const part of await download.createReadStream()) parts.push(part);
  const csv = Buffer.concat(parts).toString("utf8").split("\r\n");
  assert.equal(csv[0], "city,indicator,unit,dimensions,place,period,value,status,notation,source,licence");
  assert.ok(csv.some((row) => row.includes(",city/1312,2021,231800,")), csv.slice(0, 3).join("\n"));
  await tools.nth(3).click();
  assert.match(plain(await page.locator("dialog[open] pre").textContent()), /Indicador: population/);
  seen.assertClean();
  await context.close();
});

test("the year of the sectors is in the address and survives a reload", async () => {
  const { context, page, seen } = await site.open("pt/lisboa/");
  const years = await page.locator("#sector-year option").allTextContents();
  assert.ok(years.length > 1, "several inventories");
  const other = years.at(-1);
  await page.selectOption("#sector-year", { label: other });
  assert.match(page.url(), new RegExp(`year=${other}`));
  const title = await page.locator("#i-ghg_by_sector .figure-sub").innerText();
  assert.match(title, new RegExp(other));
  await page.reload();
  await ready(page);
  assert.equal(await page.locator("#i-ghg_by_sector .figure-sub").innerText(), title);
  seen.assertClean();
  await context.close();
});

async function figures(page) {
  return {
    name: await said(page.locator("h1")),
    answer: await said(page.locator(".page-head .headline")),
    people: await said(page.locator("#i-population .card-value")),
    drawings: await page.locator("main figure svg").count(),
  };
}
