// The service worker: workbox and our rules in one file, with the list of what the shell is made of.
import { join } from "node:path";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import { rollup } from "rollup";
import { getManifest } from "workbox-build";
import { hashOf, root, write } from "./context.mjs";
import { smallModule } from "./wasm.mjs";

/** The frame, the app, the worker and the texts; pages, packs and the map engine are kept once visited. */
const shell = ["shell.html", "app/**/*", "style-*.css", "late-*.css", "worker/**/*", "locales/*.json", "catalogue/*.json",
  "favicon.svg", "manifest.webmanifest", "icons/icon-192.png"];

export async function serviceWorker(ctx) {
  const { manifestEntries, warnings } = await getManifest({
    globDirectory: ctx.out,
    globPatterns: shell,
    dontCacheBustURLsMatching: /[-./][0-9a-f]{14}0a[-_./]/,
    maximumFileSizeToCacheInBytes: 64 << 20,
  });
  if (warnings.length > 0) throw new Error(warnings.join("\n"));
  const entries = manifestEntries.sort((a, b) => (a.url < b.url ? -1 : 1));
  const list = JSON.stringify(entries);
  const text = (await bundle())
    .replace("self.__GEMEO_SHELL", () => list)
    .replace("self.__GEMEO_VERSION", () => JSON.stringify(hashOf(list)))
    // workbox speaks to the console unless it is told that this is production
    .replaceAll("process.env.NODE_ENV", '"production"');
  write(join(ctx.out, "sw.js"), await smallModule(ctx, text));
}

async function bundle() {
  const build = await rollup({ input: join(root, "app/sw/sw.mjs"), plugins: [nodeResolve({ browser: true })], onwarn: () => {} });
  const { output } = await build.generate({ format: "iife" });
  await build.close();
  return output[0].code;
}
