// The map's page on a phone over a slow line: when the drawing is there, when the map can be used, and both again offline.
import { launch, reader } from "../../e2e/lib/browser.mjs";
import { startServer } from "../../e2e/lib/server.mjs";
import { atMost, median, plain, round } from "./figure.mjs";

const runs = Number(process.env.GEMEO_RUNS ?? 3);
/** Lighthouse's mobile settings (12.8.2, core/config/constants.js, mobileSlow4G), applied to the line and the processor themselves. */
const LINE = { offline: false, latency: 150, downloadThroughput: (1.6 * 1024 * 1024) / 8, uploadThroughput: (750 * 1024) / 8 };
const SLOWER = 4;

export async function mapFirst() {
  const server = await startServer();
  const browser = await launch({ card: true });
  try {
    const visits = [];
    for (let n = 0; n < runs; n++) visits.push(await visit(browser, `${server.url}pt/lisboa/map/`));
    const middle = (pick) => round(median(visits.map(pick)) / 1000, 2);
    return [
      atMost("first visit of the map (mobile, throttled): parishes drawn", middle((v) => v.drawn), "s", 2.5),
      atMost("first visit of the map (mobile, throttled): the map can be used", middle((v) => v.live), "s", 6),
      plain("bytes that came until then", round(median(visits.map((v) => v.bytes)) / 1000), "kB"),
      plain("first visit of the map (mobile, throttled): a touched parish answers", middle((v) => v.answers), "s"),
      atMost("second visit, offline: parishes drawn", middle((v) => v.drawnAgain), "s", 0.8),
      atMost("second visit, offline: a touched parish answers", middle((v) => v.answersAgain), "s", 0.8),
      plain("second visit, offline: the live map can be moved", middle((v) => v.liveAgain), "s"),
      atMost("the same on a processor that is not slowed down", middle((v) => v.liveFast), "s", 0.8),
    ];
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** Milliseconds from the beginning of the navigation. */
async function visit(browser, url) {
  const { context, page } = await reader(browser, { width: 412, height: 823, deviceScaleFactor: 1.75 });
  page.setDefaultTimeout(120_000);
  await page.addInitScript(watch);
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", LINE);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  let bytes = 0;
  session.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
  await page.goto(url);
  await page.waitForFunction(() => globalThis.seen.live);
  const [first, came] = [await page.evaluate(() => globalThis.seen), bytes];
  await session.send("Network.emulateNetworkConditions", { ...LINE, downloadThroughput: -1, uploadThroughput: -1, latency: 0 });
  await session.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  await page.evaluate(() => navigator.serviceWorker.ready);
  // what was fetched before the service worker ruled is kept with the next visit
  await page.reload();
  await page.waitForFunction(() => globalThis.seen.live);
  await page.waitForTimeout(2000);
  await context.setOffline(true);
  const [fast, again] = [await reloaded(page, session, 1), await reloaded(page, session, SLOWER)];
  await context.close();
  return { ...first, bytes: came, drawnAgain: again.drawn, answersAgain: again.answers, liveAgain: again.live, liveFast: fast.live };
}

async function reloaded(page, session, rate) {
  await session.send("Emulation.setCPUThrottlingRate", { rate });
  await page.reload();
  await page.waitForFunction(() => globalThis.seen.live);
  return page.evaluate(() => globalThis.seen);
}

/** In the page: when shapes of the drawing are first painted, when one of them answers a pointer, and when the live map stands. */
function watch() {
  globalThis.seen = {};
  const look = () => {
    const shapes = document.querySelector(".map-drawing .map-shape");
    if (shapes) globalThis.seen.drawn ??= performance.now();
    if (shapes && !globalThis.seen.answers) {
      shapes.dispatchEvent(new PointerEvent("pointerover", { bubbles: true, clientX: 100, clientY: 300 }));
      if (document.querySelector(".map-tooltip")) globalThis.seen.answers = performance.now();
    }
    if (document.querySelector(".map.is-live")) globalThis.seen.live ??= performance.now();
    if (!globalThis.seen.live) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
