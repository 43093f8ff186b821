// Every page of the built site, in both languages and both themes: nothing hinders a reader, nothing is refused, nobody else is asked.
import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { violations } from "./lib/axe.mjs";
import { ready } from "./lib/ready.mjs";
import { root } from "./lib/server.mjs";
import { picture } from "./lib/shots.mjs";
import { openSite } from "./lib/site.mjs";
import { said } from "./lib/text.mjs";
import { tooWide } from "./lib/wide.mjs";

const site = openSite();

/** Each page is read twice: in both languages, both themes and both widths. Which go together takes turns from page to page. */
const pairs = [
  [{ lang: "pt", theme: "light", width: 1440 }, { lang: "en", theme: "dark", width: 390 }],
  [{ lang: "pt", theme: "dark", width: 390 }, { lang: "en", theme: "light", width: 1440 }],
  [{ lang: "pt", theme: "light", width: 390 }, { lang: "en", theme: "dark", width: 1440 }],
  [{ lang: "pt", theme: "dark", width: 1440 }, { lang: "en", theme: "light", width: 390 }],
];

test("pages are prerendered in both languages alike", () => {
  assert.ok(pagesOf("pt").length >= 13, pagesOf("pt").join(" "));
  assert.deepEqual(pagesOf("en"), pagesOf("pt"));
});

for (const [at, path] of [...looked(pagesOf("pt")), "no/such/page/"].entries()) {
  test(`/${path} in both languages and themes`, async () => {
    for (const { lang, theme, width } of pairs[at % pairs.length]) {
      const { context, page, seen } = await site.open(`${lang}/${path}`, { theme, width, lang: lang === "pt" ? "pt-PT" : "en-GB", reducedMotion: "reduce" });
      const where = `/${lang}/${path} ${theme} ${width}`;
      assert.equal(await page.locator("h1").count(), 1, `${where}: one heading of the first level`);
      assert.ok((await said(page.locator("h1"))).length > 2, where);
      assert.match(await page.title(), /.{3,} · Gémeo$/, where);
      assert.equal(await page.locator("html").getAttribute("lang"), lang === "pt" ? "pt-PT" : "en-GB");
      assert.deepEqual(await violations(page), [], where);
      const wide = await tooWide(page);
      assert.ok(wide <= 0, `${where} is ${wide} px wider than the screen`);
      await picture(page, `${path.replace(/\/$/, "").replaceAll("/", "-") || "home"}-${lang}-${width}-${theme}`);
      // the browser itself notes the answer 404: to an address that is not there, and that this server has no live readings and no sign-in
      seen.assertClean(path === "no/such/page/" || /(^account|\/live)\/$/.test(path) ? [/404/] : []);
      await context.close();
    }
  });
}

test("every page of the catalogue opens without a fault", async () => {
  const { context, page, seen } = await site.open("pt/");
  for (const path of pagesOf("pt").filter((path) => /^indicators\/./.test(path))) {
    // why by a link: a hundred pages anew take minutes, and a reader goes from one to the next like this
    const before = await said(page.locator("h1"));
    await page.evaluate((href) => document.querySelector("main").appendChild(Object.assign(document.createElement("a"), { href })).click(), site.url(`pt/${path}`));
    await page.waitForFunction((before) => ![undefined, before].includes(document.querySelector("h1")?.innerText.replace(/\s+/g, " ").trim()), before);
    await ready(page);
    assert.ok((await said(page.locator("h1"))).length > 2, path);
    assert.equal(await page.locator("[role=alert]").count(), 0, path);
  }
  seen.assertClean();
  await context.close();
});

test("open panels and dialogs are as usable as the page around them", async () => {
  for (const theme of ["light", "dark"]) {
    const { context, page, seen } = await site.open("pt/guimaraes/", { theme, reducedMotion: "reduce" });
    for (const summary of await page.locator("details > summary").all()) await summary.click();
    await page.waitForFunction(() => !document.querySelector("details[open] .skeleton"));
    assert.deepEqual(await violations(page), [], `panels, ${theme}`);
    await page.locator(".figure-actions button").nth(1).click();
    await page.waitForSelector("dialog[open]");
    assert.deepEqual(await violations(page), [], `dialog, ${theme}`);
    seen.assertClean();
    await context.close();
  }
});

/** Addresses below the language of every prerendered page. */
function pagesOf(lang) {
  const folder = join(root, "dist", lang);
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith("index.html"));
  return files.map((name) => (dirname(name) === "." ? "" : `${dirname(name)}/`)).sort();
}

/** Methods of indicators look alike: two of them stand for all. */
function looked(pages) {
  const methods = pages.filter((path) => /^indicators\/./.test(path));
  return pages.filter((path) => !methods.includes(path) || ["indicators/ghg_total/", "indicators/population_density/"].includes(path));
}
