// Very many readers of one live stream, a reading a second.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { root } from "../../../e2e/lib/server.mjs";
import { atMost, plain, round } from "../figure.mjs";
import { json, scratch, secret, startProgram, webhook } from "./program.mjs";

const readers = Number(process.env.GEMEO_BENCH_READERS ?? 10_000);
const seconds = 30;

export async function live() {
  const files = Number(execFileSync("bash", ["-c", "ulimit -n"]).toString());
  if (files < readers + 200) throw new Error(`${readers} readers need as many open files; this shell has ${files} (ulimit -n)`);
  const folder = scratch();
  const { address, table, listen } = await webhook(folder);
  const server = await startProgram(folder, [listen, `max_connections = ${readers + 100}`, `max_subscribers = ${readers}`, table]);
  const said = json(join(root, "target/native/subscribers"), [server.address, address, secret, `${readers}`, `${seconds}`, `${server.pid}`, lastHour()]);
  await server.stop();
  const each = Math.max(said.connected_kib, said.streaming_kib) - said.at_rest_kib;
  return [
    plain(`readers, a reading a second, ${seconds} s`, readers, ""),
    atMost("  readings missed", said.expected - said.delivered + said.broken, "", 0),
    plain("  from the post to a reader (250 ms of it to put in order), median", round(said.median_micros / 1000), "ms"),
    atMost("  99 of 100 within", round(said.p99_micros / 1000), "ms", 1000),
    plain("  the slowest", round(said.most_micros / 1000), "ms"),
    atMost("  memory a reader", round(each / readers, 2), "KiB", 12),
    plain("  memory at rest", round(said.at_rest_kib / 1024, 1), "MiB"),
    plain("  processor time of the server", round(said.busy_cores, 2), "cores"),
  ];
}

/** The hour before this one: a reading of another day would be too old to be told. */
const lastHour = () => new Date(Date.now() - 3_600_000).toISOString().slice(0, 13);
