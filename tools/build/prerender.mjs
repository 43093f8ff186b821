// Pages as HTML, so that content is there before WebAssembly is.
import { relative } from "node:path";
import { root, run } from "./context.mjs";
import { built } from "./native.mjs";

export async function prerender(ctx) {
  await run(built("gemeo-prerender"), "--dist", relative(root, ctx.out), "--packs", ctx.packs ?? "public/packs");
}
