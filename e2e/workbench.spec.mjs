// Questions in SQL to all observations: started on demand, answered here, stopped, taken along, and again without connection.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { violations } from "./lib/axe.mjs";
import { offlineReady, ready } from "./lib/ready.mjs";
import { openSite } from "./lib/site.mjs";
import { plain, said } from "./lib/text.mjs";
import { tooWide } from "./lib/wide.mjs";

const site = openSite({ badLine: true });

/** One reader for the tests that need a database that runs: it takes seconds to start. */
let desk;
after(() => desk?.context.close());

async function started() {
  if (!desk) {
    desk = await site.open("en/workbench/");
    await offlineReady(desk.page);
    await desk.page.getByRole("button", { name: /Start/ }).click();
    await desk.page.locator(".bench-grid").waitFor({ timeout: 60_000 });
  }
  return desk;
}

/** Writes a question, runs it and gives what is said of it. */
async function ask(page, sql) {
  await write(page, sql);
  await page.keyboard.press("Control+Enter");
  return answered(page);
}

async function write(page, sql) {
  await page.getByRole("textbox", { name: "Question in SQL" }).click();
  await page.keyboard.press("Control+A");
  await page.keyboard.insertText(sql);
}

/** Waits until the last question is answered; `data-asked` on the old words tells them from the new ones. */
async function answered(page) {
  const status = page.locator(".bench-outcome [role=status]");
  await page.waitForFunction(() => {
    const words = document.querySelector(".bench-outcome [role=status]").innerText;
    return words && !/^(Answering|Stopping)/.test(words);
  }, null, { timeout: 30_000 });
  return said(status);
}

const cells = (page) => page.locator(".bench-grid tbody tr:not(.bench-gap)").evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.innerText)));

/** Lisboa's BASIC total of 2019, added up from its pack by the rules of the GPC. */
function basic2019() {
  const { series, period, columns: c } = JSON.parse(readFileSync("public/packs/lisboa/core.json", "utf8")).table;
  return c.series.reduce((sum, at, row) => {
    const { concept, dims: { sector, scope, gpc } } = series[at];
    if (concept !== "ghg_emissions" || period[c.period[row]] !== "2019" || c.value[row] === null) return sum;
    const counts = sector === "III" ? !/\.3$/.test(gpc) : ["I", "II"].includes(sector) && ["1", "2"].includes(scope) && gpc !== "I.4.4";
    return counts ? sum + c.value[row] : sum;
  }, 0);
}

