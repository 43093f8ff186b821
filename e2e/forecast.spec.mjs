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

test("seasons, a dated measure and the limits for air are shown for a table of one's own", async () => {
  const { context, page, seen } = await site.open("en/forecast/", { width: 390 });
  await page.waitForSelector("#forecast-answer");
  assert.equal(await page.locator("#forecast-pollutant").isVisible(), false, "limits for air are no question of emissions");
  await page.setInputFiles("#forecast-file", file(months()));
  await page.locator("h2", { hasText: "months.csv" }).waitFor();
  const profile = page.locator("#profiles-title").locator("xpath=..");
  await profile.locator("summary").first().click();
  assert.equal(await profile.locator("tbody tr").count(), 12);
  assert.match(await said(profile), /January.*Mean|Mean.*January/s);
  assert.equal(await page.locator("#since-title").count(), 0);
  // by keyboard, as a date is typed; what was chosen stays in the address
  await page.focus("#forecast-since");
  await page.keyboard.type("2017");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#since-title");
  assert.match(await said(page.locator("#since-title").locator("xpath=..")), /January 2017|2017/);
  await page.selectOption("#forecast-pollutant", "NO2");
  await page.waitForSelector("#limits-title");
  const limits = page.locator("#limits-title").locator("xpath=..");
  await limits.locator("summary").click();
  assert.match(await said(limits), /mean of the year, 40 µg\/m³ \(Directive 2008\/50\/EC\)/);
  assert.match(page.url(), /since=2017/);
  assert.match(page.url(), /pollutant=NO2/);
  assert.ok((await tooWide(page)) <= 0);
  assert.deepEqual(await violations(page), []);
  await page.fill("#forecast-since", "soon");
  await page.keyboard.press("Enter");
  assert.match(await said(page.locator(".notice-error")), /soon/);
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
