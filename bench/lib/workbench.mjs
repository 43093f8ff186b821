// The workbench's database in Chromium, under the real server and its policy, beside native DuckDB in the same minute.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import { rollup } from "rollup";
import { launch, reader } from "../../e2e/lib/browser.mjs";
import { root, startServer } from "../../e2e/lib/server.mjs";
import { atMost, plain, round } from "./figure.mjs";

const sql = "SELECT place, sum(value), avg(value), count(*) FROM o GROUP BY place ORDER BY place";
const folder = "target/site/bench/workbench";

export async function workbench() {
  await site();
  const ours = await inChromium();
  const native = inPython();
  return [
    atMost("DuckDB in Chromium: start, from the click to the first question", round(ours.startMs / 1000, 2), "s", 2.5),
    atMost("1 million rows brought in by Arrow", round(ours.loadMs / 1000, 2), "s", 0.5),
    atMost("grouped question over 1 million rows", round(ours.oneMs, 1), "ms", 100),
    plain("the same, native DuckDB, one thread", round(native[1_000_000], 1), "ms"),
    atMost("grouped question over 5 million rows", round(ours.fiveMs, 1), "ms", 300),
    plain("the same, native DuckDB, one thread", round(native[5_000_000], 1), "ms"),
  ];
}

/** A page with the built files of DuckDB and the bench's own module. */
async function site() {
  const built = join(root, process.env.GEMEO_DIST ?? "dist", "workbench");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(join(built, readdirSync(built)[0]), join(folder, "duckdb"), { recursive: true });
  const build = await rollup({ input: "bench/pages/workbench.mjs", plugins: [nodeResolve({ browser: true })], onwarn: () => {} });
  const { output } = await build.generate({ format: "es" });
  await build.close();
  writeFileSync(join(folder, "run.mjs"), output[0].code);
  writeFileSync(join(folder, "index.html"), '<!doctype html><html lang="en"><meta charset="utf-8"><title>workbench</title><script type="module" src="/run.mjs"></script>');
}

async function inChromium() {
  const server = await startServer({ dist: folder });
  const browser = await launch();
  try {
    const { page } = await reader(browser);
    page.setDefaultTimeout(120_000);
    await page.goto(server.url);
    await page.waitForFunction(() => globalThis.run);
    return await page.evaluate((q) => globalThis.run("/duckdb/", q), sql);
  } finally {
    await browser.close();
    await server.stop();
  }
}

function inPython() {
  const python = ".tools/duckdb/bin/python";
  if (!existsSync(python)) {
    execFileSync("python3", ["-m", "venv", ".tools/duckdb"], { stdio: "inherit" });
    execFileSync(".tools/duckdb/bin/pip", ["install", "--quiet", "duckdb==1.4.3"], { stdio: "inherit" });
  }
  return JSON.parse(execFileSync(python, ["bench/lib/duckdb_native.py", sql, "1000000", "5000000"]).toString());
}
