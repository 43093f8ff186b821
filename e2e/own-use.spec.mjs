// What a reader keeps on the device, in use: on the map, in formulas, in SQL; Parquet in and out; damaged data.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { violations } from "./lib/axe.mjs";
import { ready } from "./lib/ready.mjs";
import { openSite } from "./lib/site.mjs";
import { said } from "./lib/text.mjs";
import { tooWide } from "./lib/wide.mjs";

const site = openSite();

const consumo = Buffer.from(
  "Freguesia;Ano;Consumo (kWh)\nAjuda;2020;10,5\nAlcântara;2020;20\nArroios;2020;30\nAjuda;2021;11,5\nAlcântara;2021;22\nArroios;2021;N.D.\n",
);

/** A fresh reader who has dropped a file and kept it; `sent` is what left the page. */
async function kept(file, options = {}) {
  const opened = await site.open("pt/data/", options);
  const sent = [];
  opened.context.on("request", (request) => (request.method() !== "GET" || request.postData()) && sent.push(request.url()));
  await keep(opened.page, file);
  return { ...opened, sent };
}

async function keep(page, file) {
  await page.setInputFiles("#own-file", file);
  await page.waitForSelector("#own-summary", { timeout: 30_000 });
  await page.click("#own-keep-button");
  await page.waitForSelector("#own-shown");
}

const csv = (name) => ({ name, mimeType: "text/csv", buffer: consumo });

