import assert from "node:assert/strict";
import { test } from "node:test";
import { gather } from "./split.mjs";

const loader = (parts) => parts.map((part) => `const src = fetch(new URL("./${part}", import.meta.url));`).join("\n");
const parts = { "chunk_1.wasm": Buffer.from("abc"), "chunk_2.wasm": Buffer.alloc(9000, 1), "chunk_3.wasm": Buffer.from("de"), "split_map_part.wasm": Buffer.from("fg") };

test("small chunks come from one file, each by its place; others as they were", async () => {
  const { text, files } = gather(loader(Object.keys(parts)), parts);
  assert.deepEqual(Object.keys(files).sort(), ["chunk_2.wasm", "chunks.bin", "split_map_part.wasm"]);
  assert.equal(files["chunks.bin"].toString(), "abcde");
  assert.match(text, /src = chunk\(0, 3\);[^]*"\.\/chunk_2\.wasm"[^]*src = chunk\(3, 5\);[^]*"\.\/split_map_part\.wasm"/);
  const asked = [];
  const fetch = async (address) => (asked.push(address), asked.length === 1 ? { ok: false, status: 503 } : { ok: true, arrayBuffer: async () => new Uint8Array(files["chunks.bin"]).buffer });
  const taking = text.slice(text.indexOf("\nlet chunks;")).replace("import.meta.url", '"http://twin.example/app/x.js"');
  const chunk = new Function("fetch", `${taking}; return chunk;`)(fetch);
  await assert.rejects(chunk(0, 3), /503/);
  const answers = await Promise.all([chunk(0, 3), chunk(3, 5)]);
  assert.deepEqual(await Promise.all(answers.map((answer) => answer.text())), ["abc", "de"]);
  assert.equal(answers[0].headers.get("content-type"), "application/wasm");
  assert.equal(asked.length, 2);
});

test("a loader that fetches its chunks in another way is not taken for the known one", () => {
  assert.throws(() => gather('load("chunk_1.wasm")', parts), /__wasm_split\.js/);
  assert.deepEqual(gather("", { "split_late.wasm": parts["chunk_1.wasm"] }).files, { "split_late.wasm": parts["chunk_1.wasm"] });
});
