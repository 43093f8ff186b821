// Plain MapLibre: the same cells as GeoJSON polygons, coloured by feature-state.
import * as maplibre from "/map/maplibre-gl.mjs";
import "/map/hexes.mjs";
import { cells, classOf, colours, median, middle, quietMap, scrub, values } from "./cells.mjs";

globalThis.run = async (count) => {
  // The layer is asked for outlines only; it is never shown.
  const shapes = await globalThis.gemeoHexes.open("shapes", cells(count), true);
  const features = Array.from({ length: count }, (_, id) => {
    const flat = shapes.ring(id);
    const ring = Array.from({ length: flat.length / 2 }, (_, n) => [flat[2 * n], flat[2 * n + 1]]);
    return { type: "Feature", id, properties: {}, geometry: { type: "Polygon", coordinates: [ring] } };
  });
  const points = features.flatMap((feature) => feature.geometry.coordinates[0]);
  const [lngs, lats] = [points.map(([lng]) => lng), points.map(([, lat]) => lat)];
  const least = (list) => list.reduce((a, b) => Math.min(a, b));
  const most = (list) => list.reduce((a, b) => Math.max(a, b));
  const fill = ["match", ["feature-state", "slot"], ...colours.flatMap((colour, slot) => [slot, `rgb(${colour})`]), "#000"];
  const style = {
    version: 8,
    sources: { cells: { type: "geojson", data: { type: "FeatureCollection", features } } },
    layers: [{ id: "cells", type: "fill", source: "cells", paint: { "fill-color": fill, "fill-antialias": false } }],
  };
  const map = await quietMap(maplibre, style, [least(lngs), least(lats), most(lngs), most(lats)]);
  const years = Array.from({ length: 10 }, (_, year) => Array.from(values(count, year), classOf));
  const show = (year) => {
    for (let id = 0; id < count; id++) map.setFeatureState({ source: "cells", id }, { slot: years[year][id] });
  };
  show(0);
  await map.once("idle");
  const gl = map.painter.context.gl;
  const [script, shown] = [[], []];
  for (let round = 0; round < 20; round++) {
    const since = performance.now();
    show((round + 1) % 10);
    script.push(performance.now() - since);
    await map.once("render");
    middle(gl);
    shown.push(performance.now() - since);
  }
  const scrubbed = await scrub(async (year) => {
    show(year);
    await map.once("render");
  });
  return { scriptMs: median(script), shownMs: median(shown), ...scrubbed };
};
