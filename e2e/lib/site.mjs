// All that a spec needs: `const site = openSite()` at the top of a file starts server and browser before its tests.
import { after, before } from "node:test";
import { launch, reader } from "./browser.mjs";
import { ready } from "./ready.mjs";
import { startServer } from "./server.mjs";
import { watch } from "./watch.mjs";

/** `site.open(path, options)` gives {context, page, seen}: a fresh reader on that page, ready, watched. */
export function openSite(options = {}) {
  const site = { server: null, browser: null };
  before(async () => {
    site.server = await startServer(options);
    site.browser = await launch();
  });
  after(async () => {
    await site.browser?.close();
    await site.server?.stop();
  });
  site.url = (path = "") => site.server.url + path;
  site.open = async (path = "", { wait = true, ...readerOptions } = {}) => {
    const { context, page } = await reader(site.browser, readerOptions);
    const seen = await watch(context, site.server.origin);
    await page.goto(site.url(path));
    if (wait) await ready(page);
    return { context, page, seen };
  };
  return site;
}
