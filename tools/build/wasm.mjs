// Makes WebAssembly and its glue small.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { minify } from "terser";
import { runQuietly } from "./context.mjs";
import { shortNames, withoutStreams } from "./names.mjs";

// why named: what Rust emits today and every browser of the last three years runs; nothing that changes numbers
const features = ["bulk-memory", "mutable-globals", "multivalue", "nontrapping-float-to-int", "reference-types", "sign-ext", "simd"];

/** Gives a program in the folder `bound` and its glue short names, and the glue's text. */
export function shorten(ctx, bound, name) {
  const [program, glue] = [join(bound, `${name}_bg.wasm`), readFileSync(join(bound, `${name}.js`), "utf8")];
  if (ctx.fast) return glue;
  const short = shortNames({ ...withoutStreams({ bytes: readFileSync(program), glue }), name });
  writeFileSync(program, short.bytes);
  return short.glue;
}

/** The bytes of a .wasm, optimised (for size where nothing else is asked) unless the build is a fast one. */
export async function smallWasm(ctx, path, level = ["-Oz"]) {
  if (ctx.fast) return readFileSync(path);
  const out = `${path}.small`;
  const opt = () => runQuietly("wasm-opt", ...level, "--strip-debug", "--strip-producers", ...features.map((f) => `--enable-${f}`), "-o", out, path);
  // why twice: itself a WebAssembly program, it fell once with “memory access out of bounds” over bytes it takes any other time
  await opt().catch((error) => (console.error(`  again: ${error.message.split("\n")[0]}`), opt()));
  return readFileSync(out);
}

/** The text of a JavaScript module without comments and long names. */
export async function smallModule(ctx, text) {
  if (ctx.fast) return text;
  const { code } = await minify(text, { module: true, ecma: 2022, compress: { passes: 2 }, format: { comments: false } });
  return `${code}\n`;
}