test("kept parishes are on the map, marked as the reader's own, and an address of them is no puzzle to others", async () => {
  const { context, page, seen, sent } = await kept(csv("consumo.csv"));
  await page.getByRole("link", { name: "No mapa de Lisboa" }).click();
  await page.waitForSelector("#map-own", { timeout: 30_000 });
  assert.match(await said(page.locator("#map-own")), /só neste aparelho.*não é um valor publicado/i);
  assert.match(await said(page.locator(".map-summary")), /Consumo.*os seus dados: consumo.*2021.*Alcântara.*22/);
  assert.match(await said(page.locator(".map-legend").first()), /kWh.*sem valor na sua tabela/);
  await page.selectOption("select[name=period]", { label: "2020" });
  await page.waitForFunction(() => /Arroios/.test(document.querySelector(".map-summary").innerText));
  assert.match(await said(page.locator("section[aria-labelledby=map-table]")), /Arroios.*30/);
  assert.match(await said(page.locator(".map-attribution")), /o seu ficheiro consumo\.csv, só neste aparelho/);
  assert.deepEqual(await violations(page), []);
  const address = page.url();
  await page.reload();
  await ready(page);
  await page.waitForSelector("#map-own", { timeout: 30_000 });
  assert.match(await said(page.locator(".map-summary")), /2020.*Arroios/);
  assert.deepEqual(sent, [], "nothing is sent");
  seen.assertClean();
  await context.close();

  const other = await site.open("", { wait: false });
  await other.page.goto(address);
  await ready(other.page);
  await other.page.waitForSelector("#map-own-lacking", { timeout: 30_000 });
  assert.match(await said(other.page.locator("#map-own-lacking")), /próprios de alguém/);
  assert.doesNotMatch(await said(other.page.locator(".map-summary")), /Consumo \(os seus/);
  assert.deepEqual(await violations(other.page), []);
  other.seen.assertClean();
  await other.context.close();
});

test("own series can be named in formulas beside published ones", async () => {
  const { context, page, seen, sent } = await kept(csv("consumo.csv"), { width: 390 });
  await page.goto(site.url("pt/indicators/new/"));
  await ready(page);
  await page.selectOption("#try-city", { label: "Lisboa" });
  const add = page.getByRole("button", { name: "Acrescentar own_consumo à fórmula" });
  await add.waitFor({ timeout: 30_000 });
  assert.match(await said(page.locator("#try-own")), /só neste aparelho.*own_consumo.*Consumo, kWh, de “consumo”/);
  await page.fill("#try-formula", "2 *");
  await add.click();
  assert.equal(await page.inputValue("#try-formula"), "2 * own_consumo");
  await page.waitForFunction(() => /60,00/.test(document.querySelector("main table")?.innerText), null, { timeout: 30_000 });
  assert.match(await said(page.locator("main table")), /parish2025\/110656 2020.*60,00/);
  await page.fill("#try-formula", "own_consumo / electricity_billed");
  await page.waitForFunction(() => !document.querySelector("#try-answer .notice-error"), null, { timeout: 30_000 });
  await page.fill("#try-formula", "own_nada");
  await page.waitForFunction(() => /own_nada/.test(document.querySelector("#try-answer .notice-error")?.innerText), null, { timeout: 30_000 });
  assert.ok((await tooWide(page)) <= 0);
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(sent, []);
  seen.assertClean();
  await context.close();
});

test("each kept dataset is a table of the workbench; a result is taken along as Parquet, and read again", async () => {
  const { context, page, seen, sent } = await kept(csv("consumo.csv"));
  await page.goto(site.url("pt/workbench/?sql=" + encodeURIComponent("SELECT place_name AS freguesia, year AS ano, value AS consumo, value > 15 AS muito, DATE '2024-01-31' AS dia FROM own_consumo ORDER BY ALL")));
  await ready(page);
  await page.getByRole("button", { name: /Iniciar/ }).click();
  await page.locator(".bench-grid").waitFor({ timeout: 90_000 });
  assert.match(await said(page.locator(".bench-grid")), /Ajuda 2020 10,5.*Arroios 2020 30.*Arroios 2021/);
  const mine = page.locator("[aria-labelledby=workbench-own]");
  assert.match(await said(mine), /só neste aparelho.*own_consumo/);
  assert.doesNotMatch(await said(page.locator("[aria-labelledby=workbench-tables]")), /own_/);
  await page.getByRole("textbox", { name: /SQL/ }).click();
  await page.keyboard.press("Control+A");
  await page.keyboard.insertText("SELECT * FROM own_");
  await page.keyboard.press("Control+Space");
  await page.getByRole("option", { name: /own_consumo/ }).waitFor();
  await page.keyboard.press("Escape");
  assert.deepEqual(await violations(page), []);

  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Parquet", exact: true }).click()]);
  assert.equal(download.suggestedFilename(), "gemeo.parquet");
  const bytes = readFileSync(await download.path());
  assert.equal(bytes.subarray(0, 4).toString(), "PAR1");

  // A result with parishes goes on the map by one click.
  await page.getByRole("textbox", { name: /SQL/ }).click();
  await page.keyboard.press("Control+A");
  await page.keyboard.insertText("SELECT place, year, value * 2 AS dobro FROM own_consumo");
  await page.keyboard.press("Control+Enter");
  await page.getByRole("button", { name: "No mapa" }).click();
  await page.waitForSelector("#map-own", { timeout: 30_000 });
  assert.match(await said(page.locator(".map-summary")), /dobro \(resultado da sua pergunta\).*2021.*Alcântara.*44/);
  await page.goBack();
  await page.locator(".bench-grid").waitFor({ timeout: 90_000 });

  // Kept in another tab, it is here when the reader comes back.
  const tab = await context.newPage();
  await tab.goto(site.url("pt/data/"));
  await ready(tab);
  await keep(tab, { name: "de-novo.csv", mimeType: "", buffer: bytes });
  assert.match(await said(tab.locator("#own-by-place")), /2021|janeiro de 2024|31/);
  await tab.close();
  await page.bringToFront();
  await page.evaluate(() => dispatchEvent(new Event("focus")));
  await mine.getByText("own_de_novo").waitFor({ timeout: 30_000 });
  assert.deepEqual(sent, [], "nothing is sent");
  seen.assertClean();
  await context.close();
});

const corpus = (name) => ({ name: `${name}.parquet`, mimeType: "", buffer: readFileSync(`fuzz/corpus/parquet/${name}`) });

test("Parquet of others is read whatever packs it, and what is not read is named", async () => {
  const { context, page, seen } = await site.open("pt/data/");
  await page.setInputFiles("#own-file", corpus("duckdb-zstd"));
  await page.waitForSelector("#own-summary", { timeout: 30_000 });
  assert.match(await said(page.locator(".own-facts")), /Parquet.*uma coluna de listas, mapas ou bytes deixada de fora.*4 linhas/);
  assert.match(await said(page.locator("[aria-labelledby=own-look]")), /freguesia.*São Vicente/);
  await keep(page, corpus("duckdb-zstd"));
  assert.deepEqual(await violations(page), []);
  await page.setInputFiles("#own-file", corpus("duckdb-brotli"));
  await page.locator(".notice-error").waitFor();
  assert.match(await said(page.locator(".notice-error")), /coluna freguesia.*BROTLI/);
  await page.setInputFiles("#own-file", { ...corpus("duckdb-zstd"), buffer: corpus("duckdb-zstd").buffer.subarray(0, 900) });
  await page.getByText("acaba cedo demais").waitFor();
  seen.assertClean();
  await context.close();
});

test("a dataset that is damaged is shown as that, and can be deleted", async () => {
  const { context, page, seen } = await kept(csv("consumo.csv"));
  await page.evaluate(() => new Promise((done, fail) => {
    const opening = indexedDB.open("gemeo-own");
    opening.onerror = fail;
    opening.onsuccess = () => {
      const change = opening.result.transaction(["sets", "rows"], "readwrite");
      change.objectStore("sets").put('{"name": "half', "2026-01-02T03:04:05.000Z");
      change.objectStore("rows").put(new Uint8Array(28), "2026-01-02T03:04:05.000Z");
      change.oncomplete = () => (opening.result.close(), done());
      change.onerror = fail;
    };
  }));
  await page.reload();
  await ready(page);
  const damaged = page.locator(".own-kept li", { hasText: "danificado" });
  await damaged.waitFor();
  assert.match(await said(damaged), /2 de janeiro de 2026.*já não pode ser lido/);
  assert.deepEqual(await violations(page), []);
  await damaged.getByRole("button").click();
  await page.waitForFunction(() => document.querySelectorAll(".own-kept li").length === 1);
  assert.match(await said(page.locator(".own-kept")), /consumo/);
  seen.assertClean();
  await context.close();
});
