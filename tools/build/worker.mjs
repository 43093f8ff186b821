// The workers: each its own WebAssembly.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./context.mjs";
import { place, program } from "./program.mjs";
import { smallModule } from "./wasm.mjs";

/** The model worker, which a first visit loads. */
export async function worker(ctx) {
  ctx.assets.worker = await build(ctx, { crate: "gemeo-worker", source: "app/worker", folder: "worker", pace: "brisk", split: true });
}

/** The forecast worker, for the page of forecasts. Fast before small: it runs for seconds, not milliseconds. */
export async function forecastWorker(ctx) {
  ctx.assets.forecast_worker = await build(ctx, { crate: "gemeo-forecast-worker", source: "app/forecast-worker", folder: "forecast-worker", pace: "swift" });
}

/** The table worker, for whoever opens a file of their own. Fast before small: files of 100 MB are read by it. */
export async function tableWorker(ctx) {
  ctx.assets.table_worker = await build(ctx, { crate: "gemeo-table-worker", source: "app/table-worker", folder: "table-worker", pace: "swift" });
}

async function build(ctx, { source, folder, ...what }) {
  const files = await program(ctx, { folder, ...what });
  files["worker.js"] = await smallModule(ctx, readFileSync(entryFile(source), "utf8"));
  return `${place(ctx, folder, files)}/worker.js`;
}

/** A worker's entry stands beside its crate. */
function entryFile(source) {
  const file = join(root, source, "worker.js");
  if (!existsSync(file)) throw new Error(`${source}/worker.js is missing: the module that starts the worker's WebAssembly`);
  return file;
}
