// The app: Trunk compiles and binds it, then it gets small and its files get their hash.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { hashOf, runForBrowser, write } from "./context.mjs";
import { smallModule, smallWasm } from "./wasm.mjs";

export async function app(ctx) {
  const trunk = join(ctx.scratch, "trunk");
  // why no backtrace: what failed stands in the compiler's own words above it
  runForBrowser("env", "RUST_BACKTRACE=0", "trunk", "--log", "warn", "build", ...(ctx.fast ? [] : ["--release"]), "--dist", trunk, "--public-url", ctx.base);
  const wasm = smallWasm(ctx, join(trunk, "gemeo-app_bg.wasm"));
  const wasmName = `gemeo-app-${hashOf(wasm)}_bg.wasm`;
  const glue = await smallModule(ctx, readFileSync(join(trunk, "gemeo-app.js"), "utf8"));
  const glueName = `gemeo-app-${hashOf(glue)}.js`;
  // why a file: the policy refuses the inline script that Trunk writes
  const boot = `import init from "./${glueName}";\ninit({ module_or_path: new URL("${wasmName}", import.meta.url) });\n`;
  const bootName = `boot-${hashOf(boot)}.js`;
  write(join(ctx.out, wasmName), wasm);
  write(join(ctx.out, glueName), glue);
  write(join(ctx.out, bootName), boot);
  ctx.app = { wasm: wasmName, glue: glueName, boot: bootName };
}
