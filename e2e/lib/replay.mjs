// Recorded answers for a live panel, made up for tests: of the form of the sources, of a day in September 2026.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const day = "2026-09-28";
const hours = [8, 9, 10, 11];

/** The sources of the replay as tables of a server's configuration; the private one needs sign-in. */
export const tables = [
  source("air", "qualar-station"), source("grid", "ren"), source("weather", "ipma-observations"), source("buses", "carris-vehicles"),
  source("broken", "ipma-observations"), source("meters", "ngsi", "private = true\n"),
].join("\n");

function source(id, live, more = "") {
  return `[sources.${id}]\nurl = "https://data.example.org/${id}"\nmedia = "json"\nlive = "${live}"\ncity = "lisboa"\n${more}`;
}

/** Writes the answers into a folder, one folder a source. */
export function writeReplay(folder) {
  const write = (id, name, answer) => {
    mkdirSync(join(folder, id), { recursive: true });
    writeFileSync(join(folder, id, name), typeof answer === "string" ? answer : JSON.stringify(answer));
  };
  for (const [at, hour] of hours.entries()) {
    write("air", `dados_3072_${day}_${at}.json`, air(hour, [88 + 45 * at, 41 - 3 * at, 12 + at, 6]));
    write("grid", `ren_${day}_${at}.json`, grid(hour, 2400 + 150 * at, 900 - 40 * at));
    write("weather", `stations_${at}.json`, weather(hour, 21.4 + at));
    write("buses", `vehicles_${at}.json`, buses(hour, 12 + at));
    write("meters", `meters_${at}.json`, meters(hour, 30 + at));
  }
  write("broken", "0.json", "<!doctype html><title>down</title>");
}

/** The hours up to one, as QualAr gives them of the station Entrecampos. */
function air(hour, values) {
  const cols = ["NO2", "O3", "PM10", "PM2.5"].map((name) => ({ poluente_abrev: name, unidade: "µg/m3" }));
  return { cats: [], cols, vals: values.map((v, p) => ({ p, x: String(hour - 1), v })) };
}

/** Power of mainland Portugal in the four quarters of an hour of Lisbon's clocks. */
function grid(hour, renewable, other) {
  const quarters = [0, 15, 30, 45].map((minute) => `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`);
  const series = (name, value) => ({ name, data: quarters.map(() => value) });
  return {
    xAxis: { categories: quarters },
    series: [series("Consumption", renewable + other + 1800), series("Import Balance", 1800), series("Non-Renewable", other), series("Renewable", renewable)],
  };
}

function weather(hour, temperatura) {
  const stations = { 1200535: "Lisboa (Geofísico)", 1200579: "Lisboa (Gago Coutinho)" };
  const features = Object.entries(stations).map(([idEstacao, localEstacao]) => ({
    type: "Feature", geometry: { type: "Point", coordinates: [-9.1, 38.7] }, properties: { idEstacao, localEstacao },
  }));
  const reading = (warmer) => ({ temperatura: temperatura + warmer, humidade: 61, precAcumulada: 0, intensidadeVento: 3.4, radiacao: -99 });
  return { stations_geojson_features: features, observations: { [`${day}T${String(hour - 1).padStart(2, "0")}:00`]: { 1200535: reading(0), 1200579: reading(0.8) } } };
}

function buses(hour, count) {
  const timestamp = Date.parse(`${day}T${String(hour - 1).padStart(2, "0")}:10:00Z`) / 1000;
  return Array.from({ length: count }, (_, at) => ({ id: `41|${at}`, lat: 38.7, lon: -9.1, timestamp, pattern_id: `${1701 + (at % 9)}_0_1` }));
}

/** What is not for everybody. */
function meters(hour, no2) {
  const dateObserved = `${day}T${String(hour - 1).padStart(2, "0")}:15:00.00Z`;
  return [{ id: "urn:ngsi-ld:AirQualityObserved:depot", type: "AirQualityObserved", dateObserved, name: "Parque de viaturas", no2 }];
}
