// All indicators × geographies × years of the three cities: the worker's message function in WebAssembly and natively.
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { atMost, median, plain, round } from "./figure.mjs";

const rounds = 40;
const scratch = "target/site/bench";

export async function engine() {
  const requests = writeRequests();
  execFileSync("cargo", ["build", "--quiet", "-p", "gemeo-bench", "--profile", "native"], { stdio: "inherit" });
  const answers = join(scratch, "answers");
  const env = { ...process.env, GEMEO_BENCH_ANSWERS: answers };
  const native = settled(execFileSync("target/native/gemeo-bench", [String(rounds), ...requests.map((r) => r.path)], { env }).toString().trim().split("\n").map(Number));
  const wasm = await inWebAssembly(requests.map((r) => r.text));
  if (readFileSync(answers, "utf8") !== wasm.answers) throw new Error("native code and WebAssembly gave other bytes");
  const steady = settled(wasm.times);
  return [
    plain("values computed (indicator × geography × year), three cities", wasm.values, ""),
    plain(`native, median of ${rounds / 2} rounds`, round(native, 2), "ms"),
    atMost(`WebAssembly (Node's V8), median of ${rounds / 2} rounds`, round(steady, 2), "ms", 20),
    plain("WebAssembly, first round with a cold compiler", round(wasm.times[0], 2), "ms"),
    atMost("WebAssembly / native", round(steady / native, 2), "times", 1.5),
  ];
}

/** The first half warms caches and compilers up. */
const settled = (times) => median(times.slice(times.length >> 1));

/** One `open` request with every file of a city's pack. */
function writeRequests() {
  mkdirSync(scratch, { recursive: true });
  return ["guimaraes", "lisboa", "porto"].map((city, index) => {
    const folder = `public/packs/${city}`;
    const names = readdirSync(folder).filter((name) => name.endsWith(".json")).sort();
    const files = Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), "utf8")]));
    const text = JSON.stringify({ id: index + 1, op: "open", city, files });
    const path = join(scratch, `${city}.json`);
    writeFileSync(path, text);
    return { path, text };
  });
}

async function inWebAssembly(requests) {
  const folder = resolve("dist/worker", readdirSync("dist/worker")[0]);
  const { initSync, handle } = await import(pathToFileURL(join(folder, "gemeo_worker.js")));
  initSync({ module: readFileSync(join(folder, "gemeo_worker_bg.wasm")) });
  const times = [];
  let answers = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    answers = requests.map(handle);
    times.push(performance.now() - start);
  }
  return { times, answers: answers.join(""), values: answers.reduce((sum, answer) => sum + countValues(JSON.parse(answer)), 0) };
}

function countValues({ ok, error }) {
  if (error) throw new Error(`the engine refused: ${error.message}`);
  let count = 0;
  const visit = (node) => {
    if (Array.isArray(node)) node.forEach(visit);
    else if (node && typeof node === "object") {
      if (typeof node.value === "number") count += 1;
      Object.values(node).forEach(visit);
    }
  };
  visit(ok);
  return count;
}
