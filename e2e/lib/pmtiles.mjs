// A small PMTiles archive (specification version 3) of vector tiles, each of them one square in a layer `ground`.
import { zxyToTileId } from "pmtiles";

/** The archive with the tiles of a zoom level that cover west, south, east, north. */
export function archive(zoom, [west, south, east, north]) {
  const across = (lng) => Math.floor(((lng + 180) / 360) * 2 ** zoom);
  const down = (lat) => Math.floor(((1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2) * 2 ** zoom);
  const ids = [];
  for (let x = across(west); x <= across(east); x++) for (let y = down(north); y <= down(south); y++) ids.push(zxyToTileId(zoom, x, y));
  ids.sort((a, b) => a - b);
  const tile = square();
  // Every entry leads to the same bytes: number of entries, ids by their difference, one tile each, lengths, offsets + 1.
  const deltas = ids.map((id, at) => id - (ids[at - 1] ?? 0));
  const directory = Buffer.concat([[ids.length], deltas, ids.map(() => 1), ids.map(() => tile.length), ids.map(() => 1)].flat().map(varint));
  const metadata = Buffer.from("{}");
  const header = Buffer.alloc(127);
  header.write("PMTiles");
  header[7] = 3;
  const parts = [directory, metadata, Buffer.alloc(0), tile];
  let offset = header.length;
  parts.forEach((part, at) => {
    header.writeBigUInt64LE(BigInt(offset), 8 + 16 * at);
    header.writeBigUInt64LE(BigInt(part.length), 16 + 16 * at);
    offset += part.length;
  });
  [ids.length, ids.length, 1].forEach((count, at) => header.writeBigUInt64LE(BigInt(count), 72 + 8 * at));
  // Not clustered, nothing compressed, vector tiles, one zoom level.
  header.set([0, 1, 1, 1, zoom, zoom], 96);
  [west, south, east, north].forEach((degrees, at) => header.writeInt32LE(Math.round(degrees * 1e7), 102 + 4 * at));
  header[118] = zoom;
  return Buffer.concat([header, ...parts]);
}

/** A tile that one polygon fills (Mapbox Vector Tile 2.1). */
function square() {
  const corner = [9, 0, 0, 26, 8192, 0, 0, 8192, 8191, 0, 15];
  const feature = Buffer.concat([field(3, 0, varint(3)), field(4, 2, Buffer.concat(corner.map(varint)))]);
  const layer = Buffer.concat([
    field(15, 0, varint(2)), field(1, 2, Buffer.from("ground")), field(2, 2, feature), field(5, 0, varint(4096)),
  ]);
  return field(3, 2, layer);
}

/** The signs of a font as the map engine reads them (glyphs.proto of node-fontnik): each a full square of 8 by 8. */
export function glyphs(name, letters) {
  const [side, buffer] = [8, 3];
  const bitmap = Buffer.alloc((side + 2 * buffer) ** 2, 255);
  const glyph = (letter) => Buffer.concat([
    field(1, 0, varint(letter.codePointAt(0))), field(2, 2, bitmap), field(3, 0, varint(side)), field(4, 0, varint(side)),
    field(5, 0, varint(0)), field(6, 0, varint(0)), field(7, 0, varint(side)),
  ]);
  const stack = Buffer.concat([
    field(1, 2, Buffer.from(name)), field(2, 2, Buffer.from("0-255")), ...[...letters].map((letter) => field(3, 2, glyph(letter))),
  ]);
  return field(1, 2, stack);
}

/** A protobuf field: a number, or bytes with their length. */
const field = (number, kind, bytes) => Buffer.concat([varint((number << 3) | kind), ...(kind === 2 ? [varint(bytes.length)] : []), bytes]);

function varint(value) {
  const bytes = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) | 128);
  }
}
