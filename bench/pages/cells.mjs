// What all pages of the map bench share: cells, values, colours, and how long things take.

/** The first `count` H3 cells of resolution 10 around Lisboa, by their digits (H3 documentation, "Bit layouts"). */
export function cells(count) {
  const prefix = [4, 6, 3];
  const free = 10 - prefix.length;
  return BigUint64Array.from({ length: count }, (_, n) => {
    let id = (1n << 59n) | (10n << 52n) | (0o34n << 45n);
    const digits = [...prefix, ...Array.from({ length: free }, (_, place) => Math.floor(n / 7 ** (free - 1 - place)) % 7)];
    for (let place = 0; place < 15; place++) id |= BigInt(digits[place] ?? 7) << BigInt(3 * (14 - place));
    return id;
  });
}

/** Values between 0 and 1 for a year: a made-up wave, for the bench alone. */
export const values = (count, year) => Float32Array.from({ length: count }, (_, n) => 0.5 + 0.5 * Math.sin(n / 97 + year * 1.7));

export const limits = [0.2, 0.4, 0.6, 0.8];
export const colours = [[240, 241, 207], [159, 208, 176], [102, 181, 169], [56, 146, 159], [27, 67, 109]];
export const classOf = (value) => limits.filter((limit) => limit <= value).length;

export const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

/** Shows years as fast as frames come for some seconds: frames a second, and the longest task. */
export async function scrub(show, seconds = 6) {
  let longest = 0;
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
  });
  observer.observe({ type: "longtask" });
  let frames = 0;
  const began = performance.now();
  while (performance.now() - began < 1000 * seconds) {
    await show(frames % 10);
    frames++;
  }
  const rate = frames / ((performance.now() - began) / 1000);
  await new Promise((done) => setTimeout(done, 100));
  observer.disconnect();
  return { rate, longest };
}

/** The colour in the middle of a canvas, within the task that drew it. */
export function middle(gl) {
  const pixel = new Uint8Array(4);
  gl.readPixels(gl.drawingBufferWidth >> 1, gl.drawingBufferHeight >> 1, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
  return pixel.join();
}

/** A map over the cells, quiet. */
export async function quietMap(maplibre, style, bounds) {
  maplibre.setWorkerUrl("/map/maplibre-gl-worker.mjs");
  const map = new maplibre.Map({
    container: "map", style, bounds, fadeDuration: 0, attributionControl: false, renderWorldCopies: false, interactive: false,
  });
  await map.once("load");
  return map;
}
