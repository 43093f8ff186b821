// The reader's own table: dropped, mapped, checked, kept on the device, and never sent.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { violations } from "./lib/axe.mjs";
import { offlineReady, ready } from "./lib/ready.mjs";
import { openSite } from "./lib/site.mjs";
import { limitRoom } from "./lib/storage.mjs";
import { said } from "./lib/text.mjs";
import { tooWide } from "./lib/wide.mjs";
import { workbook } from "./lib/xlsx.mjs";

const site = openSite({ badLine: true });
const offline = [/ERR_EMPTY_RESPONSE/, /ERR_CONNECTION/, /Failed to fetch/, /ERR_FAILED/];

/** Latin-1, a title, decimal commas, an abbreviation, a slip, a mark for missing, and three cells that are wrong. */
const faulty = Buffer.from(
  "Consumo de energia;;\r\nFreguesia;Mês;Consumo (kWh)\r\nSão Vicente;jan/2024;1.234,5\r\nS. Vicente;fev/2024;1.300,0\r\nSão Vicente;mar/2024;N.D.\r\n" +
    "Bomfim;jan/2024;800,5\r\nBonfim;fev/2024;-99\r\nBonfim;mar/2024;790,1\r\nNenhures;jan/2024;3,0\r\nBonfim;ontem;4,0\r\nBonfim;abr/2024;muito\r\n",
  "latin1",
);
const csv = (name, buffer) => ({ name, mimeType: "text/csv", buffer });

async function open(options = {}) {
  site.line.down = false;
  const opened = await site.open("pt/data/", options);
  const sent = [];
  opened.context.on("request", (request) => {
    if (request.method() !== "GET" || request.postData()) sent.push(request.url());
  });
  return { ...opened, sent };
}

async function choose(page, file) {
  await page.setInputFiles("#own-file", file);
  await page.waitForSelector("#own-summary");
}

async function keep(page) {
  await page.click("#own-keep-button");
  await page.waitForSelector("#own-shown");
}

test("a file with faults is understood, checked, kept, there without connection, and its mapping serves the next", async () => {
  const { context, page, seen, sent } = await open();
  await offlineReady(page);
  await choose(page, csv("consumo.csv", faulty));
  assert.match(await said(page.locator(".own-facts")), /Windows-1252.*ponto e vírgula.*linha 2/);
  const chosen = (id) => page.locator(`#${id} option:checked`).textContent();
  assert.match(await chosen("own-place"), /Nomes na coluna “Freguesia”/);
  assert.match(await chosen("own-period"), /“Mês”/);
  assert.match(await chosen("own-decimal"), /vírgula/);
  assert.equal(await page.inputValue("#own-unit-2"), "kWh");
  assert.equal(await page.inputValue("#own-missing"), "-99");
  const faults = await page.locator("#own-faults tbody tr").allTextContents();
  assert.equal(faults.length, 3, faults.join("\n"));
  assert.match(faults[0], /linha 9, A9.*Freguesia.*Nenhures.*concelho ou de uma freguesia/);
  assert.match(faults[1], /linha 10, B10.*Mês.*ontem/);
  assert.match(faults[2], /linha 11, C11.*Consumo \(kWh\).*muito.*número/);

  const names = page.locator("#own-names li");
  assert.match(await said(names.filter({ hasText: "Bomfim" })), /parecido/);
  await names.filter({ hasText: "Nenhures" }).locator("select").selectOption({ label: "Bonfim" });
  await page.waitForFunction(() => document.querySelectorAll("#own-faults tbody tr").length === 2);

  await keep(page);
  assert.equal(await said(page.locator("#own-shown")), "consumo");
  await page.waitForSelector(".chart svg:visible");
  await offlineReady(page);
  site.line.down = true;
  await page.reload();
  await ready(page);
  await page.getByRole("button", { name: "Abrir: consumo" }).click();
  await page.waitForSelector("#own-shown");
  assert.match(await said(page.locator("#own-by-place")), /março de 2024.*Bonfim.*790,1/);

  site.line.down = false;
  await choose(page, csv("consumo-2.csv", faulty));
  await page.waitForSelector("#own-reused");
  await page.waitForFunction(() => document.querySelectorAll("#own-faults tbody tr").length === 2, null, { timeout: 5000 });

  await page.getByRole("button", { name: "Apagar: consumo" }).click();
  await page.getByRole("button", { name: "Sim, apagar" }).click();
  await page.waitForFunction(() => !document.querySelector(".own-kept"));
  assert.deepEqual(sent, [], "nothing is sent");
  seen.assertClean(offline);
  await context.close();
});

