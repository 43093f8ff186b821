// What can be taken away of two maps: both of them, with legends, titles and sources, as picture, table and shapes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ready } from "./lib/ready.mjs";
import { picture } from "./lib/shots.mjs";
import { openSite } from "./lib/site.mjs";

const site = openSite();
const density = "indicator=population_density&level=parish2013";
const live = (page, count = 2) =>
  page.waitForFunction((count) => document.querySelectorAll(".map.is-live").length === count, count, { timeout: 40_000 });

/** Presses a button and gives the file that comes. */
async function take(page, name) {
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name, exact: true }).click()]);
  const chunks = [];
  for await (const chunk of await file.createReadStream()) chunks.push(chunk);
  return { name: file.suggestedFilename(), bytes: Buffer.concat(chunks) };
}

/** What a drawing says and shows, read by the browser. */
const inside = (page, svg) => page.evaluate((text) => {
  const drawing = new DOMParser().parseFromString(text, "image/svg+xml");
  const of = (selector) => [...drawing.querySelectorAll(selector)];
  return {
    fault: drawing.querySelector("parsererror")?.textContent ?? "",
    words: of("text").map((t) => t.textContent),
    maps: of("g[transform]").map((g) => ({
      // why not those of a pattern: dots of estimates lie over the places
      places: g.querySelectorAll("path[stroke='#ffffff']:not([fill^='url'])").length,
      at: g.getAttribute("transform").match(/[\d.]+/g).map(Number),
      fills: [...new Set([...g.querySelectorAll("path[stroke='#ffffff']")].map((p) => p.getAttribute("fill")))],
    })),
    swatches: of("svg > rect").map((r) => ({ x: Number(r.getAttribute("x")), fill: r.getAttribute("fill") })),
    width: Number(drawing.documentElement.getAttribute("width")),
  };
}, svg);

test("names in a file do not lie over each other", async () => {
  const { context, page, seen } = await site.open("pt/guimaraes/map/?indicator=population_density&level=parish2013", { reducedMotion: "reduce" });
  const svg = await take(page, "Imagem SVG");
  const boxes = await page.evaluate((text) => {
    const drawing = document.createElement("div");
    drawing.innerHTML = text;
    document.body.append(drawing);
    return [...drawing.querySelectorAll("text[paint-order]")].map((name) => {
      const { left, right, top, bottom } = name.getBoundingClientRect();
      return { text: name.textContent, left, right, top: top + 3, bottom: bottom - 3 };
    });
  }, svg.bytes.toString());
  assert.ok(boxes.length >= 20, `${boxes.length} lines`);
  const over = boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom).map((b) => `${a.text} / ${b.text}`));
  assert.deepEqual(over, []);
  seen.assertClean();
  await context.close();
});

for (const mode of ["side", "swipe"]) {
  test(`a file of two maps (${mode}) has both, with their legends, titles and sources`, async () => {
    const { context, page, seen } = await site.open(`pt/lisboa/map/?${density}&beside=${mode}&with=dwellings_vacant_share`);
    await live(page);
    const svg = await take(page, "Imagem SVG");
    assert.match(svg.name, /^lisboa-population_density-\d+_lisboa-dwellings_vacant_share-\d+\.svg$/);
    const drawn = await inside(page, svg.bytes.toString());
    assert.equal(drawn.fault, "");
    assert.deepEqual(drawn.maps.map((map) => map.places), [24, 24], "both maps whole");
    const [one, two] = drawn.maps;
    assert.ok(two.at[0] > one.at[0] + 400 && one.at[1] === two.at[1] && one.at[2] === two.at[2], "beside each other at one scale");
    for (const title of await page.locator(".map-caption").allTextContents()) {
      const words = title.split(/\s+/).slice(0, 3).join(" ");
      assert.ok(drawn.words.some((line) => line.startsWith(words)), words);
    }
    const middle = drawn.width / 2;
    for (const [map, half] of [[one, (x) => x < middle], [two, (x) => x > middle]]) {
      const legend = drawn.swatches.filter((s) => half(s.x)).map((s) => s.fill);
      assert.ok(map.fills.length >= 4 && map.fills.every((fill) => legend.includes(fill)), `${map.fills} in ${legend}`);
    }
    const all = drawn.words.join(" ");
    assert.match(all, /Números: .*Instituto Nacional de Estatística/);
    assert.match(all, /Limites: /);
    assert.ok(drawn.words.join("").includes(`beside=${mode}`), "the address that shows both");
    const png = (await take(page, "Imagem PNG")).bytes;
    assert.equal(png.subarray(1, 4).toString(), "PNG");
    assert.equal(png.readUInt32BE(16), 2 * drawn.width);
    const rows = (await take(page, "CSV")).bytes.toString().trim().split("\r\n");
    assert.equal(rows.length, 1 + 2 * 24);
    assert.equal(rows.filter((row) => row.includes("dwellings_vacant_share")).length, 24);
    const shapes = JSON.parse((await take(page, "GeoJSON")).bytes);
    assert.deepEqual(new Set(shapes.features.map((f) => f.properties.indicator)), new Set(["population_density", "dwellings_vacant_share"]));
    seen.assertClean();
    await context.close();
  });
}

