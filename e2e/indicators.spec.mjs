// An indicator down to its published figures, one that is being written, and an inventory file of one's own.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openSite } from "./lib/site.mjs";
import { said } from "./lib/text.mjs";

const site = openSite();

test("a chart has its interval, and the sum stands below it as a tree that can be computed again", async () => {
  const { context, page, seen } = await site.open("en/indicators/ghg_total/");
  await page.waitForSelector("#city-lisboa .chart-wide path[fill-opacity]");
  assert.match(await said(page.locator("#city-lisboa")), /95 % interval/);
  const tree = page.locator(".explain-body .chart-wide svg[aria-labelledby^=lineage]");
  await tree.waitFor();
  assert.ok((await tree.locator("text").count()) > 20, "every cell of the inventory is a part");
  const before = await said(page.locator(".explain-body .hash").last());
  assert.match(before, /^[0-9a-f]{64}$/);
  await page.getByRole("button", { name: "Recompute" }).click();
  await page.getByText("the fingerprint is the same").waitFor();
  assert.equal(await said(page.locator(".explain-body .hash").last()), before);
  seen.assertClean();
  await context.close();
});

test("an indicator that is being written shows its chart, and a unit error names both units", async () => {
  const { context, page, seen } = await site.open("en/indicators/new/");
  await page.selectOption("#try-city", "lisboa");
  await page.fill("#try-formula", "per_capita(@ghg_total)");
  await page.waitForSelector("section .chart-wide svg[aria-labelledby^=try] path");
  await page.fill("#try-formula", "@ghg_total + population");
  const fault = await said(page.locator("#try-answer .mono"));
  assert.match(fault, /1:\d+.*person.*tCO2e|1:\d+.*tCO2e.*person/);
  seen.assertClean();
  await context.close();
});

test("an inventory file is read where it is: totals, faults by cell, and the difference to the official one", async () => {
  const { context, page, seen } = await site.open("pt/lisboa/inventory/");
  const sent = [];
  page.on("request", (request) => request.method() !== "GET" && sent.push(request.url()));
  await page.waitForSelector("#inventory-file");
  const rows = ["Place,Year,GPC ref. no.,Emissions (tCO2e)", "city/1106,2019,I.1.1,100000", "city/1106,2019,II.1.1,many", "city/1106,2019,II.1.2,5000"];
  await page.setInputFiles("#inventory-file", { name: "own.csv", mimeType: "text/csv", buffer: Buffer.from(rows.join("\r\n")) });
  await page.getByText("2 linhas lidas.").waitFor();
  const section = page.locator("section[aria-labelledby=inventory-open]");
  await section.locator("details", { hasText: "por folha e célula" }).locator("summary").click();
  assert.match(await said(section), /own!D3.*“many”.*um número com ponto decimal/s);
  await section.locator("details", { hasText: "Totais do ficheiro" }).locator("summary").click();
  assert.match(await said(section), /105[ .\u00a0]?000/);
  await section.locator("details", { hasText: "regras do GPC" }).locator("summary").click();
  assert.match(await said(section), /Falta a fonte dos dados/);
  await section.locator("svg", { hasText: "Oficial 2019" }).first().waitFor({ state: "attached" });
  assert.deepEqual(sent, [], "nothing is sent");
  await page.setInputFiles("#inventory-file", { name: "own.xlsx", mimeType: "application/octet-stream", buffer: Buffer.from("PK\u0003\u0004 and no more") });
  await page.getByText("O livro XLSX está danificado").waitFor();
  await page.getByText("não se consegue ler como tabela").waitFor();
  seen.assertClean();
  await context.close();
});
