// The real server on a free port, serving a built site.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { built } from "../../tools/build/native.mjs";

export const root = resolve(fileURLToPath(import.meta.url), "../../..");

/**
 * Starts the server; give it `dist` and `base` to serve another site than the built one.
 * @returns {Promise<{url: string, origin: string, port: number, pid: number, stop: () => Promise<void>}>} `url` ends with the base path.
 */
export async function startServer({ dist = "dist", base = "/", port, env = {} } = {}) {
  const at = port ?? (await freePort());
  const args = ["--root", resolve(root, dist), "--listen", `127.0.0.1:${at}`, "--base", base];
  const child = spawn(binary(), args, { cwd: root, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let log = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (log += text));
  const ended = new Promise((done) => child.once("exit", done));
  // why: a test that failed half-way stops nothing; its server must neither keep the run waiting nor outlive it
  for (const handle of [child, child.stdout, child.stderr]) handle.unref();
  const forsaken = () => child.kill("SIGTERM");
  process.once("exit", forsaken);
  const origin = `http://127.0.0.1:${at}`;
  await healthy(origin, child, () => log);
  const stop = async () => {
    process.off("exit", forsaken);
    child.ref();
    child.kill("SIGTERM");
    await ended;
  };
  return { origin, url: origin + base, port: at, pid: child.pid, stop, log: () => log };
}

/** The program to test. */
export function binary() {
  const program = process.env.GEMEO_SERVER ?? built("gemeo-server");
  if (!existsSync(program)) throw new Error("no gemeo-server: run ./dev build, or name one in GEMEO_SERVER");
  return program;
}

async function healthy(origin, child, log) {
  for (let tries = 0; tries < 200; tries++) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}:\n${log()}`);
    const answer = await fetch(`${origin}/healthz`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`the server did not answer within 10 s:\n${log()}`);
}

/** A port nobody listens on right now. */
export function freePort() {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once("error", fail);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}