test("two cities are drawn at the same scale, each with its sources", async () => {
  const { context, page, seen } = await site.open(`en/lisboa/map/?${density}&beside=side&with_city=guimaraes`);
  await live(page);
  const drawn = await inside(page, (await take(page, "SVG image")).bytes.toString());
  assert.deepEqual(drawn.maps.map((map) => map.places), [24, 48]);
  assert.ok(drawn.words.some((line) => line.startsWith("Lisboa: ")) && drawn.words.some((line) => line.startsWith("Guimarães: ")));
  // Steps of a drawing are parts of its city's width: a kilometre is equally long where scales are as the widths are.
  const [lisboa, guimaraes] = drawn.maps.map((map) => map.at[2]);
  assert.ok(guimaraes / lisboa > 1.3 && guimaraes / lisboa < 2.2, `${guimaraes / lisboa}`);
  seen.assertClean();
  await context.close();
});

test("a map coloured by two layers takes its nine colours and both layers' figures along", async () => {
  const { context, page, seen } = await site.open(`pt/lisboa/map/?${density}&beside=both&with=dwellings_vacant_share`);
  await page.waitForSelector(".map-nine");
  const drawn = await inside(page, (await take(page, "Imagem SVG")).bytes.toString());
  const nine = drawn.swatches.map((s) => s.fill);
  assert.ok(drawn.maps.length === 1 && drawn.maps[0].fills.every((fill) => nine.includes(fill)));
  assert.match(drawn.words.join(" "), /Para a direita aumenta: /);
  assert.equal((await take(page, "CSV")).bytes.toString().trim().split("\r\n").length, 49);
  seen.assertClean();
  await context.close();
});

test("on paper both maps of a curtain are whole, with their legends", async () => {
  const { context, page } = await site.open(`pt/lisboa/map/?${density}&beside=swipe&with=dwellings_vacant_share`);
  await live(page);
  await page.setViewportSize({ width: 794, height: 1123 });
  await page.emulateMedia({ media: "print" });
  await ready(page);
  const boxes = await page.locator(".map-drawing").evaluateAll((all) => all.map((d) => {
    const { x, y, width, height } = d.getBoundingClientRect();
    return { x, y, width, height, seen: getComputedStyle(d.closest(".map-still")).visibility, clip: getComputedStyle(d.closest(".map-clip") ?? document.body).clipPath };
  }));
  assert.equal(boxes.length, 2);
  assert.ok(boxes.every((box) => box.width > 200 && box.height > 150 && box.seen === "visible" && box.clip === "none"), JSON.stringify(boxes));
  assert.ok(boxes[1].x >= boxes[0].x + boxes[0].width, "beside each other");
  assert.ok(await page.locator(".map-legend").first().isVisible() && await page.locator(".map-legend").nth(1).isVisible());
  await picture(page, "map-swipe-print");
  assert.ok((await page.pdf()).length > 20_000);
  await context.close();
});
