// What it costs to ask a source by way of the server: each answer is fetched, none is kept from before. The source is nginx.
import { execFileSync } from "node:child_process";
import { closeSync, fsyncSync, mkdirSync, openSync, writeFileSync, writeSync } from "node:fs";
import { Agent, get } from "node:http";
import { join } from "node:path";
import { atMost, median, plain, round } from "../figure.mjs";
import { program, scratch, startNginx, startProgram } from "./program.mjs";

/** A source may be asked 30 times in a row, so there are many of them. */
const [sources, asked] = [40, 25];

export async function pull() {
  const source = await startSource();
  const [bare, kept] = [await measure(source, false), await measure(source, true)];
  await source.stop();
  // said beside it: a call is on the disk within a second, what people do before it is answered
  const disk = median(writes());
  return [
    plain(`a source asked directly, median of ${bare.direct.length}`, round(median(bare.direct), 3), "ms"),
    atMost("a proxied pull adds, median", round(added(bare), 3), "ms", 1),
    atMost("a proxied pull adds with evidence in SQLite, median", round(added(kept), 3), "ms", 1),
    plain("  one write of 4 KiB to this disk and fsync, median", round(disk, 3), "ms"),
  ];
}

const added = ({ direct, through }) => median(through) - median(direct);

async function measure(source, store) {
  const folder = scratch();
  const server = await startProgram(folder, [...lines(folder, store), ...tables(source.origin)]);
  const times = await inTurn(source.origin, server.origin);
  await server.stop();
  return times;
}

/** How long the disk takes to keep something, as the store needs it. */
function writes() {
  const file = openSync(join(scratch(), "written"), "w");
  const times = Array.from({ length: 300 }, () => {
    const started = performance.now();
    writeSync(file, Buffer.alloc(4096));
    fsyncSync(file);
    return performance.now() - started;
  });
  closeSync(file);
  return times;
}

function lines(folder, store) {
  const open = "egress_loopback_http = true";
  if (!store) return [open];
  const key = join(folder, "store.key");
  execFileSync(program, ["store", "new-key", key]);
  return [open, `store = "sqlite:${join(folder, "store.db")}"`, `store_key = "${key}"`];
}

const tables = (url) => Array.from({ length: sources }, (_, id) => `[sources.s${id}]\nurl = "${url}/"\nbeneath = true\nmedia = "json"`);

/** A small answer of a public feed, under as many addresses as are asked. */
async function startSource() {
  const folder = scratch();
  const dist = join(folder, "feed");
  mkdirSync(dist);
  writeFileSync(join(dist, "index.html"), "a feed");
  const readings = Array.from({ length: 100 }, (_, hour) => ({ hour, value: hour / 8 }));
  for (let number = 0; number < asked; number++) writeFileSync(join(dist, `a${number}`), JSON.stringify({ number, readings }));
  return startNginx(folder, dist);
}

/** One question after the other, directly and through the server in turn, so that both meet the same machine. */
async function inTurn(origin, server) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const [direct, through] = [[], []];
  for (let number = 0; number < asked; number++) {
    for (let id = 0; id < sources; id++) {
      direct.push(await time(`${origin}/a${number}`, agent));
      through.push(await time(`${server}/api/pull/s${id}/a${number}`, agent));
    }
  }
  agent.destroy();
  // why: the first ones make connections and warm both sides up
  return { direct: direct.slice(sources), through: through.slice(sources) };
}

function time(url, agent) {
  const started = performance.now();
  return new Promise((done, fail) => {
    get(url, { agent }, (response) => {
      if (response.statusCode !== 200) fail(new Error(`${url} answers ${response.statusCode}`));
      response.resume().on("end", () => done(performance.now() - started));
    }).on("error", fail);
  });
}
