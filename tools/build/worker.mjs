// The model worker: its own WebAssembly, under a folder named by its hash.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { hashOf, root, runForBrowser, write } from "./context.mjs";
import { smallModule, smallWasm } from "./wasm.mjs";

export async function worker(ctx) {
  const profile = ctx.fast ? [] : ["--release"];
  const target = "wasm32-unknown-unknown";
  // why a cdylib alone: with an rlib beside it cargo leaves out link-time optimisation
  runForBrowser("cargo", "rustc", "-p", "gemeo-worker", "--lib", "--crate-type", "cdylib", "--target", target, ...profile);
  const built = join(root, "target/wasm", target, ctx.fast ? "debug" : "release", "gemeo_worker.wasm");
  const bound = join(ctx.scratch, "worker");
  runForBrowser("wasm-bindgen", "--target", "web", "--no-typescript", "--out-dir", bound, built);
  const wasm = smallWasm(ctx, join(bound, "gemeo_worker_bg.wasm"));
  const glue = await smallModule(ctx, readFileSync(join(bound, "gemeo_worker.js"), "utf8"));
  const entry = await smallModule(ctx, readFileSync(entryFile(), "utf8"));
  const folder = `worker/${hashOf(wasm, glue, entry)}`;
  write(join(ctx.out, folder, "gemeo_worker_bg.wasm"), wasm);
  write(join(ctx.out, folder, "gemeo_worker.js"), glue);
  write(join(ctx.out, folder, "worker.js"), entry);
  ctx.assets.worker = `${folder}/worker.js`;
}

/** The worker's entry stands beside its crate. */
function entryFile() {
  const file = join(root, "app/worker/worker.js");
  if (!existsSync(file)) throw new Error("app/worker/worker.js is missing: the module that starts the worker's WebAssembly");
  return file;
}
