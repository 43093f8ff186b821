// Throws requests at the API that its own description calls for, and others: schemathesis over /api/openapi.json of two real
// servers on loopback: one that replays, asked by a visitor and by somebody who is signed in, and one that pulls. usage: node tools/soak/api.mjs SECONDS SCHEMATHESIS SERVER
// Any 5xx and any answer that the description does not know is a failure.
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { signInTable, startProvider } from "../testing/provider.mjs";
import { signIn } from "./sign-in.mjs";

const [seconds, schemathesis, program] = [Number(process.argv[2]), process.argv[3], process.argv[4]];
const folder = mkdtempSync(join(tmpdir(), "gemeo-soak-"));
const children = [];

// why none of the others: an id that is well written need not exist, so 404 to it is no fault
const checks = [
  "not_a_server_error",
  "status_code_conformance",
  "content_type_conformance",
  "response_headers_conformance",
  "response_schema_conformance",
  "missing_required_header",
  "unsupported_method",
  "allow_header_conformance",
];

/** A port that nobody listens on now. */
async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** A source of made-up readings, which only this soak asks. */
async function startSource() {
  const server = createServer((request, response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ asked: request.url.length }));
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { url: `http://127.0.0.1:${server.address().port}/`, stop: () => server.close() };
}

async function startServer(name, port, lines) {
  const file = join(folder, `${name}.toml`);
  const common = [
    `root = "${join(folder, "dist")}"`,
    `listen = "127.0.0.1:${port}"`,
    'ops_listen = "127.0.0.1:0"',
    "egress_loopback_http = true",
    // why: one address asks for everybody here
    "api_per_minute = 0",
    "auth_per_minute = 0",
    'log_level = "warn"',
  ];
  writeFileSync(file, [...common, ...lines].join("\n"));
  const child = spawn(program, ["--config", file], { stdio: ["ignore", "ignore", "pipe"] });
  children.push(child);
  let log = "";
  child.stderr.on("data", (bytes) => (log = (log + bytes).slice(-20_000)));
  const url = `http://127.0.0.1:${port}/`;
  for (let tries = 0; tries < 200; tries++) {
    if (child.exitCode !== null) throw new Error(`the server ended: ${log}`);
    const answer = await fetch(`${url}healthz`).catch(() => null);
    if (answer?.ok) return { url, child, log: () => log };
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`the server does not answer: ${log}`);
}

/** A stream never ends, so schemathesis asks for streams of other cities alone: this one is looked at here. */
async function lookAtStream(url) {
  const stop = new AbortController();
  const answer = await fetch(`${url}api/live/porto`, { signal: stop.signal });
  const { value } = await answer.body.getReader().read();
  const said = new TextDecoder().decode(value);
  stop.abort();
  if (answer.status !== 200 || answer.headers.get("content-type") !== "text/event-stream" || !said.startsWith("event: hello\n")) {
    throw new Error(`the stream answers ${answer.status}: ${said}`);
  }
}

function fuzz({ url }, name, time, words) {
  const report = join("target/soak", `api-${name}.json`);
  const asked = ["run", `${url}api/openapi.json`, "--max-time", `${time}`, "--checks", checks.join(","), "--continue-on-failure"];
  const more = ["--max-redirects", "0", "--request-timeout", "20", "--no-color", "--warnings", "off", "--report", "json", "--report-json-path", report, ...words];
  const env = { ...process.env, SCHEMATHESIS_HOOKS: "hooks", PYTHONPATH: "tools/soak" };
  return new Promise((done) => spawn(schemathesis, [...asked, ...more], { env, stdio: "inherit" }).on("close", done));
}

async function run() {
  mkdirSync("target/soak", { recursive: true });
  mkdirSync(join(folder, "dist"));
  writeFileSync(join(folder, "dist/index.html"), "shell");
  const recorded = join(folder, "recorded/stations");
  mkdirSync(recorded, { recursive: true });
  const value = { temperatura: 18.5, humidade: -99.0, intensidadeVento: -99.0 };
  writeFileSync(join(recorded, "2026-01-01.json"), JSON.stringify({ "2026-01-01T14:00": { 1210883: value } }));
  execFileSync(program, ["store", "new-key", join(folder, "store.key")]);

  const publicUrl = `http://127.0.0.1:${await freePort()}/`;
  const [provider, source] = [await startProvider({ publicUrl }), await startSource()];
  const replaying = await startServer("replay", new URL(publicUrl).port, [
    `store = "sqlite:${join(folder, "store.db")}"`,
    `store_key = "${join(folder, "store.key")}"`,
    `replay = "${join(folder, "recorded")}"`,
    "replay_seconds = 1",
    '[sources.stations]\nurl = "https://data.example.org/"\nmedia = "json"\nlive = "ipma-observations"\ncity = "porto"',
    signInTable({ issuer: provider.issuer, publicUrl, folder }),
  ]);
  const pulling = await startServer("pull", await freePort(), [
    `[sources.whole]\nurl = "${source.url}whole.json"\nmedia = "json"`,
    `[sources.folder]\nurl = "${source.url}folder/"\nmedia = "json"\nbeneath = true\nquery = ["day"]\nevery_seconds = 1`,
  ]);
  await lookAtStream(replaying.url);
  const failed = [];
  const cookie = await signIn(publicUrl, "ana");
  const me = await fetch(`${publicUrl}api/me`, { headers: { cookie, "gemeo-request": "1" } });
  if (me.status !== 200) throw new Error(`/api/me answers ${me.status} to who has signed in`);
  // why without signing out: the rest would be asked by a visitor
  const session = ["-H", `Cookie: ${cookie}`, "--exclude-path", "/auth/logout"];
  for (const [server, name, words] of [[replaying, "visitor", []], [replaying, "signed-in", session], [pulling, "pull", []]]) {
    if ((await fuzz(server, name, Math.max(1, Math.round(seconds / 3)), words)) !== 0) failed.push(name);
    if (server.child.exitCode !== null) failed.push(`${name}: the server ended`);
    if (/panicked/.test(server.log())) failed.push(`${name}: a panic\n${server.log()}`);
  }
  await lookAtStream(replaying.url);
  await provider.stop();
  source.stop();
  return failed;
}

let failed = ["did not run"];
try {
  failed = await run();
} finally {
  for (const child of children) child.kill();
  rmSync(folder, { recursive: true, force: true });
}
if (failed.length > 0) console.error(`✗ the API: ${failed.join(", ")}; see target/soak/api-*.json`);
process.exit(failed.length > 0 ? 1 : 0);
