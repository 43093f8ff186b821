// The app: Trunk compiles it; it is cut into parts that load late, gets small, and lies in a folder named by its hash.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { hashOf, root, runForBrowser, write } from "./context.mjs";
import { splitAndBind } from "./split.mjs";
import { smallModule, smallWasm } from "./wasm.mjs";

const name = "gemeo-app";

export async function app(ctx) {
  const trunk = join(ctx.scratch, "trunk");
  // why not split in a fast build: cutting and binding an unoptimised program takes longer than it saves
  const options = ctx.fast ? [] : ["--release", "--features", "split"];
  // why no backtrace: what failed stands in the compiler's own words above it
  runForBrowser("env", "RUST_BACKTRACE=0", "trunk", "--log", "warn", "build", ...options, "--dist", trunk, "--public-url", ctx.base);
  const built = join(root, "target/wasm/wasm32-unknown-unknown/release", `${name}.wasm`);
  const files = ctx.fast ? await whole(ctx, trunk) : await splitAndBind(ctx, { built, name, folder: "app" });
  // why a file: the policy refuses the inline script that Trunk writes
  files["boot.js"] = `import init from "./${name}.js";\ninit({ module_or_path: new URL("${name}_bg.wasm", import.meta.url) });\n`;
  const folder = `app/${hashOf(...Object.entries(files).flat())}`;
  for (const [file, content] of Object.entries(files)) write(join(ctx.out, folder, file), content);
  ctx.app = { wasm: `${folder}/${name}_bg.wasm`, glue: `${folder}/${name}.js`, boot: `${folder}/boot.js`, loader: files[loader] && `${folder}/${loader}` };
}

const loader = "__wasm_split.js";

async function whole(ctx, trunk) {
  return {
    [`${name}_bg.wasm`]: smallWasm(ctx, join(trunk, `${name}_bg.wasm`)),
    [`${name}.js`]: await smallModule(ctx, readFileSync(join(trunk, `${name}.js`), "utf8")),
  };
}
