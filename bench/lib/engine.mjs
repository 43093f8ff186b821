// All indicators × geographies × years of the three cities: the worker's message function in WebAssembly and natively.
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { atMost, median, plain, round } from "./figure.mjs";

const cities = ["guimaraes", "lisboa", "porto"];
const rounds = 200;
const scratch = "target/site/bench";
const program = "target/native/gemeo-bench";

/** Opening a city reads and checks its pack before it computes; what is computed is asked for again, from packs that are open. */
export async function engine() {
  execFileSync("cargo", ["build", "--quiet", "-p", "gemeo-bench", "--profile", "native"], { stdio: "inherit" });
  mkdirSync(scratch, { recursive: true });
  execFileSync(program, ["requests", "public/packs", scratch, ...cities]);
  const [opens, views] = ["open", "view"].map((asked) => cities.map((city) => request(`${city}-${asked}`)));
  const worker = await inWebAssembly([...opens, ...views]);
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
  const native = execFileSync(program, ["time", String(rounds), ...paths], { env }).toString().trim().split("\n").map(Number);
  const values = native.pop();
  before.forEach((r) => handle(r.bytes));
  const times = [];
  let said = [];
  for (let n = 0; n < rounds; n++) {
    const start = performance.now();
    said = requests.map((r) => handle(r.bytes));
    times.push(performance.now() - start);
  }
  if (!readFileSync(answers).equals(Buffer.concat(said))) throw new Error("native code and WebAssembly gave other bytes");
  return { native: settled(native), wasm: settled(times), first: times[0], values };
}

/** The first half warms caches and compilers up. */
const settled = (times) => median(times.slice(times.length >> 1));

function request(name) {
  const path = join(scratch, name);
  return { path, bytes: readFileSync(path) };
}

/** The message function, with the parts that these requests need. */
async function inWebAssembly(requests) {
  const folder = resolve("dist/worker", readdirSync("dist/worker")[0]);
  const { initSync, handle, prepare } = await import(pathToFileURL(join(folder, "gemeo_worker.js")));
  initSync({ module: readFileSync(join(folder, "gemeo_worker_bg.wasm")) });
  // why: the program fetches its late parts from beside it, and Node fetches no files
  const fetchFromWeb = globalThis.fetch;
  globalThis.fetch = async (url, ...rest) =>
    String(url).startsWith("file:") ? new Response(readFileSync(new URL(url)), { headers: { "content-type": "application/wasm" } }) : fetchFromWeb(url, ...rest);
  for (const { bytes } of requests) await prepare(bytes);
  return handle;
}
