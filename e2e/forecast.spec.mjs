// The forecast explorer: computed in a worker of the browser, with its record, from a city's series and from the reader's own.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { violations } from "./lib/axe.mjs";
import { openSite } from "./lib/site.mjs";
import { said } from "./lib/text.mjs";
import { tooWide } from "./lib/wide.mjs";

const site = openSite();

/** Ten years of months with a season, a rise, an outlier and a gap. */
function months() {
  const rows = Array.from({ length: 120 }, (_, t) => {
    const value = 100 + t / 4 + 20 * Math.sin((Math.PI * t) / 6) + ((t * 7919) % 13) / 4 + (t === 50 ? 300 : 0);
    return t === 70 ? null : `${2012 + Math.floor(t / 12)}-${String((t % 12) + 1).padStart(2, "0")},${value.toFixed(2)}`;
  });
  return Buffer.from(`period,value\n${rows.filter(Boolean).join("\n")}\n`);
}

const file = (buffer) => ({ name: "months.csv", mimeType: "text/csv", buffer });

test("a city's series is forecast with its record, trend and an honest word on the weather", async () => {
  const { context, page, seen } = await site.open("en/forecast/");
  await page.waitForSelector("#forecast-answer");
  assert.match(await said(page.locator("#backtest-title").locator("xpath=..")), /Tried from \d+ moments|too short/);
  assert.match(await said(page.locator("#trend-title").locator("xpath=..")), /weather is not taken out/);
  assert.deepEqual(await violations(page), []);
  seen.assertClean();
  await context.close();
});

test("the reader's own table is forecast in the browser, by keyboard, and can be kept", async () => {
  const { context, page, seen } = await site.open("pt/forecast/", { width: 390 });
  await page.waitForSelector("#forecast-answer");
  const sent = [];
  context.on("request", (request) => request.method() !== "GET" && sent.push(request.url()));
  await page.setInputFiles("#forecast-file", file(months()));
  await page.locator("h2", { hasText: "months.csv" }).waitFor();
  const odd = page.locator("#odd-title").locator("xpath=..");
  await odd.locator("summary").click();
  assert.match(await said(odd), /mar/i);
  assert.match(await said(page.locator("#backtest-title").locator("xpath=..")), /80\s?%/);
  // a model of one's own choice, by keyboard
  await page.focus("#forecast-model");
  await page.selectOption("#forecast-model", "theta");
  await page.locator("figcaption", { hasText: "Theta" }).waitFor();
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator("button", { hasText: /^CSV$/ }).click()]);
  const text = readFileSync(await download.path(), "utf8");
  assert.equal(text.split("\r\n").filter((row) => row.includes(",forecast,")).length, 12);
  assert.ok((await tooWide(page)) <= 0);
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(sent, []);
  seen.assertClean();
  await context.close();
});

test("a table that cannot be read is told by row", async () => {
  const { context, page, seen } = await site.open("en/forecast/");
  await page.waitForSelector("#forecast-answer");
  await page.setInputFiles("#forecast-file", file(Buffer.from("period,value\n2020,1\n2020,2\n2021,3\n2022,4\n2023,5\n")));
  const notice = page.locator(".notice-error");
  await notice.waitFor();
  assert.match(await said(notice), /2020 is there twice/);
  seen.assertClean();
  await context.close();
});
