// The built site again with another base path, other packs or another version, from the parts in dist/: seconds, not minutes.
import { cpSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { compress } from "../../tools/build/compress.mjs";
import { context, root } from "../../tools/build/context.mjs";
import { page } from "../../tools/build/page.mjs";
import { prerender } from "../../tools/build/prerender.mjs";
import { serviceWorker } from "../../tools/build/service-worker.mjs";
import { vocabularies } from "../../tools/build/vocabularies.mjs";

/** Files that are written anew, or that are copies for the wire. */
const remade = /\.(br|gz|html)$|^sw\.js$/;

/** @returns the folder of the new site, below the repository. */
export async function variant(name, { base = "/", packs = "public/packs", tileHosts = "", version } = {}) {
  const out = join(root, "target/site", `variant-${name}`);
  const { app, assets: { base: _, version: built, ...assets } } = parts();
  const ctx = { ...context(["--fast"], { GEMEO_BASE: base, GEMEO_TILE_HOSTS: tileHosts }), out, packs, app, assets, version: version ?? built };
  rmSync(out, { recursive: true, force: true });
  cpSync(join(root, "dist"), out, { recursive: true, filter: (path) => !remade.test(path.slice(join(root, "dist").length + 1)) });
  rmSync(join(out, "packs"), { recursive: true });
  cpSync(join(root, packs), join(out, "packs"), { recursive: true });
  vocabularies(ctx);
  await page(ctx);
  await prerender(ctx);
  await serviceWorker(ctx);
  await compress(ctx);
  return out;
}

/** What the build calls its files, read back from the built page. */
function parts() {
  const html = readFileSync(join(root, "dist/shell.html"), "utf8");
  const meta = html.match(/<meta name="gemeo-assets" content="([^"]*)">/)[1];
  const assets = JSON.parse(meta.replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&amp;", "&"));
  const [folder] = readdirSync(join(root, "dist/app"));
  const app = { boot: `app/${folder}/boot.js` };
  return { assets, app };
}
