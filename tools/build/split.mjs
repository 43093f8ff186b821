// Cuts a WebAssembly program into a main part and parts that load late, and binds it to JavaScript.
// The tool is wasm-split-cli of the crate wasm_split_cli_support, which Leptos and Yew split with.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inTurns, runForBrowser } from "./context.mjs";
import { smallModule, smallWasm } from "./wasm.mjs";

/** The module that fetches late parts. */
export const loader = "__wasm_split.js";

/** Splits `built` (a program linked with its relocations kept) and gives the files of the whole by name. */
export async function splitAndBind(ctx, { built, name, folder, level }) {
  const parts = join(ctx.scratch, folder);
  rmSync(parts, { recursive: true, force: true });
  mkdirSync(parts, { recursive: true });
  await runForBrowser("wasm-split-cli", built, parts, "--target", "web", "--out-name", name);
  const bound = join(parts, "bound");
  // why keep: the parts use what the linker exports from the main one
  await runForBrowser("wasm-bindgen", "--target", "web", "--no-typescript", "--keep-lld-exports", "--out-dir", bound, join(parts, `${name}.wasm`));
  writeFileSync(join(bound, loader), readFileSync(join(parts, loader)));
  const late = readdirSync(parts).filter((file) => file.endsWith(".wasm") && file !== `${name}.wasm`).sort();
  const small = await inTurns(2, [join(bound, `${name}_bg.wasm`), ...late.map((part) => join(parts, part))], (path) => smallWasm(ctx, path, level));
  const whole = Object.fromEntries(late.map((part, i) => [part, small[i + 1]]));
  const { text, files } = gather(readFileSync(join(bound, loader), "utf8"), whole);
  return {
    [`${name}_bg.wasm`]: small[0],
    [`${name}.js`]: await smallModule(ctx, readFileSync(join(bound, `${name}.js`), "utf8")),
    [loader]: await smallModule(ctx, text),
    ...files,
  };
}

/** Chunks below this many bytes share a file: a page needs some eighty, and one by one they took two seconds of a slow line. */
const SMALL = 8192;
const gathered = "chunks.bin";

/** Puts small chunks into one file, and the loader's way to them. */
export function gather(text, parts) {
  const chunks = Object.keys(parts).filter((part) => part.startsWith("chunk_") && parts[part].length < SMALL);
  if (chunks.length === 0) return { text, files: parts };
  const places = {};
  let at = 0;
  for (const chunk of chunks) places[chunk] = [at, (at += parts[chunk].length)];
  const fetched = /fetch\(new URL\("\.\/([a-z_0-9]+\.wasm)", import\.meta\.url\)\)/g;
  const ways = text.replace(fetched, (own, part) => (places[part] ? `chunk(${places[part].join(", ")})` : own));
  if (ways.split("chunk(").length - 1 !== chunks.length) throw new Error(`${loader} does not fetch its ${chunks.length} small chunks as it is expected to`);
  const files = Object.fromEntries(Object.entries(parts).filter(([part]) => !places[part]));
  return { text: ways + taking, files: { ...files, [gathered]: Buffer.concat(chunks.map((chunk) => parts[chunk])) } };
}

/** What the loader needs besides: a part of the one file, fetched once; a fault is forgotten, so that it is tried again. */
const taking = `
let chunks;
function chunk(from, to) {
  const whole = (chunks ??= fetch(new URL("./${gathered}", import.meta.url)).then((answer) => {
    if (!answer.ok) throw new Error("${gathered}: " + answer.status);
    return answer.arrayBuffer();
  }));
  whole.catch(() => { if (chunks === whole) chunks = undefined; });
  return whole.then((bytes) => new Response(bytes.slice(from, to), { headers: { "content-type": "application/wasm" } }));
}
`;

