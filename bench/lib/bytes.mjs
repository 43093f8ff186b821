// Bytes over the wire until a city page is usable: first visit, empty cache, real Chromium, real server. What the service
// worker keeps for later visits begins when the page is usable, and is not counted.
import { readFileSync } from "node:fs";
import { launch, reader } from "../../e2e/lib/browser.mjs";
import { ready } from "../../e2e/lib/ready.mjs";
import { startServer } from "../../e2e/lib/server.mjs";
import { atMost, plain, round } from "./figure.mjs";
import { meter } from "./meter.mjs";

const budget = JSON.parse(readFileSync("bench/budgets.json", "utf8"))["all together"].bytes / 1000;

export async function bytes() {
  const server = await startServer();
  const browser = await launch();
  const figures = [];
  for (const city of ["lisboa", "porto", "guimaraes"]) {
    for (const lang of ["pt", "en"]) figures.push(...(await visit(browser, server, city, lang)));
  }
  await browser.close();
  await server.stop();
  return figures;
}

async function visit(browser, server, city, lang) {
  const counter = await meter(server.origin);
  const { context, page } = await reader(browser, { width: 390, lang: lang === "pt" ? "pt-PT" : "en-GB", serviceWorkers: "block" });
  await page.goto(`${counter.origin}/${lang}/${city}/`);
  await ready(page);
  const until = counter.seen.map((entry) => ({ ...entry }));
  await context.close();
  await counter.stop();
  const total = until.reduce((sum, entry) => sum + entry.bytes, 0) / 1000;
  const uncoded = until.filter((entry) => entry.coding === "identity" && entry.bytes > 2000);
  const parts = until.map((entry) => `${entry.path} ${round(entry.bytes / 1000, 1)}`).join(", ");
  if (process.env.GEMEO_BENCH_DETAIL) console.log(`  ${parts}`);
  return [
    atMost(`/${lang}/${city}/ until usable, ${until.length} requests`, round(total, 1), "kB", budget),
    ...uncoded.map((entry) => plain(`  sent uncompressed: ${entry.path}`, round(entry.bytes / 1000, 1), "kB")),
  ];
}
