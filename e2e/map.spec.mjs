// The map page: live map, drawing, lists, panel and table say the same, with and without a pointer or WebGL.
import assert from "node:assert/strict";
import { test } from "node:test";
import { violations } from "./lib/axe.mjs";
import { ready } from "./lib/ready.mjs";
import { picture, themes, widths } from "./lib/shots.mjs";
import { openSite } from "./lib/site.mjs";
import { tooWide } from "./lib/wide.mjs";

const site = openSite();
const density = "indicator=population_density";

test("the drawing is there first and the live map takes its place without a shift", async () => {
  const { context, page, seen } = await site.open("pt/lisboa/map/");
  const drawing = await page.locator(".map-drawing").boundingBox();
  assert.ok(drawing.height > 200, "the drawing has a size");
  const before = await page.locator(".map").boundingBox();
  await live(page);
  assert.deepEqual(await page.locator(".map").boundingBox(), before);
  await page.locator(".map-still").waitFor({ state: "hidden", timeout: 2_000 });
  seen.assertClean();
  await context.close();
});

test("a click on a parish selects it and shows its figures", async () => {
  const { context, page, seen } = await site.open(`pt/lisboa/map/?${density}`);
  await live(page);
  const { name, x, y } = await aPlace(page);
  await page.locator(".map").click({ position: { x, y } });
  await page.waitForFunction((name) => document.querySelector("#map-panel")?.textContent === name, name);
  assert.match(page.url(), /[?&]place=1106\d\d/);
  assert.ok((await page.locator(".map-panel .facts dd").count()) >= 5, "other figures of the parish");
  assert.equal(await page.locator("tr.is-selected th").textContent(), name);
  await page.reload();
  await ready(page);
  assert.equal(await page.locator("#map-panel").textContent(), name, "the address keeps the choice");
  seen.assertClean();
  await context.close();
});

for (const theme of themes) {
  test(`a parish has the colour of its class in the ${theme} theme`, async () => {
    const { context, page, seen } = await site.open(`pt/lisboa/map/?${density}`, { theme });
    await live(page);
    for (let i = 0; i < 3; i++) await sameColour(page, await aPlace(page, i));
    seen.assertClean();
    await context.close();
  });
}

test("on a screen with two pixels a point the colours lie where the places are, also after it has become one with three", async () => {
  const { context, page, seen } = await site.open(`pt/lisboa/map/?${density}`, { deviceScaleFactor: 2, prepare: (_, page) => page.addInitScript(tellDensity) });
  await live(page);
  const drawn = () => page.locator(".map-live canvas").first().evaluate((canvas) => canvas.width / canvas.clientWidth);
  assert.equal(await drawn(), 2);
  for (let i = 0; i < 2; i++) await sameColour(page, await aPlace(page, i));
  const cdp = await context.newCDPSession(page);
  const { width, height } = page.viewportSize();
  for (const [deviceScaleFactor, asked] of [[3, 2], [1, 3]]) {
    await cdp.send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor, mobile: false });
    await page.waitForFunction((ratio) => devicePixelRatio === ratio, deviceScaleFactor);
    await page.waitForFunction((asked) => globalThis.densities.has(`(resolution: ${asked}dppx)`), asked);
    await page.evaluate((asked) => globalThis.densities.get(`(resolution: ${asked}dppx)`).dispatchEvent(new Event("change")), asked);
    await page.waitForFunction((ratio) => { const canvas = document.querySelector(".map-live canvas"); return canvas.width === ratio * canvas.clientWidth; }, deviceScaleFactor);
  }
  await sameColour(page, await aPlace(page));
  seen.assertClean();
  await context.close();
});

/** In the page: what asks for the density of the screen is told by the test, for Chromium's emulation changes it and tells nobody. */
function tellDensity() {
  globalThis.densities = new Map();
  const real = globalThis.matchMedia.bind(globalThis);
  globalThis.matchMedia = (query) => {
    if (!query.startsWith("(resolution:")) return real(query);
    const asked = globalThis.densities.get(query) ?? new EventTarget();
    globalThis.densities.set(query, asked);
    return asked;
  };
}

