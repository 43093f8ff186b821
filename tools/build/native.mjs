// The native programs the build itself uses, and a look at the committed packs.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { root, run } from "./context.mjs";

/**
 * All but the server in one set of features, so that what a program and the tests share is compiled once.
 * why without the server: a crate of its (cedar-policy) switches serde_json to another order of keys, for all that is built with it
 */
export const everyday = ["--workspace", "--exclude", "gemeo-server", "--no-default-features", "--features", "gemeo-app/ssr"];

/** The server with all that it can do, TLS too: what is tested is what may be deployed. */
export const wholeServer = ["-p", "gemeo-server", "--features", "tls"];

/** A program of the dev profile, which the build and the tests use. */
export const built = (name) => join(root, "target/debug", name);

/**
 * Starts compiling the programs while those for the browser are compiled: their last step, at the linker's, uses one core.
 * `ctx.programs` ends when they are there. Where all tests are run after the build (`GEMEO_TESTS`), their programs follow.
 */
export function native(ctx) {
  ctx.programs = run("cargo", "build", ...everyday, "--bin", "gemeo", "--bin", "gemeo-prerender").then(() => run("cargo", "build", ...wholeServer));
  const tests = ctx.tests ? ctx.programs.then(testsAhead) : ctx.programs;
  // why: a failure is told by the step that waits and by the tests themselves, not by Node while another step runs
  tests.catch(() => {});
}

/** Compiles every test and runs none; behind the build itself, which is waited for. */
async function testsAhead() {
  const behind = ["nice", "-n", "10"];
  await run(...behind, "cargo", "test", "--no-run", ...everyday, "--lib", "--bins", "--tests");
  await run(...behind, "cargo", "test", "--no-run", ...wholeServer, "--lib", "--bins", "--tests");
  await run(...behind, "bash", "tools/testing/wasm.sh", "--no-run");
}

export const nativeDone = (ctx) => ctx.programs;

/** Packs are committed and only checked here; `./dev pack` rebuilds them. */
export async function packs() {
  const folder = join(root, "public/packs");
  const cities = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();
  for (const city of cities.filter((name) => existsSync(join(folder, name, "manifest.json")))) {
    await run(built("gemeo"), "pack", "check", `public/packs/${city}`);
  }
}