test("a workbook is read, renamed and taken along as CSV", async () => {
  const { context, page, seen } = await open();
  const rows = [["Freguesia", "2019", "2020"], ["Arroios", 10.5, 11], ["Benfica", 20, 21.5]];
  await choose(page, { name: "agua.xlsx", mimeType: "", buffer: workbook("Água", rows) });
  assert.match(await said(page.locator("#own-map + *, [aria-labelledby=own-map]").first()), /2019, 2020/);
  await keep(page);
  await page.getByRole("button", { name: "Mudar o nome: agua" }).click();
  await page.fill(".own-rename input", "Água por freguesia");
  await page.click(".own-rename button");
  const named = page.getByRole("button", { name: "Exportar CSV: Água por freguesia" });
  const [download] = await Promise.all([page.waitForEvent("download"), named.click()]);
  const parts = [];
  for await (const part of await download.createReadStream()) parts.push(part);
  assert.match(Buffer.concat(parts).toString("utf8"), /Benfica,2020,21\.5\r\n/);
  seen.assertClean();
  await context.close();
});

test("a picture with another name is called one", async () => {
  const { context, page, seen } = await open();
  await page.setInputFiles("#own-file", csv("dados.csv", Buffer.from("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "latin1")));
  const notice = page.locator(".notice-error");
  assert.match(await said(notice), /“dados.csv” não pode ser lido.*imagem/);
  seen.assertClean();
  await context.close();
});

test("while a large file is read one sees how far it is, uses the page, and stops it", async () => {
  const { context, page, seen } = await open();
  const row = (n) => `Arroios;${2000 + (n % 25)}-${String(1 + (n % 12)).padStart(2, "0")}-${String(1 + (n % 28)).padStart(2, "0")};${n % 977},5\n`;
  const block = Array.from({ length: 50_000 }, (_, n) => row(n)).join("");
  const large = Buffer.from("Freguesia;Data;Consumo (kWh)\n" + block.repeat(26));
  assert.ok(large.length > 25e6, `${large.length}`);
  // why from disk: sent through the driver, thirty megabytes take half a minute of a busy machine
  const folder = mkdtempSync(join(tmpdir(), "gemeo-own-"));
  writeFileSync(join(folder, "grande.csv"), large);
  await choose(page, join(folder, "grande.csv"));
  assert.match(await said(page.locator("#own-summary")), /o resto é lido ao guardar/);
  await page.evaluate(() => {
    globalThis.frames_ = 0;
    const count = () => (globalThis.frames_++, requestAnimationFrame(count));
    count();
  });
  await page.click("#own-keep-button");
  await page.waitForFunction(() => document.querySelector("progress")?.value > 0);
  const before = await page.evaluate(() => globalThis.frames_);
  await page.getByRole("button", { name: "Parar" }).click();
  await page.waitForFunction(() => !document.querySelector("progress"));
  assert.ok((await page.evaluate(() => globalThis.frames_)) > before, "the page was drawn meanwhile");
  assert.match(await said(page.locator(".toasts")), /interrompida/);
  assert.equal(await page.locator(".own-kept").count(), 0);
  seen.assertClean();
  await context.close();
  rmSync(folder, { recursive: true });
});

test("without room nothing is half kept, and the file stays open to try again", async () => {
  let limit;
  const prepare = async (context, page) => (limit = await limitRoom(context, page, site.line.origin, 1));
  const { context, page, seen } = await open({ prepare });
  await choose(page, csv("consumo.csv", faulty));
  await page.click("#own-keep-button");
  await page.getByText("O navegador não tem espaço para isto").first().waitFor();
  assert.equal(await page.locator(".own-kept").count(), 0);
  await limit.send("Storage.overrideQuotaForOrigin", { origin: site.line.origin });
  await keep(page);
  assert.equal(await page.locator(".own-kept").count(), 1);
  seen.assertClean([/quota/i]);
  await limit.detach();
  await context.close();
});

test("every step can be used by anyone, on any screen", async () => {
  for (const [width, theme] of [[390, "dark"], [1440, "light"]]) {
    const { context, page } = await open({ width, theme, reducedMotion: "reduce" });
    assert.deepEqual(await violations(page), [], `empty, ${theme}`);
    await choose(page, csv("consumo.csv", faulty));
    assert.deepEqual(await violations(page), [], `a file is open, ${theme}`);
    assert.ok((await tooWide(page)) <= 0, `${await tooWide(page)} px too wide at ${width}`);
    await keep(page);
    // why visible: a chart is there for wide and for narrow screens
    await page.waitForSelector(".chart svg:visible");
    assert.deepEqual(await violations(page), [], `kept, ${theme}`);
    assert.ok((await tooWide(page)) <= 0, `${await tooWide(page)} px too wide at ${width}`);
    await context.close();
  }
});
