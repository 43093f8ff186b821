// The native programs the build itself uses, and a look at the committed packs.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { root, run } from "./context.mjs";

export function native(ctx) {
  run("cargo", "build", "-p", "gemeo-cli", "-p", "gemeo-server", "--profile", ctx.profile);
}

/** Packs are committed and only checked here; `./dev pack` rebuilds them. */
export function packs(ctx) {
  const folder = join(root, "public/packs");
  const cities = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();
  for (const city of cities.filter((name) => existsSync(join(folder, name, "manifest.json")))) {
    run(join(root, "target", ctx.profileFolder, "gemeo"), "pack", "check", `public/packs/${city}`);
  }
}
