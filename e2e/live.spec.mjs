// The live panel and the staff area in a real browser: the real server with recorded answers, a real identity provider.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { violations } from "./lib/axe.mjs";
import { launch, reader } from "./lib/browser.mjs";
import { offlineReady, ready } from "./lib/ready.mjs";
import { tables, writeReplay } from "./lib/replay.mjs";
import { binary, freePort, startServer } from "./lib/server.mjs";
import { picture } from "./lib/shots.mjs";
import { said } from "./lib/text.mjs";
import { watch } from "./lib/watch.mjs";
import { tooWide } from "./lib/wide.mjs";
import { signInTable, startProvider } from "../tools/testing/provider.mjs";

const folder = mkdtempSync(join(tmpdir(), "gemeo-live-"));
/** What a browser notes by itself of an answer that is no good news: a server that is down, nobody signed in. */
const noted = [/Failed to load resource/];
let browser, provider, server, port;

before(async () => {
  port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}/`;
  provider = await startProvider({ publicUrl });
  writeReplay(join(folder, "replay"));
  execFileSync(binary(), ["store", "new-key", join(folder, "store.key")]);
  const settings = `egress_loopback_http = true\nreplay = "${join(folder, "replay")}"\nreplay_seconds = 1\nstore = "sqlite:${join(folder, "store.db")}"\nstore_key = "${join(folder, "store.key")}"\n`;
  writeFileSync(join(folder, "server.toml"), `${settings}\n${tables}\n${signInTable({ issuer: provider.issuer, publicUrl, folder })}`);
  await start();
  // why the rules: the provider is at another address of this machine, which is another site
  browser = await launch({ args: ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE 127.0.0.2"] });
});

after(async () => {
  await browser?.close();
  await server?.stop();
  await provider?.stop().catch(() => {});
  rmSync(folder, { recursive: true, force: true });
});

async function start() {
  server = await startServer({ port, env: { GEMEO_CONFIG: join(folder, "server.toml") } });
}

async function open(path, options = {}, url = server.url) {
  const { context, page } = await reader(browser, options);
  const seen = await watch(context, new URL(url).origin);
  await page.goto(url + path);
  await ready(page);
  return { context, page, seen };
}

/** The panel with readings of all its public sources. */
async function filled(page) {
  await page.waitForFunction(() => document.querySelectorAll(".live-row").length >= 20 && document.querySelectorAll(".live-sources tbody tr").length >= 5 && document.querySelector(".live-course svg"));
}

const row = (page, name) => page.locator(".live-cards .live-row", { has: page.getByText(name, { exact: true }) }).first();
const state = (page) => page.locator(".live-bar .status").innerText();

async function signIn(page, name) {
  await page.getByRole("link", { name: /Iniciar sessão/ }).click();
  await page.fill("input[name=login]", name);
  await page.fill("input[name=password]", "anything");
  await page.click("button[type=submit]");
  await page.click("button[type=submit]");
  await page.locator(".account-name").waitFor();
}

describe("live", { concurrency: false }, () => {
  test("the panel fills, says that it is a recording and of when, and what each source does", async () => {
    const { context, page, seen } = await open("pt/lisboa/");
    await page.getByRole("link", { name: "Agora", exact: true }).click();
    await filled(page);
    const notice = await said(page.locator(".live-replay"));
    assert.match(notice, /Isto é uma gravação, não é agora/);
    assert.match(notice, /28 de setembro de 2026/);
    assert.equal(await state(page), "Gravação");
    assert.equal(await page.locator(".live-cards .live-row").count(), await page.locator(".live-cards .live-row .badge", { hasText: "gravada" }).count(), "each reading is marked");
    assert.equal(await page.locator(".live-age").count(), 0, "what is recorded has a date, not an age");
    const no2 = await said(row(page, "Dióxido de azoto (NO₂)"));
    assert.match(no2, /µg\/m³/);
    assert.match(no2, /Limite da UE, média da hora: 200 µg\/m³/);
    assert.match(no2, /(acima|abaixo)$/);
    assert.doesNotMatch(await said(row(page, "Partículas PM10")), /(acima|abaixo)$/, "an hour says nothing about the mean of a day");
    assert.match(await said(page.locator(".live-lead")), /Parte renovável da produção/);
    assert.match(await said(row(page, "Veículos em circulação")), /Calculado aqui/);
    const broken = await said(page.locator(".live-sources tr", { hasText: "broken" }));
    assert.match(broken, /Com falhas A resposta não se consegue ler\./);
    assert.doesNotMatch(await page.innerText("main"), /Parque de viaturas/, "what is private is not for everybody");
    seen.assertClean();
    await context.close();
  });

  test("nothing hinders a reader in both languages and themes and on a telephone", async () => {
    for (const [lang, theme, width] of [["pt", "light", 390], ["pt", "dark", 1440], ["en", "dark", 390], ["en", "light", 1440]]) {
      const { context, page, seen } = await open(`${lang}/lisboa/live/`, { theme, width, reducedMotion: "reduce" });
      await filled(page);
      const where = `${lang} ${theme} ${width}`;
      await page.locator(".live-bar button").click();
      for (const summary of await page.locator("main details > summary").all()) await summary.click();
      assert.deepEqual(await violations(page), [], where);
      assert.ok((await tooWide(page)) <= 0, where);
      await picture(page, `live-${lang}-${width}-${theme}`);
      seen.assertClean();
      await context.close();
    }
  });

  test("a reader stops the page; what comes meanwhile waits", async () => {
    const { context, page } = await open("en/lisboa/live/");
    await filled(page);
    await page.getByRole("button", { name: "Pause" }).click();
    const before = await page.locator(".live-cards").allInnerTexts();
    await page.getByText(/\d+ readings? waiting/).waitFor();
    assert.deepEqual(await page.locator(".live-cards").allInnerTexts(), before);
    await page.getByRole("button", { name: "Go on" }).click();
    await page.waitForFunction((before) => document.querySelector(".live-cards").innerText !== before, before[0]);
    await context.close();
  });

  test("a server that goes away is said to, and when it is back the page is too", async () => {
    const { context, page, seen } = await open("pt/lisboa/live/");
    await filled(page);
    const rows = await page.locator(".live-row").count();
    // what works without connection comes when the page is at rest
    await offlineReady(page);
    await server.stop();
    await page.locator(".live-bar .status", { hasText: "Ligação cortada" }).waitFor();
    assert.match(await said(page.locator(".live-bar-text").first()), /Nova tentativa dentro de \d+ segundos?\./);
    assert.equal(await page.locator(".live-row").count(), rows, "what came stays");
    assert.equal(await page.locator("[role=alert]").count(), 0);
    await picture(page, "live-cut-pt-1440-light");
    await context.setOffline(true);
    await page.locator(".live-bar .status", { hasText: "Sem rede" }).waitFor();
    await start();
    await context.setOffline(false);
    await page.locator(".live-bar .status", { hasText: "Gravação" }).waitFor();
    await page.getByText(/O servidor recomeçou/).waitFor();
    seen.assertClean(noted);
    await context.close();
  });

  test("a source that is asked: the age of its reading, and that it has gone silent", async () => {
    const hour = new Date().toISOString().slice(0, 13);
    const answer = JSON.stringify({ [`${hour}:00`]: { 1200535: { temperatura: 18.5, humidade: 70, intensidadeVento: 2 } } });
    let good = true;
    const upstream = createServer((_, response) => response.writeHead(good ? 200 : 500, { "content-type": "application/json" }).end(answer));
    await new Promise((done) => upstream.listen(0, "127.0.0.1", done));
    // why: a test that failed half-way must not keep the run waiting
    upstream.unref();
    const config = `egress_loopback_http = true\n\n[sources.station]\nurl = "http://127.0.0.1:${upstream.address().port}/"\nmedia = "json"\nlive = "ipma-observations"\ncity = "porto"\nevery_seconds = 1\nstale_seconds = 2\n`;
    writeFileSync(join(folder, "asked.toml"), config);
    const asked = await startServer({ env: { GEMEO_CONFIG: join(folder, "asked.toml") } });
    const { context, page, seen } = await open("pt/porto/live/", {}, asked.url);
    await row(page, "Temperatura").waitFor();
    assert.equal(await state(page), "Em direto");
    assert.match(await said(row(page, "Temperatura")), /^Temperatura 18,5 °C (agora mesmo|há \d+ min)/);
    assert.match(await said(page.locator(".live-domain-empty").first()), /Nenhuma fonte/);
    assert.equal(await page.locator(".live-replay").count(), 0);
    good = false;
    await page.locator(".live-sources tr", { hasText: /Calada|Com falhas/ }).waitFor();
    assert.match(await said(page.locator(".live-sources tbody")), /A fonte responde com um erro\./);
    await page.goto(`${asked.url}pt/lisboa/live/`);
    await page.getByText("nenhuma fonte é desta cidade").waitFor();
    seen.assertClean(noted);
    await context.close();
    await asked.stop();
    await new Promise((done) => upstream.close(done) && upstream.closeAllConnections());
  });

  test("a host without live readings and sign-in says so in plain words", async () => {
    const plain = await startServer();
    const { context, page, seen } = await open("pt/lisboa/live/", { width: 390, theme: "dark" }, plain.url);
    await page.getByText("Este sítio só entrega ficheiros").waitFor();
    assert.equal(await page.locator("[role=alert], .notice-error").count(), 0, "it is no fault");
    await page.getByText("Como se liga uma fonte").click();
    assert.match(await page.innerText("pre"), /city = "lisboa"/);
    assert.deepEqual(await violations(page), []);
    assert.ok((await tooWide(page)) <= 0);
    await picture(page, "live-none-pt-390-dark");
    await page.getByRole("link", { name: "Área da equipa" }).click();
    await page.getByText("Este servidor não tem início de sessão").waitFor();
    assert.equal(await page.getByRole("link", { name: /Iniciar sessão/ }).count(), 0);
    seen.assertClean(noted);
    await context.close();
    await plain.stop();
  });

  test("a person signs in, sees what is theirs, ends another session and signs out", async () => {
    const other = await open("pt/account/");
    await signIn(other.page, "ana");
    await other.context.close();
    const { context, page, seen } = await open("pt/account/");
    assert.deepEqual(await violations(page), []);
    await picture(page, "account-out-pt-1440-light");
    await signIn(page, "ana");
    assert.equal(new URL(page.url()).pathname, "/pt/account/");
    assert.equal(await page.innerText(".account-name"), "Ana de Teste");
    assert.match(await said(page.locator(".account-facts")), /Papéis leitura Cidades Lisboa$/);
    for (const theme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme: theme });
      assert.deepEqual(await violations(page), [], theme);
      await picture(page, `account-pt-1440-${theme}`);
    }
    const sessions = page.locator(".account-list > li");
    assert.equal(await sessions.count(), 2);
    await page.getByRole("button", { name: /Terminar a sessão de/ }).click();
    await page.waitForFunction(() => document.querySelectorAll(".account-list > li").length === 1);
    await page.locator(".account-who").getByRole("link", { name: "Lisboa agora" }).click();
    await page.getByRole("heading", { name: "Parque de viaturas" }).waitFor();
    assert.match(await said(page.locator(".live-card", { hasText: "Parque de viaturas" })), /reservada/);
    await page.getByRole("link", { name: "Área da equipa" }).click();
    await page.getByRole("button", { name: "Terminar sessão", exact: true }).click();
    await page.getByText("Sessão terminada aqui").waitFor();
    const provided = await page.getByRole("link", { name: "Sair também do fornecedor" }).getAttribute("href");
    assert.ok(provided.startsWith(`${provider.issuer}/session/end?`), provided);
    assert.deepEqual(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes("staff"))), []);
    // why: the pages of the provider are its own
    seen.assertClean([...noted, /127\.0\.0\.2|fonts\.googleapis\.com/]);
    await context.close();
  });

  test("a session that has ended is said to, nothing is lost, and signing in elsewhere brings it back", async () => {
    const { context, page } = await open("pt/account/", { width: 390 });
    await signIn(page, "ana");
    assert.ok((await tooWide(page)) <= 0);
    await picture(page, "account-pt-390-light");
    await context.clearCookies({ domain: "127.0.0.1" });
    await page.evaluate(() => dispatchEvent(new Event("focus")));
    await page.getByText("A sessão terminou").waitFor();
    assert.deepEqual(await violations(page), []);
    const [tab] = await Promise.all([context.waitForEvent("page"), page.getByRole("link", { name: /Iniciar sessão de novo/ }).click()]);
    await tab.waitForURL((url) => url.pathname === "/pt/account/" || url.pathname.includes("interaction"));
    if (tab.url().includes("interaction")) {
      if (await tab.locator("input[name=login]").count()) {
        await tab.fill("input[name=login]", "ana");
        await tab.fill("input[name=password]", "anything");
        await tab.click("button[type=submit]");
      }
      await tab.click("button[type=submit]");
    }
    await tab.locator(".account-name").waitFor();
    await page.evaluate(() => dispatchEvent(new Event("focus")));
    await page.locator(".account-name").waitFor();
    await context.close();
  });
});
