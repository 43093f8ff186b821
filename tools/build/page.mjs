// index.html: the frame that the prerender program fills and that any unknown address falls back to.
import { join } from "node:path";
import { hashOf, read, run, write } from "./context.mjs";
import { readFileSync } from "node:fs";
import { checkBasemaps } from "./tile-hosts.mjs";

// why without frame-ancestors: a meta tag cannot carry it; the server's header does
export const policyFor = (tileHosts) =>
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; " +
  `font-src 'self'; connect-src ${["'self'", ...tileHosts].join(" ")}; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'`;

const trunkLink = /<link data-trunk [^>]*>/g;

export async function page(ctx) {
  const { base, tileHosts } = ctx;
  checkBasemaps(ctx.packs ?? "public/packs", tileHosts);
  const main = await style(ctx, "main.css", "style");
  ctx.assets.late_css = await style(ctx, "late.css", "late");
  const tiles = tileHosts.length > 0 ? { tile_hosts: tileHosts } : {};
  const assets = JSON.stringify({ base, ...sorted(ctx.assets), ...tiles, version: ctx.version });
  const head = [
    `<link rel="stylesheet" href="${base}${main}">`,
    `<meta name="gemeo-assets" content="${attribute(assets)}">`,
    // why nothing of the app is preloaded: its 200 kB would share the line with what is read first (app/boot.js)
    `<script type="module" src="${base}${ctx.app.boot}"></script>`,
  ].join("\n");
  const frame = read("app/index.html").toString("utf8");
  if (frame.match(trunkLink)?.length !== 1) throw new Error("app/index.html must have exactly one data-trunk link: the app");
  const html = frame
    .replaceAll("%BASE%", base)
    .replace(trunkLink, () => head)
    .replace('<meta charset="utf-8">', (meta) => `${meta}\n<meta http-equiv="Content-Security-Policy" content="${policyFor(tileHosts)}">`);
  write(join(ctx.out, "index.html"), html);
  // what the service worker shows offline for an address never visited
  write(join(ctx.out, "shell.html"), html);
}

async function style(ctx, sheet, as) {
  const file = join(ctx.scratch, `${as}.css`);
  await run("node", "style/bundle.mjs", file, sheet);
  const css = readFileSync(file);
  const name = `${as}-${hashOf(css)}.css`;
  write(join(ctx.out, name), css);
  return name;
}

const sorted = (object) => Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
const attribute = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
