// Cuts a WebAssembly program into a main part and parts that load late, and binds it to JavaScript.
// The tool is wasm-split-cli of the crate wasm_split_cli_support, which Leptos and Yew split with.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inTurns, runForBrowser } from "./context.mjs";
import { shorten, smallModule, smallWasm } from "./wasm.mjs";

/** The module that fetches late parts. */
export const loader = "__wasm_split.js";

/**
 * Splits `built` (a program linked with its relocations kept) and gives the files of the whole by name. Which of them a part
 * needs is put into `ctx.needs`.
 */
export async function splitAndBind(ctx, { built, name, folder, level }) {
  const parts = join(ctx.scratch, folder);
  rmSync(parts, { recursive: true, force: true });
  mkdirSync(parts, { recursive: true });
  await runForBrowser("wasm-split-cli", built, parts, "--target", "web", "--out-name", name);
  const bound = join(parts, "bound");
  // why keep: the parts use what the linker exports from the main one
  await runForBrowser("wasm-bindgen", "--target", "web", "--no-typescript", "--keep-lld-exports", "--out-dir", bound, join(parts, `${name}.wasm`));
  writeFileSync(join(bound, loader), readFileSync(join(parts, loader)));
  const glue = shorten(ctx, bound, name);
  const late = readdirSync(parts).filter((file) => file.endsWith(".wasm") && file !== `${name}.wasm`).sort();
  const small = await inTurns(2, [join(bound, `${name}_bg.wasm`), ...late.map((part) => join(parts, part))], (path) => smallWasm(ctx, path, level));
  const whole = Object.fromEntries(late.map((part, i) => [part, small[i + 1]]));
  const { text, files, needs } = gather(readFileSync(join(bound, loader), "utf8"), whole);
  ctx.needs = { ...ctx.needs, ...needs };
  return {
    [`${name}_bg.wasm`]: small[0],
    [`${name}.js`]: await smallModule(ctx, glue),
    [loader]: await smallModule(ctx, text),
    ...files,
  };
}

/** Chunks below this many bytes share a file: a page needs some eighty, and one by one they took two seconds of a slow line. */
const SMALL = 8192;

/**
 * Parts that are wanted first. What one of them needs lies in a file of its own, in this order: whoever keeps a city for later,
 * opens a derivation or a map, loads little of what is for other pages.
 */
const FIRST = ["database", "details_part", "map_part"];

/** Puts small chunks into a few files, and the loader's way to them. */
export function gather(text, parts) {
  const chunks = Object.keys(parts).filter((part) => part.startsWith("chunk_") && parts[part].length < SMALL);
  if (chunks.length === 0) return { text, files: parts, needs: needs(text, {}) };
  const usedBy = users(text);
  const gathered = {};
  const places = {};
  for (const chunk of chunks) {
    const first = FIRST.find((part) => usedBy[chunk]?.includes(part));
    const file = first ? `chunks-${first.replace("_part", "")}.bin` : "chunks.bin";
    const content = (gathered[file] ??= []);
    const at = content.reduce((sum, other) => sum + other.length, 0);
    content.push(parts[chunk]);
    places[chunk] = [JSON.stringify(file), at, at + parts[chunk].length];
  }
  const fetched = /fetch\(new URL\("\.\/([a-z_0-9]+\.wasm)", import\.meta\.url\)\)/g;
  const ways = text.replace(fetched, (own, part) => (places[part] ? `chunk(${places[part].join(", ")})` : own));
  if (ways.split("chunk(").length - 1 !== chunks.length) throw new Error(`${loader} does not fetch its ${chunks.length} small chunks as it is expected to`);
  const others = Object.entries(parts).filter(([part]) => !places[part]);
  const files = Object.entries(gathered).map(([file, content]) => [file, Buffer.concat(content)]);
  const fileOf = Object.fromEntries(chunks.map((chunk) => [chunk, JSON.parse(places[chunk][0])]));
  return { text: ways + taking, files: Object.fromEntries([...others, ...files]), needs: needs(text, fileOf) };
}

/** The files that each part loads: its own and those of its chunks, which may lie in others (`fileOf`). */
function needs(text, fileOf) {
  const loads = text.matchAll(/^export const __wasm_split_load_(\w+) = [^]*?"\.\/(split_\w+\.wasm)"[^]*?, \[([\w, ]*)\]\)\);$/gm);
  const files = (own, chunks) => [own, ...chunks.split(", ").filter(Boolean).map((chunk) => `${chunk.replace(/^__/, "")}.wasm`).map((chunk) => fileOf[chunk] ?? chunk)];
  return Object.fromEntries([...loads].map(([, part, own, chunks]) => [part, [...new Set(files(own, chunks))]]));
}

/** The parts that use a chunk, as the loader says above it: of two and more, in a comment. */
function users(text) {
  const said = text.matchAll(/^\/\* ([\w, ]+) \*\/\nconst __(chunk_\d+) =/gm);
  return Object.fromEntries([...said].map(([, parts, chunk]) => [`${chunk}.wasm`, parts.split(", ")]));
}

/** What the loader needs besides: a part of a file that is fetched once; a fault is forgotten, so that it is tried again. */
const taking = `
const wholes = {};
function chunk(file, from, to) {
  const whole = (wholes[file] ??= fetch(new URL(file, import.meta.url)).then((answer) => {
    if (!answer.ok) throw new Error(file + ": " + answer.status);
    return answer.arrayBuffer();
  }));
  whole.catch(() => { if (wholes[file] === whole) delete wholes[file]; });
  return whole.then((bytes) => new Response(bytes.slice(from, to), { headers: { "content-type": "application/wasm" } }));
}
`;