test("the theme changes under a live map", async () => {
  const { context, page, seen } = await site.open(`pt/porto/map/?${density}`);
  await live(page);
  const place = await aPlace(page);
  await sameColour(page, place);
  await page.emulateMedia({ colorScheme: "dark" });
  await sameColour(page, place);
  seen.assertClean();
  await context.close();
});

test("a map whose graphics context was lost comes back with its colours", async () => {
  const { context, page, seen } = await site.open(`pt/porto/map/?${density}`);
  await live(page);
  const place = await aPlace(page);
  await page.evaluate(() => {
    const lost = document.querySelector(".map-live canvas").getContext("webgl2").getExtension("WEBGL_lose_context");
    lost.loseContext();
    setTimeout(() => lost.restoreContext(), 200);
  });
  await page.waitForSelector(".map:not(.is-live)");
  await live(page);
  await sameColour(page, place);
  seen.assertClean([/context/i]);
  await context.close();
});

test("without a pointer a parish is chosen from the list and from the table", async () => {
  const { context, page, seen } = await site.open("pt/guimaraes/map/");
  await page.focus("#map-place");
  await page.keyboard.press("ArrowDown");
  await page.waitForSelector(".map-panel .map-figure");
  const first = await page.locator("#map-panel").textContent();
  assert.match(page.url(), /place=/);
  const other = page.locator(".table tbody tr:not(.is-selected) button").first();
  const name = await other.textContent();
  assert.notEqual(name, first);
  await other.focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction((name) => document.querySelector("#map-panel")?.textContent === name, name);
  seen.assertClean();
  await context.close();
});

test("the table sorts by place and value, and what was not published stays last", async () => {
  const { context, page } = await site.open(`pt/guimaraes/map/?${density}&level=parish2025`);
  const figures = () => page.locator(".table tbody td:nth-child(2)").allTextContents();
  const heads = page.locator(".table thead button");
  const falling = await figures();
  await heads.nth(1).click();
  await page.waitForSelector(".table th[aria-sort=ascending]");
  const rising = await figures();
  assert.equal(rising.length, 55);
  const none = (texts) => texts.filter((text) => text === "sem dados publicados").length;
  assert.equal(none(falling.slice(-13)), 13);
  assert.equal(none(rising.slice(-13)), 13);
  assert.notEqual(falling[0], rising[0]);
  await context.close();
});

test("Guimarães has 48 parishes for the figures of 2021 and 55 since 2025, 13 of them not published", async () => {
  const { context, page } = await site.open("pt/guimaraes/map/?indicator=population_density&level=parish2013");
  assert.equal(await page.locator(".table tbody tr").count(), 48);
  assert.match(await page.locator(".map-panel").textContent(), /2013 a 2024/);
  await page.selectOption("#map-level", { label: "Freguesias (desde 2025)" });
  await page.waitForFunction(() => document.querySelectorAll(".table tbody tr").length === 55);
  assert.equal(await page.locator(".table .swatch-none").count(), 13);
  assert.match(await page.locator(".map-panel").textContent(), /recriada em 2025/);
  await context.close();
});

test("Lisboa's census cells and stations are drawn too", async () => {
  const { context, page, seen } = await site.open("pt/lisboa/map/?indicator=dwellings_vacant_share&level=cell");
  await live(page);
  const { name } = await aPlace(page);
  assert.match(name, /^.+ · célula [0-9a-f]{15}$/);
  assert.ok((await page.locator(".map-drawing .map-shape").count()) > 500);
  const airy = "pt/lisboa/map/?indicator=air_quality_annual_mean&level=station";
  await page.goto(site.url(airy));
  await ready(page);
  assert.ok((await page.locator(".map-drawing .map-station").count()) >= 3);
  await live(page);
  seen.assertClean();
  await context.close();
});

