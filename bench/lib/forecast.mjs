// Forecasts: skill on the real hourly files, speed side by side with statsforecast's AutoETS, WebAssembly against native.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";
import { atLeast, atMost, plain, round } from "./figure.mjs";

const scratch = "target/site/bench";
const data = resolve(process.env.GEMEO_TEST_DATA ?? "../shared/data");
const program = "target/native/gemeo-bench-forecast";
/** Where statsforecast is, or is put: a machine that shares its tools names a folder of its own. */
const statsforecast = process.env.GEMEO_STATSFORECAST ?? ".tools/statsforecast";
/** Monthly series of the comparison; fewer where a machine has no time for all, and then the figures say so. */
const count = Number(process.env.GEMEO_BENCH_SERIES ?? 1000);

export async function forecast() {
  mkdirSync(scratch, { recursive: true });
  execFileSync("cargo", ["build", "--quiet", "-p", "gemeo-bench", "--profile", "native"], { stdio: "inherit" });
  return [...skill(), ...(await speed()), ...autoEts()];
}

/**
 * Chosen model against seasonal naive, and coverage, at 1, 24 and 168 hours; and skill on months. Also writes the record
 * of the validation page.
 */
export function skill() {
  if (!existsSync(join(data, "qualar_hourly"))) return [plain("skipped: forecast skill: no hourly files", 0, "")];
  const air = qualar();
  const series = [...air, ...electricity(), ...air.map(months)];
  const request = join(scratch, "skill.json");
  writeFileSync(request, JSON.stringify({ series }));
  execFileSync("cargo", ["build", "--quiet", "-p", "gemeo-cli", "--profile", "native"], { stdio: "inherit" });
  const out = execFileSync("target/native/gemeo", ["backtest", "--store", "shared/src/forecast/record.json", request], { maxBuffer: 1 << 28 });
  const { backtests, failed } = JSON.parse(out);
  if (failed.length > 0) throw new Error(JSON.stringify(failed));
  const monthly = backtests.filter((b) => b.frequency === "M").map(({ id, backtest }) => plain(`${id}, ${backtest.chosen}: MASE / best naive method's`, round(backtest.against_naive, 3), "times"));
  const hourly = backtests.filter((b) => b.frequency === "H").flatMap(({ id, backtest }) => backtest.steps.filter((s) => [1, 24, 168].includes(s.step)).flatMap((s) => {
    const naive = Math.min(...s.naive_mase.filter((n) => n.model !== "naive").map((n) => n.mase));
    const what = `${id}, ${s.step} h, ${backtest.chosen}`;
    const held = s.coverage.map((c) => atMost(`${what}: |coverage − ${c.level}|, ${c.n} cases`, round(Math.abs(c.coverage - c.level), 1), "points", 3));
    return [atMost(`${what}: MASE / seasonal naive's`, round(s.mase / naive, 3), "times", 0.999), ...held];
  }));
  return [...hourly, ...monthly];
}

/** Means of months with three quarters of their hours. */
function months({ id, start, unit, values }) {
  const groups = new Map();
  values.forEach((v, k) => {
    const month = new Date(Date.parse(`${start}:00Z`) + k * 3_600_000).toISOString().slice(0, 7);
    const group = groups.get(month) ?? groups.set(month, { sum: 0, n: 0, all: 0 }).get(month);
    group.all += 1;
    if (v !== null) {
      group.sum += v;
      group.n += 1;
    }
  });
  const list = [...groups].map(([, g]) => (g.n >= 0.75 * g.all ? g.sum / g.n : null));
  return { id: `${id}, months`, frequency: "M", start: start.slice(0, 7), unit, values: list };
}

function qualar() {
  const stations = new Map();
  for (const name of readdirSync(join(data, "qualar_hourly")).filter((n) => n.endsWith(".tsv.gz")).sort()) {
    const rows = gunzipSync(readFileSync(join(data, "qualar_hourly", name))).toString("latin1").split(/\r?\n/);
    const head = rows[0].split("\t");
    for (const [pollutant, match] of [["NO2", /^NO2$/], ["PM10", /^PM<10/]]) {
      const column = head.findIndex((h) => match.test(h));
      if (column < 0) continue;
      const id = `${name.replace(/-\d{4}\.tsv\.gz$/, "")} ${pollutant}`;
      const values = stations.get(id) ?? stations.set(id, new Map()).get(id);
      for (const row of rows.slice(2)) {
        const cells = row.split("\t");
        const value = Number.parseFloat((cells[column] ?? "").replace(",", ".").replaceAll("/", ""));
        if (Number.isFinite(value) && value >= 0) values.set(cells[0].slice(0, 13).replaceAll("/", "-").replace(" ", "T"), value);
      }
    }
  }
  return [...stations].map(([id, values]) => hours(id, values, "µg/m3"));
}

function electricity() {
  const file = readdirSync(join(data, "eredes")).find((n) => n.startsWith("consumos_horario"));
  if (!file) return [];
  const codes = new Map();
  for (const row of gunzipSync(readFileSync(join(data, "eredes", file))).toString("utf8").split("\n").slice(1)) {
    const [time, code, value] = row.split(",");
    if (!value) continue;
    (codes.get(code) ?? codes.set(code, new Map()).get(code)).set(time.replaceAll('"', "").slice(0, 13), Number(value));
  }
  return [...codes].map(([code, values]) => hours(`E-REDES ${code}`, values, "kWh"));
}

/** Every hour from the first to the last, null where there is no value. */
function hours(id, values, unit) {
  const keys = [...values.keys()].sort();
  const list = [];
  for (let t = Date.parse(`${keys[0]}:00Z`); t <= Date.parse(`${keys.at(-1)}:00Z`); t += 3_600_000) {
    list.push(values.get(new Date(t).toISOString().slice(0, 13)) ?? null);
  }
  return { id, frequency: "H", start: keys[0], unit, values: list };
}

