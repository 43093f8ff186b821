import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { characters, faultOf } from "./fault.mjs";
import { ownTables } from "./own.mjs";
import { cell } from "./result.mjs";
import { tables } from "./tables.mjs";
import { tableFromIPC, tableToIPC } from "apache-arrow";

const pack = (id) => ({ id, ...Object.fromEntries(["core", "detail", "geography", "sources"].map((name) => [name, readFileSync(`public/packs/${id}/${name}.json`, "utf8")])) });
const series = { dims: { scope: "1", sector: "I" }, level: "city", geo: ["1106", "1106"], period: ["2018", "2019"], value: [null, 2.5], status: ["M", "A"], notation: ["NE", ""], sources: ["a", "b"] };
const made = tables([{ ...pack("lisboa"), indicators: JSON.stringify([{ id: "x", unit: "t", series: [series] }]) }, pack("porto")], { lang: "pt", indicators: [{ id: "x", name: "X", unit: "t", domain: "d" }] });

test("every row of the packs is an observation, with its dimensions, and what is missing is null", () => {
  const rows = ["lisboa", "porto"].flatMap((id) => ["core", "detail"].map((name) => JSON.parse(readFileSync(`public/packs/${id}/${name}.json`, "utf8")).table.columns));
  assert.equal(made.observations.numRows, rows.reduce((sum, c) => sum + c.series.length, 0));
  const values = made.observations.getChild("value");
  assert.equal(values.nullCount, rows.reduce((sum, c) => sum + c.value.filter((v) => v === null).length, 0));
  const row = made.observations.toArray().find((r) => r.gpc === "I.2.2" && r.year === 2019).toJSON();
  assert.deepEqual([row.city, row.concept, row.sector, row.scope, row.place, row.period, row.value, row.voltage, row.status], ["lisboa", "ghg_emissions", "I", "2", "city/1106", "2019", 479293.43, null, "A"]);
});

test("what the engine computed, places and sources are tables of their own", () => {
  assert.deepEqual(made.indicator_values.toArray().map((r) => [r.series, r.place, r.value, r.notation]), [["scope=1; sector=I", "city/1106", null, "NE"], ["scope=1; sector=I", "city/1106", 2.5, null]]);
  const named = made.places_listed.toArray().find((r) => r.place === "parish2013/110601");
  assert.deepEqual([named.name, named.city, named.within], ["Ajuda", "lisboa", "city/1106"]);
  const ids = made.sources.toArray().map((r) => r.id);
  assert.equal(new Set(ids).size, ids.length);
});

test("a fault has its kind, its words and its place in characters", () => {
  const json = (type, message, position) => new Error(JSON.stringify({ exception_type: type, exception_message: message, position }));
  const sql = "select 'água', x";
  assert.equal(characters(sql, 16), 15);
  assert.deepEqual(faultOf(json("Binder", "no x", "16"), false, sql), { kind: "query", message: "no x", from: 15 });
  const wrapped = JSON.stringify({ exception_type: "Parser", exception_message: "syntax error", position: "15" });
  assert.deepEqual(faultOf(json("Parser", wrapped, undefined), false, sql), { kind: "query", message: "syntax error", from: 15 });
  assert.equal(faultOf(json("Out of Memory", "could not allocate", undefined), false, sql).kind, "memory");
  assert.equal(faultOf(json("Permission", "file system operations are disabled by configuration", "5"), false, sql).kind, "locked");
  assert.equal(faultOf(new Error("function signature mismatch"), false, sql).kind, "lost");
  assert.equal(faultOf(new Error("query was canceled"), false, sql).kind, "cancelled");
});

test("a cell of a file is quoted where it must be, and is never a formula", () => {
  assert.deepEqual([null, 1.5, true, "a,b", 'a"b', "=1", "-2", "-x"].map(cell), ["", "1.5", "true", '"a,b"', '"a""b"', "'=1", "-2", "'-x"]);
});

test("a reader's own dataset is a table of its own, read from its columns of numbers", () => {
  const bytes = new ArrayBuffer(8 + 20 * 3);
  const view = new DataView(bytes);
  view.setBigUint64(0, 3n, true);
  [[0, 0, 1], [0, 1, 1], [0, 1, 0]].forEach((column, at) => column.forEach((value, row) => view.setInt32(8 + 12 * at + 4 * row, value, true)));
  [1.5, NaN, 3].forEach((value, row) => view.setFloat64(8 + 36 + 8 * row, value, true));
  const about = {
    table: "own_agua", series: [{ name: "Água", unit: "m3" }, { name: "Outra", unit: "" }],
    places: [{ geo: "parish2013/110601", name: "Ajuda" }, { geo: "city/1106", name: "Lisboa" }], periods: ["2020-01", "2021"],
  };
  const { own_agua: table } = ownTables([[JSON.stringify(about), new Uint8Array(bytes)]]);
  const rows = tableFromIPC(tableToIPC(table, "stream")).toArray().map((row) => Object.values(row.toJSON()));
  assert.deepEqual(rows, [
    ["Água", "m3", "parish2013", "parish2013/110601", "Ajuda", "2020-01", 2020, 1.5],
    ["Água", "m3", "city", "city/1106", "Lisboa", "2021", 2021, null],
    ["Outra", null, "city", "city/1106", "Lisboa", "2020-01", 2020, 3],
  ]);
});
