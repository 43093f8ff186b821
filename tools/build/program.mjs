// One program for the browser: compiled, bound to JavaScript or cut into parts, made small, in a folder named by its hash.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { hashOf, read, root, runForBrowser, write } from "./context.mjs";
import { splitAndBind } from "./split.mjs";
import { shorten, smallModule, smallWasm } from "./wasm.mjs";

const target = "wasm32-unknown-unknown";

/** why low memory: nothing of Rust lies at the first addresses, so an address and its offset are one number */
const laidOut = ["--low-memory-unused", "--reorder-functions-by-name"];

/** Flags of every program. why erased: views of one kind share their code; the app is a tenth smaller and builds faster */
const flags = ["--cfg", "erase_components"];

/** What a program is optimised for: settings of the compiler, and of what makes its result smaller. */
const PACE = {
  // why by name: functions that are alike lie side by side, which compresses better
  small: { opt: "z", flags: [], std: "optimize_for_size", level: ["-Os", ...laidOut] },
  // why: the whole catalogue in 8.4 ms instead of 19, for 30 kB; without bounds on what is put in line 8.5 ms, for 60
  brisk: { opt: "2", flags: ["-Cllvm-args=-inline-threshold=50"], level: ["-O2", ...laidOut] },
  // two numbers at a time (every browser since 2023); what is added, and in which order, stays as it is natively
  swift: { opt: "3", flags: ["-Ctarget-feature=+simd128"], level: ["-O3"] },
};

/**
 * How a program is made smaller where the source of the standard library is at hand (tools/setup/wasm.sh): the library is
 * compiled with the program, and a fault ends it at once. A tenth of the bytes are words for faults that no reader sees: what
 * fell is seen by the page as an error of its worker, or by the reader's console.
 */
const OWN_STD = {
  args: (features) => ["-Zbuild-std=std,panic_abort", ...(features ? [`-Zbuild-std-features=${features}`] : [])],
  flags: ["-Zunstable-options", "-Cpanic=immediate-abort"],
};

/**
 * Compiles a crate and gives its files by name: `<name>_bg.wasm`, `<name>.js` and, where it is `split`, its late parts.
 * `pace` is what it is optimised for.
 */
export async function program(ctx, { crate, bin = false, folder, pace = "small", split = false }) {
  const { opt, std, level, ...own } = PACE[pace];
  const name = bin ? crate : crate.replaceAll("-", "_");
  // why: a fast build is for looking at pages, but a forecast without optimisation takes minutes
  const quick = ctx.fast && pace !== "swift";
  const cut = split && !ctx.fast;
  const lean = !quick && hasStdSource();
  await runForBrowser(
    // why no backtrace: what failed stands in the compiler's own words above it
    "env", "RUST_BACKTRACE=0", `CARGO_PROFILE_RELEASE_OPT_LEVEL=${opt}`,
    `RUSTFLAGS=${[...flags, ...own.flags, ...(lean ? OWN_STD.flags : [])].join(" ")}`, ...(lean ? ["RUSTC_BOOTSTRAP=1"] : []),
    // why a cdylib alone: with an rlib beside it cargo leaves out link-time optimisation
    "cargo", "rustc", "-p", crate, ...(bin ? ["--bin", crate] : ["--lib", "--crate-type", "cdylib"]), "--target", target,
    ...(quick ? [] : ["--release"]), ...(lean ? OWN_STD.args(std) : []),
    ...(cut ? ["--features", "split", "--", "-Clink-arg=--emit-relocs"] : []),
  );
  const built = join(root, "target/wasm", target, quick ? "debug" : "release", `${name}.wasm`);
  return cut ? splitAndBind(ctx, { built, name, folder, level }) : bind(ctx, { built, name, folder, level });
}

async function bind(ctx, { built, name, folder, level }) {
  const bound = join(ctx.scratch, folder);
  await runForBrowser("wasm-bindgen", "--target", "web", "--no-typescript", "--out-dir", bound, built);
  const glue = shorten(ctx, bound, name);
  return {
    [`${name}_bg.wasm`]: await smallWasm(ctx, join(bound, `${name}_bg.wasm`), level),
    [`${name}.js`]: await smallModule(ctx, glue),
  };
}

/** Whether setup found the source of the standard library. */
const hasStdSource = () => existsSync(join(root, ".tools/wasm.env")) && read(".tools/wasm.env").includes("GEMEO_STD_SOURCE=1");

/** Writes files below `folder/<hash>/` of the site and gives that place. */
export function place(ctx, folder, files) {
  const to = `${folder}/${hashOf(...Object.entries(files).flat())}`;
  for (const [file, content] of Object.entries(files)) write(join(ctx.out, to, file), content);
  return to;
}
