// Texts of the app (of a first visit, and the rest) and names of the indicators, each a file a language.
import { join } from "node:path";
import { ask, hashOf, read, write } from "./context.mjs";
import { built } from "./native.mjs";

const languages = ["pt", "en"];

export function texts(ctx) {
  for (const lang of languages) {
    ctx.assets[`locale_${lang}`] = put(ctx, "locales", lang, read("app/locales", `${lang}.json`));
    ctx.assets[`late_${lang}`] = put(ctx, "locales", `late-${lang}`, read("app/locales", `late-${lang}.json`));
  }
}

export function catalogue(ctx) {
  const packs = ctx.packs ?? "public/packs";
  const part = (lang, name) => ask(built("gemeo"), "catalogue", "export", "--lang", lang, "--part", name);
  // why beside the methods: kept by the service worker once read, like them
  ctx.assets.quality = put(ctx, "methods", "quality", ask(built("gemeo"), "quality", "--export", "--packs", packs));
  const marks = (lang) => ask(built("gemeo-prerender"), "--marks", lang, "--quality", join(ctx.out, ctx.assets.quality), "--packs", packs);
  for (const lang of languages) {
    const names = { ...JSON.parse(part(lang, "names")), marks: JSON.parse(marks(lang)) };
    ctx.assets[`catalogue_${lang}`] = put(ctx, "catalogue", lang, JSON.stringify(names));
    // methods are read on the pages of indicators only
    ctx.assets[`methods_${lang}`] = put(ctx, "methods", lang, part(lang, "methods"));
  }
}

function put(ctx, folder, stem, json) {
  const small = JSON.stringify(JSON.parse(json));
  const name = `${folder}/${stem}.${hashOf(small)}.json`;
  write(join(ctx.out, name), small);
  return name;
}
