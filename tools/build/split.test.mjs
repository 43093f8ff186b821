import assert from "node:assert/strict";
import { test } from "node:test";
import { gather } from "./split.mjs";

const loader = (parts) => parts.map((part) => `const src = fetch(new URL("./${part}", import.meta.url));`).join("\n");
const parts = { "chunk_1.wasm": Buffer.from("abc"), "chunk_2.wasm": Buffer.alloc(9000, 1), "chunk_3.wasm": Buffer.from("de"), "split_map_part.wasm": Buffer.from("fg") };

test("small chunks come from one file, each by its place; others as they were", async () => {
  const { text, files } = gather(loader(Object.keys(parts)), parts);
  assert.deepEqual(Object.keys(files).sort(), ["chunk_2.wasm", "chunks.bin", "split_map_part.wasm"]);
  assert.equal(files["chunks.bin"].toString(), "abcde");
  assert.match(text, /src = chunk\("chunks.bin", 0, 3\);[^]*"\.\/chunk_2\.wasm"[^]*src = chunk\("chunks.bin", 3, 5\);[^]*"\.\/split_map_part\.wasm"/);
  const asked = [];
  const fetch = async (address) => (asked.push(address), asked.length === 1 ? { ok: false, status: 503 } : { ok: true, arrayBuffer: async () => new Uint8Array(files["chunks.bin"]).buffer });
  const taking = text.slice(text.indexOf("\nconst wholes")).replace("import.meta.url", '"http://twin.example/app/x.js"');
  const chunk = new Function("fetch", `${taking}; return chunk;`)(fetch);
  await assert.rejects(chunk("chunks.bin", 0, 3), /503/);
  const answers = await Promise.all([chunk("chunks.bin", 0, 3), chunk("chunks.bin", 3, 5)]);
  assert.deepEqual(await Promise.all(answers.map((answer) => answer.text())), ["abc", "de"]);
  assert.equal(answers[0].headers.get("content-type"), "application/wasm");
  assert.equal(asked.length, 2);
});

test("what the parts wanted first need is apart from the rest", () => {
  const used = (number, by) => `/* ${by} */\nconst __chunk_${number} = makeLoad(() => {\n    const src = fetch(new URL("./chunk_${number}.wasm", import.meta.url));`;
  const text = [used(1, "explore_part, map_part"), used(2, "database, map_part"), used(3, "explore_part, own_part"), used(4, "database, own_part")].join("\n");
  const small = Object.fromEntries([1, 2, 3, 4].map((number) => [`chunk_${number}.wasm`, Buffer.from(String(number))]));
  const { text: ways, files } = gather(text, small);
  const contents = Object.fromEntries(Object.entries(files).map(([file, content]) => [file, content.toString()]));
  assert.deepEqual(contents, { "chunks-map.bin": "1", "chunks-database.bin": "24", "chunks.bin": "3" });
  assert.match(ways, /chunk\("chunks-database.bin", 1, 2\)/);
});

test("the files that a part needs are known, chunks by the file they lie in", () => {
  const load = (part, chunks) => `export const __wasm_split_load_${part} = wrapAsyncCb(makeLoad(() => {\n    const src = fetch(new URL("./split_${part}.wasm", import.meta.url));\n}\n, [${chunks.map((n) => `__chunk_${n}`).join(", ")}]));`;
  const fetches = [1, 2, 3].map((n) => `const __chunk_${n} = makeLoad(() => {\n    const src = fetch(new URL("./chunk_${n}.wasm", import.meta.url));\n}\n, []);`);
  const text = [...fetches, load("map_part", [1, 2, 3]), load("database", [])].join("\n");
  const sizes = { "chunk_1.wasm": Buffer.from("a"), "chunk_2.wasm": Buffer.alloc(9000), "chunk_3.wasm": Buffer.from("b") };
  assert.deepEqual(gather(text, sizes).needs, { map_part: ["split_map_part.wasm", "chunks.bin", "chunk_2.wasm"], database: ["split_database.wasm"] });
});

test("a loader that fetches its chunks in another way is not taken for the known one", () => {
  assert.throws(() => gather('load("chunk_1.wasm")', parts), /__wasm_split\.js/);
  assert.deepEqual(gather("", { "split_late.wasm": parts["chunk_1.wasm"] }).files, { "split_late.wasm": parts["chunk_1.wasm"] });
});
