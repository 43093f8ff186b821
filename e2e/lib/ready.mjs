// When a page is ready to be used: the app has taken over and no part is still a skeleton.
export async function ready(page, { timeout = 20_000 } = {}) {
  await page.waitForSelector("html[data-ready]", { state: "attached", timeout });
  await page.waitForFunction(() => !document.querySelector("main .skeleton"), null, { timeout });
}

/** When the service worker controls the page and has stored the shell, and what the page has read is kept. */
export async function offlineReady(page, { timeout = 30_000 } = {}) {
  await page.waitForFunction(() => navigator.serviceWorker?.controller, null, { timeout });
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(() => localStorage.getItem("gemeo.kept"), null, { timeout });
}
