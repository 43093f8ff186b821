// Cuts a WebAssembly program into a main part and parts that load late, and binds it to JavaScript.
// why not Trunk: it does not split code (trunk-rs/trunk issue 1022). The tool is wasm-split-cli of the crate wasm_split_cli_support.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runForBrowser } from "./context.mjs";
import { smallModule, smallWasm } from "./wasm.mjs";

const loader = "__wasm_split.js";

/** Splits `built` (a program linked with its relocations kept) and gives the files of the whole by name. */
export async function splitAndBind(ctx, { built, name, folder }) {
  const parts = join(ctx.scratch, folder);
  rmSync(parts, { recursive: true, force: true });
  mkdirSync(parts, { recursive: true });
  runForBrowser("wasm-split-cli", built, parts, "--target", "web", "--out-name", name);
  const bound = join(parts, "bound");
  // why keep: the parts use what the linker exports from the main one
  runForBrowser("wasm-bindgen", "--target", "web", "--no-typescript", "--keep-lld-exports", "--out-dir", bound, join(parts, `${name}.wasm`));
  writeFileSync(join(bound, loader), readFileSync(join(parts, loader)));
  const files = {
    [`${name}_bg.wasm`]: smallWasm(ctx, join(bound, `${name}_bg.wasm`)),
    [`${name}.js`]: await smallModule(ctx, readFileSync(join(bound, `${name}.js`), "utf8")),
    [loader]: await smallModule(ctx, readFileSync(join(bound, loader), "utf8")),
  };
  for (const part of readdirSync(parts).filter((file) => file.endsWith(".wasm") && file !== `${name}.wasm`).sort())
    files[part] = smallWasm(ctx, join(parts, part));
  return files;
}
