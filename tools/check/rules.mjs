// Rules of the house that no linter knows. Each fault is named with file and line.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

const tracked = execFileSync("git", ["ls-files", "-z"]).toString("utf8").split("\0").filter((path) => path && existsSync(path));
const text = /\.(rs|mjs|js|css|html|toml|md|sh|json|csv|yml)$|^dev$|^\.ci\/run$/;
const linesOf = (path) => readFileSync(path, "utf8").split("\n");

const rules = [
  {
    name: "no style attribute: the content security policy refuses it",
    files: (path) => /^app\/.*\.(rs|html|mjs)$|^shared\/src\/chart\/.*\.rs$|^style\/.*\.html$/.test(path),
    broken: (line) => /\sstyle=(["'{]|\\")/.test(line) && !/assert|contains\(/.test(line),
  },
  {
    name: "no path of one machine",
    files: (path) => text.test(path) && path !== "tools/check/rules.mjs",
    broken: (line) => /(^|[\s"'`(=:])\/(home|root|Users|work)\/[\w.]/.test(line),
  },
  {
    name: "a Rust file has at most 500 lines",
    files: (path) => path.endsWith(".rs"),
    broken: (_, number) => number === 501,
  },
  {
    name: "shared stands alone: it uses neither app, cli nor server",
    files: (path) => path === "shared/Cargo.toml",
    broken: (line) => /^gemeo-(app|cli|server|worker)/.test(line),
  },
];

const faults = [];
for (const path of tracked) {
  const matching = rules.filter((rule) => rule.files(path));
  if (matching.length === 0) continue;
  linesOf(path).forEach((line, index) => {
    for (const rule of matching) if (rule.broken(line, index + 1)) faults.push(`${path}:${index + 1}: ${rule.name}`);
  });
}
if (existsSync("dist")) faults.push(...builtPages().flatMap(pageFaults));

for (const fault of faults) console.log(fault);
console.log(faults.length === 0 ? `✓ rules of the house in ${tracked.length} files` : `✗ ${faults.length} rules broken`);
process.exitCode = faults.length === 0 ? 0 : 1;

function builtPages() {
  return readdirSync("dist", { recursive: true }).map((name) => join("dist", name)).filter((path) => path.endsWith(".html") && statSync(path).isFile());
}

/** What the policy would refuse in a page as it is delivered. */
function pageFaults(path) {
  const html = readFileSync(path, "utf8");
  const refused = [
    [/<[^>]+\sstyle=/, "a style attribute"],
    [/<style[\s>]/, "an inline style sheet"],
    [/<script(?![^>]*\ssrc=)(?![^>]*type="application\/(?:ld\+)?json")[^>]*>/, "an inline script"],
    [/<[^>]+\son[a-z]+="/, "an inline event handler"],
    [/<base[\s>]/, "a base element"],
  ];
  return refused.filter(([pattern]) => pattern.test(html)).map(([, what]) => `${path}: ${what}`);
}
