// A bad line between browser and server: answers can be changed, cut off, delayed or refused, for pages and service workers alike.
import { createServer, request } from "node:http";
import { freePort } from "./server.mjs";

/**
 * `line.rules` are functions `(path) => change | undefined`; the first that gives something counts. A change is
 * `{ body(bytes) }` for other bytes, `{ cutAt: 0.5 }` for a connection that breaks off, `{ status }` for another answer.
 * `line.down = true` refuses every connection; `line.behind` may name another server behind the same address.
 */
export async function trouble(behind) {
  const port = await freePort();
  const line = { origin: `http://127.0.0.1:${port}`, behind, rules: [], down: false };
  const server = createServer((ask, answer) => {
    if (line.down) return answer.destroy();
    const path = ask.url.split("?")[0];
    const change = line.rules.map((rule) => rule(path)).find(Boolean);
    pass(line.behind, ask, answer, change);
  });
  await new Promise((done) => server.listen(port, "127.0.0.1", done));
  // why: a test that failed half-way must not keep the run waiting
  server.unref();
  line.stop = () => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  };
  return line;
}

function pass(origin, ask, answer, change) {
  // why: a changed file is changed as it is read, not as it is packed; and a cache must not answer for it
  const headers = change ? { ...ask.headers, "accept-encoding": "identity", "if-none-match": "" } : ask.headers;
  const onward = request(new URL(ask.url, origin), { method: ask.method, headers }, async (from) => {
    if (!change) {
      answer.writeHead(from.statusCode, from.rawHeaders);
      return from.pipe(answer);
    }
    const parts = [];
    for await (const part of from) parts.push(part);
    changed(answer, from, Buffer.concat(parts), change);
  });
  onward.on("error", () => answer.destroy());
  ask.pipe(onward);
}

function changed(answer, from, bytes, { body, cutAt, status }) {
  const out = body ? body(bytes) : bytes;
  const headers = { ...from.headers, "content-length": out.length };
  delete headers.etag;
  answer.writeHead(status ?? from.statusCode, headers);
  if (cutAt === undefined) return answer.end(out);
  answer.write(out.subarray(0, Math.floor(out.length * cutAt)), () => setTimeout(() => answer.destroy(), 20));
}

/** One digit of a file changed, its length kept. */
export function flipped(bytes) {
  const out = Buffer.from(bytes);
  const at = out.findLastIndex((byte) => byte >= 0x31 && byte <= 0x38);
  out[at] += 1;
  return out;
}
