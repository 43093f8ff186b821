// Pictures of pages, to be looked at; they go to the git-ignored e2e/screenshots.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { reader } from "./browser.mjs";
import { root } from "./server.mjs";
import { ready } from "./ready.mjs";

export const widths = [390, 1440];
export const themes = ["light", "dark"];

/** One page at both widths in both themes: `<name>-<width>-<theme>.png`. `prepare(page)` may click before the picture. */
export async function shoot(browser, url, name, { prepare, lang } = {}) {
  for (const width of widths) {
    for (const theme of themes) {
      const { context, page } = await reader(browser, { width, theme, lang, reducedMotion: "reduce" });
      await page.goto(url);
      await ready(page);
      await prepare?.(page);
      await picture(page, `${name}-${width}-${theme}`);
      await context.close();
    }
  }
}

export async function picture(page, name) {
  const folder = join(root, "e2e/screenshots");
  mkdirSync(folder, { recursive: true });
  // why not all of it: the guide has a hundred screens, and drawing them takes longer than all else on the page
  const { width, height } = await page.evaluate(() => ({ width: document.documentElement.clientWidth, height: document.documentElement.scrollHeight }));
  const clip = { x: 0, y: 0, width, height: Math.min(height, 16_000) };
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true, clip, animations: "disabled" });
}
