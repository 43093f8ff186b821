// The form in which page and worker speak (shared/src/wire.rs), written once more and independently: what it says is compared
// with what the `gemeo` command prints as JSON.

const text = (r) => r.text();
const whole = (r) => r.number();
const byte = (r) => r.byte();
const flag = (r) => r.byte() !== 0;
const double = (r) => r.double();
const year = (r) => r.signed();
const option = (of) => (r) => (r.byte() === 0 ? null : of(r));
const list = (of) => (r) => Array.from({ length: r.number() }, () => of(r));
const fixed = (n, of) => (r) => Array.from({ length: n }, () => of(r));
const pair = (a, b) => (r) => [a(r), b(r)];
const map = (of) => (r) => Object.fromEntries(list(pair(text, of))(r));
const name = (...names) => (r) => names[r.byte()];
/** Fields in their order; one whose name ends in `?` is left out of JSON where it is empty. */
const struct = (fields) => (r) => {
  const out = {};
  for (const [field, of] of Object.entries(fields)) {
    const value = of(r);
    const empty = value === null || value === "" || (typeof value === "object" && Object.keys(value).length === 0);
    if (!field.endsWith("?")) out[field] = value;
    else if (!empty) out[field.slice(0, -1)] = value;
  }
  return out;
};

const both = struct({ pt: text, en: text });
const dims = map(text);
const remark = struct({ key: text, args: dims });
const profile = struct({ id: text, code: text, name: text, country: text, centre: fixed(2, double), bbox: fixed(4, double) });
const target = struct({
  id: text, title: both, reduction_pct: option(double), base_emissions_t: option(double), base_year: option(year), target_year: year,
  neutrality: flag, current: flag, sources: list(text), note: option(both),
});
const source = struct({
  id: text, title: text, publisher: text, citation: text, licence: text, attribution: text, reuse: name("open", "cite"), "vintage?": option(text),
});
const availability = (r) => [
  () => ({ state: "computed" }),
  () => ({ state: "no_data", needs: list(text)(r) }),
  () => ({ state: "not_comparable", reason: remark(r) }),
][r.byte()]();
const headline = struct({ value: double, period: text, status: text, series: whole, previous: option(pair(double, text)), sources: list(text) });
const series = struct({
  dims, level: text, geo: list(text), period: list(text), value: list(option(double)), status: list(text), notation: list(text), sources: list(text),
});
const indicator = struct({
  id: text, domain: text, unit: text, decimals: byte, direction: name("up", "down", "none"), availability, headline: option(headline),
  series: list(series), remarks: list(remark),
});
const levels = ["country", "region", "district", "city", "parish2013", "parish2025", "postcode", "section", "cell", "station"];
const place = (r) => `${levels[r.byte()]}/${r.text()}`;
const quality = option(name("H", "M", "L"));
const row = struct({
  place, year, "sector?": option(text), "subsector?": option(text), gpc: text, "scope?": option(byte),
  "notation?": option(name("IE", "NE", "NO", "C")), "explanation?": option(text),
  "method?": option(name("location_based", "market_based", "fuel_sales", "induced_activity", "territorial", "resident_activity")),
  "activity?": option(text), "activity_value?": option(double), "activity_unit?": option(text), "factor_value?": option(double),
  "factor_unit?": option(text), "gas?": option(text), "gwp_set?": option(name("SAR", "AR4", "AR5", "AR6", "AR6_GWP20")),
  "emissions_t?": option(double), "quality_activity?": quality, "quality_factor?": quality, "source?": option(text), "extra?": dims,
});
const rows = (r) => {
  const bytes = Uint8Array.from(list(byte)(r));
  return bytes.length === 0 ? [] : read(bytes, list(row));
};
/** A city's view. */
export const view = struct({
  profile, targets: list(target), indicators: list(indicator), "inventory?": rows, sources: list(source), pack_vintage: text, pack_hash: text, engine: text,
});
const step = struct({
  depth: byte, expr: text, value: option(double), unit: text, kind: name("part", "data", "factor", "indicator"), "inputs?": list(whole),
});
const input = struct({
  series: text, geo: text, period: text, value: option(double), unit: text, status: text, notation: text, quality: text,
  "uncertainty_pct?": option(double), "uncertainty_rule?": text, source: text, note: option(text), hash: text,
});
const factor = struct({
  lookup: text, value: double, unit: text, rows: list(text), "gwp?": option(text), "uncertainty_pct?": option(double), "uncertainty_rule?": text, hash: text,
});
const simulated = struct({ draws: whole, seed: whole, mean: double, lower: double, upper: double });
const uncertainty = struct({
  propagated_pct: double, lower: double, upper: double, "simulated?": option(simulated), rules: list(text), has_defaults: flag,
});
/** How a value came about. */
export const explanation = struct({
  indicator: text, geo: text, period: text, dims, value: option(double), unit: text, status: text, notation: text,
  "uncertainty?": option(uncertainty), formula: text, steps: list(step), inputs: list(input), factors: list(factor), formula_version: text,
  engine: text, hash: text,
});

/** The bytes of a request: its number, the kind of question, its fields. */
export function request(id, { op, ...fields }) {
  const kinds = { open: 0, view: 1, explain: 2 };
  const texts = (of) => [leb(Object.keys(of).length), ...Object.entries(of).sort(byKey).flatMap(([key, value]) => [word(key), word(value)])];
  const parts = Object.values(fields).flatMap((field) => (typeof field === "string" ? [word(field)] : texts(field)));
  return Buffer.concat([leb(id), Buffer.of(kinds[op]), ...parts]);
}

/** What an answer holds: its number, and a value of this shape or a failure. */
export function answer(bytes, shape) {
  const reader = new Reader(bytes);
  const id = reader.number();
  if (reader.byte() !== 0) throw new Error(`the engine refused: ${JSON.stringify([reader.text(), option(text)(reader), reader.text()])}`);
  const ok = shape(reader);
  reader.end();
  return { id, ok };
}

function read(bytes, shape) {
  const reader = new Reader(bytes);
  const value = shape(reader);
  reader.end();
  return value;
}

const byKey = ([a], [b]) => (a < b ? -1 : 1);
const word = (value) => Buffer.concat([leb(Buffer.byteLength(value)), Buffer.from(value)]);

function leb(number) {
  const out = [];
  for (; number > 127; number = Math.floor(number / 128)) out.push((number % 128) | 128);
  return Buffer.of(...out, number);
}

class Reader {
  constructor(bytes) {
    this.bytes = Uint8Array.from(bytes);
    this.view = new DataView(this.bytes.buffer);
    this.at = 0;
  }

  byte() {
    if (this.at >= this.bytes.length) throw new Error("the message is cut off");
    return this.bytes[this.at++];
  }

  number() {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const next = this.byte();
      value += (next & 127) * scale;
      if (next < 128) return value;
    }
  }

  signed() {
    const number = this.number();
    return number % 2 === 0 ? number / 2 : -(number + 1) / 2;
  }

  double() {
    this.at += 8;
    return this.view.getFloat64(this.at - 8, true);
  }

  text() {
    const length = this.number();
    this.at += length;
    return new TextDecoder("utf8", { fatal: true }).decode(this.bytes.subarray(this.at - length, this.at));
  }

  end() {
    if (this.at !== this.bytes.length) throw new Error(`${this.bytes.length - this.at} bytes of the message are left over`);
  }
}
