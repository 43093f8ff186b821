// Packs a PNG of few colours tighter than a browser does: a palette instead of four bytes a pixel.
import { deflateSync, inflateSync } from "node:zlib";

const table = Array.from({ length: 256 }, (_, n) => {
  for (let bit = 0; bit < 8; bit += 1) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n >>> 0;
});
const crc = (bytes) => (bytes.reduce((sum, byte) => table[(sum ^ byte) & 255] ^ (sum >>> 8), 0xffffffff) ^ 0xffffffff) >>> 0;

/** A chunk: length, kind, data, checksum (PNG, third edition, 5.3). */
function chunk(kind, data) {
  const body = Buffer.concat([Buffer.from(kind, "latin1"), data]);
  const out = Buffer.alloc(12 + data.length);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc(body), 8 + data.length);
  return out;
}

/** Width, height and pixels of a PNG with 8 bits a channel, as a browser writes it. */
function decode(png) {
  const [width, height, channels] = [png.readUInt32BE(16), png.readUInt32BE(20), png[25] === 6 ? 4 : 3];
  const parts = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString("latin1", at + 4, at + 8) === "IDAT") parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const data = inflateSync(Buffer.concat(parts));
  const row = width * channels;
  const pixels = Buffer.alloc(row * height);
  for (let y = 0; y < height; y += 1) {
    const filter = data[y * (row + 1)];
    for (let x = 0; x < row; x += 1) {
      const at = y * row + x;
      const left = x < channels ? 0 : pixels[at - channels];
      const up = y === 0 ? 0 : pixels[at - row];
      const corner = x < channels || y === 0 ? 0 : pixels[at - row - channels];
      pixels[at] = data[y * (row + 1) + 1 + x] + guess(filter, left, up, corner);
    }
  }
  return { width, height, channels, pixels };
}

/** What a filter adds to a byte (PNG, third edition, 9.2). */
function guess(filter, left, up, corner) {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  if (filter !== 4) return 0;
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

/** The same picture with a palette of at most 256 colours; near ones are one. */
export function repack(png) {
  const { width, height, channels, pixels } = decode(png);
  for (let shift = 0; shift < 6; shift += 1) {
    const colours = new Map();
    const rows = Buffer.alloc((width + 1) * height);
    for (let i = 0; i < width * height; i += 1) {
      const colour = [0, 1, 2, 3].map((c) => (c < channels ? pixels[i * channels + c] : 255));
      const key = colour.map((value) => value >> shift).join();
      if (!colours.has(key)) colours.set(key, { index: colours.size, colour });
      rows[Math.floor(i / width) * (width + 1) + 1 + (i % width)] = colours.get(key).index;
    }
    if (colours.size > 256) continue;
    const list = [...colours.values()].map(({ colour }) => colour);
    const head = Buffer.alloc(13);
    head.writeUInt32BE(width, 0);
    head.writeUInt32BE(height, 4);
    head.set([8, 3, 0, 0, 0], 8);
    return Buffer.concat([
      png.subarray(0, 8), chunk("IHDR", head), chunk("PLTE", Buffer.from(list.flatMap((c) => c.slice(0, 3)))),
      chunk("tRNS", Buffer.from(list.map((c) => c[3]))), chunk("IDAT", deflateSync(rows, { level: 9, memLevel: 9 })),
      chunk("IEND", Buffer.alloc(0)),
    ]);
  }
  throw new Error("too many colours for a palette");
}
