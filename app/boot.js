// Starts the app after the first paint: what the page says can be read before its program takes up the line. Where the page
// itself is there to be worked with (a map, which names its engine), nothing waits for that.

/** Filled in by the build: files beside this one that the map's part of the program is made of. */
const mapParts = "%MAP_PARTS%".split(" ").filter(Boolean);

const { files, packs, engine, later } = JSON.parse(document.querySelector('meta[name="gemeo-soon"]')?.content ?? "{}");
const beside = (file) => new URL(file, import.meta.url);
const isKept = Boolean(navigator.serviceWorker?.controller);

/** Once something was painted; soon in any case, as a tab in the background is never painted. */
const painted = () => new Promise((done) => {
  const written = document.querySelector("#app").childElementCount > 0;
  if (!written || document.hidden || !PerformanceObserver.supportedEntryTypes?.includes("paint")) return done();
  new PerformanceObserver(done).observe({ type: "paint", buffered: true });
  setTimeout(done, 1000);
});

// why not preloaded: workers and modules would not take it from there; their names have hashes, so that it is kept.
// A file that does not come is asked for again by who needs it, and that one says so.
const ask = (href, priority) => fetch(href, { priority }).catch(() => {});

/** What this page will ask for, side by side and not one after the other; where a service worker answers it is here already. */
function soon(priority) {
  for (const href of packs ?? []) document.head.append(Object.assign(document.createElement("link"), { rel: "preload", as: "fetch", crossOrigin: "anonymous", href }));
  for (const href of files ?? []) ask(href, priority);
}

/** Until the app is here, a place of the drawing that is touched is told from the page's own table. */
function answers() {
  const map = document.querySelector(".map");
  let told;
  const tell = ({ target, clientX, clientY }) => {
    told?.remove();
    const row = target.dataset.code && document.querySelector(`.map-table tr[data-code="${CSS.escape(target.dataset.code)}"]`);
    if (!row) return;
    const line = (tag, textContent) => Object.assign(document.createElement(tag), { textContent });
    const unit = document.querySelector(".map-table thead .map-second")?.textContent ?? "";
    told = Object.assign(document.createElement("div"), { className: "map-tooltip", ariaHidden: "true" });
    told.append(line("strong", row.cells[0].textContent), line("span", `${row.cells[1].textContent} ${unit}`));
    const { left, top, width } = map.getBoundingClientRect();
    const [x, y] = [clientX - left, clientY - top];
    told.classList.toggle("is-left", x > width / 2);
    told.classList.toggle("is-below", y <= 90);
    for (const [name, at] of Object.entries({ x, y, wide: width })) told.style.setProperty(`--${name}`, `${at}px`);
    map.append(told);
  };
  for (const event of ["pointerover", "click"]) map?.addEventListener(event, tell);
}

/** The engine's worker, begun beside the app, whose bridge to it takes it from here; one that fails is not given on. */
function begin() {
  const worker = new Worker(files[0], { type: "module", name: "gemeo-engine" });
  worker.onerror = (event) => {
    event.preventDefault();
    delete globalThis.gemeoEngine;
  };
  globalThis.gemeoEngine = worker;
}

/** The engine of a map, behind what puts the page together; read as soon as it is here. */
async function map() {
  for (const href of later) ask(href, "low");
  await import(engine);
}

if (engine) answers();
else await painted();
const program = fetch(beside("gemeo-app_bg.wasm"));
if (files && isKept) begin();
if (engine && !isKept) {
  soon("high");
  for (const file of mapParts) ask(beside(file), "high");
  // a fault is told by who needs what did not come
  program.then((answer) => answer.clone().arrayBuffer()).then(map).catch(() => {});
}
const { default: start } = await import("./gemeo-app.js");
await start({ module_or_path: program });
if (engine && isKept) import(engine).catch(() => {});
if (!engine && !isKept) soon("low");