test("without WebGL the drawing and the table stay and a message says so", async () => {
  const { context, page } = await site.open("en/porto/map/", { wait: false });
  await context.addInitScript(() => {
    HTMLCanvasElement.prototype.getContext = () => null;
  });
  await page.goto(site.url("en/porto/map/"));
  await ready(page);
  await page.waitForSelector(".map-stage .notice-warn");
  assert.match(await page.locator(".map-stage .notice-warn").textContent(), /WebGL 2/);
  assert.ok(await page.locator(".map-drawing").isVisible());
  const { x, y, width, height } = await page.locator(".map-drawing [data-code='131202']").boundingBox();
  await page.mouse.move(x + width / 2, y + height / 2);
  assert.match(await page.locator(".map-tooltip").textContent(), /^Bonfim/);
  await page.mouse.click(x + width / 2, y + height / 2);
  await page.waitForFunction(() => document.querySelector("#map-panel").textContent === "Bonfim");
  assert.equal(await page.locator(".table tbody tr").count(), 7);
  await context.close();
});

test("leaving the page takes the map away, coming back brings a new one", async () => {
  const { context, page, seen } = await site.open("pt/porto/map/");
  for (let i = 0; i < 3; i++) {
    await live(page);
    await page.click(".site-nav a >> nth=0");
    await page.waitForFunction(() => !document.querySelector(".map"));
    assert.equal(await page.locator("canvas").count(), 0);
    await page.goBack();
  }
  await live(page);
  seen.assertClean();
  await context.close();
});

test("what is in sight stands in the address once the map was moved, and comes back from it", async () => {
  const { context, page, seen } = await site.open(`pt/lisboa/map/?${density}`, { reducedMotion: "reduce" });
  await live(page);
  assert.ok(!page.url().includes("view="), "nothing was moved yet");
  await page.locator(".maplibregl-ctrl-zoom-in").click();
  await page.waitForFunction(() => location.search.includes("view="));
  const view = new URL(page.url()).searchParams.get("view");
  const near = await aPlace(page);
  await page.selectOption("#map-place", { index: 2 });
  await page.waitForFunction(() => location.search.includes("place="));
  assert.equal(new URL(page.url()).searchParams.get("view"), view, "a choice keeps it");
  await page.selectOption("#map-place", { index: 0 });
  await page.reload();
  await ready(page);
  await live(page);
  assert.equal((await aPlace(page)).name, near.name);
  assert.equal(new URL(page.url()).searchParams.get("view"), view);
  seen.assertClean();
  await context.close();
});

test("a class of the legend is lit alone, on the map and in the table", async () => {
  const { context, page, seen } = await site.open(`pt/lisboa/map/?${density}`, { reducedMotion: "reduce" });
  await live(page);
  const place = await aPlace(page);
  const rows = () => page.locator(".table tbody tr").count();
  assert.equal(await rows(), 24);
  const classes = page.locator(".map-class");
  let listed = 0;
  for (let at = 0; at < (await classes.count()); at++) {
    await classes.nth(at).click();
    assert.equal(await classes.nth(at).getAttribute("aria-pressed"), "true");
    listed += await rows();
  }
  assert.equal(listed, 24, "every place is in one class");
  await classes.last().click();
  assert.equal(await rows(), 24);
  await sameColour(page, place);
  seen.assertClean();
  await context.close();
});

test("arrows walk from place to place and each one is told", async () => {
  const { context, page, seen } = await site.open(`pt/lisboa/map/?${density}`);
  await page.focus(".map-walk");
  const chosen = [];
  for (const key of ["Home", "ArrowUp", "ArrowUp", "End"]) {
    const before = page.url();
    await page.keyboard.press(key);
    await page.waitForFunction((url) => location.href !== url, before);
    const name = await page.locator("#map-panel").textContent();
    chosen.push(name);
    await page.waitForFunction((name) => [...document.querySelectorAll("[aria-live], [role=status]")].some((e) => e.textContent.includes(name)), name);
  }
  assert.deepEqual([chosen[0], chosen[3]], ["Arroios", "Belém"], "the highest and the lowest");
  assert.equal(new Set(chosen).size, 4);
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => !location.search.includes("place="));
  assert.equal(await page.evaluate(() => document.activeElement.className), "map-walk", "the focus stays");
  seen.assertClean();
  await context.close();
});

