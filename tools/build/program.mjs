// One program for the browser: compiled, bound to JavaScript or cut into parts, made small, in a folder named by its hash.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { hashOf, root, runForBrowser, write } from "./context.mjs";
import { splitAndBind } from "./split.mjs";
import { smallModule, smallWasm } from "./wasm.mjs";

const target = "wasm32-unknown-unknown";

/**
 * Compiles a crate and gives its files by name: `<name>_bg.wasm`, `<name>.js` and, where it is `split`, its late parts.
 * `swift` asks for speed before size.
 */
export async function program(ctx, { crate, bin = false, folder, swift = false, split = false }) {
  const name = bin ? crate : crate.replaceAll("-", "_");
  // why: a fast build is for looking at pages, but a forecast without optimisation takes minutes
  const quick = ctx.fast && !swift;
  const cut = split && !ctx.fast;
  await runForBrowser(
    // why no backtrace: what failed stands in the compiler's own words above it
    "env", "RUST_BACKTRACE=0", ...(swift ? ["CARGO_PROFILE_RELEASE_OPT_LEVEL=3"] : []),
    // why a cdylib alone: with an rlib beside it cargo leaves out link-time optimisation
    "cargo", "rustc", "-p", crate, ...(bin ? ["--bin", crate] : ["--lib", "--crate-type", "cdylib"]), "--target", target,
    ...(quick ? [] : ["--release"]), ...(cut ? ["--features", "split", "--", "-Clink-arg=--emit-relocs"] : []),
  );
  const built = join(root, "target/wasm", target, quick ? "debug" : "release", `${name}.wasm`);
  return cut ? splitAndBind(ctx, { built, name, folder }) : bind(ctx, { built, name, folder, level: swift ? "-O3" : "-Oz" });
}

async function bind(ctx, { built, name, folder, level }) {
  const bound = join(ctx.scratch, folder);
  await runForBrowser("wasm-bindgen", "--target", "web", "--no-typescript", "--out-dir", bound, built);
  return {
    [`${name}_bg.wasm`]: await smallWasm(ctx, join(bound, `${name}_bg.wasm`), level),
    [`${name}.js`]: await smallModule(ctx, readFileSync(join(bound, `${name}.js`), "utf8")),
  };
}

/** Writes files below `folder/<hash>/` of the site and gives that place. */
export function place(ctx, folder, files) {
  const to = `${folder}/${hashOf(...Object.entries(files).flat())}`;
  for (const [file, content] of Object.entries(files)) write(join(ctx.out, to, file), content);
  return to;
}
