// A result as the page reads it: kinds of columns, rows by window, and files.
import { DataType, tableToIPC } from "apache-arrow";
import { parquet } from "./parquet.mjs";

export class Result {
  constructor(table, complete, millis) {
    Object.assign(this, { table, complete, millis });
    this.fields = table.schema.fields.map(({ name, type }) => ({ name, kind: kindOf(type) }));
    this.vectors = this.fields.map((_, at) => table.getChildAt(at));
  }

  get count() {
    return this.table.numRows;
  }

  columns() {
    return JSON.stringify(this.fields);
  }

  /** Rows as arrays of numbers, texts, booleans and nulls. */
  rows(from, to) {
    const rows = [];
    for (let row = from; row < Math.min(to, this.count); row++) rows.push(this.row(row));
    return rows;
  }

  row(row) {
    return this.vectors.map((_, at) => this.cell(row, at));
  }

  cell(row, at) {
    return plain(this.vectors[at].get(row), this.fields[at].kind);
  }

  /** A file of every row: csv, json, arrow or parquet, which the worker at an address writes. */
  async file(format, worker) {
    if (format === "parquet") return parquet(this, worker);
    if (format === "arrow") return new Blob([tableToIPC(this.table, "stream")], { type: "application/vnd.apache.arrow.stream" });
    const [pieces, type] = format === "csv" ? [csv(this), "text/csv;charset=utf-8"] : [json(this), "application/json"];
    return new Blob([...pieces], { type });
  }
}

function kindOf(type) {
  if (DataType.isInt(type)) return "integer";
  if (DataType.isFloat(type) || DataType.isDecimal(type)) return "number";
  if (DataType.isBool(type)) return "boolean";
  if (DataType.isDate(type)) return type.unit === 0 ? "date" : "moment";
  if (DataType.isTimestamp(type)) return "moment";
  if (DataType.isUtf8(type) || DataType.isLargeUtf8(type)) return "text";
  if (DataType.isDictionary(type)) return kindOf(type.dictionary);
  return "other";
}

function plain(value, kind) {
  if (value === null || value === undefined) return null;
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (kind === "date") return new Date(Number(value)).toISOString().slice(0, 10);
  if (kind === "moment") return new Date(Number(value)).toISOString().replace(/(\.000)?Z$/, "");
  if (kind === "number") return Number(value);
  if (kind !== "other" || typeof value !== "object") return value;
  return JSON.stringify(value, (_, inner) => (typeof inner === "bigint" ? String(inner) : inner)) ?? String(value);
}

/** RFC 4180 with a decimal point. What a spreadsheet would run as a formula gets an apostrophe before it. */
function* csv(result) {
  yield `${result.fields.map(({ name }) => cell(name)).join(",")}\r\n`;
  for (const rows of some(result)) yield rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

export function cell(value) {
  if (value === null) return "";
  if (typeof value !== "string") return String(value);
  const text = /^[=+@\t\r]/.test(value) || (value.startsWith("-") && Number.isNaN(Number(value))) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** An array of objects by column; a name that stands twice is told apart by its number. */
function* json(result) {
  const seen = new Map();
  const names = result.fields.map(({ name }) => {
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name}_${times}`;
  });
  let before = "[\n";
  for (const rows of some(result)) {
    const lines = rows.map((row) => JSON.stringify(Object.fromEntries(row.map((value, at) => [names[at], value]))));
    yield before + lines.join(",\n");
    before = ",\n";
  }
  yield before === "[\n" ? "[]\n" : "\n]\n";
}

function* some(result) {
  for (let row = 0; row < result.count; row += 2000) yield result.rows(row, row + 2000);
}
