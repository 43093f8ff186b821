// The app: the program of the pages, cut into parts that load late.
// why not through Trunk: it can neither cut nor name files by what they became; it took four minutes to install only to call cargo.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./context.mjs";
import { place, program } from "./program.mjs";
import { smallModule } from "./wasm.mjs";

const name = "gemeo-app";

export async function app(ctx) {
  // why not split in a fast build: cutting and binding an unoptimised program takes longer than it saves
  const files = await program(ctx, { crate: name, bin: true, folder: "app", split: true });
  // why a file: the policy refuses inline scripts
  const boot = readFileSync(join(root, "app/boot.js"), "utf8").replace("%MAP_PARTS%", () => (ctx.needs?.map_part ?? []).join(" "));
  files["boot.js"] = await smallModule(ctx, boot);
  ctx.app = { boot: `${place(ctx, "app", files)}/boot.js` };
}
