// The door between the browser's module loader and WebAssembly.
//
// why: WebAssembly cannot call import() under a policy that forbids eval, and wasm-bindgen's own snippets would be
// fetched on every page. This file is added as a module script on pages with a map only; it stands beside the
// engine's files (dist/map/<hash>/) and puts the engine where the binding in engine.rs looks for it.
import * as maplibre from "./maplibre-gl.mjs";

globalThis.gemeoMapEngine = maplibre;
