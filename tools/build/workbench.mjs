// The workbench: DuckDB's own worker and WebAssembly as npm has them, and one module with Arrow and the editor.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import { rollup } from "rollup";
import { compressed } from "./compress.mjs";
import { hashOf, read, root, write } from "./context.mjs";
import { place } from "./program.mjs";
import { smallModule } from "./wasm.mjs";

const duckdb = "node_modules/@duckdb/duckdb-wasm";
// why: where its WebAssembly does not come DuckDB's worker only rejects a promise that nobody holds; as an error the page hears of it
const alarm = 'addEventListener("unhandledrejection", (event) => setTimeout(() => { throw event.reason; }));\n';
const licences = {
  "DuckDB and DuckDB-Wasm (MIT)": read("app/workbench/duckdb-licence.txt"),
  "Apache Arrow (Apache-2.0)": read("node_modules/apache-arrow/LICENSE.txt"),
  "CodeMirror and Lezer (MIT)": read("node_modules/@codemirror/view/LICENSE"),
};

export async function workbench(ctx) {
  // why eh: mvp is larger, starts later, and in 1.32 every fault of a question is a ReferenceError in it; coi needs
  // pages that are cross-origin isolated
  const wasm = read(duckdb, "dist/duckdb-eh.wasm");
  const folder = place(ctx, "workbench", {
    "workbench.mjs": await smallModule(ctx, await bundle()),
    "duckdb-worker.js": alarm + read(duckdb, "dist/duckdb-browser-eh.worker.js").toString("utf8").replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n"),
    "duckdb.wasm": wasm,
    "LICENSE.txt": Object.entries(licences).map(([name, text]) => `${name}\n\n${text}`).join("\n\n"),
  });
  const packed = await small(ctx, wasm);
  for (const [ending, bytes] of Object.entries(packed)) write(join(ctx.out, folder, `duckdb.wasm.${ending}`), bytes);
  ctx.assets.workbench = `${folder}/workbench.mjs`;
  ctx.assets.workbench_bytes = wasm.length;
  ctx.assets.workbench_packed = packed.br.length;
}

async function bundle() {
  const build = await rollup({ input: join(root, "app/workbench/workbench.mjs"), plugins: [nodeResolve({ browser: true })], onwarn: () => {} });
  const { output } = await build.generate({ format: "es" });
  await build.close();
  return output[0].code;
}

/** The copies for the wire: made once for each release of DuckDB, because 34 MB take brotli half a minute. */
async function small(ctx, wasm) {
  const kept = (ending) => join(ctx.scratch, "duckdb", `${hashOf(wasm)}${ctx.fast ? "-fast" : ""}.${ending}`);
  if (["br", "gz"].every((ending) => existsSync(kept(ending)))) return { br: readFileSync(kept("br")), gz: readFileSync(kept("gz")) };
  const packed = await compressed(wasm, ctx.fast ? { brotli: 4, gzip: 1 } : { brotli: 9, window: 24, gzip: 6 });
  mkdirSync(join(ctx.scratch, "duckdb"), { recursive: true });
  for (const [ending, bytes] of Object.entries(packed)) writeFileSync(kept(ending), bytes);
  return packed;
}
