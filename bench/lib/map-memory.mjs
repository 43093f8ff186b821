// Memory of the map while it is used: places chosen, layers changed, classes lit, moved and zoomed, two maps, left and opened again.
import { readFileSync } from "node:fs";
import { launch, reader } from "../../e2e/lib/browser.mjs";
import { ready } from "../../e2e/lib/ready.mjs";
import { startServer } from "../../e2e/lib/server.mjs";
import { atMost, plain, round } from "./figure.mjs";

/** Minutes of use; GEMEO_MINUTES shortens a run while something is being looked for. */
const minutes = Number(process.env.GEMEO_MINUTES ?? 10);
const MB = 1e6;

export async function mapMemory() {
  const server = await startServer({ dist: process.env.GEMEO_DIST ?? "dist" });
  const browser = await launch();
  try {
    const { context, page } = await reader(browser, { reducedMotion: "reduce" });
    page.setDefaultTimeout(60_000);
    const session = await context.newCDPSession(page);
    const system = await browser.newBrowserCDPSession();
    const heap = async () => {
      await session.send("HeapProfiler.collectGarbage");
      return (await session.send("Runtime.getHeapUsage")).usedSize / MB;
    };
    await page.goto(`${server.url}pt/lisboa/map/`);
    // One round fills caches that stay.
    await use(page);
    const [before, gpuBefore] = [await heap(), await gpu(system)];
    const until = Date.now() + minutes * 60_000;
    let rounds = 0;
    while (Date.now() < until) {
      await use(page);
      rounds++;
    }
    const [after, gpuAfter] = [await heap(), await gpu(system)];
    return [
      plain("rounds of scripted use", rounds, ""),
      plain("JS heap after the first round", round(before, 1), "MB"),
      atMost(`JS heap after ${minutes} minutes`, round(after, 1), "MB", round(before + 8, 1)),
      plain("graphics process after the first round", round(gpuBefore, 0), "MB"),
      atMost(`graphics process after ${minutes} minutes`, round(gpuAfter, 0), "MB", round(gpuBefore * 1.25, 0)),
    ];
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** What a reader does in about a quarter of a minute; ends where it began. */
async function use(page) {
  await live(page);
  const box = await page.locator(".map").first().boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  for (let step = 0; step < 40; step++) await page.mouse.move(x + 4 * step - 80, y + 2 * step - 40);
  for (const wheel of [-300, -300, 300, 300]) {
    await page.keyboard.down("Control");
    await page.mouse.wheel(0, wheel);
    await page.keyboard.up("Control");
  }
  await page.mouse.click(x, y);
  const list = page.locator("#map-indicator");
  const count = await list.locator("option").count();
  for (const at of [1, 3, 5].filter((at) => at < count)) await list.selectOption({ index: at });
  await page.goto(page.url().split("?")[0] + "?indicator=dwellings_vacant_share&level=cell");
  await live(page);
  await page.locator(".map-class").first().click();
  await page.goto(page.url().split("?")[0] + "?indicator=population_density&beside=side&with=dwellings_vacant_share");
  await live(page, 2);
  await page.locator("#map-beside").evaluate((select) => (select.closest("details").open = true));
  await page.selectOption("#map-beside", "");
  await page.click(".site-nav a >> nth=0");
  await page.waitForFunction(() => !document.querySelector(".map"));
  await page.goto(page.url().replace(/\/pt\/.*$/, "/pt/lisboa/map/"));
  await live(page);
}

async function live(page, count = 1) {
  await ready(page, { timeout: 60_000 });
  await page.waitForFunction((count) => document.querySelectorAll(".map.is-live").length === count, count, { timeout: 60_000 });
}

/** Resident memory of the graphics process, in MB. */
async function gpu(system) {
  const { processInfo } = await system.send("SystemInfo.getProcessInfo");
  const found = processInfo.find(({ type }) => type === "GPU");
  const status = readFileSync(`/proc/${found.id}/status`, "utf8");
  return (Number(status.match(/VmRSS:\s+(\d+) kB/)[1]) * 1024) / MB;
}
