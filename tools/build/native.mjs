// The native programs the build itself uses, and a look at the committed packs.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { root, run } from "./context.mjs";

export function native(ctx) {
  // why one after the other: a crate of the server's switches serde_json to another order of keys, for all that is built with it
  for (const program of ["gemeo-cli", "gemeo-server"]) run("cargo", "build", "-p", program, "--profile", ctx.profile);
}

/** Packs are committed and only checked here; `./dev pack` rebuilds them. */
export function packs(ctx) {
  const folder = join(root, "public/packs");
  const cities = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();
  for (const city of cities.filter((name) => existsSync(join(folder, name, "manifest.json")))) {
    run(join(root, "target", ctx.profileFolder, "gemeo"), "pack", "check", `public/packs/${city}`);
  }
}
