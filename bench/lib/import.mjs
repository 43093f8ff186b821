// Ten years of hourly exports of ten stations: natively and in the browser, beside polars and pandas in the same run. Then a
// file of 100 MB on the page itself: whether the page goes on while it is read, and how soon reading ends where one stops it.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { launch, reader } from "../../e2e/lib/browser.mjs";
import { root, startServer } from "../../e2e/lib/server.mjs";
import { atLeast, atMost, median, plain, round } from "./figure.mjs";
import { hourlyExports, longTable } from "./hourly.mjs";

const made = join(root, "target/bench/hourly");
const ROUNDS = Number(process.env.GEMEO_BENCH_ROUNDS ?? 5);
const LARGE = 100_000_000;
/** A task of the page that is longer than this is felt (RAIL). */
const FELT_MS = 50;

export async function importing() {
  const files = hourlyExports(made);
  const megabytes = files.reduce((sum, path) => sum + statSync(path).size, 0) / 1e6;
  const native = nativeRates(files);
  const browser = await launch();
  try {
    const own = await inWorker(browser, files, megabytes);
    const large = await onPage(browser, longTable(made, LARGE));
    return [
      plain("hourly exports of ten stations and ten years", round(megabytes, 1), "MB"),
      plain("values in them", own.values, "values"),
      atLeast("read natively by its connector, one core", native["gemeo import"], "MB/s", 50),
      atLeast("read natively as a file that is dropped, one core", native["dropped file"], "MB/s", 50),
      atLeast("read in Chromium as a file that is dropped", own.rate, "MB/s", 20),
      plain("the same files, polars, one thread", native.polars, "MB/s"),
      plain("the same files, pandas", native.pandas, "MB/s"),
      ...large,
    ];
  } finally {
    await browser.close();
  }
}

