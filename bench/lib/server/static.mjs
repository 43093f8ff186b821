// Files of a first visit, asked for again and again by wrk: the server and nginx in turn.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../../e2e/lib/server.mjs";
import { atLeast, median, plain, round } from "../figure.mjs";
import { scratch, startNginx, startProgram } from "./program.mjs";

const rounds = 5;
const seconds = 4;
const connections = 64;

export async function staticFiles() {
  const folder = scratch();
  const dist = join(root, "dist");
  const paths = firstVisit(dist);
  const script = join(folder, "paths.lua");
  writeFileSync(script, lua(paths));
  const ours = await startProgram(folder, ["max_connections = 1000"], dist);
  const nginx = await startNginx(folder, dist, await headersOf(`${ours.origin}/index.html`));
  await sameAnswers(paths, ours, nginx);
  const rates = { ours: [], nginx: [] };
  for (let round = 0; round < rounds; round++) {
    rates.nginx.push(requestsASecond(nginx, script));
    rates.ours.push(requestsASecond(ours, script));
  }
  await ours.stop();
  await nginx.stop();
  // why the median of each round's own share: both of a round were measured within seconds, under the same load of the machine
  const share = median(rates.ours.map((rate, index) => rate / rates.nginx[index]));
  return [
    plain(`nginx, ${paths.length} files of a first visit, brotli, ${connections} connections`, round(median(rates.nginx)), "requests/s"),
    plain("gemeo-server, the same", round(median(rates.ours)), "requests/s"),
    atLeast(`gemeo-server beside nginx, median of ${rounds} rounds`, round(share, 2), "times", 0.7),
  ];
}

/** What a browser asks for on a first visit, by the budgets of bytes. */
function firstVisit(dist) {
  const budgets = JSON.parse(readFileSync("bench/budgets.json", "utf8"))["first visit"];
  const names = readdirSync(dist, { recursive: true }).filter((name) => statSync(join(dist, name)).isFile() && !/\.(br|gz)$/.test(name));
  const patterns = Object.values(budgets).flatMap(({ files }) => files).map((text) => text.replace("{lang}", "pt").replace("{city}", "lisboa"));
  const matches = patterns.map((text) => new RegExp(`^${text.replaceAll(".", "\\.").replaceAll("*", "[^/]*")}$`));
  const paths = names.filter((name) => matches.some((pattern) => pattern.test(name)));
  if (paths.length < patterns.length) throw new Error(`only ${paths.join(", ")} in dist: build the site first`);
  return paths.sort().map((name) => `/${name.replace(/index\.html$/, "")}`);
}

const lua = (paths) => `
wrk.headers["Accept-Encoding"] = "gzip, deflate, br"
local paths = { ${paths.map((path) => JSON.stringify(path)).join(", ")} }
local requests, at = {}, 0
init = function() for i, path in ipairs(paths) do requests[i] = wrk.format("GET", path) end end
request = function() at = at % #requests + 1; return requests[at] end
`;

async function headersOf(url) {
  const own = new Set(["content-type", "content-length", "content-encoding", "etag", "date", "vary", "accept-ranges", "last-modified"]);
  return [...(await fetch(url)).headers].filter(([name]) => !own.has(name) && name !== "connection" && name !== "keep-alive");
}

/** Both must send the same bytes, or they are not compared. */
async function sameAnswers(paths, ours, nginx) {
  for (const path of paths) {
    const [a, b] = await Promise.all([ours, nginx].map(({ origin }) => fetch(origin + path, { headers: { "accept-encoding": "br" } })));
    const same = a.status === 200 && b.status === 200 && a.headers.get("content-encoding") === b.headers.get("content-encoding");
    if (!same || (await a.text()) !== (await b.text())) throw new Error(`${path} is not answered alike by the server and nginx`);
  }
}

function requestsASecond({ origin }, script) {
  const said = execFileSync("wrk", ["-t1", `-c${connections}`, `-d${seconds}s`, "-s", script, origin]).toString();
  if (/Non-2xx|Socket errors/.test(said)) throw new Error(`wrk met errors:\n${said}`);
  return Number(said.match(/Requests\/sec:\s+([\d.]+)/)[1]);
}
