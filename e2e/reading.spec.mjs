// Reading without a mouse, at 400 % zoom, on paper, and without movement.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openSite } from "./lib/site.mjs";
import { said } from "./lib/text.mjs";
import { tooWide } from "./lib/wide.mjs";

const site = openSite();
const pages = ["pt/", "pt/guimaraes/", "pt/lisboa/map/", "pt/compare/", "pt/indicators/", "pt/sources/", "pt/about/"];
const focused = (page) => page.evaluate(() => {
  const at = document.activeElement;
  return { tag: at.tagName, id: at.id, text: at.textContent.trim(), href: at.getAttribute("href"), outline: getComputedStyle(at).outlineStyle };
});

test("the first key leads past the menus to the content", async () => {
  for (const path of pages) {
    const { context, page } = await site.open(path);
    await page.keyboard.press("Tab");
    assert.equal((await focused(page)).href, "#main", path);
    assert.ok((await page.locator(".skip-link").boundingBox()).y >= 0, "the link is seen once it has the focus");
    await page.keyboard.press("Enter");
    assert.equal((await focused(page)).id, "main", path);
    await context.close();
  }
});

test("every control of the header has a name, a visible focus and an order that follows the eye", async () => {
  const { context, page } = await site.open("pt/guimaraes/");
  const seen = [];
  for (let i = 0; i < 16; i++) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const at = document.activeElement;
      const inHeader = at.closest(".site-header, .skip-link") !== null;
      const name = at.getAttribute("aria-label") ?? at.labels?.[0]?.textContent ?? at.textContent.trim();
      return { inHeader, name, outline: getComputedStyle(at).outlineStyle };
    });
    assert.equal(at.outline, "solid", `the focus on “${at.name}” is seen`);
    if (at.inHeader) seen.push(at.name);
  }
  assert.ok(seen.length >= 9, seen.join(", "));
  assert.ok(seen.every((name) => name.length > 0));
  await context.close();
});

test("a city is chosen with keys alone", async () => {
  const { context, page } = await site.open("pt/");
  await page.focus("#city-choice");
  await page.keyboard.type("Por");
  await page.waitForURL(site.url("pt/porto/"));
  assert.equal(await said(page.locator("h1")), "Porto");
  await context.close();
});

test("a dialog takes the focus, gives it back, and closes with Escape", async () => {
  const { context, page, seen } = await site.open("pt/guimaraes/");
  const button = page.locator("#i-population .figure-actions button").nth(1);
  await button.focus();
  await page.keyboard.press("Enter");
  await page.waitForSelector("dialog[open]");
  for (let i = 0; i < 6; i++) {
    await page.keyboard.press("Tab");
    const outside = await page.evaluate(() => !document.activeElement.closest("dialog") && document.activeElement !== document.body);
    assert.equal(outside, false, "the focus stays in the dialog");
  }
  await page.keyboard.press("Escape");
  await page.waitForSelector("dialog[open]", { state: "detached" });
  assert.equal(await button.evaluate((node) => node === document.activeElement), true);
  await page.keyboard.press("Enter");
  await page.waitForSelector("dialog[open]");
  seen.assertClean();
  await context.close();
});

test("a panel opens with a key and says how the figure was computed", async () => {
  const { context, page } = await site.open("en/guimaraes/");
  await page.locator("#i-population details.explain summary").focus();
  await page.keyboard.press("Enter");
  await page.waitForSelector("#i-population .formula");
  await context.close();
});

test("at 400 % of a 1280 px screen nothing is cut off or needs scrolling sideways", async () => {
  for (const path of pages) {
    const { context, page } = await site.open(path, { width: 320, height: 256, reducedMotion: "reduce" });
    const wide = await tooWide(page);
    assert.ok(wide <= 0, `${path} is ${wide} px wider than the screen`);
    const covered = await page.evaluate(() => {
      const fixed = [...document.querySelectorAll("body *")].filter((node) => /fixed|sticky/.test(getComputedStyle(node).position));
      return fixed.map((node) => node.getBoundingClientRect()).filter((box) => box.width > 300 && box.height > 128).length;
    });
    assert.equal(covered, 0, `${path}: nothing fixed covers half of the screen`);
    await context.close();
  }
});

test("larger letters and more room between them cut off nothing", async () => {
  const { context, page } = await site.open("pt/guimaraes/", { width: 390 });
  // WCAG 2.2, 1.4.12 Text Spacing; by the debugger's door, as a reader's own style sheet would
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }");
    document.adoptedStyleSheets = [sheet];
  });
  const wide = await tooWide(page);
  assert.ok(wide <= 0, `${wide} px wider than the screen`);
  await context.close();
});

test("who wants no movement gets none", async () => {
  for (const path of ["pt/", "pt/guimaraes/"]) {
    const { context, page } = await site.open(path, { reducedMotion: "reduce" });
    const moving = await page.evaluate(() => {
      const long = (text) => text.split(",").some((part) => parseFloat(part) > 0.01);
      const all = [...document.querySelectorAll("*")].map((node) => [node, getComputedStyle(node)]);
      const found = all.filter(([, style]) => long(style.transitionDuration) || (style.animationName !== "none" && long(style.animationDuration)));
      return found.map(([node]) => node.className || node.tagName);
    });
    assert.deepEqual(moving, [], path);
    assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
    await context.close();
  }
});

test("on paper there are the figures and their sources, and no controls", async () => {
  const { context, page } = await site.open("pt/guimaraes/", { theme: "dark" });
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  for (const gone of [".site-nav", ".site-tools", ".figure-actions", ".tabs"]) {
    assert.equal(await page.locator(gone).first().isVisible(), false, gone);
  }
  for (const there of ["h1", ".page-head .headline", "main figure svg >> visible=true", ".figure-caption", "#i-population .card-value"]) {
    assert.ok(await page.locator(there).first().isVisible(), there);
  }
  const [ink, paper] = await page.evaluate(() => [getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]);
  assert.deepEqual([ink, paper], ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]);
  const pdf = await page.pdf({ format: "A4" });
  const sheets = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  assert.ok(sheets >= 2 && sheets < 30, `${sheets} sheets`);
  await context.close();
});
