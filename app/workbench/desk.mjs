// A DuckDB in a worker: opened, filled, locked, asked. One question at a time.
import { AsyncDuckDB, VoidLogger } from "@duckdb/duckdb-wasm";
import { Table, tableToIPC } from "apache-arrow";
import { faultOf } from "./fault.mjs";
import { Result } from "./result.mjs";

/** Rows that a result on the screen has at most; a file has all of them. */
export const MOST_ROWS = 100_000;
/** What DuckDB may use, beside the program itself. */
export const MEMORY = "512MB";
/** How long a question may take to stop before its worker is ended. */
const PATIENCE_MS = 1500;

/** Nothing is fetched or read from outside, and no question can change that. */
const LOCKS = [
  "SET errors_as_json = true", "SET autoinstall_known_extensions = false", "SET autoload_known_extensions = false",
  `SET memory_limit = '${MEMORY}'`, "SET enable_external_access = false", "SET lock_configuration = true",
];

/** Population and area are those of the newest census and the legal ones. */
const PLACES = `CREATE TABLE places AS
  SELECT p.*, o.population, o.area_km2 FROM places_listed p LEFT JOIN (
    SELECT place, arg_max(value, period) FILTER (concept = 'population')::BIGINT AS population,
      max(value) FILTER (concept = 'area' AND extent = 'legal') AS area_km2
    FROM observations WHERE concept IN ('population', 'area') GROUP BY place
  ) o ON o.place = p.place ORDER BY p.city, p.level, p.code`;

export class Desk {
  static async open(where) {
    const desk = new Desk();
    desk.where = where;
    desk.kept = [];
    try {
      await desk.begin();
    } catch (error) {
      await desk.close();
      throw error;
    }
    // why: nobody watches a start that comes later
    desk.where = { ...where, heard: undefined };
    return desk;
  }

  /** Starts worker and database; `lost` fails when the worker does. */
  async begin() {
    const { folder, size, heard } = this.where;
    const worker = new Worker(`${folder}duckdb-worker.js`, { name: "gemeo-duckdb" });
    this.lost = new Promise((_, fail) => {
      worker.addEventListener("error", (event) => fail(Object.assign(new Error(event.message || "the worker did not start"), { lost: true })));
      this.forsake = () => fail(new Error("cancelled"));
    });
    // why: nobody may be waiting when a worker falls over
    this.lost.catch(() => {});
    this.database = new AsyncDuckDB(new VoidLogger(), worker);
    // why not the size the server says: it is that of the compressed file
    const told = ({ bytesLoaded }) => heard?.(Math.min(1, bytesLoaded / size));
    await this.whole(this.database.instantiate(`${folder}duckdb.wasm`, null, told));
    const query = { queryPollingInterval: 40, castBigIntToDouble: false, castDecimalToDouble: true, castTimestampToDate: true };
    await this.whole(this.database.open({ path: ":memory:", query }));
    // why two: a second question on one connection ends the answer that is still on its way
    [this.connection, this.aside] = await this.whole(Promise.all([this.database.connect(), this.database.connect()]));
  }

  /** Waits for an answer, or for the worker's end. */
  whole(answer) {
    return Promise.race([answer, this.lost]);
  }

  /** Brings tables in, by name, and locks the door. */
  async fill(tables) {
    this.kept = Object.entries(tables).map(([name, table]) => [name, tableToIPC(table, "stream")]);
    await this.lay();
  }

  /** The reader's own tables, by name, in place of those that are here. */
  async own(tables) {
    const before = this.mine ?? [];
    this.mine = Object.entries(tables).map(([name, table]) => [name, tableToIPC(table, "stream")]);
    for (const [name] of before) await this.whole(this.aside.query(`DROP TABLE IF EXISTS "${name}"`));
    for (const table of this.mine) await this.put(table);
  }

  /** Puts a table in. */
  put([name, bytes]) {
    // why a copy: the bytes move to the worker, and a new one may need them again
    return this.whole(this.aside.insertArrowFromIPCStream(bytes.slice(), { name }));
  }

  async lay() {
    for (const table of [...this.kept, ...(this.mine ?? [])]) await this.put(table);
    if (this.kept.some(([name]) => name === "places_listed")) {
      await this.whole(this.connection.query(`${PLACES}; DROP TABLE places_listed`));
    }
    await this.whole(this.connection.query(LOCKS.join("; ")));
  }

  /** Tables with their columns and number of rows, in the order of their names. */
  async schema() {
    const columns = await this.all("SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal ORDER BY table_name, column_index");
    const sizes = await this.all("SELECT table_name, estimated_size FROM duckdb_tables() ORDER BY table_name");
    const rows = new Map(sizes.map(([table, size]) => [table, size]));
    const tables = new Map();
    for (const [table, name, type] of columns) tables.set(table, [...(tables.get(table) ?? []), { name, type }]);
    return JSON.stringify([...tables].map(([name, columns]) => ({ name, rows: rows.get(name) ?? null, columns })));
  }

  async all(sql) {
    const result = new Result(await this.whole(this.aside.query(sql)), true, 0);
    return result.rows(0, result.count);
  }

  /** Asks. Gives a result with at most MOST_ROWS rows, or throws what `faultOf` says. */
  async run(sql) {
    const since = performance.now();
    const { schema, batches, complete } = await this.batches(sql, MOST_ROWS);
    const table = new Table(schema, batches).slice(0, MOST_ROWS);
    return new Result(table, complete, performance.now() - since);
  }

  /** Every row of a question as a table, for a file; `most` bounds it. */
  async every(sql, most) {
    const { schema, batches, complete } = await this.batches(sql, most);
    return new Result(new Table(schema, batches).slice(0, most), complete, 0);
  }

  async batches(sql, most) {
    this.stopped = false;
    this.busy = true;
    try {
      const reader = await this.whole(this.connection.send(sql, true));
      const batches = [];
      let rows = 0;
      await this.whole(reader.open());
      for (;;) {
        const { done, value } = await this.whole(reader.next());
        if (done || this.stopped) break;
        batches.push(value);
        rows += value.numRows;
        if (rows > most) break;
      }
      if (this.stopped) throw new Error("cancelled");
      if (rows > most) await this.whole(this.connection.cancelSent());
      return { schema: reader.schema, batches, complete: rows <= most };
    } catch (error) {
      const fault = faultOf(error, this.stopped, sql);
      // why: a program that fell over answers nothing any more
      if (fault.kind === "lost") await this.again();
      throw fault;
    } finally {
      this.busy = false;
    }
  }

  /** Stops the question under way; one that does not listen loses its worker, and the tables are laid anew. */
  async cancel() {
    if (!this.busy) return false;
    this.stopped = true;
    this.connection.cancelSent().catch(() => {});
    for (const end = performance.now() + PATIENCE_MS; this.busy && performance.now() < end; ) {
      await new Promise((done) => setTimeout(done, 20));
    }
    if (!this.busy) return false;
    await this.again();
    return true;
  }

  /** A new worker with the same tables. What a question made itself is gone. */
  async again() {
    this.forsake();
    await this.database.terminate();
    await this.begin();
    await this.lay();
  }

  async close() {
    this.forsake?.();
    await this.database?.terminate();
  }
}
