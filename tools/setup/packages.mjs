// Ends with 0 when node_modules has every package of package-lock.json at its version; more does no harm.
import { readFileSync } from "node:fs";

const versionOf = (path) => {
  try {
    return JSON.parse(readFileSync(`${path}/package.json`, "utf8")).version;
  } catch {
    return undefined;
  }
};
const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8"));
const needed = Object.entries(packages).filter(([path, info]) => path && !info.optional && !info.peer);
const missing = needed.filter(([path, { version }]) => versionOf(path) !== version);
process.exitCode = missing.length === 0 ? 0 : 1;
