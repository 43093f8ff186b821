// The twin's own layer.
import * as maplibre from "/map/maplibre-gl.mjs";
import "/map/hexes.mjs";
import { cells, colours, limits, median, middle, quietMap, scrub, values } from "./cells.mjs";

globalThis.run = async (count) => {
  const list = cells(count);
  const opened = performance.now();
  const layer = await globalThis.gemeoHexes.open("hexes", list, true);
  const openMs = performance.now() - opened;
  const geometryMs = await geometry(list);
  const at = bounds(layer, count);
  const map = await quietMap(maplibre, { version: 8, sources: {}, layers: [] }, at);
  const palette = new Uint8Array([[0, 0, 0], ...colours].flatMap((colour) => [...colour, 255]));
  layer.palette(palette, new Uint8Array([0, 0, 0]));
  const years = Array.from({ length: 10 }, (_, year) => layer.keep(values(count, year)));
  const edges = Float32Array.from(limits);
  map.addLayer(layer);
  layer.classify(years[0], edges);
  await map.once("idle");
  const gl = map.painter.context.gl;
  const [script, shown] = [[], []];
  for (let round = 0; round < 60; round++) {
    const before = middle(gl);
    const since = performance.now();
    layer.classify(years[(round + 1) % 10], edges);
    script.push(performance.now() - since);
    await map.once("render");
    middle(gl);
    shown.push(performance.now() - since);
    void before;
  }
  const scrubbed = await scrub(async (year) => {
    layer.classify(years[year], edges);
    await map.once("render");
  });
  const [lng, lat] = [(at[0] + at[2]) / 2, (at[1] + at[3]) / 2];
  const asked = performance.now();
  for (let n = 0; n < 1000; n++) layer.at(lng + n * 1e-6, lat);
  const lookupUs = performance.now() - asked;
  return { openMs, geometryMs, scriptMs: median(script), shownMs: median(shown), lookupUs, ...scrubbed };
};

function bounds(layer, count) {
  const points = [];
  for (let n = 0; n < count; n += Math.ceil(count / 500)) points.push(...layer.ring(n));
  const [lngs, lats] = [points.filter((_, i) => i % 2 === 0), points.filter((_, i) => i % 2 === 1)];
  return [Math.min(...lngs), Math.min(...lats), Math.max(...lngs), Math.max(...lats)];
}

/** The triangles alone, timed in a worker that is warm. */
function geometry(list) {
  return new Promise((done) => {
    const worker = new Worker("/bench/geometry.mjs", { type: "module" });
    worker.onmessage = ({ data }) => {
      worker.terminate();
      done(data);
    };
    worker.postMessage(list);
  });
}
