// The engine gives the same in the browser's WebAssembly and natively, to the last bit of every number: every view, and how
// values came about.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { built } from "../tools/build/native.mjs";
import { root } from "./lib/server.mjs";
import { openSite } from "./lib/site.mjs";
import { answer, explanation, request, view as shapeOfView } from "./lib/wire.mjs";

const site = openSite();
const native = (...args) => execFileSync(built("gemeo"), args, { cwd: root, maxBuffer: 1 << 28 }).toString("utf8");

/** Asks the site's own worker, as the app does. */
async function ask(page, requests) {
  return page.evaluate((requests) => new Promise((done, fail) => {
    const { base, worker } = JSON.parse(document.querySelector("meta[name=gemeo-assets]").content);
    const engine = new Worker(base + worker, { type: "module" });
    const answers = [];
    engine.onerror = (event) => fail(new Error(event.message));
    engine.onmessage = ({ data }) => {
      answers.push([...data]);
      if (answers.length === requests.length) done(answers);
      else send(answers.length);
    };
    const send = (n) => engine.postMessage(Uint8Array.from(requests[n]));
    send(0);
  }), requests.map((question, index) => [...request(index + 1, question)]));
}

function open(city) {
  const folder = join(root, "public/packs", city);
  const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return { op: "open", city, files: Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), "utf8")])) };
}

for (const [city, code, explained] of [
  ["lisboa", "1106", [["ghg_total", "2019", ["boundary=city", "gases=CO2e", "method=GPC"]], ["population", "2021", []]]],
  ["porto", "1312", [["population", "2021", []]]],
  ["guimaraes", "0308", [["population", "2021", []], ["population_density", "2021", []]]],
]) {
  test(`${city}: the whole view and derivations are the same in WebAssembly and natively`, async () => {
    const { context, page, seen } = await site.open("pt/about/");
    const questions = explained.map(([indicator, period, dims]) => ({
      op: "explain", city, indicator, geo: `city/${code}`, period, dims: Object.fromEntries(dims.map((dim) => dim.split("="))),
    }));
    const [view, ...derivations] = await ask(page, [open(city), ...questions]);
    const wanted = JSON.parse(native("indicators", "--city", city, "--json"));
    assert.ok(wanted.indicators.length > 50);
    assert.deepEqual(answer(view, shapeOfView), { id: 1, ok: wanted });
    explained.forEach(([indicator, period, dims], index) => {
      const ok = JSON.parse(native("explain", indicator, city, period, ...dims.flatMap((dim) => ["--dim", dim]), "--json"));
      assert.deepEqual(answer(derivations[index], explanation), { id: index + 2, ok }, indicator);
    });
    seen.assertClean();
    await context.close();
  });
}

test("Lisboa's GPC BASIC total of 2019 is that of the facts", async () => {
  const { context, page } = await site.open("pt/about/");
  const question = { op: "explain", city: "lisboa", indicator: "ghg_total", geo: "city/1106", period: "2019", dims: { boundary: "city", gases: "CO2e", method: "GPC" } };
  const [, answered] = await ask(page, [open("lisboa"), question]);
  const { value, inputs } = answer(answered, explanation).ok;
  assert.ok(Math.abs(value - 1_918_206.68) <= 0.05, String(value));
  // included elsewhere, not occurring and not estimated are never observations of zero
  const absent = inputs.filter((input) => ["IE", "NO", "NE"].includes(input.notation));
  assert.ok(absent.length > 0 && absent.every((input) => input.value === null), JSON.stringify(absent));
  await context.close();
});