test("classes and their number are chosen, stand in the address and come back from it", async () => {
  const { context, page } = await site.open(`pt/lisboa/map/?${density}`);
  await page.locator(".map-more summary").first().click();
  await page.selectOption("#map-classing", "jenks");
  await page.selectOption("#map-classes", "7");
  await page.waitForFunction(() => document.querySelectorAll(".map-class").length === 7);
  assert.match(page.url(), /classing=jenks/);
  await page.reload();
  await ready(page);
  assert.equal(await page.locator(".map-class").count(), 7);
  await page.goto(site.url(`pt/lisboa/map/?${density}&classing=mean`));
  await ready(page);
  assert.ok((await page.locator(".map-class .swatch-d3").count()) === 1, "the middle has the neutral colour");
  await context.close();
});

test("cells are drawn by their own layer, with the colour of their class and an exact answer at borders", async () => {
  const path = "pt/lisboa/map/?indicator=dwellings_vacant_share&level=cell";
  const { context, page, seen } = await site.open(path, { reducedMotion: "reduce" });
  await live(page);
  await page.waitForFunction(() => globalThis.gemeoHexes, null, { timeout: 20_000 });
  await page.getByRole("button", { name: /^Mostrar mais/ }).click();
  await page.evaluate(() => scrollTo(0, 0));
  const place = await aPlace(page);
  await sameColour(page, place);
  // Across a border one cell follows another without a place in between that has none or a third one.
  const names = new Set();
  const box = await page.locator(".map").boundingBox();
  for (let step = 0; step < 40; step++) {
    await page.mouse.move(box.x + place.x + step, box.y + place.y);
    names.add(await page.locator(".map-tooltip strong").textContent({ timeout: 500 }).catch(() => null));
  }
  assert.ok(names.size >= 2, "at least two cells");
  seen.assertClean();
  await context.close();
});

test("figures, shapes and a drawing can be taken away", async () => {
  const { context, page, seen } = await site.open(`pt/porto/map/?${density}`);
  const take = async (name) => {
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name, exact: true }).click()]);
    const chunks = [];
    for await (const chunk of await file.createReadStream()) chunks.push(chunk);
    return { name: file.suggestedFilename(), bytes: Buffer.concat(chunks) };
  };
  const csv = await take("CSV");
  assert.equal(csv.name, "porto-population_density-2021.csv");
  assert.equal(csv.bytes.toString().trim().split("\r\n").length, 8, "a head and seven parishes");
  const shapes = JSON.parse((await take("GeoJSON")).bytes);
  assert.equal(shapes.features.length, 7);
  assert.ok(shapes.features.every((feature) => feature.properties.value > 0) && shapes.attribution.length > 10);
  const svg = (await take("Imagem SVG")).bytes.toString();
  assert.match(svg, /^<svg [^]*Porto: [^]*Instituto Nacional de Estatística/);
  const png = (await take("Imagem PNG")).bytes;
  assert.deepEqual([...png.subarray(1, 4)].map((byte) => String.fromCharCode(byte)).join(""), "PNG");
  assert.equal(png.readUInt32BE(16), 2400, "twice the drawing's width");
  seen.assertClean();
  await context.close();
});

test("a map that comes and goes fifty times leaves nothing behind", { timeout: 600_000 }, async () => {
  // why small: what is left behind does not depend on how much is drawn, and fifty maps are drawn without a graphics card
  const { context, page, seen } = await site.open("pt/porto/map/?level=parish2013", { width: 800, height: 500, reducedMotion: "reduce" });
  const session = await context.newCDPSession(page);
  const heap = async () => {
    await session.send("HeapProfiler.collectGarbage");
    return (await session.send("Runtime.getHeapUsage")).usedSize;
  };
  let settled = 0;
  for (let round = 0; round < 50; round++) {
    await live(page);
    await page.click(".site-nav a >> nth=0");
    await page.waitForFunction(() => !document.querySelector(".map"));
    // The first rounds fill caches that stay.
    if (round === 9) settled = await heap();
    await page.goBack();
  }
  await page.click(".site-nav a >> nth=0");
  await page.waitForFunction(() => !document.querySelector(".map"));
  assert.equal(await page.locator("canvas").count(), 0);
  const grown = (await heap()) - settled;
  assert.ok(grown < 4_000_000, `the heap grew by ${grown} bytes in forty rounds`);
  seen.assertClean();
  await context.close();
});

