// H3 cells as a custom layer of the map engine; the work is done in WebAssembly (src/).
//
// why plain JavaScript here: the engine wants an object with methods of its own, called while it draws.
import start, { Hexes, mesh } from "./gemeo_hexes.js";

const wasm = new URL("gemeo_hexes_bg.wasm", import.meta.url);
const worker = new URL("hexes-worker.mjs", import.meta.url);
let started;

/** Makes a layer of cells (a BigUint64Array). `still` leaves out transitions. */
async function open(id, cells, still) {
  started ??= start({ module_or_path: wasm });
  const [parts] = await Promise.all([triangles(cells), started]);
  const hexes = new Hexes(cells);
  hexes.take(...parts);
  return new Layer(id, hexes, still);
}

/** The triangles, made in a worker; here where a worker cannot start. */
function triangles(cells) {
  return new Promise((done) => {
    const elsewhere = new Worker(worker, { type: "module" });
    const here = async () => {
      await started;
      done(mesh(cells));
    };
    elsewhere.onmessage = ({ data }) => {
      elsewhere.terminate();
      done(data);
    };
    elsewhere.onerror = (event) => {
      event.preventDefault();
      elsewhere.terminate();
      here();
    };
    elsewhere.postMessage(cells);
  });
}

class Layer {
  type = "custom";
  renderingMode = "2d";
  #hexes;
  #over;
  #map = null;

  constructor(id, hexes, still) {
    this.id = id;
    this.#hexes = hexes;
    this.#over = still ? 0 : 300;
  }

  onAdd(map, gl) {
    this.#map = map;
    // A context that was lost took everything with it: begin anew.
    this.#hexes.detach(true);
    if (!this.#hexes.attach(gl)) throw new Error("the graphics context refuses the hexagons");
  }

  render(gl, { defaultProjectionData }) {
    const { lng } = this.#map.getCenter();
    const matrix = Float64Array.from(defaultProjectionData.mainMatrix);
    const more = this.#hexes.draw(matrix, lng, this.#map.getPixelRatio(), performance.now());
    if (more) this.#map.triggerRepaint();
  }

  onRemove() {
    this.#hexes.detach(false);
    this.#map = null;
  }

  /** Slot and marks of each cell. */
  paint(marks) {
    this.#hexes.set(marks, performance.now(), this.#over);
    this.#map?.triggerRepaint();
  }

  keep(values) {
    return this.#hexes.keep(values);
  }

  classify(number, limits) {
    this.#hexes.classify(number, limits, performance.now(), this.#over);
    this.#map?.triggerRepaint();
  }

  palette(colours, [red, green, blue]) {
    this.#hexes.set_palette(colours, red, green, blue);
    this.#map?.triggerRepaint();
  }

  /** Index of the cell under a place, or -1. */
  at(lng, lat) {
    return this.#hexes.at(lng, lat) ?? -1;
  }

  /** The corners of a cell as a flat list. */
  ring(index) {
    return this.#hexes.ring(index);
  }

  close() {
    this.#hexes.free();
  }
}

globalThis.gemeoHexes = { open };
