// Chromium as a reader has it, with an ear for everything that must not happen.
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const flags = [
  "--no-sandbox",
  // WebGL2 without a graphics card
  "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
  // the browser itself talks to nobody
  "--disable-background-networking", "--disable-component-update", "--disable-default-apps", "--disable-domain-reliability",
  "--disable-sync", "--no-default-browser-check", "--no-first-run", "--no-pings",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

export function chromiumPath() {
  const names = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].filter(Boolean);
  const found = names.find(existsSync);
  if (!found) throw new Error("no Chromium: run ./dev test once, or name one in CHROMIUM");
  return found;
}

// why: what is not WebGL is drawn faster without pretending a graphics card
const plain = ["--disable-gpu-compositing"];
// as with a graphics card: pages are put together where WebGL draws, not read back from there within a task of the page
const carded = ["--enable-gpu-rasterization", "--ignore-gpu-blocklist"];

/** A browser; `card` has it put pages together as it does where there is a graphics card. */
export function launch({ args = [], headless = true, card = false } = {}) {
  return chromium.launch({ executablePath: chromiumPath(), headless, args: [...flags, ...(card ? carded : plain), ...args] });
}

/** A profile on disk, for what a fresh context does not have: service workers that outlive the page, quotas. */
export function launchPersistent(folder, options = {}) {
  return chromium.launchPersistentContext(folder, { executablePath: chromiumPath(), args: [...flags, ...plain], ...contextOptions(options) });
}

/**
 * A fresh reader: no cookies, no storage.
 * `width`, `height`, `theme` light|dark, `lang` pt-PT|en-GB, `reducedMotion`, and anything playwright takes.
 */
export async function reader(browser, options = {}) {
  const context = await browser.newContext(contextOptions(options));
  // why longer than the usual half minute: two files of tests share two processors
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  return { context, page };
}

function contextOptions({ width = 1440, height = width < 600 ? 844 : 900, theme = "light", lang = "pt-PT", reducedMotion = "no-preference", ...rest }) {
  return {
    viewport: { width, height }, isMobile: width < 600, hasTouch: width < 600, colorScheme: theme, locale: lang, reducedMotion,
    timezoneId: "Europe/Lisbon", ...rest,
  };
}
