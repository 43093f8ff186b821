// In place of the reader of MapLibre Tiles (`@maplibre/mlt`): no layer of the twin, nor what a city's own base map may be
// (docs/basemap.md), is of that form.
export const GEOMETRY_TYPE = {};

/** Refuses a tile. */
export function decodeTile() {
  throw new Error("tiles in MLT are not read here; use Mapbox Vector Tiles");
}
