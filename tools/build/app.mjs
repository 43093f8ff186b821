// The app: the program of the pages, cut into parts that load late.
// why not through Trunk: it can neither cut nor name files by what they became; it took four minutes to install only to call cargo.
import { place, program } from "./program.mjs";
import { loader } from "./split.mjs";

const name = "gemeo-app";

export async function app(ctx) {
  // why not split in a fast build: cutting and binding an unoptimised program takes longer than it saves
  const files = await program(ctx, { crate: name, bin: true, folder: "app", split: true });
  // why a file: the policy refuses inline scripts
  files["boot.js"] = `import init from "./${name}.js";\ninit({ module_or_path: new URL("${name}_bg.wasm", import.meta.url) });\n`;
  const folder = place(ctx, "app", files);
  ctx.app = { wasm: `${folder}/${name}_bg.wasm`, glue: `${folder}/${name}.js`, boot: `${folder}/boot.js`, loader: files[loader] && `${folder}/${loader}` };
}
