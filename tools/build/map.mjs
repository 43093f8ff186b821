// The map engine, from npm, the module beside it that hands it to the app, and the hexagons' own WebAssembly.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import { rollup } from "rollup";
import { hashOf, read, root, runForBrowser, write } from "./context.mjs";
import { smallModule, smallWasm } from "./wasm.mjs";

const engine = "node_modules/maplibre-gl/dist";

export async function map(ctx) {
  const files = {
    "maplibre-gl.mjs": withoutSourceMap(read(engine, "maplibre-gl.mjs")),
    "maplibre-gl-worker.mjs": withoutSourceMap(read(engine, "maplibre-gl-worker.mjs")),
    "maplibre-gl.css": read(engine, "maplibre-gl.css"),
    "engine.mjs": read("app/src/map/engine.mjs"),
    "basemap.mjs": await basemap(ctx),
    "LICENSE-basemap.txt": read("app/src/map/basemap-licences.txt"),
    "LICENSE.txt": read("node_modules/maplibre-gl/LICENSE.txt"),
    ...(await hexes(ctx)),
  };
  const folder = `map/${hashOf(...Object.values(files))}`;
  for (const [name, content] of Object.entries(files)) write(join(ctx.out, folder, name), content);
  ctx.assets.map = `${folder}/engine.mjs`;
  ctx.assets.map_worker = `${folder}/maplibre-gl-worker.mjs`;
  ctx.assets.map_css = `${folder}/maplibre-gl.css`;
}

/** The reader of a city's own base map with PMTiles in one file: loaded only where a city has one. */
async function basemap(ctx) {
  const build = await rollup({ input: join(root, "app/src/map/basemap.mjs"), plugins: [nodeResolve({ browser: true })], onwarn: () => {} });
  const { output } = await build.generate({ format: "es" });
  await build.close();
  return smallModule(ctx, output[0].code);
}

/** The cells' layer: loaded by the app only where cells are drawn. */
async function hexes(ctx) {
  const profile = ctx.fast ? [] : ["--release"];
  const target = "wasm32-unknown-unknown";
  runForBrowser("cargo", "rustc", "-p", "gemeo-hexes", "--lib", "--crate-type", "cdylib", "--target", target, ...profile);
  const bound = join(ctx.scratch, "hexes");
  const built = join(root, "target/wasm", target, ctx.fast ? "debug" : "release", "gemeo_hexes.wasm");
  runForBrowser("wasm-bindgen", "--target", "web", "--no-typescript", "--out-dir", bound, built);
  const module = (path) => smallModule(ctx, readFileSync(path, "utf8"));
  return {
    "gemeo_hexes_bg.wasm": smallWasm(ctx, join(bound, "gemeo_hexes_bg.wasm")),
    "gemeo_hexes.js": await module(join(bound, "gemeo_hexes.js")),
    "hexes.mjs": await module(join(root, "app/hexes/hexes.mjs")),
    "hexes-worker.mjs": await module(join(root, "app/hexes/hexes-worker.mjs")),
  };
}

const withoutSourceMap = (content) => content.toString("utf8").replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n");
