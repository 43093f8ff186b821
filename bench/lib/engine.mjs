// All indicators × geographies × years of the three cities: the worker's message function in WebAssembly and natively.
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { atMost, median, plain, round } from "./figure.mjs";

const cities = ["guimaraes", "lisboa", "porto"];
const rounds = 200;
const scratch = "target/site/bench";

/** Opening a city reads and checks its pack before it computes; what is computed is asked for again, from packs that are open. */
export async function engine() {
  execFileSync("cargo", ["build", "--quiet", "-p", "gemeo-bench", "--profile", "native"], { stdio: "inherit" });
  const opens = cities.map((city) => request(`${city}-open`, { op: "open", city, files: packOf(city) }));
  const views = cities.map((city) => request(`${city}-view`, { op: "view", city }));
  const worker = await inWebAssembly();
  const [opened, computed] = [[[], opens], [opens, views]].map(([before, requests]) => both(worker, before, requests));
  return [
    plain("values computed (indicator × geography × year), three cities", computed.values, "values"),
    plain(`computed natively, median of ${rounds / 2} rounds`, round(computed.native, 2), "ms"),
    atMost(`computed in WebAssembly (Node's V8), median of ${rounds / 2} rounds`, round(computed.wasm, 2), "ms", 20),
    atMost("WebAssembly / native", round(computed.wasm / computed.native, 2), "times", 1.5),
    plain("with reading and checking the packs, natively", round(opened.native, 2), "ms"),
    plain("the same in WebAssembly", round(opened.wasm, 2), "ms"),
    plain("the same, first time with a cold compiler", round(opened.first, 2), "ms"),
  ];
}

/** Times of the same requests natively and in WebAssembly; their answers must be the same bytes. */
function both(handle, before, requests) {
  const answers = join(scratch, "answers");
  const paths = [...before.map((r) => r.path), "--", ...requests.map((r) => r.path)];
  const env = { ...process.env, GEMEO_BENCH_ANSWERS: answers };
  const native = execFileSync("target/native/gemeo-bench", [String(rounds), ...paths], { env }).toString().trim().split("\n").map(Number);
  before.forEach((r) => handle(r.text));
  const times = [];
  let said = [];
  for (let n = 0; n < rounds; n++) {
    const start = performance.now();
    said = requests.map((r) => handle(r.text));
    times.push(performance.now() - start);
  }
  if (!readFileSync(answers).equals(Buffer.concat(said))) throw new Error("native code and WebAssembly gave other bytes");
  return { native: settled(native), wasm: settled(times), first: times[0], values: said.reduce((sum, answer) => sum + countValues(JSON.parse(Buffer.from(answer).toString())), 0) };
}

/** The first half warms caches and compilers up. */
const settled = (times) => median(times.slice(times.length >> 1));

const packOf = (city) => {
  const folder = `public/packs/${city}`;
  const names = readdirSync(folder).filter((name) => name.endsWith(".json")).sort();
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), "utf8")]));
};

function request(name, question) {
  mkdirSync(scratch, { recursive: true });
  const [path, text] = [join(scratch, `${name}.json`), JSON.stringify({ id: 1, ...question })];
  writeFileSync(path, text);
  return { path, text };
}

async function inWebAssembly() {
  const folder = resolve("dist/worker", readdirSync("dist/worker")[0]);
  const { initSync, handle } = await import(pathToFileURL(join(folder, "gemeo_worker.js")));
  initSync({ module: readFileSync(join(folder, "gemeo_worker_bg.wasm")) });
  return handle;
}

/** Numbers in the columns of values. */
function countValues({ ok, error }) {
  if (error) throw new Error(`the engine refused: ${error.message}`);
  const known = (list) => list.filter((value) => typeof value === "number").length;
  return ok.indicators.flatMap((indicator) => indicator.series).reduce((sum, series) => sum + known(series.value), 0);
}
