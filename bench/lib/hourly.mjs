// Made-up hourly exports in the form of QualAr, for timing alone: nothing of them is kept or shown anywhere.
import { closeSync, existsSync, mkdirSync, openSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";

const POLLUTANTS = ["PM<10µm", "PM<2.5µm", "NO", "NO2", "O3", "SO2"];
const FIRST = Date.UTC(2014, 0, 1);
const YEARS = 10;
const HOUR = 3_600_000;

/** The paths of ten stations' files of ten years, some five million values, made where they are not there. */
export function hourlyExports(folder) {
  mkdirSync(folder, { recursive: true });
  return Array.from({ length: 10 }, (_, station) => {
    const path = join(folder, `${9001 + station}-ten-years.tsv`);
    if (!existsSync(path) || statSync(path).size === 0) write(path, station);
    return path;
  });
}

/** A file of a reader's own of at least so many bytes, a reading a row. */
export function longTable(folder, bytes) {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${bytes}.csv`);
  if (existsSync(path)) return path;
  const next = random(7);
  const file = openSync(path, "w");
  let size = writeSync(file, "Código;Data e hora;Contador;Tarifa;Consumo (kWh);Nota da leitura\n");
  for (let row = 0; size < bytes; ) {
    let block = "";
    for (let n = 0; n < 20_000; n++, row++) {
      const at = new Date(FIRST + (row % 80_000) * HOUR).toISOString().slice(0, 16);
      block += `1106${10 + (Math.floor(row / 80_000) % 24)};${at};contador da freguesia;simples;${decimal(next() * 900)};lida\n`;
    }
    size += writeSync(file, block);
  }
  closeSync(file);
  return path;
}

function write(path, station) {
  const next = random(station + 1);
  const file = openSync(path, "w");
  writeSync(file, `Data\t${POLLUTANTS.join("\t")}\t\n(Hora UTC)\t${POLLUTANTS.map(() => "µg/m3").join("\t")}\t\n`);
  const end = Date.UTC(2014 + YEARS, 0, 1);
  for (let time = FIRST; time < end; ) {
    let block = "";
    for (let n = 0; n < 5_000 && time < end; n++, time += HOUR) {
      // Some hours have no reading, as in the real files.
      const cells = POLLUTANTS.map((_, i) => (next() < 0.03 ? "" : decimal(next() * 20 * (i + 1))));
      block += `${new Date(time).toISOString().slice(0, 19).replace("T", " ").replaceAll("-", "/")}\t${cells.join("\t")}\t\n`;
    }
    writeSync(file, block);
  }
  closeSync(file);
}

const decimal = (value) => value.toFixed(3).replace(".", ",");

/** The same numbers each time (mulberry32). */
function random(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
