// The catalogue, the knowledge model and the context of entities as files of the site, for other portals to harvest.
import { join } from "node:path";
import { ask, write } from "./context.mjs";
import { built } from "./native.mjs";

const forms = [["turtle", "ttl"], ["json-ld", "jsonld"]];

/**
 * Where the site's address is known (GEMEO_SITE) statements are about that address; else they are relative to the file, which
 * holds wherever the site is served.
 */
export function vocabularies(ctx, env = process.env) {
  const base = env.GEMEO_SITE ? `${env.GEMEO_SITE.replace(/\/+$/, "")}${ctx.base}` : "../";
  const packs = ["--packs", ctx.packs ?? "public/packs"];
  const publisher = ["--publisher", env.GEMEO_PUBLISHER ?? "Gémeo", "--contact", env.GEMEO_CONTACT ?? `${base}pt/about/`];
  for (const [format, end] of forms) {
    const put = (name, ...args) =>
      write(join(ctx.out, "catalogue", `${name}.${end}`), ask(built("gemeo"), "catalogue", ...args, "--base", base, "--format", format, ...packs));
    put("dcat", "dcat", ...publisher);
    put("model", "model");
  }
  write(join(ctx.out, "context.jsonld"), ask(built("gemeo"), "catalogue", "context", "--base", base));
}
