// Pages as HTML, so that content is there before WebAssembly is.
import { relative } from "node:path";
import { root, run } from "./context.mjs";

export function prerender(ctx) {
  run("cargo", "run", "--quiet", "-p", "gemeo-app", "--no-default-features", "--features", "ssr", "--bin", "gemeo-prerender",
    "--", "--dist", relative(root, ctx.out), "--packs", ctx.packs ?? "public/packs");
}
