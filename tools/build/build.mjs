// Builds the site into dist/. usage: node tools/build/build.mjs [--fast]
// One file a step; each says what it does and how long it took.
import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { app } from "./app.mjs";
import { compress } from "./compress.mjs";
import { context, hashOf, root } from "./context.mjs";
import { map } from "./map.mjs";
import { native, nativeDone, packs } from "./native.mjs";
import { page } from "./page.mjs";
import { prerender } from "./prerender.mjs";
import { share } from "./share.mjs";
import { serviceWorker } from "./service-worker.mjs";
import { catalogue, texts } from "./texts.mjs";
import { forecastWorker, tableWorker, worker } from "./worker.mjs";
import { vocabularies } from "./vocabularies.mjs";
import { workbench } from "./workbench.mjs";

const steps = [
  ["native programs, beside the next steps", native],
  ["app to WebAssembly", app],
  ["model worker to WebAssembly", worker],
  ["forecast worker to WebAssembly", forecastWorker],
  ["table worker to WebAssembly", tableWorker],
  ["map engine", map],
  ["workbench", workbench],
  ["native programs", nativeDone],
  ["checking the packs", packs],
  ["texts", texts],
  ["indicator names", catalogue],
  ["catalogue and model for other portals", (ctx) => vocabularies(ctx)],
  ["public files", (ctx) => cpSync(join(root, "public"), ctx.out, { recursive: true })],
  ["page frame", page],
  ["prerendered pages", prerender],
  ["pictures of shared links", share],
  ["service worker", serviceWorker],
  ["compressed copies", compress],
];

const ctx = context(process.argv.slice(2), process.env);
Object.defineProperty(ctx, "version", { get: () => hashOf(JSON.stringify(ctx.assets), JSON.stringify(ctx.app)).slice(0, 8) });
rmSync(ctx.out, { recursive: true, force: true });
mkdirSync(ctx.out, { recursive: true });
const started = Date.now();
for (const [name, step] of steps) {
  const since = Date.now();
  console.error(`→ ${name}`);
  await attempt(step);
  console.error(`  ${((Date.now() - since) / 1000).toFixed(1)} s`);
}
putInPlace();
console.error(`✓ site built in ${((Date.now() - started) / 1000).toFixed(0)} s: ${ctx.dist.replace(`${root}/`, "")}/`);

/** A fast build is for looking at one part while another is being worked on: it goes on past a step that failed. */
async function attempt(step) {
  try {
    await step(ctx);
  } catch (error) {
    if (!ctx.fast) throw error;
    console.error(`  left out of this fast build: ${error.message.split("\n")[0]}`);
  }
}

/** The old site stays whole until the new one is. */
function putInPlace() {
  const old = join(ctx.scratch, "old");
  rmSync(old, { recursive: true, force: true });
  if (existsSync(ctx.dist)) renameSync(ctx.dist, old);
  renameSync(ctx.out, ctx.dist);
  rmSync(old, { recursive: true, force: true });
}
