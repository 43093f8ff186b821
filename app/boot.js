// Starts the app after the first paint: what the page says can be read before its program takes up the line.

/** Once something was painted; soon in any case, as a tab in the background is never painted. */
const painted = new Promise((done) => {
  const written = document.querySelector("#app").childElementCount > 0;
  if (!written || document.hidden || !PerformanceObserver.supportedEntryTypes?.includes("paint")) return done();
  new PerformanceObserver(done).observe({ type: "paint", buffered: true });
  setTimeout(done, 1000);
});

await painted;
const program = fetch(new URL("gemeo-app_bg.wasm", import.meta.url));
const { default: start } = await import("./gemeo-app.js");
await start({ module_or_path: program });

// What this page will ask for, side by side and not one after the other; where a service worker answers it is here already.
const { files, packs } = JSON.parse(document.querySelector('meta[name="gemeo-soon"]')?.content ?? "{}");
if (!navigator.serviceWorker?.controller) {
  for (const href of packs ?? []) document.head.append(Object.assign(document.createElement("link"), { rel: "preload", as: "fetch", crossOrigin: "anonymous", href }));
  // why not preloaded: workers and modules would not take it from there; their names have hashes, so that it is kept.
  // A file that does not come is asked for again by who needs it, and that one says so.
  for (const href of files ?? []) fetch(href, { priority: "low" }).catch(() => {});
}
