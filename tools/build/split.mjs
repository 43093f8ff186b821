// Cuts a WebAssembly program into a main part and parts that load late, and binds it to JavaScript.
// The tool is wasm-split-cli of the crate wasm_split_cli_support, which Leptos and Yew split with.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inTurns, runForBrowser } from "./context.mjs";
import { smallModule, smallWasm } from "./wasm.mjs";

/** The module that fetches late parts. */
export const loader = "__wasm_split.js";

/** Splits `built` (a program linked with its relocations kept) and gives the files of the whole by name. */
export async function splitAndBind(ctx, { built, name, folder }) {
  const parts = join(ctx.scratch, folder);
  rmSync(parts, { recursive: true, force: true });
  mkdirSync(parts, { recursive: true });
  await runForBrowser("wasm-split-cli", built, parts, "--target", "web", "--out-name", name);
  const bound = join(parts, "bound");
  // why keep: the parts use what the linker exports from the main one
  await runForBrowser("wasm-bindgen", "--target", "web", "--no-typescript", "--keep-lld-exports", "--out-dir", bound, join(parts, `${name}.wasm`));
  writeFileSync(join(bound, loader), readFileSync(join(parts, loader)));
  const late = readdirSync(parts).filter((file) => file.endsWith(".wasm") && file !== `${name}.wasm`).sort();
  const small = await inTurns(2, [join(bound, `${name}_bg.wasm`), ...late.map((part) => join(parts, part))], (path) => smallWasm(ctx, path));
  return {
    [`${name}_bg.wasm`]: small[0],
    [`${name}.js`]: await smallModule(ctx, readFileSync(join(bound, `${name}.js`), "utf8")),
    [loader]: await smallModule(ctx, readFileSync(join(bound, loader), "utf8")),
    ...Object.fromEntries(late.map((part, i) => [part, small[i + 1]])),
  };
}
