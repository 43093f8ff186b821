// Starting what is measured: the server as it is deployed, and nginx with the same files and headers.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { freePort, root } from "../../../e2e/lib/server.mjs";

export const program = process.env.GEMEO_SERVER ?? join(root, "target/native/gemeo-server");
export const secret = "a-secret-of-the-bench";
/** Workers of nginx; the server has as many threads as there are cores. */
export const workers = 2;

/** A folder that is gone with the bench. */
export function scratch() {
  const folder = mkdtempSync(join(tmpdir(), "gemeo-bench-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * Starts the server with these lines of configuration; `dist` is the folder it serves.
 * @returns {Promise<{origin: string, address: string, pid: number, stop: () => Promise<void>}>}
 */
export async function startProgram(folder, lines, dist = empty(folder)) {
  const port = await freePort();
  const file = join(folder, "server.toml");
  const common = [`root = "${dist}"`, `listen = "127.0.0.1:${port}"`, 'log_level = "warn"', "api_per_minute = 0", "notify_per_minute = 0"];
  writeFileSync(file, [...common, ...lines].join("\n"));
  return started(program, ["--config", file], port, "/healthz");
}

/** nginx as Debian configures it, with the compressed files beside the others and, where it is compared, the server's own headers. */
export async function startNginx(folder, dist, headers = []) {
  const port = await freePort();
  const [prefix, file] = [join(folder, "nginx"), join(folder, "nginx.conf")];
  mkdirSync(prefix, { recursive: true });
  const brotli = "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so";
  if (!existsSync(brotli)) throw new Error("nginx has no module for brotli (Debian: libnginx-mod-http-brotli-static)");
  const temp = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${prefix}/${name};`).join("\n    ");
  writeFileSync(file, `
load_module ${brotli};
worker_processes ${workers};
${userInfo().uid === 0 ? "user root;" : ""}
daemon off;
pid ${prefix}/pid;
error_log stderr error;
events { worker_connections 768; }
http {
    ${temp}
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 100000000;
    access_log off;
    gzip_static on;
    brotli_static on;
    server {
        listen 127.0.0.1:${port};
        root ${dist};
        ${headers.map(([name, value]) => `add_header ${name} "${value.replaceAll('"', '\\"')}";`).join("\n        ")}
    }
}
`);
  const nginx = ["/usr/sbin/nginx", "/usr/bin/nginx"].find(existsSync);
  if (!nginx) throw new Error("no nginx: run ./dev bench server, which gets it, or install it");
  return started(nginx, ["-p", prefix, "-c", file], port, "/");
}

async function started(binary, args, port, path) {
  const child = spawn(binary, args, { cwd: root, stdio: ["ignore", "ignore", "pipe"] });
  let log = "";
  child.stderr.on("data", (text) => (log = (log + text).slice(-20_000)));
  const ended = new Promise((done) => child.once("exit", done));
  const forsaken = () => child.kill("SIGTERM");
  process.once("exit", forsaken);
  const origin = `http://127.0.0.1:${port}`;
  for (let tries = 0; !(await fetch(origin + path).catch(() => null))?.ok; tries++) {
    if (child.exitCode !== null || tries > 200) throw new Error(`${binary} does not answer:\n${log}`);
    await new Promise((done) => setTimeout(done, 50));
  }
  const stop = async () => {
    process.off("exit", forsaken);
    child.kill("SIGTERM");
    await ended;
  };
  return { origin, address: `127.0.0.1:${port}`, pid: child.pid, stop, log: () => log };
}

/** A twin of one page, where the files are not what is measured. */
function empty(folder) {
  const dist = join(folder, "dist");
  mkdirSync(dist, { recursive: true });
  writeFileSync(join(dist, "index.html"), "bench");
  return dist;
}

/** A file of mode 600. */
export function privateFile(folder, name, text) {
  const file = join(folder, name);
  writeFileSync(file, text, { mode: 0o600 });
  return file;
}

/** Lines of a webhook whose readings go to the stream of Porto. */
export async function webhook(folder) {
  const address = `127.0.0.1:${await freePort()}`;
  const file = privateFile(folder, "air.secret", secret);
  return { address, table: `[subscriptions.air]\ncity = "porto"\nlive = "ngsi"\nsecret_file = "${file}"`, listen: `notify_listen = "${address}"` };
}

/** Memory in use, in KiB. */
export const residentKib = (pid) => Number(readFileSync(`/proc/${pid}/status`, "utf8").match(/^VmRSS:\s+(\d+) kB/m)[1]);

/** What a program writes, as JSON. */
export const json = (binary, args) => JSON.parse(execFileSync(binary, args, { maxBuffer: 1 << 24 }).toString());
