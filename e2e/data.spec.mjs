// The pages about the data: how good the figures are, what they are made of, and the record of the forecasts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openSite } from "./lib/site.mjs";
import { said } from "./lib/text.mjs";

const site = openSite();

test("the page of quality grades every city and says what was found, where and why", async () => {
  const { context, page, seen } = await site.open("pt/quality/");
  for (const city of ["Lisboa", "Porto", "Guimarães"]) assert.equal(await page.locator("main h2", { hasText: city }).count(), 1, city);
  const grades = page.locator("#quality-lisboa").locator("xpath=ancestor::section").locator(".grades tr");
  assert.equal(await grades.count(), 5);
  assert.match(await said(grades.first()), /Exatidão.*\d+,\d %/);
  const capture = page.locator("#quality-lisboa").locator("xpath=ancestor::section").locator("details", { hasText: "horas do ano foram medidas" });
  await capture.locator("summary").click();
  // 59.1 % of the hours of benzene at this station in 2010: less than the 75 % of the rule
  assert.match(await said(capture.locator("table")), /2010 59,1 %/);
  const [file] = await Promise.all([page.waitForEvent("download"), page.locator("a[download]").click()]);
  assert.equal(file.suggestedFilename(), "gemeo-quality.json");
  seen.assertClean();
  await context.close();
});

test("a rule is told in the reader's language, and the cities shown can be chosen", async () => {
  const { context, page, seen } = await site.open("en/quality/?cities=porto", { lang: "en-GB" });
  assert.equal(await page.locator("#quality-lisboa").count(), 0);
  assert.match(await said(page.locator("main")), /At least 75 % of the hours of the year were measured/);
  seen.assertClean();
  await context.close();
});

test("the model is drawn and named in the words of other standards", async () => {
  const { context, page, seen } = await site.open("pt/model/");
  assert.equal(await page.locator("svg.model .model-box").count(), 17);
  assert.match(await said(page.locator("main table").first()), /Indicador .*s4city:KeyPerformanceIndicator/);
  seen.assertClean();
  await context.close();
});

test("the page of models shows how the forecasts did on real hourly series", async () => {
  const { context, page, seen } = await site.open("pt/models/");
  await page.locator("main details summary").first().click();
  const table = page.locator("main table").first();
  assert.match(await said(table), /Av\.Liberdade NO2/);
  assert.ok((await table.locator("tbody tr").count()) >= 15);
  seen.assertClean();
  await context.close();
});
