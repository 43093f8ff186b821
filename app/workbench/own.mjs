// The reader's own datasets as Arrow tables. Their rows are columns of numbers of lists (shared/src/own/dataset.rs),
// so that almost nothing is copied.
import { Float64, Int32, Table } from "apache-arrow";
import { coded, numbers } from "./tables.mjs";

/**
 * `datasets` is a list of [about, bytes]: about is JSON {table, series: [{name, unit}], places: [{geo, name}], periods},
 * bytes are the rows. Gives Arrow tables by name.
 */
export function ownTables(datasets) {
  return Object.fromEntries(datasets.map(([about, bytes]) => {
    const { table, ...lists } = JSON.parse(about);
    return [table, own(lists, bytes)];
  }));
}

function own({ series, places, periods }, bytes) {
  const { buffer, byteOffset } = bytes;
  const count = Number(new DataView(buffer, byteOffset).getBigUint64(0, true));
  const column = (at) => new Int32Array(buffer.slice(byteOffset + 8 + 4 * at * count, byteOffset + 8 + 4 * (at + 1) * count));
  const [ofSeries, ofPlace, ofPeriod] = [0, 1, 2].map(column);
  const values = new Float64Array(buffer.slice(byteOffset + 8 + 12 * count, byteOffset + 8 + 20 * count));
  const [seriesName, unit] = [series.map(({ name }) => name), series.map(({ unit }) => unit || null)];
  const level = places.map(({ geo }) => geo.split("/")[0]);
  return new Table({
    series: coded(seriesName, ofSeries), unit: coded(unit, ofSeries),
    level: coded(level, ofPlace), place: coded(places.map(({ geo }) => geo), ofPlace), place_name: coded(places.map(({ name }) => name), ofPlace),
    period: coded(periods, ofPeriod), year: numbers(Array.from(ofPeriod, (at) => Number(periods[at].slice(0, 4))), new Int32()),
    // why: not a number is how the rows say that there is none
    value: numbers(Array.from(values, (value) => (Number.isNaN(value) ? null : value)), new Float64()),
  });
}
