// All that a spec needs: `const site = openSite()` at the top of a file starts server and browser before its tests.
import { after, before } from "node:test";
import { launch, reader } from "./browser.mjs";
import { ready } from "./ready.mjs";
import { startServer } from "./server.mjs";
import { trouble } from "./trouble.mjs";
import { watch } from "./watch.mjs";

/**
 * `site.open(path, options)` gives {context, page, seen}: a fresh reader on that page, ready, watched.
 * With `badLine` the pages come over `site.line`, which can be disturbed; `prepare(context, page)` runs before the first page.
 */
export function openSite({ badLine = false, ...options } = {}) {
  const site = { server: null, browser: null, line: null };
  before(async () => {
    site.server = await startServer(options);
    site.line = badLine ? await trouble(site.server.origin) : null;
    site.browser = await launch();
  });
  after(async () => {
    await site.browser?.close();
    await site.line?.stop();
    await site.server?.stop();
  });
  site.url = (path = "") => (site.line ? `${site.line.origin}/` : site.server.url) + path;
  site.open = async (path = "", { wait = true, prepare, ...readerOptions } = {}) => {
    const { context, page } = await reader(site.browser, readerOptions);
    const seen = await watch(context, (site.line ?? site.server).origin);
    await prepare?.(context, page);
    await page.goto(site.url(path));
    if (wait) await ready(page);
    return { context, page, seen };
  };
  return site;
}
