// The door between the app and what the workbench needs of npm: DuckDB, Arrow and the editor.
//
// why: as with the map, this module is added to pages of the workbench only; it stands beside DuckDB's files
// (dist/workbench/<hash>/) and leaves itself where the binding in engine.rs looks for it.
import { Desk } from "./desk.mjs";
import { edit } from "./editor.mjs";
import { ownTables } from "./own.mjs";
import { tables } from "./tables.mjs";

globalThis.gemeoWorkbench = {
  edit,
  /** A database in a worker with the cities' tables; `heard(share)` tells how much of DuckDB has come, 0 to 1. */
  open: (size, heard) => Desk.open({ folder: new URL(".", import.meta.url).href, size, heard }),
  // why nothing of a fault: a browser that keeps nothing fetches them again
  keep: () => keep().catch(() => {}),
  /** Puts the cities' packs and the texts beside them into the desk's tables. */
  fill: (desk, packs, words) => desk.fill(tables(JSON.parse(packs), JSON.parse(words))),
  /** Puts the reader's own datasets beside them. */
  own: (desk, datasets) => desk.own(ownTables(datasets)),
};

/** At the very first visit the service worker came after these files: they are asked for once more, through it. */
async function keep() {
  if (!navigator.serviceWorker) return;
  await navigator.serviceWorker.ready;
  const files = ["workbench.mjs", "duckdb-worker.js", "duckdb.wasm"].map((name) => new URL(name, import.meta.url).href);
  for (const file of files) if (!(await caches.match(file))) await fetch(file);
}
