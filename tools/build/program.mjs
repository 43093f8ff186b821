// One program for the browser: compiled, bound to JavaScript or cut into parts, made small, in a folder named by its hash.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { hashOf, root, runForBrowser, write } from "./context.mjs";
import { splitAndBind } from "./split.mjs";
import { smallModule, smallWasm } from "./wasm.mjs";

const target = "wasm32-unknown-unknown";

/** What a program is optimised for: settings of the compiler, and of what makes its result smaller. */
const PACE = {
  small: { settings: [], level: "-Oz" },
  // why: the whole catalogue in 8.4 ms instead of 19, for 30 kB; without bounds on what is put in line 8.5 ms, for 60
  brisk: {
    settings: ["CARGO_PROFILE_RELEASE_OPT_LEVEL=2", "RUSTFLAGS=-Cllvm-args=-inline-threshold=50"],
    level: "-O2",
  },
  swift: {
    settings: [
      "CARGO_PROFILE_RELEASE_OPT_LEVEL=3",
      // two numbers at a time (every browser since 2023); what is added, and in which order, stays as it is natively
      "RUSTFLAGS=-Ctarget-feature=+simd128",
    ],
    level: "-O3",
  },
};

/**
 * Compiles a crate and gives its files by name: `<name>_bg.wasm`, `<name>.js` and, where it is `split`, its late parts.
 * `pace` is what it is optimised for.
 */
export async function program(ctx, { crate, bin = false, folder, pace = "small", split = false }) {
  const { settings, level } = PACE[pace];
  const name = bin ? crate : crate.replaceAll("-", "_");
  // why: a fast build is for looking at pages, but a forecast without optimisation takes minutes
  const quick = ctx.fast && pace !== "swift";
  const cut = split && !ctx.fast;
  await runForBrowser(
    // why no backtrace: what failed stands in the compiler's own words above it
    "env", "RUST_BACKTRACE=0", ...settings,
    // why a cdylib alone: with an rlib beside it cargo leaves out link-time optimisation
    "cargo", "rustc", "-p", crate, ...(bin ? ["--bin", crate] : ["--lib", "--crate-type", "cdylib"]), "--target", target,
    ...(quick ? [] : ["--release"]), ...(cut ? ["--features", "split", "--", "-Clink-arg=--emit-relocs"] : []),
  );
  const built = join(root, "target/wasm", target, quick ? "debug" : "release", `${name}.wasm`);
  return cut ? splitAndBind(ctx, { built, name, folder, level }) : bind(ctx, { built, name, folder, level });
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
