// Draws the icons in public/ from the mark. Run it when the mark changes and commit what it writes.
// usage: node style/icons/make.mjs   (after ./dev setup; CHROMIUM names another browser)
import { copyFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { repack } from "./png.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "../../public");
const paths = readFileSync(join(here, "mark.svg"), "utf8").match(/<path.*\/>/)[0];

// Name, size, share of the side the mark takes, corner radius as a share. A maskable icon keeps its mark in the
// middle circle of 80 % (W3C manifest, "safe zone"), and its ground runs to the edge.
const icons = [
  ["icon-192.png", 192, 0.76, 0.2],
  ["icon-512.png", 512, 0.76, 0.2],
  ["icon-maskable-512.png", 512, 0.56, 0],
  ["icon-180.png", 180, 0.7, 0],
];

const page = (size, share, radius) => {
  const side = size * share;
  const at = (size - side) / 2;
  return `<!doctype html><body style="margin:0"><svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" style="display:block">
    <rect width="${size}" height="${size}" rx="${size * radius}" fill="#faf9f5"/>
    <svg x="${at}" y="${at}" width="${side}" height="${side}" viewBox="0 0 32 32">${paths}</svg></svg>`;
};

mkdirSync(join(out, "icons"), { recursive: true });
copyFileSync(join(here, "mark.svg"), join(out, "favicon.svg"));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
for (const [name, size, share, radius] of icons) {
  const tab = await browser.newPage({ viewport: { width: size, height: size } });
  await tab.setContent(page(size, share, radius));
  const file = join(out, "icons", name);
  writeFileSync(file, repack(await tab.screenshot({ omitBackground: radius > 0 })));
  await tab.close();
  const bytes = statSync(file).size;
  console.log(`${name}: ${bytes} bytes`);
  if (bytes > 10_000) throw new Error(`${name} is larger than 10 kB`);
}
await browser.close();