for (const width of widths) {
  for (const theme of themes) {
    test(`nothing hinders a reader at ${width} px in the ${theme} theme`, async () => {
      for (const [city, query] of [["lisboa", `?${density}`], ["guimaraes", `?${density}&level=parish2025&place=030801`]]) {
        const { context, page, seen } = await site.open(`pt/${city}/map/${query}`, { width, theme, reducedMotion: "reduce" });
        await live(page);
        assert.deepEqual(await violations(page), []);
        const wide = await tooWide(page);
        assert.ok(wide <= 0, `the page is ${wide} px wider than the screen`);
        await picture(page, `map-${city}-${width}-${theme}`);
        seen.assertClean();
        await context.close();
      }
    });
  }
}

/** Waits for the live map. */
async function live(page) {
  await page.waitForSelector(".map.is-live", { timeout: 30_000 });
}

/** A point of the live map (from its upper left corner) with the name of the place there; `skip` places found earlier are passed over. */
async function aPlace(page, skip = 0) {
  const box = await page.locator(".map").boundingBox();
  const found = new Map();
  for (const fy of [0.5, 0.4, 0.6, 0.3, 0.7]) {
    for (const fx of [0.5, 0.42, 0.58, 0.36, 0.64, 0.3, 0.7]) {
      const [x, y] = [box.width * fx, box.height * fy];
      await page.mouse.move(box.x + x, box.y + y);
      await page.waitForTimeout(60);
      const name = await page.locator(".map-tooltip strong").textContent({ timeout: 200 }).catch(() => null);
      if (name && !found.has(name)) found.set(name, { name, x, y });
      if (found.size > skip) return [...found.values()][skip];
    }
  }
  throw new Error(`only ${found.size} places found under the pointer`);
}

/** The map around a point has, for the most part, the colour that the table shows for the place. */
async function sameColour(page, { name, x, y }) {
  await page.locator(".map").scrollIntoViewIfNeeded();
  await page.mouse.move(2, 2);
  const row = page.locator(".table tbody tr", { has: page.getByRole("button", { name, exact: true }) });
  const colour = () => row.locator(".swatch").evaluate((swatch) => getComputedStyle(swatch).backgroundColor.match(/\d+/g).map(Number));
  let worst = "";
  // why so long: without a graphics card a busy machine takes seconds to draw
  for (const end = Date.now() + 15_000; Date.now() < end; ) {
    const expected = await colour();
    // why each time: what is above the map may have moved it
    const box = await page.locator(".map").boundingBox();
    const pixels = await around(page, box.x + x, box.y + y);
    const alike = pixels.filter((pixel) => pixel.every((channel, i) => Math.abs(channel - expected[i]) <= 2)).length;
    if (alike > pixels.length / 3) return;
    worst = `${alike} of ${pixels.length} pixels at ${name} are rgb(${expected})`;
    await page.waitForTimeout(100);
  }
  assert.fail(worst);
}

/** Red, green and blue of the pixels around a point of the screen. */
async function around(page, x, y) {
  const reach = 8;
  const clip = { x: Math.round(x) - reach, y: Math.round(y) - reach, width: 2 * reach, height: 2 * reach };
  const shot = await page.screenshot({ clip });
  return page.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const pen = canvas.getContext("2d");
    pen.drawImage(image, 0, 0);
    const { data: bytes } = pen.getImageData(0, 0, image.width, image.height);
    return Array.from({ length: bytes.length / 4 }, (_, i) => [...bytes.slice(4 * i, 4 * i + 3)]);
  }, shot.toString("base64"));
}
