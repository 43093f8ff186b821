// Stands between browser and server and counts the bytes of every answer's body, as they go over the wire.
import { createServer, request } from "node:http";
import { freePort } from "../../e2e/lib/server.mjs";

export async function meter(origin) {
  const port = await freePort();
  const seen = [];
  const server = createServer((ask, answer) => {
    const onward = request(new URL(ask.url, origin), { method: ask.method, headers: ask.headers }, (from) => {
      const entry = { path: ask.url, status: from.statusCode, coding: from.headers["content-encoding"] ?? "identity", bytes: 0 };
      seen.push(entry);
      answer.writeHead(from.statusCode, from.rawHeaders);
      from.on("data", (chunk) => (entry.bytes += chunk.length));
      from.pipe(answer);
    });
    onward.on("error", () => answer.destroy());
    ask.pipe(onward);
  });
  await new Promise((done) => server.listen(port, "127.0.0.1", done));
  const stop = () => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  };
  return { origin: `http://127.0.0.1:${port}`, seen, stop };
}
