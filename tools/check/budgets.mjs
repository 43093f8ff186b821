// Weighs the built site against bench/budgets.json and prints a table. usage: node tools/check/budgets.mjs [dist]
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

const dist = process.argv[2] ?? "dist";
const budgets = JSON.parse(readFileSync("bench/budgets.json", "utf8"));
const files = readdirSync(dist, { recursive: true }).filter((name) => !/\.(br|gz)$/.test(name) && statSync(join(dist, name)).isFile());
const cities = readdirSync(join(dist, "packs"), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();
const visits = ["pt", "en"].flatMap((lang) => cities.map((city) => ({ lang, city })));

const sizeSent = (path) => statSync(existsSync(`${path}.br`) ? `${path}.br` : path).size;
const kb = (bytes) => `${(bytes / 1000).toFixed(1)} kB`.padStart(10);
const rows = [];
const total = new Map(visits.map((visit) => [visit, 0]));
for (const [name, { files: patterns, bytes }] of Object.entries(budgets["first visit"])) {
  rows.push(worst(name, bytes, (visit) => {
    const size = weigh(patterns, visit);
    total.set(visit, total.get(visit) + size);
    return size;
  }));
}
rows.push(worst("all together", budgets["all together"].bytes, (visit) => total.get(visit)));
for (const [name, { files: patterns, bytes }] of Object.entries(budgets.other)) rows.push(worst(name, bytes, (visit) => weigh(patterns, visit)));

console.log("bytes by brotli           heaviest     budget   used   of");
for (const { name, size, budget, visit } of rows) {
  const used = `${((100 * size) / budget).toFixed(0)} %`;
  console.log(`${size > budget ? "✗" : "✓"} ${name.padEnd(22)} ${kb(size)} ${kb(budget)} ${used.padStart(6)}   ${visit.city} (${visit.lang})`);
}
process.exitCode = rows.every(({ size, budget }) => size <= budget) ? 0 : 1;

/** The heaviest visit of all cities and languages. */
function worst(name, budget, sizeOf) {
  const sizes = visits.map((visit) => ({ visit, size: sizeOf(visit) }));
  const { visit, size } = sizes.reduce((a, b) => (b.size > a.size ? b : a));
  return { name, budget, visit, size };
}

function weigh(patterns, visit) {
  return patterns.reduce((sum, pattern) => sum + weighOne(pattern.replace("{city}", visit.city).replace("{lang}", visit.lang)), 0);
}

/** A pattern that matches nothing is a fault: a budget must never pass because a file moved. */
function weighOne(pattern) {
  const text = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&")).join("[^/]*");
  const matching = files.filter((name) => new RegExp(`^${text}$`).test(name));
  if (matching.length === 0) throw new Error(`no file in ${dist} matches ${pattern} (bench/budgets.json)`);
  return matching.reduce((sum, name) => sum + sizeSent(join(dist, name)), 0);
}
