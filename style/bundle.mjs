// Joins a sheet and what it imports into one file, without comments and needless space.
// usage: node style/bundle.mjs OUT.css [main.css|late.css]
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));

/** The text of a sheet with its imports in place; every sheet here names its own layer. */
function read(name) {
  return readFileSync(join(here, name), "utf8").replace(/@import "([^"]+)";/g, (_, file) => read(file));
}

/** Strings are kept as they are; around them comments go and runs of space become one. */
function squeeze(css) {
  return css
    .replace(/("(?:[^"\\]|\\.)*")|\/\*[\s\S]*?\*\//g, (_, text) => text ?? "")
    .split(/("(?:[^"\\]|\\.)*")/)
    .map((part, i) => (i % 2 ? part : part.replace(/\s+/g, " ").replace(/ ?([{};,]) ?/g, "$1").replace(/: /g, ":").replace(/;}/g, "}")))
    .join("")
    .trim();
}

const out = process.argv[2];
if (!out) throw new Error("usage: node style/bundle.mjs OUT.css");
mkdirSync(dirname(out), { recursive: true });
writeFileSync(out, squeeze(read(process.argv[3] ?? "main.css")) + "\n");
