// Every crate and every package shipped to visitors has a licence of the list in deny.toml.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

const list = readFileSync("deny.toml", "utf8").match(/^allow = \[([^\]]*)\]/m)[1];
const allowed = new Set([...list.matchAll(/"([^"]+)"/g)].map((match) => match[1]));

/** SPDX expressions as crates use them: OR of ANDs, brackets ignored where they change nothing. */
function isAllowed(expression) {
  const choices = expression.replaceAll("/", " OR ").replace(/[()]/g, " ").split(/\s+OR\s+/);
  return choices.some((choice) => choice.split(/\s+AND\s+/).every((name) => allowed.has(name.trim())));
}

const metadata = JSON.parse(execFileSync("cargo", ["metadata", "--format-version", "1", "--locked"], { maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "inherit"] }));
const crates = metadata.packages.map(({ name, version, license }) => ({ name: `${name} ${version}`, license }));

/** What a package without a field for it says in its own files. */
const stated = { "json-bignum": "MIT" };

const lock = JSON.parse(readFileSync("package-lock.json", "utf8")).packages;
const shipped = Object.entries(lock)
  .filter(([path, info]) => path && !info.dev && !info.optional)
  .map(([path, { version, license }]) => ({ path: path.replace(/^.*node_modules\//, ""), version, license }))
  .map(({ path, version, license }) => ({ name: `${path} ${version} (npm)`, license: license ?? stated[path] }));

const faults = [...crates, ...shipped].filter(({ license }) => !license || !isAllowed(license));
for (const { name, license } of faults) console.log(`${name}: licence ${license ?? "not stated"} is not in deny.toml`);
console.log(faults.length === 0 ? `✓ licences of ${crates.length} crates and ${shipped.length} packages` : `✗ ${faults.length} licences to look at`);
process.exitCode = faults.length === 0 ? 0 : 1;
