// The time slider of the real page over ten years of 23,000 cells: how long tasks are and how many frames come.
import { launch, reader } from "../../e2e/lib/browser.mjs";
import { ready } from "../../e2e/lib/ready.mjs";
import { startServer } from "../../e2e/lib/server.mjs";
import { atMost, median, plain, round } from "./figure.mjs";
import { manyCells, years } from "./many-cells.mjs";

const CELLS = 23_000;
/** Times across all years, back and forth. */
const ROUNDS = 3;

export async function mapScrub() {
  const server = await startServer({ dist: process.env.GEMEO_MANY ?? (await manyCells(CELLS)) });
  const browser = await launch({ card: true });
  try {
    const { context, page } = await reader(browser, { width: 1000, height: 900 });
    page.setDefaultTimeout(120_000);
    await page.goto(`${server.url}pt/vila-exemplo/map/?indicator=population&level=cell`);
    await ready(page, { timeout: 120_000 });
    await page.waitForSelector(".map.is-live");
    await page.waitForFunction(() => globalThis.gemeoHexes);
    await page.waitForTimeout(5000);
    const { tasks, long, frames, seconds, steps } = await page.evaluate(scrub, { count: years.length, rounds: ROUNDS });
    await context.close();
    return [
      plain("slider over 10 years × 23,000 cells: script of a step, median", round(median(tasks), 1), "ms"),
      plain("slider over 10 years × 23,000 cells: steps a second", round(steps / seconds, 1), "/s"),
      plain("slider over 10 years × 23,000 cells: frames a second", round(frames / seconds, 1), "/s"),
      atMost("slider over 10 years × 23,000 cells: longest task", round(long), "ms", 50),
    ];
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** In the page: moves the slider a step with every frame. */
async function scrub({ count, rounds }) {
  let long = 0;
  const observer = new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => (long = Math.max(long, duration))));
  observer.observe({ type: "longtask" });
  const slider = document.querySelector(".map-years input");
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const tasks = [];
  let frames = 0;
  const began = performance.now();
  for (let step = 0; step < 2 * rounds * (count - 1); step++) {
    await frame();
    frames++;
    const turn = step % (2 * (count - 1));
    const since = performance.now();
    slider.value = String(turn < count ? turn : 2 * (count - 1) - turn);
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise((done) => setTimeout(done));
    tasks.push(performance.now() - since);
  }
  const seconds = (performance.now() - began) / 1000;
  await new Promise((done) => setTimeout(done, 500));
  observer.disconnect();
  return { tasks, long, frames, seconds, steps: tasks.length };
}
