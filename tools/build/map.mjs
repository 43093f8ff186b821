// The map engine with the module that hands it to the app, and the hexagons' own WebAssembly.
import { basename, join } from "node:path";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import { build, stop } from "esbuild-wasm";
import { rollup } from "rollup";
import { read, root } from "./context.mjs";
import { place, program } from "./program.mjs";
import { smallModule } from "./wasm.mjs";

const maplibre = "node_modules/maplibre-gl";

export async function map(ctx) {
  const files = {
    ...(await engine(ctx)),
    "maplibre-gl.css": read(maplibre, "dist/maplibre-gl.css"),
    "basemap.mjs": await basemap(ctx),
    "LICENSE-basemap.txt": read("app/src/map/basemap-licences.txt"),
    "LICENSE.txt": read(maplibre, "LICENSE.txt"),
    ...(await hexes(ctx)),
  };
  const folder = place(ctx, "map", files);
  ctx.assets.map = `${folder}/engine.mjs`;
  ctx.assets.map_worker = `${folder}/maplibre-gl-worker.mjs`;
  ctx.assets.map_css = `${folder}/maplibre-gl.css`;
}

/**
 * The engine and its worker, from the sources that its package carries. Ready-made, each of the two holds what both need: 364 kB
 * by brotli instead of 276, on every first visit to a map.
 */
async function engine(ctx) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: { engine: "app/src/map/engine.mjs", "maplibre-gl-worker": `${maplibre}/src/source/worker.ts` },
    // why without MLT: a fifth form of tiles that no source of a city has, 17 kB
    alias: { "maplibre-src": join(root, maplibre, "src"), "@maplibre/mlt": join(root, "app/src/map/no-mlt.mjs") },
    bundle: true,
    splitting: true,
    format: "esm",
    target: "es2022",
    // why: its classes declare fields that the constructor of a class above has set already
    tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
    minify: !ctx.fast,
    legalComments: "none",
    // why no hash: the folder's name has one
    chunkNames: "maplibre-shared",
    outExtension: { ".js": ".mjs" },
    outdir: join(ctx.scratch, "maplibre"),
    write: false,
    logLevel: "error",
  });
  await stop();
  const files = await Promise.all(outputFiles.map(async ({ path, text }) => [basename(path), await smallModule(ctx, text)]));
  return Object.fromEntries(files);
}

/** The reader of a city's own base map with PMTiles in one file: loaded only where a city has one. */
async function basemap(ctx) {
  const bundle = await rollup({ input: join(root, "app/src/map/basemap.mjs"), plugins: [nodeResolve({ browser: true })], onwarn: () => {} });
  const { output } = await bundle.generate({ format: "es" });
  await bundle.close();
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
