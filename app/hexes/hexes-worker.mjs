// Triangles of cells, away from the page.
import start, { mesh } from "./gemeo_hexes.js";

const started = start({ module_or_path: new URL("gemeo_hexes_bg.wasm", import.meta.url) });

globalThis.onmessage = async ({ data }) => {
  await started;
  const parts = mesh(data);
  globalThis.postMessage(parts, parts.map((part) => part.buffer));
};
