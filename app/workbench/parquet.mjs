// A result as Parquet: written by the table worker (app/table-worker), group of rows by group, so that the page stays free.

/** Rows of a group: what a reader of the file has to unpack at once. */
const GROUP = 100_000;

/** A Parquet file of every row of a result; `worker` is the address of the table worker. */
export async function parquet(result, worker) {
  const writer = new Writer(worker);
  try {
    await writer.ask(["begin", JSON.stringify(result.fields.map(({ name, kind }) => [name, kindOf(kind)]))]);
    for (let from = 0; from < result.count; from += GROUP) {
      const columns = result.fields.map(({ kind }, at) => column(result, at, kindOf(kind), from, Math.min(from + GROUP, result.count)));
      await writer.ask(["group", columns], columns.flatMap(([values, known]) => [values, known]).flatMap((part) => part.buffer ?? []));
    }
    return new Blob([await writer.ask(["end"])], { type: "application/vnd.apache.parquet" });
  } finally {
    writer.end();
  }
}

/** Lists and structures are texts of JSON, as in the grid. */
const kindOf = (kind) => (kind === "other" ? "text" : kind);

function column(result, at, kind, from, to) {
  const vector = result.vectors[at];
  const [values, known] = [room(kind, to - from), new Uint8Array(to - from)];
  for (let row = from; row < to; row++) {
    const value = vector.get(row);
    if (value === null || value === undefined || Number.isNaN(value)) continue;
    known[row - from] = 1;
    values[row - from] = plain(value, kind, result, row, at);
  }
  return [values, known];
}

function room(kind, count) {
  if (kind === "text") return new Array(count).fill("");
  return kind === "number" || kind === "boolean" ? new Float64Array(count) : new BigInt64Array(count);
}

function plain(value, kind, result, row, at) {
  if (kind === "text") return String(result.cell(row, at));
  if (kind === "number" || kind === "boolean") return Number(value);
  if (kind === "integer") return BigInt(value);
  // Arrow gives days and moments in milliseconds.
  return BigInt(Math.floor(kind === "date" ? Number(value) / 86_400_000 : Number(value)));
}

/** The table worker, asked one thing at a time. */
class Writer {
  constructor(address) {
    this.worker = new Worker(address, { type: "module", name: "gemeo-parquet" });
  }

  ask(parquet, transfer = []) {
    return new Promise((done, fail) => {
      this.worker.onmessage = ({ data }) => (data.error ? fail(new Error(data.error)) : done(data.bytes));
      this.worker.onerror = (event) => (event.preventDefault(), fail(new Error(event.message || "the writer did not start")));
      this.worker.postMessage({ parquet }, transfer);
    });
  }

  end() {
    this.worker.terminate();
  }
}
