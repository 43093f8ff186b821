// Prints one hash of everything the site is built from. usage: node tools/build/inputs.mjs [--fast]
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { createHash } from "node:crypto";
import { root } from "./context.mjs";

const inputs = ["Cargo.toml", "Cargo.lock", "package-lock.json", "rust-toolchain.toml", ".tools/wasm.env", "app", "cli", "public",
  "server", "shared", "style", "tools/build"];

const hash = createHash("sha256");
hash.update(JSON.stringify([process.argv.slice(2), process.env.GEMEO_BASE ?? "/", process.env.GEMEO_TILE_HOSTS ?? "", process.version]));
for (const path of inputs.flatMap(filesOf)) {
  hash.update(`${path}\0`);
  hash.update(readFileSync(join(root, path)));
}
console.log(hash.digest("hex"));

function filesOf(path) {
  const full = join(root, path);
  if (!existsSync(full)) return [];
  if (statSync(full).isFile()) return [path];
  const inside = readdirSync(full, { recursive: true, withFileTypes: true });
  return inside.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1)).sort();
}
