// The door between the browser's module loader and WebAssembly.
//
// why: WebAssembly cannot call import() under a policy that forbids eval, and wasm-bindgen's own snippets would be
// fetched on every page. This file is added as a module script on pages with a map only; it stands beside the
// engine's files (dist/map/<hash>/) and puts the engine where the binding in engine.rs looks for it.
// Bundled with the engine's sources (tools/build/map.mjs): of its exports only what the binding names.
import { addProtocol } from "maplibre-src/source/protocol_crud.ts";
import { NavigationControl } from "maplibre-src/ui/control/navigation_control.ts";
import { Map } from "maplibre-src/ui/map.ts";
import { config } from "maplibre-src/util/config.ts";
import { prewarm } from "maplibre-src/util/global_worker_pool.ts";
import { WorkerPool } from "maplibre-src/util/worker_pool.ts";

config.WORKER_URL = new URL("./maplibre-gl-worker.mjs", import.meta.url).href;
// why one: shapes of a city are cut into tiles in milliseconds; each further worker would cost a phone 20 MB
WorkerPool.workerCount = 1;
// why at once: it starts while the page is still being put together
prewarm();

globalThis.gemeoMapEngine = { Map, NavigationControl, addProtocol };
