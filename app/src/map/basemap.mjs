// A base map of the city's own below and between the twin's layers: tiles in one PMTiles file, read by ranges.
//
// Loaded only where a city configures one (docs/basemap.md). Areas go below the coloured places; lines and names above
// them, so that a class keeps its colour.
import { PMTiles, Protocol } from "pmtiles";

const SOURCE = "basemap";
const archives = new Protocol({ metadata: false });
let registered = false;

/**
 * Adds the layers of a style, whose tiles are all in one archive, and gives their ids.
 * `below` and `between` are layers of the map: areas go below the first, lines and names below the second.
 */
async function add(maplibre, map, archive, style, below, between) {
  const answer = await fetch(style);
  if (!answer.ok) throw new Error(`${style}: ${answer.status}`);
  const { layers, glyphs } = await answer.json();
  if (!Array.isArray(layers)) throw new Error(`${style}: has no layers`);
  if (!registered) {
    maplibre.addProtocol("pmtiles", archives.tile);
    registered = true;
  }
  const tiles = archives.get(archive) ?? new PMTiles(archive);
  archives.add(tiles);
  // Read before the source is added: an archive that is not there is said once, not once a tile.
  const { tileType, minZoom, maxZoom } = await tiles.getHeader();
  if (!map.getSource(SOURCE)) {
    map.addSource(SOURCE, { type: tileType === 1 ? "vector" : "raster", tiles: [`pmtiles://${archive}/{z}/{x}/{y}`], minzoom: minZoom, maxzoom: maxZoom, tileSize: tileType === 1 ? 512 : 256 });
  }
  const names = layers.find((layer) => layer.type === "symbol")?.layout?.["text-font"];
  if (glyphs && names) {
    map.setGlyphs(new URL(glyphs, style).href.replaceAll("%7B", "{").replaceAll("%7D", "}"));
    map.setLayoutProperty("names", "text-font", names);
  }
  const added = [];
  for (const layer of layers) {
    if (layer.type === "background" || map.getLayer(`${SOURCE}-${layer.id}`)) continue;
    const above = layer.type === "line" || layer.type === "symbol" || layer.type === "circle";
    map.addLayer({ ...layer, id: `${SOURCE}-${layer.id}`, source: SOURCE }, above ? between : below);
    added.push(`${SOURCE}-${layer.id}`);
  }
  return added;
}

globalThis.gemeoBasemap = { add };
