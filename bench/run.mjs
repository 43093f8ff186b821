// ./dev bench [bytes] [lighthouse] [engine] [deployment] [forecast] [packs] [map] [first] [scrub] [memory] [import] [workbench] [server]: prints figures with their unit and what they are compared with.
import { mkdirSync, writeFileSync } from "node:fs";
import { bytes } from "./lib/bytes.mjs";
import { deployment } from "./lib/deployment.mjs";
import { forecast } from "./lib/forecast.mjs";
import { importing } from "./lib/import.mjs";
import { engine } from "./lib/engine.mjs";
import { lighthouseRuns } from "./lib/lighthouse.mjs";
import { map } from "./lib/map.mjs";
import { mapFirst } from "./lib/map-first.mjs";
import { mapMemory } from "./lib/map-memory.mjs";
import { mapScrub } from "./lib/map-scrub.mjs";
import { packBuild } from "./lib/packs.mjs";
import { server } from "./lib/server.mjs";
import { workbench } from "./lib/workbench.mjs";

const benches = { bytes, engine, deployment, forecast, packs: packBuild, map, first: mapFirst, scrub: mapScrub, memory: mapMemory, import: importing, workbench, server, lighthouse: lighthouseRuns };
const chosen = process.argv.slice(2);
const names = chosen.length > 0 ? chosen : Object.keys(benches);

const results = [];
for (const name of names) {
  console.log(`\n=== ${name}`);
  for (const figure of await benches[name]()) {
    results.push({ bench: name, ...figure });
    console.log(line(figure));
  }
}
mkdirSync("bench/results", { recursive: true });
writeFileSync("bench/results/latest.json", `${JSON.stringify(results, null, 2)}\n`);
const over = results.filter((figure) => figure.holds === false);
console.log(over.length === 0 ? "\n✓ every figure holds its budget" : `\n✗ ${over.length} over budget: ${over.map((f) => f.what).join("; ")}`);
process.exitCode = over.length === 0 ? 0 : 1;

/** A figure without a budget is for the record. */
function line({ what, value, unit, budget, atLeast, holds }) {
  const sign = holds === undefined ? " " : holds ? "✓" : "✗";
  const limit = budget === undefined ? "" : `  (budget ${atLeast ? "≥" : "≤"} ${budget} ${unit})`;
  return `${sign} ${what.padEnd(58)} ${String(value).padStart(9)} ${unit}${limit}`;
}
