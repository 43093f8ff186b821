// City packs (docs/pack.md) as Arrow tables: docs/workbench.md says what is in them.
import { Dictionary, Float64, Int32, Table, Utf8, makeVector } from "apache-arrow";

/**
 * `packs` is a list of {id, core, detail, geography, sources, indicators}: the files of a pack as text, those that are
 * missing left out, and the indicators of the city's view. `words` is {lang, indicators: [{id, name, unit, domain}]}.
 */
export function tables(packs, words) {
  const cities = packs.map((pack) => ({
    id: pack.id,
    core: JSON.parse(pack.core),
    detail: pack.detail && JSON.parse(pack.detail).table,
    geography: pack.geography && JSON.parse(pack.geography).geography,
    sources: pack.sources ? JSON.parse(pack.sources).sources : [],
    indicators: pack.indicators ? JSON.parse(pack.indicators) : [],
  }));
  return {
    observations: observations(cities, words.lang),
    indicator_values: indicatorValues(cities),
    indicators: table(words.indicators, { id: "text", name: "text", unit: "text", domain: "text" }),
    places_listed: table(places(cities), { place: "text", level: "text", code: "text", name: "text", city: "text", within: "text", lon: "number", lat: "number" }),
    sources: table(sources(cities), { id: "text", title: "text", publisher: "text", licence: "text", reuse: "text", attribution: "text", citation: "text", vintage: "text" }),
  };
}

/** Every row of every table of the packs; each dimension that any series has is a column. */
function observations(cities, lang) {
  const parts = cities.flatMap(({ id, core, detail }) => [core.table, detail].filter(Boolean).map((part) => ({ city: id, part })));
  const dims = [...new Set(parts.flatMap(({ part }) => part.series.flatMap((series) => Object.keys(series.dims))))].sort();
  const rows = rowsOf(parts, lang);
  const columns = { city: "text", concept: "text", unit: "text" };
  for (const dim of dims) columns[dim] = "text";
  Object.assign(columns, {
    level: "text", place: "text", period: "text", year: "integer", value: "number", status: "text", notation: "text",
    quality: "text", uncertainty: "number", source: "text", note: "text",
  });
  return table(rows, columns);
}

function rowsOf(parts, lang) {
  const rows = [];
  for (const { city, part } of parts) {
    const { series, geo, period, source, note = [], columns: c } = part;
    for (let i = 0; i < c.series.length; i++) {
      const { concept, unit, dims } = series[c.series[i]];
      const place = geo[c.geo[i]];
      const when = period[c.period[i]];
      rows.push({
        city, concept, unit, ...dims, level: place.split("/")[0], place, period: when, year: Number(when.slice(0, 4)), value: c.value[i],
        status: letter(c.status, i), notation: c.notation?.[i], quality: letter(c.quality, i), uncertainty: c.uncertainty?.[i],
        source: source[c.source[i]], note: inLanguage(note[c.note?.[i]], lang),
      });
    }
  }
  return rows;
}

/** Codes are one letter a row; `-` is none. */
const letter = (codes, at) => (codes?.[at] === "-" ? null : codes?.[at]);

function inLanguage(note, lang) {
  if (!note) return null;
  const [pt, en = pt] = note.split(" | ");
  return lang === "pt" ? pt : en;
}

/** What the engine computed, by city, indicator, place and period. */
function indicatorValues(cities) {
  const rows = [];
  for (const { id: city, indicators } of cities) {
    for (const { id: indicator, unit, series } of indicators) {
      for (const s of series) {
        const series = Object.entries(s.dims).map(([name, value]) => `${name}=${value}`).join("; ");
        for (let i = 0; i < s.value.length; i++) {
          rows.push({
            city, indicator, unit, series, level: s.level, place: `${s.level}/${s.geo[i]}`, period: s.period[i], year: Number(s.period[i].slice(0, 4)),
            value: s.value[i], status: s.status[i], notation: s.notation[i] || null, sources: s.sources.join(" "),
          });
        }
      }
    }
  }
  return table(rows, {
    city: "text", indicator: "text", unit: "text", series: "text", level: "text", place: "text", period: "text", year: "integer",
    value: "number", status: "text", notation: "text", sources: "text",
  });
}

/** Every place that a pack lists or has a figure of. */
function places(cities) {
  const found = new Map();
  const add = (place, more) => {
    const [level, code] = place.split("/");
    found.set(place, { place, level, code, ...found.get(place), ...more });
  };
  for (const { id: city, core, detail, geography } of cities) {
    const { profile } = core;
    for (const place of [...core.table.geo, ...(detail?.geo ?? [])]) add(place, place.startsWith("country/") ? {} : { city });
    add(`city/${profile.code}`, { name: profile.name, city, within: `country/${profile.country}`, lon: profile.centre[0], lat: profile.centre[1] });
    for (const edition of ["parish2013", "parish2025"]) {
      for (const { code, name, label, parent } of geography?.[edition] ?? []) {
        const within = parent ? `parish2013/${parent}` : `city/${profile.code}`;
        add(`${edition}/${code}`, { name, city, within, lon: label?.[0], lat: label?.[1] });
      }
    }
    for (const { code, name, at } of geography?.stations ?? []) {
      add(`station/${code}`, { name, city, within: `city/${profile.code}`, lon: at?.[0], lat: at?.[1] });
    }
  }
  return [...found.values()];
}

function sources(cities) {
  const found = new Map(cities.flatMap(({ sources }) => sources.map((source) => [source.id, source])));
  return [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Rows of objects as an Arrow table. */
function table(rows, columns) {
  const make = { text, number: (values) => numbers(values, new Float64()), integer: (values) => numbers(values, new Int32()) };
  return new Table(Object.fromEntries(Object.entries(columns).map(([name, kind]) => [name, make[kind](rows.map((row) => row[name] ?? null))])));
}

/** Texts that repeat, by dictionary. */
const text = (values) => coded(values, values.keys());

/** Texts of a list, which rows name by their number. */
export function coded(list, rows) {
  const codes = new Map();
  const code = list.map((word) => {
    if (word !== null && !codes.has(word)) codes.set(word, codes.size);
    return word === null ? null : codes.get(word);
  });
  const values = Array.from(rows, (at) => code[at]);
  const type = new Dictionary(new Utf8(), new Int32());
  return makeVector({ type, data: Int32Array.from(values, (at) => at ?? 0), dictionary: words([...codes.keys(), ""]), ...validity(values) });
}

/** Texts one after the other. Arrow's own builders compile code, which the page's policy forbids. */
function words(list) {
  const bytes = list.map((word) => new TextEncoder().encode(word));
  const valueOffsets = new Int32Array(list.length + 1);
  bytes.forEach((part, at) => (valueOffsets[at + 1] = valueOffsets[at] + part.length));
  const data = new Uint8Array(valueOffsets[list.length]);
  bytes.forEach((part, at) => data.set(part, valueOffsets[at]));
  return makeVector({ type: new Utf8(), length: list.length, nullCount: 0, valueOffsets, data });
}

export const numbers = (values, type) => makeVector({ type, data: new type.ArrayType(values.map((value) => value ?? 0)), ...validity(values) });

/** Which values there are: a bit each, the lowest first. */
function validity(values) {
  const nullBitmap = new Uint8Array(Math.ceil(values.length / 64) * 8);
  let nullCount = 0;
  values.forEach((value, at) => {
    if (value === null) nullCount++;
    else nullBitmap[at >> 3] |= 1 << (at & 7);
  });
  return { length: values.length, nullBitmap, nullCount };
}
