// The map engine, from npm, and the module beside it that hands it to the app.
import { join } from "node:path";
import { hashOf, read, write } from "./context.mjs";

const engine = "node_modules/maplibre-gl/dist";

export function map(ctx) {
  const files = {
    "maplibre-gl.mjs": withoutSourceMap(read(engine, "maplibre-gl.mjs")),
    "maplibre-gl-worker.mjs": withoutSourceMap(read(engine, "maplibre-gl-worker.mjs")),
    "maplibre-gl.css": read(engine, "maplibre-gl.css"),
    "engine.mjs": read("app/src/map/engine.mjs"),
    "LICENSE.txt": read("node_modules/maplibre-gl/LICENSE.txt"),
  };
  const folder = `map/${hashOf(...Object.values(files))}`;
  for (const [name, content] of Object.entries(files)) write(join(ctx.out, folder, name), content);
  ctx.assets.map = `${folder}/engine.mjs`;
  ctx.assets.map_worker = `${folder}/maplibre-gl-worker.mjs`;
  ctx.assets.map_css = `${folder}/maplibre-gl.css`;
}

const withoutSourceMap = (content) => content.toString("utf8").replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n");