/** Megabytes a second by who reads. */
function nativeRates(files) {
  execFileSync("cargo", ["build", "--quiet", "--profile", "native", "-p", "gemeo-bench", "--bin", "gemeo-bench-import"], { cwd: root, stdio: ["ignore", 2, 2] });
  const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");
  const ours = join(target, "native/gemeo-bench-import");
  const run = spawnSync(python(), ["bench/connect.py", ours, ...files], { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", 2], env: { ...process.env, GEMEO_BENCH_ROUNDS: String(ROUNDS) } });
  if (run.status !== 0) throw new Error("bench/connect.py failed");
  const line = (text) => /^(.+?) +[\d.]+ ms +([\d.]+) MB\/s$/.exec(text);
  return Object.fromEntries(run.stdout.trim().split("\n").map(line).map(([, name, rate]) => [name, Number(rate)]));
}

/** A Python with polars and pandas: the one that is named, or one of the bench's own. */
function python() {
  if (process.env.GEMEO_BENCH_PYTHON) return process.env.GEMEO_BENCH_PYTHON;
  const folder = join(root, "target/bench/frames");
  if (!existsSync(join(folder, "bin/polars")) && !existsSync(join(folder, "ready"))) {
    execFileSync("python3", ["-m", "venv", folder], { stdio: ["ignore", 2, 2] });
    execFileSync(join(folder, "bin/pip"), ["install", "--quiet", "polars", "pandas"], { stdio: ["ignore", 2, 2] });
    writeFileSync(join(folder, "ready"), "");
  }
  return join(folder, "bin/python");
}

/** The worker of the built site, alone on a page. */
export async function inWorker(browser, files, megabytes) {
  const folder = join(root, "target/site/bench/import");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const dist = join(root, process.env.GEMEO_DIST ?? "dist");
  const address = workerOf(dist);
  execFileSync("cp", ["-r", join(dist, address, ".."), join(folder, "table")]);
  writeFileSync(join(folder, "run.mjs"), readFileSync("bench/pages/import.mjs"));
  writeFileSync(join(folder, "index.html"), '<!doctype html><html lang="en"><meta charset="utf-8"><title>import</title><input type="file" multiple><script type="module" src="/run.mjs"></script>');
  const server = await startServer({ dist: folder });
  try {
    const { context, page } = await reader(browser);
    page.setDefaultTimeout(300_000);
    await page.goto(server.url);
    await page.setInputFiles("input", files);
    await page.waitForFunction(() => globalThis.run);
    const rounds = await page.evaluate((n) => globalThis.run("/table/worker.js", [...document.querySelector("input").files], n), ROUNDS);
    await context.close();
    return { rate: round((megabytes / median(rounds.map(([ms]) => ms))) * 1000, 1), values: rounds[0][1] };
  } finally {
    await server.stop();
  }
}

/** Where the built page says that the table worker is. */
function workerOf(dist) {
  const page = readFileSync(join(dist, "index.html"), "utf8");
  return /table-worker\/[0-9a-f]+\/worker\.js/.exec(page)[0];
}

/** What a reader with a large file meets: how long the page is busy, how soon it shows the file, when it is read and stopped. */
export async function onPage(browser, path) {
  const server = await startServer();
  try {
    const { context, page } = await reader(browser);
    page.setDefaultTimeout(300_000);
    await page.addInitScript(() => {
      globalThis.longest = 0;
      new PerformanceObserver((list) => list.getEntries().forEach((e) => (globalThis.longest = Math.max(globalThis.longest, e.duration)))).observe({ type: "longtask" });
    });
    await page.goto(`${server.url}pt/data/`);
    await page.waitForSelector("#own-file", { state: "attached" });
    // why: the start of the app itself is another bench's
    await page.waitForLoadState("networkidle");
    const seen = await watched(page, () => page.setInputFiles("#own-file", path).then(() => page.waitForSelector("#own-keep-button")));
    const stopped = await stop(page, path);
    const read = await watched(page, async () => {
      await page.click("#own-keep-button");
      await page.waitForSelector(".own-kept");
    });
    await context.close();
    const size = statSync(path).size / 1e6;
    return [
      atMost("a file of 100 MB on the page: until it is looked at", round(seen.ms / 1000, 2), "s", 3),
      atMost("the longest task of the page meanwhile", round(seen.longest), "ms", FELT_MS),
      atMost("from “stop” to the page being free", round(stopped), "ms", 500),
      plain("the whole file read, checked and kept", round(read.ms / 1000, 1), "s"),
      plain("that is", round(size / (read.ms / 1000), 1), "MB/s"),
      atMost("the longest task of the page meanwhile", round(read.longest), "ms", FELT_MS),
      atLeast("steps of progress that were shown", read.steps, "steps", 20),
    ];
  } finally {
    await server.stop();
  }
}

/** How long something takes, the longest task of the page meanwhile, and how often the bar of progress moved. */
async function watched(page, work) {
  await page.evaluate(() => {
    globalThis.longest = 0;
    globalThis.steps = new Set();
    const look = () => {
      const bar = document.querySelector("progress");
      if (bar) globalThis.steps.add(bar.value);
      globalThis.looking = requestAnimationFrame(look);
    };
    look();
  });
  const since = Date.now();
  await work();
  const ms = Date.now() - since;
  const [longest, steps] = await page.evaluate(() => (cancelAnimationFrame(globalThis.looking), [globalThis.longest, globalThis.steps.size]));
  return { ms, longest, steps };
}

/** Begins to read the file, stops, and opens it again for what follows. */
async function stop(page, path) {
  await page.click("#own-keep-button");
  await page.waitForFunction(() => document.querySelector("progress")?.value > 0);
  const ms = await page.evaluate(async () => {
    const since = performance.now();
    document.querySelector(".own-busy button").click();
    while (document.querySelector("progress")) await new Promise(requestAnimationFrame);
    return performance.now() - since;
  });
  await page.setInputFiles("#own-file", path);
  await page.waitForSelector("#own-keep-button");
  return ms;
}
