// The map engine, from npm, the module beside it that hands it to the app, and the hexagons' own WebAssembly.
import { join } from "node:path";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import { rollup } from "rollup";
import { read, root } from "./context.mjs";
import { place, program } from "./program.mjs";
import { smallModule } from "./wasm.mjs";

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
  const folder = place(ctx, "map", files);
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
  const module = (file) => smallModule(ctx, read("app/hexes", file).toString("utf8"));
  return {
    ...(await program(ctx, { crate: "gemeo-hexes", folder: "hexes" })),
    "hexes.mjs": await module("hexes.mjs"),
    "hexes-worker.mjs": await module("hexes-worker.mjs"),
  };
}

const withoutSourceMap = (content) => content.toString("utf8").replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n");
