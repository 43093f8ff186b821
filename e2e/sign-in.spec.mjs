// Signing in with a real identity provider (oidc-provider) in a real browser, against the real server.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { launch } from "./lib/browser.mjs";
import { binary, freePort, startServer } from "./lib/server.mjs";
import { signInTable, startProvider } from "../tools/testing/provider.mjs";

const folder = mkdtempSync(join(tmpdir(), "gemeo-sign-in-"));
const twin = join(folder, "twin");
let browser, context, page, provider, server;
const refreshed = [];

const ask = (path, init = {}) =>
  page.evaluate(async ([path, init]) => {
    const answer = await fetch(path, { ...init, headers: { "gemeo-request": "1" } });
    return { status: answer.status, body: await answer.json().catch(() => null) };
  }, [path, init]);

before(async () => {
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}/`;
  provider = await startProvider({ publicUrl, accessSeconds: 2 });
  provider.provider.on("grant.success", (ctx) => ctx.oidc.params.grant_type === "refresh_token" && refreshed.push(ctx.oidc.params.refresh_token));
  mkdirSync(join(twin, "pt"), { recursive: true });
  for (const place of ["", "pt"]) writeFileSync(join(twin, place, "index.html"), "<!doctype html><title>twin</title><h1>twin</h1>");
  execFileSync(binary(), ["store", "new-key", join(folder, "store.key")]);
  const table = signInTable({ issuer: provider.issuer, publicUrl, folder });
  const config = `egress_loopback_http = true\nstore = "sqlite:${join(folder, "store.db")}"\nstore_key = "${join(folder, "store.key")}"\nlog_level = "debug"\n\n${table}`;
  writeFileSync(join(folder, "server.toml"), config);
  server = await startServer({ dist: twin, port, env: { GEMEO_CONFIG: join(folder, "server.toml") } });
  // why the rules: the provider is at another address of this machine, which is another site
  browser = await launch({ args: ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE 127.0.0.2"] });
  context = await browser.newContext();
  page = await context.newPage();
});

after(async () => {
  await browser?.close();
  await server?.stop();
  await provider?.stop().catch(() => {});
  rmSync(folder, { recursive: true, force: true });
});

async function signIn(name) {
  await page.goto(`${server.url}auth/login?to=/pt/`);
  await page.fill("input[name=login]", name);
  await page.fill("input[name=password]", "anything");
  await page.click("button[type=submit]");
  await page.click("button[type=submit]");
  await page.waitForURL(`${server.url}pt/`);
}

describe("signing in", { concurrency: false }, () => {
  test("a person signs in; the browser holds one cookie that no script sees", async () => {
    assert.equal((await page.goto(`${server.url}pt/`)).status(), 200);
    assert.equal((await ask("/api/me")).status, 401);
    await signIn("ana");
    const me = await ask("/api/me");
    assert.deepEqual([me.status, me.body.name, me.body.cities, me.body.roles], [200, "Ana de Teste", ["lisboa"], ["reader"]]);
    const cookies = (await context.cookies()).filter(({ domain }) => domain === "127.0.0.1");
    assert.deepEqual(cookies.map(({ name }) => name), ["__Host-gemeo-session"]);
    const [{ httpOnly, secure, sameSite, path }] = cookies;
    assert.deepEqual({ httpOnly, secure, sameSite, path }, { httpOnly: true, secure: true, sameSite: "Strict", path: "/" });
    const seen = await page.evaluate(() => [document.cookie, localStorage.length, sessionStorage.length]);
    assert.deepEqual(seen, ["", 0, 0]);
  });

  test("the provider's word is renewed, each time with a new token", async () => {
    for (let round = 0; round < 2; round++) {
      const before = refreshed.length;
      await new Promise((done) => setTimeout(done, 2500));
      assert.equal((await ask("/api/me")).status, 200);
      assert.equal(refreshed.length, before + 1);
    }
    assert.equal(new Set(refreshed).size, refreshed.length);
  });

  test("another site cannot sign the person out", async () => {
    const other = await context.newPage();
    await other.goto(`${provider.issuer}/.well-known/openid-configuration`);
    await other.evaluate((action) => {
      const form = Object.assign(document.createElement("form"), { action, method: "post" });
      document.body.append(form);
      form.submit();
    }, `${server.url}auth/logout`);
    await other.waitForURL(`${server.url}auth/logout`);
    assert.match(await other.textContent("body"), /no-header/);
    await other.close();
    assert.equal((await ask("/api/me")).status, 200);
  });

  test("signing out at the provider ends the session here", async () => {
    const second = await context.newPage();
    await second.goto(`${provider.issuer}/session/end?client_id=gemeo`);
    await second.click("button[value=yes]");
    await second.waitForLoadState();
    await second.close();
    let status;
    for (let tries = 0; tries < 50 && status !== 401; tries++) {
      status = (await ask("/api/me")).status;
      await new Promise((done) => setTimeout(done, 100));
    }
    assert.equal(status, 401);
  });

  test("signing out here ends the session and says where to go on", async () => {
    await signIn("rui");
    assert.deepEqual((await ask("/api/me")).body.cities, ["porto"]);
    const out = await ask("/auth/logout", { method: "POST" });
    assert.ok(out.body.end_session.startsWith(`${provider.issuer}/session/end?`));
    assert.equal((await ask("/api/me")).status, 401);
    assert.deepEqual((await context.cookies()).filter(({ domain }) => domain === "127.0.0.1"), []);
  });

  test("without the provider the twin goes on and says what is the matter", async () => {
    await provider.stop();
    assert.equal((await page.goto(`${server.url}pt/`)).status(), 200);
    // Its addresses are known for an hour; the exchange is what fails.
    const begun = await fetch(`${server.url}auth/login`, { redirect: "manual" });
    const cookie = begun.headers.getSetCookie()[0].split(";")[0];
    const state = new URL(begun.headers.get("location")).searchParams.get("state");
    const answer = await fetch(`${server.url}auth/callback?code=x&state=${state}`, { redirect: "manual", headers: { cookie } });
    assert.deepEqual([answer.status, (await answer.json()).type], [503, "urn:gemeo:problem:provider-down"]);
  });

  test("the evidence holds, and nothing of the person is in the clear", () => {
    const config = join(folder, "server.toml");
    assert.match(execFileSync(binary(), ["audit", "verify", "--config", config]).toString(), /the evidence holds/);
    const stored = readdirSync(folder).filter((name) => name.startsWith("store.db"));
    const texts = [server.log(), ...stored.map((name) => readFileSync(join(folder, name), "latin1"))];
    for (const text of texts) {
      for (const canary of ["de Teste", "only-for-tests", "lisboa-staff", ...refreshed]) assert.ok(!text.includes(canary), canary);
    }
    const rows = execFileSync(binary(), ["subject", "export", `${provider.issuer}#ana`, "--by", "test", "--config", config]).toString();
    assert.match(rows, /"did":"signed in"/);
    assert.match(rows, /"did":"signed out at the provider"/);
  });
});
