// The workbench's own modules with made-up rows; bench/lib/workbench.mjs bundles this and calls run().
import { Float64, Int32, Table, makeVector } from "apache-arrow";
import { Desk } from "../../app/workbench/desk.mjs";

const ROUNDS = 7;

globalThis.run = async (folder, sql) => {
  const since = performance.now();
  const desk = await Desk.open({ folder, size: 1 });
  await desk.fill({});
  const startMs = performance.now() - since;
  const rows = table(1_000_000);
  const loading = performance.now();
  await desk.connection.insertArrowTable(rows, { name: "o" });
  const loadMs = performance.now() - loading;
  const oneMs = await median(desk, sql);
  await desk.connection.insertArrowTable(table(4_000_000, 1_000_000), { name: "o", create: false });
  const [[count]] = await desk.all("SELECT count(*) FROM o");
  if (count !== 5_000_000) throw new Error(`${count} rows where 5,000,000 were brought in`);
  const fiveMs = await median(desk, sql);
  await desk.close();
  return { startMs, loadMs, oneMs, fiveMs };
};

function table(many, from = 0) {
  const place = Int32Array.from({ length: many }, (_, n) => (from + n) % 1000);
  const value = Float64Array.from({ length: many }, (_, n) => (((from + n) * 7919) % 100_003) / 7);
  return new Table({ place: makeVector({ type: new Int32(), data: place, length: many, nullCount: 0 }), value: makeVector({ type: new Float64(), data: value, length: many, nullCount: 0 }) });
}

/** What a reader waits for: the answer in the page, the middle one of several. */
async function median(desk, sql) {
  const times = [];
  for (let round = 0; round < ROUNDS; round++) {
    const answer = await desk.run(sql);
    if (answer.count !== 1000) throw new Error(`${answer.count} groups`);
    times.push(answer.millis);
  }
  return times.sort((a, b) => a - b)[ROUNDS >> 1];
}
