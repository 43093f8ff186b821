// A made-up town of thousands of cells with ten years of figures, for the bench alone: never shipped.
import { cpSync, rmSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { variant } from "../../e2e/lib/variant.mjs";
import { root } from "../../e2e/lib/server.mjs";
import { built } from "../../tools/build/native.mjs";
import { cells } from "../pages/cells.mjs";

const parishes = ["990101", "990102", "9901A3", "9901A4"];
// Before the years of the fixture, whose figures cells have to add up to.
export const years = Array.from({ length: 10 }, (_, n) => 2000 + n);

/** The site with that town in it; gives its folder. */
export async function manyCells(count) {
  const facts = join(root, "target/site/facts-many");
  const packs = "target/site/packs-many";
  for (const folder of [facts, join(root, packs)]) rmSync(folder, { recursive: true, force: true });
  cpSync(join(root, "e2e/fixtures/cities"), facts, { recursive: true });
  cpSync(join(root, "public/packs"), join(root, packs), { recursive: true });
  const town = join(facts, "vila-exemplo");
  const ids = Array.from(cells(count), (id) => id.toString(16));
  const of = (n) => parishes[Math.floor((n * parishes.length) / count)];
  writeFileSync(join(town, "cells.csv"), `parish2025,surface,cell\n${ids.map((id, n) => `${of(n)},land,${id}`).join("\n")}\n`);
  const figure = (id, n, year) => `population,,cell/${id},${year},${Math.round(500 + 400 * Math.sin(n / 97 + year * 1.7))},person,,,,made-up,,`;
  const rows = years.flatMap((year) => ids.map((id, n) => figure(id, n, year)));
  writeFileSync(join(town, "series/cells.csv"), `concept,dims,geo,period,value,unit,status,notation,quality,source,note_pt,note_en\n${rows.join("\n")}\n`);
  rmSync(join(town, "stations.csv"), { force: true });
  rmSync(join(town, "series/air.csv"), { force: true });
  execFileSync(built("gemeo"), ["pack", "build", "--facts", facts, "--city", "vila-exemplo", "--out", packs], { cwd: root, stdio: ["ignore", "ignore", 2] });
  return variant("many", { packs });
}
