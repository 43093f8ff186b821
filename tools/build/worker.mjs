// The workers: each its own WebAssembly, under a folder named by its hash.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { hashOf, root, runForBrowser, write } from "./context.mjs";
import { splitAndBind } from "./split.mjs";
import { smallModule, smallWasm } from "./wasm.mjs";

/** The model worker, which a first visit loads. */
export async function worker(ctx) {
  ctx.assets.worker = await build(ctx, { crate: "gemeo-worker", source: "app/worker", folder: "worker", profile: "release", split: true });
}

/** The forecast worker, for the page of forecasts. Fast before small: it runs for seconds, not milliseconds. */
export async function forecastWorker(ctx) {
  ctx.assets.forecast_worker = await build(ctx, { crate: "gemeo-forecast-worker", source: "app/forecast-worker", folder: "forecast-worker", profile: "swift" });
}

/** The table worker, for whoever opens a file of their own. */
export async function tableWorker(ctx) {
  ctx.assets.table_worker = await build(ctx, { crate: "gemeo-table-worker", source: "app/table-worker", folder: "table-worker", profile: "release" });
}

async function build(ctx, { crate, source, folder, profile, split = false }) {
  const target = "wasm32-unknown-unknown";
  const name = crate.replaceAll("-", "_");
  // why: a fast build is for looking at pages, but a forecast without optimisation takes minutes
  const quick = ctx.fast && profile === "release";
  const cut = split && !ctx.fast;
  // why a cdylib alone: with an rlib beside it cargo leaves out link-time optimisation
  runForBrowser("cargo", "rustc", "-p", crate, "--lib", "--crate-type", "cdylib", "--target", target, ...(quick ? [] : ["--profile", profile]),
    ...(cut ? ["--features", "split", "--", "-Clink-arg=--emit-relocs"] : []));
  const built = join(root, "target/wasm", target, quick ? "debug" : profile, `${name}.wasm`);
  const files = cut ? await splitAndBind(ctx, { built, name, folder }) : await bind(ctx, { built, name, folder, profile });
  files["worker.js"] = await smallModule(ctx, readFileSync(entryFile(source), "utf8"));
  const place = `${folder}/${hashOf(...Object.entries(files).flat())}`;
  for (const [file, content] of Object.entries(files)) write(join(ctx.out, place, file), content);
  return `${place}/worker.js`;
}

async function bind(ctx, { built, name, folder, profile }) {
  const bound = join(ctx.scratch, folder);
  runForBrowser("wasm-bindgen", "--target", "web", "--no-typescript", "--out-dir", bound, built);
  return {
    [`${name}_bg.wasm`]: smallWasm(ctx, join(bound, `${name}_bg.wasm`), profile === "swift" ? "-O3" : "-Oz"),
    [`${name}.js`]: await smallModule(ctx, readFileSync(join(bound, `${name}.js`), "utf8")),
  };
}

/** A worker's entry stands beside its crate. */
function entryFile(source) {
  const file = join(root, source, "worker.js");
  if (!existsSync(file)) throw new Error(`${source}/worker.js is missing: the module that starts the worker's WebAssembly`);
  return file;
}
