// Lighthouse's mobile run (throttled) on the city page; the median of three runs.
import * as chromeLauncher from "chrome-launcher";
import lighthouse from "lighthouse";
import { chromiumPath } from "../../e2e/lib/browser.mjs";
import { startServer } from "../../e2e/lib/server.mjs";
import { atLeast, atMost, median, plain, round } from "./figure.mjs";

const categories = ["performance", "accessibility", "best-practices", "seo"];
const runs = Number(process.env.GEMEO_RUNS ?? 3);

export async function lighthouseRuns() {
  const server = await startServer();
  const chrome = await chromeLauncher.launch({
    chromePath: chromiumPath(),
    chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
  });
  const figures = [];
  for (const path of ["pt/lisboa/", "pt/guimaraes/"]) figures.push(...(await page(server.url + path, path, chrome.port)));
  chrome.kill();
  await server.stop();
  return figures;
}

async function page(url, path, port) {
  const reports = [];
  for (let i = 0; i < runs; i++) reports.push((await lighthouse(url, { port, output: "json", logLevel: "error", onlyCategories: categories })).lhr);
  const middle = (pick) => median(reports.map(pick));
  for (const text of lost(reports)) console.log(`  ${path}: ${text}`);
  const audit = (id) => middle((report) => report.audits[id].numericValue);
  return [
    ...categories.map((id) => atLeast(`/${path} Lighthouse ${id}, median of ${runs}`, round(100 * middle((r) => r.categories[id].score)), "points", 95)),
    atMost(`/${path} largest contentful paint (mobile, throttled)`, round(audit("largest-contentful-paint") / 1000, 2), "s", 2.0),
    atMost(`/${path} cumulative layout shift`, round(audit("cumulative-layout-shift"), 3), "", 0.05),
    plain(`/${path} total blocking time`, round(audit("total-blocking-time")), "ms"),
  ];
}

/** What costs points outside performance, by name. */
function lost(reports) {
  const { categories: groups, audits } = reports.at(-1);
  const failing = ["accessibility", "best-practices", "seo"].flatMap((id) => groups[id].auditRefs.filter((ref) => ref.weight > 0));
  return failing.map((ref) => audits[ref.id]).filter((audit) => audit.score !== null && audit.score < 1).map((audit) => `${audit.id}: ${audit.title}`);
}
