// Cells on the map: the twin's own layer beside plain MapLibre with feature-state and deck.gl's H3HexagonLayer.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join, resolve } from "node:path";
import { launch, reader } from "../../e2e/lib/browser.mjs";
import { freePort, root } from "../../e2e/lib/server.mjs";
import { atLeast, atMost, plain, round } from "./figure.mjs";

const types = { html: "text/html", js: "text/javascript", mjs: "text/javascript", wasm: "application/wasm" };
/** deck.gl in one file; named in GEMEO_DECK, or fetched for the bench alone. */
const decks = join(root, "target/bench/deck");
const deck = process.env.GEMEO_DECK ?? join(decks, "node_modules/deck.gl/dist.min.js");

export async function map() {
  const server = await serve();
  const browser = await launch();
  const run = (page, count) => measure(browser, `${server.origin}/bench/${page}.html`, count);
  try {
    const figures = [];
    const [ours, states] = [await run("hexes", 23_000), await run("states", 23_000)];
    const many = await run("hexes", 200_000);
    const longest = await tasks(server);
    figures.push(
      atMost("23,000 cells: recolour, script of our layer", round(ours.scriptMs, 2), "ms", 0.6),
      plain("23,000 cells: recolour, script of feature-state", round(states.scriptMs, 1), "ms"),
      atMost("23,000 cells: new colours on screen, our layer", round(ours.shownMs, 1), "ms", round(states.shownMs, 1)),
      plain("23,000 cells: new colours on screen, feature-state", round(states.shownMs, 1), "ms"),
      atMost("200,000 cells: recolour, script of our layer", round(many.scriptMs, 2), "ms", 5),
      atMost("23,000 cells: geometry in a worker", round(ours.geometryMs, 1), "ms", 60),
      plain("200,000 cells: geometry in a worker", round(many.geometryMs, 1), "ms"),
      plain("23,000 cells: one lookup of a place", round(ours.lookupUs, 2), "µs"),
      atMost("10 years × 23,000 cells: longest task while scrubbing, put together as with a graphics card", round(longest), "ms", 50),
      plain("the same where each frame is read back within a task", round(ours.longest), "ms"),
      atLeast("10 years × 23,000 cells: frames a second, our layer", round(ours.rate, 1), "/s", round(1.5 * states.rate, 1)),
      plain("10 years × 23,000 cells: frames a second, feature-state", round(states.rate, 1), "/s"),
    );
    if (!existsSync(deck)) execFileSync("npm", ["install", "--silent", "--no-audit", "--no-fund", "--prefix", decks, "deck.gl@9.2.2"], { stdio: ["ignore", 2, 2] });
    const other = await run("deck", 23_000);
    figures.push(
      plain("23,000 cells: recolour, script of deck.gl", round(other.scriptMs, 1), "ms"),
      plain("23,000 cells: new colours on screen, deck.gl", round(other.shownMs, 1), "ms"),
      plain("10 years × 23,000 cells: frames a second, deck.gl", round(other.rate, 1), "/s"),
    );
    return figures;
  } finally {
    await browser.close();
    server.stop();
  }
}

/** The longest task of our layer's page in a browser that puts pages together as it does where there is a graphics card. */
async function tasks(server) {
  const browser = await launch({ card: true });
  try {
    return (await measure(browser, `${server.origin}/bench/hexes.html`, 23_000)).longest;
  } finally {
    await browser.close();
  }
}

async function measure(browser, url, count) {
  const { context, page } = await reader(browser, { width: 800, height: 800 });
  page.on("pageerror", (error) => console.error(`  ${url}: ${error.message}`));
  page.setDefaultTimeout(240_000);
  await page.goto(url);
  await page.waitForFunction(() => globalThis.run);
  const figures = await page.evaluate((n) => globalThis.run(n), count);
  await context.close();
  return figures;
}

/** The pages of the bench, and the engine as it was built; isolated, so that clocks are fine. */
async function serve() {
  const built = resolve(root, process.env.GEMEO_DIST ?? "dist", "map");
  const folder = join(built, readdirSync(built)[0]);
  const file = (path) => {
    const name = path.split("/").pop();
    if (name === "deck.js") return readFileSync(deck);
    // why the ready-made one: it is what a plain page would take
    const engine = name.startsWith("maplibre-gl") ? join(root, "node_modules/maplibre-gl/dist") : folder;
    return readFileSync(join(path.startsWith("/map/") ? engine : join(root, "bench/pages"), name));
  };
  const server = createServer((ask, answer) => {
    const path = new URL(ask.url, "http://localhost").pathname;
    try {
      const body = path.endsWith(".html") ? html(path) : file(path);
      answer.writeHead(200, {
        "content-type": types[path.split(".").pop()] ?? "text/plain",
        "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp",
      });
      answer.end(body);
    } catch {
      answer.writeHead(404).end();
    }
  });
  const port = await freePort();
  await new Promise((done) => server.listen(port, "127.0.0.1", done));
  return { origin: `http://127.0.0.1:${port}`, stop: () => server.close() };
}

function html(path) {
  const name = path.split("/").pop().replace(".html", "");
  const library = name === "deck" ? '<script src="/bench/deck.js"></script>' : "";
  return `<!doctype html><meta charset="utf-8"><title>${name}</title><style>#map { width: 800px; height: 800px; position: relative }</style>
<div id="map"></div>${library}<script type="module" src="/bench/${name}.mjs"></script>`;
}