test("nothing heavy comes before it is asked for; then an example answers with the published figure", async () => {
  const { context, page, seen } = await site.open("en/workbench/");
  const heavy = [];
  context.on("request", (request) => /duckdb/.test(request.url()) && heavy.push(request.url()));
  assert.match(await said(page.locator(".bench-start")), /[5-9]\.\d MB/);
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(heavy, []);
  await context.close();
  const { page: bench } = await started();
  const figure = basic2019().toLocaleString("en-GB", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  assert.match(figure, /^1,918,206\.6[78]$/);
  const row = (await cells(bench)).find(([year]) => year === "2019");
  assert.equal(row[1], figure);
  assert.match(await said(bench.locator(".bench-outcome [role=status]")), /^3 rows in \d+ ms$/);
  assert.deepEqual(await violations(bench), []);
  seen.assertClean();
});

test("every example answers, as a table and, where it has numbers, as a chart", async () => {
  const { page, seen } = await started();
  const examples = page.locator("[aria-labelledby=workbench-examples] .bench-pick");
  for (let n = 0; n < (await examples.count()); n++) {
    await examples.nth(n).click();
    assert.match(await answered(page), /^\d+ rows? in/, await said(examples.nth(n)));
  }
  await examples.nth(3).click();
  await answered(page);
  await page.getByRole("button", { name: "Chart" }).click();
  await page.locator(".bench-chart .chart-wide svg").waitFor();
  assert.match(await page.locator(".bench-chart .chart-wide svg").textContent(), /Santa Maria Maior|Avenidas Novas/);
  assert.match(new URL(page.url()).searchParams.get("sql"), /electricity_billed/);
  assert.deepEqual(await violations(page), []);
  seen.assertClean();
});

test("a fault is shown with its place, and what leads outside is locked", async () => {
  const { page, seen } = await started();
  assert.match(await ask(page, "SELECT *\nFROM observatons"), /There is a fault in the question\. Line 2, column 6\..*observatons/);
  assert.ok(await page.locator(".bench-editor .cm-lintRange-error").count(), "the word is marked");
  assert.match(await ask(page, "SELECT 'água' AS a,\n  1 + AS b"), /Line 2, column 7\./);
  for (const sql of ["FROM read_csv('https://example.org/x.csv')", "LOAD json", "SET memory_limit = '8GB'", "ATTACH 'x.db'"]) {
    assert.match(await ask(page, sql), /This is locked/, sql);
  }
  assert.match(await ask(page, "SELECT list(range) FROM range(80000000)"), /more memory than the 512 MB/);
  assert.match(await ask(page, "SELECT count(*) AS n FROM places WHERE level = 'city'"), /^1 row in/);
  seen.assertClean();
});

test("a long question is stopped, and the next one is answered", async () => {
  const { page, seen } = await started();
  await write(page, "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE (a.range * b.range) % 7 = 3");
  await page.keyboard.press("Control+Enter");
  await page.getByRole("button", { name: "Stop" }).click();
  assert.match(await answered(page), /The question was stopped/);
  assert.match(await ask(page, "SELECT count(*) AS n FROM observations WHERE value IS NULL"), /^1 row in/);
  await page.getByRole("button", { name: /EXPLAIN/ }).click();
  await page.locator(".bench-plan").waitFor();
  assert.match(await page.locator(".bench-plan").innerText(), /observations/);
  seen.assertClean();
});

test("of many rows only those in sight are in the page, and files have all of them", async () => {
  const { page, seen } = await started();
  assert.match(await ask(page, "SELECT range AS n, '=' || range AS text FROM range(150001)"), /The first 100,000 rows/);
  assert.equal(await page.locator(".bench-grid table").getAttribute("aria-rowcount"), "100001");
  assert.ok((await page.locator(".bench-grid tr").count()) < 100);
  await page.locator(".bench-grid").evaluate((grid) => (grid.scrollTop = grid.scrollHeight));
  await page.locator(".bench-grid tr[aria-rowindex='100001']").getByText("99,999", { exact: true }).waitFor();
  const csv = await file(page, "CSV");
  assert.equal(csv.name, "gemeo.csv");
  const lines = csv.text.trim().split("\r\n");
  assert.deepEqual([lines.length, lines[0], lines[150_001]], [150_002, "n,text", "150000,'=150000"]);
  await ask(page, "SELECT 1 AS one, NULL AS none, 'a\"b' AS text");
  assert.deepEqual(JSON.parse((await file(page, "JSON")).text), [{ one: 1, none: null, text: 'a"b' }]);
  assert.ok((await file(page, "Arrow")).text.includes("one"));
  seen.assertClean();
});

async function file(page, name) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name, exact: true }).click()]);
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8") };
}

test("a question is kept on this device, and all of it works again without connection", async () => {
  const { page, seen } = await started();
  await ask(page, "SELECT count(*) AS cities FROM places WHERE level = 'city'");
  await page.locator("details", { hasText: "Save this question" }).locator("summary").click();
  await page.getByLabel("Name").fill("Cities");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.waitForFunction(async () => (await caches.keys()).length && (await caches.match(new URL([...document.scripts].map((s) => s.src).find((s) => /workbench/.test(s)).replace("workbench.mjs", "duckdb.wasm"), location.href))));
  site.line.down = true;
  await page.reload();
  await ready(page);
  await page.locator(".bench-grid").waitFor({ timeout: 60_000 });
  assert.deepEqual(await cells(page), [["3"]]);
  await page.getByRole("button", { name: "Cities", exact: true }).waitFor();
  site.line.down = false;
  seen.assertClean([/ERR_EMPTY_RESPONSE/, /ERR_CONNECTION/, /Failed to fetch/, /ERR_FAILED/]);
});

test("where the database does not come it is said, and starting again works; a telephone is wide enough", async () => {
  const { context, page } = await site.open("pt/workbench/", { width: 390 });
  assert.ok((await tooWide(page)) <= 0);
  site.line.rules.push((path) => (path.endsWith("duckdb.wasm") ? { status: 503 } : undefined));
  await page.getByRole("button", { name: /Iniciar/ }).click();
  assert.match(plain(await page.locator("main [role=alert]").innerText()), /A base de dados não arrancou/);
  site.line.rules.pop();
  await page.locator("main [role=alert] button").click();
  await page.locator(".bench-grid").waitFor({ timeout: 60_000 });
  assert.ok((await tooWide(page)) <= 0);
  assert.deepEqual(await violations(page), []);
  await context.close();
});