/** Five years of hours with backtest, natively and in V8. */
export async function speed() {
  const values = Array.from({ length: 43_824 }, (_, t) => 40 + 15 * Math.sin((2 * Math.PI * t) / 24) + 8 * Math.sin((2 * Math.PI * t) / 8766) + noise(t));
  const series = { id: "five years", frequency: "H", start: "2014-01-01T00", values };
  const path = join(scratch, "five.json");
  writeFileSync(path, JSON.stringify({ series: [series] }));
  const native = rounds(path, 3);
  const figures = [plain("one hourly series of five years with backtest, native", round(native / 1000, 2), "s")];
  const folder = existsSync("dist/forecast-worker") ? resolve("dist/forecast-worker", readdirSync("dist/forecast-worker")[0]) : undefined;
  if (!folder) return [...figures, plain("skipped: forecast worker: no dist/", 0, "")];
  const { initSync, handle } = await import(pathToFileURL(join(folder, "gemeo_forecast_worker.js")));
  initSync({ module: readFileSync(join(folder, "gemeo_forecast_worker_bg.wasm")) });
  const question = JSON.stringify({ series });
  const times = [];
  for (let k = 0; k < 3; k++) {
    const start = performance.now();
    const answer = handle(question, () => {});
    times.push(performance.now() - start);
    if (!answer.startsWith('{"ok"')) throw new Error(answer.slice(0, 200));
  }
  const best = Math.min(...times);
  return [...figures, atMost("the same in WebAssembly (V8), with trend and parts", round(best / 1000, 2), "s", 3), atMost("WebAssembly / native", round(best / native, 2), "times", 1.5)];
}

/** Monthly series with trends and seasons of many kinds; AutoETS of statsforecast runs on the same ones in the same minute. */
export function autoEts() {
  const python = join(statsforecast, "bin/python");
  if (!existsSync(python)) {
    execFileSync("python3", ["-m", "venv", statsforecast], { stdio: "inherit" });
    execFileSync(join(statsforecast, "bin/pip"), ["install", "--quiet", "statsforecast==2.1.1"], { stdio: "inherit" });
  }
  const all = Array.from({ length: count }, (_, k) => monthly(k));
  const path = join(scratch, "monthly.json");
  const series = all.map((values, k) => ({ id: `m${k}`, frequency: "M", start: "2010-01", values: values.slice(0, 120) }));
  writeFileSync(path, JSON.stringify({ series, horizon: 12 }));
  writeFileSync(join(scratch, "truth.json"), JSON.stringify(all.map((v) => v.slice(120))));
  const ours = rounds(path, 1);
  const answer = JSON.parse(execFileSync(program, ["1", path], { maxBuffer: 1 << 30, stdio: ["ignore", "pipe", "ignore"] }));
  const mine = mean(answer.forecasts.map((f, k) => smape(f.mean, all[k].slice(120))));
  const theirs = JSON.parse(execFileSync(python, ["bench/lib/autoets.py", path, join(scratch, "truth.json")], { stdio: ["ignore", "pipe", "inherit"] }));
  return [
    plain(`${count.toLocaleString("en")} monthly series of 120 points, ours, one core`, round(ours / 1000, 2), "s"),
    plain("the same, statsforecast AutoETS, one core, warm", round(theirs.seconds, 2), "s"),
    atLeast("times faster", round((1000 * theirs.seconds) / ours, 1), "times", 20),
    plain("sMAPE of AutoETS", round(theirs.smape, 3), "%"),
    atMost("sMAPE, ours", round(mine, 3), "%", round(theirs.smape, 3)),
  ];
}

function monthly(k) {
  const level = 100 + 900 * unit(k * 7919);
  const slope = level * 0.008 * (unit(k * 104729) - 0.4);
  const depth = k % 4 === 0 ? 0 : 0.3 * unit(k * 1299709);
  const noisy = level * (0.01 + 0.07 * unit(k * 15485863));
  let walk = 0;
  return Array.from({ length: 132 }, (_, t) => {
    walk += k % 3 === 0 ? 0.3 * noisy * noise(k * 1000 + t + 7) : 0;
    const season = Math.sin((2 * Math.PI * (t + k)) / 12) + 0.4 * Math.cos((4 * Math.PI * t) / 12);
    const base = level + slope * t + walk;
    return Math.max(1, base + depth * (k % 2 ? base : level) * season + noisy * noise(k * 1000 + t));
  });
}

/** Deterministic numbers from 0 to 1, and about normal ones. */
function unit(n) {
  let x = (n ^ 0x9e3779b9) >>> 0;
  for (const m of [0x85ebca6b, 0xc2b2ae35]) x = Math.imul(x ^ (x >>> 15), m) >>> 0;
  return (x ^ (x >>> 16)) / 2 ** 32 - Math.floor((x ^ (x >>> 16)) / 2 ** 32);
}

function noise(n) {
  let sum = 0;
  for (let k = 0; k < 12; k++) sum += unit(n * 12 + k);
  return sum - 6;
}

function rounds(path, count) {
  const { stderr } = spawn(program, [String(count), path]);
  return Math.min(...stderr.trim().split("\n").map(Number));
}

function spawn(name, args) {
  const out = execFileSync("bash", ["-c", '"$@" 2>&1 >/dev/null', "_", name, ...args], { maxBuffer: 1 << 30 });
  return { stderr: out.toString() };
}

const mean = (all) => all.reduce((a, b) => a + b, 0) / all.length;

function smape(forecast, truth) {
  return mean(forecast.map((f, h) => (200 * Math.abs(f - truth[h])) / (Math.abs(f) + Math.abs(truth[h]))));
}
