// What every step of the build shares: where things are, how programs run, how files get a name with their hash.
import { execFile, execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { tileHosts } from "./tile-hosts.mjs";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** The settings of one build, and the site as it grows. */
export function context(args, env) {
  const fast = args.includes("--fast");
  return {
    fast,
    base: withSlashes(env.GEMEO_BASE ?? "/"),
    tileHosts: tileHosts(env.GEMEO_TILE_HOSTS),
    out: join(root, "target/site/next"),
    scratch: join(root, "target/site"),
    dist: resolve(root, env.GEMEO_DIST ?? "dist"),
    /** Addresses that the page hands to the app, below the base path. */
    assets: {},
  };
}

function withSlashes(path) {
  const inner = path.replace(/^\/+|\/+$/g, "");
  return inner ? `/${inner}/` : "/";
}

/** Programs under way; none outlives a build that failed in another step. */
const underWay = new Set();
process.on("exit", () => underWay.forEach((child) => child.kill()));

/** Runs a program from the repository's root; its words go to ours. */
export function run(program, ...args) {
  return new Promise((done, fail) => {
    const child = spawn(program, args, { cwd: root, stdio: ["ignore", 2, 2] });
    underWay.add(child);
    child.on("error", fail);
    child.on("close", () => underWay.delete(child));
    child.on("close", (code, signal) => (code === 0 ? done() : fail(new Error(`${program} ${args[0]} ended with ${code ?? signal}`))));
  });
}

/** Runs a program whose words are shown only when it fails. */
export async function runQuietly(program, ...args) {
  await promisify(execFile)(program, args, { cwd: root, maxBuffer: 1 << 26 });
}

/** Runs a program and gives what it printed. */
export function ask(program, ...args) {
  return execFileSync(program, args, { cwd: root, stdio: ["ignore", "pipe", 2], maxBuffer: 1 << 28 });
}

/** Runs a program with the compiler for WebAssembly. */
export function runForBrowser(program, ...args) {
  return run("bash", "-c", '. tools/wasm-env.sh && exec "$@"', "_", program, ...args);
}

/** A hash the server knows as one: 16 hexadecimal digits with a figure and a letter among them. */
export function hashOf(...contents) {
  const hash = createHash("sha256");
  for (const content of contents) hash.update(content);
  const hex = hash.digest("hex").slice(0, 14);
  return `${hex}0a`;
}

export function write(path, content) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

export const read = (...parts) => readFileSync(join(root, ...parts));

/** Does the work for each item, a few at a time, and gives the results in the items' order. */
export async function inTurns(width, items, work) {
  const results = [];
  const queue = items.entries();
  const turn = async () => {
    for (const [at, item] of queue) results[at] = await work(item);
  };
  await Promise.all(Array.from({ length: width }, turn));
  return results;
}
