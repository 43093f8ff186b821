// Pictures of shared links: PNG from the SVG that the prerender program drew. Previews show no SVG.
import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { initWasm, Resvg } from "@resvg/resvg-wasm";
import { read } from "./context.mjs";

const family = "Noto Serif";

export async function share(ctx) {
  await initWasm(read("node_modules/@resvg/resvg-wasm/index_bg.wasm"));
  // why a font of our own: a build machine may have none, and the same inputs give the same bytes
  const fonts = ["400Regular/NotoSerif_400Regular.ttf", "600SemiBold/NotoSerif_600SemiBold.ttf"];
  const font = { fontBuffers: fonts.map((name) => read("node_modules/@expo-google-fonts/noto-serif", name)), defaultFontFamily: family };
  const folder = join(ctx.out, "share");
  for (const name of readdirSync(folder).filter((name) => name.endsWith(".svg")).sort()) {
    const svg = readFileSync(join(folder, name), "utf8");
    const picture = new Resvg(inOneFamily(svg), { font }).render();
    writeFileSync(join(folder, name.replace(/svg$/, "png")), picture.asPng());
    picture.free();
    rmSync(join(folder, name));
  }
}

/** A drawing names the families of whoever looks at it; here there is one. */
const inOneFamily = (svg) => svg.replace(/font-family="[^"]*"/g, `font-family="${family}"`).replace(/font-family:[^;}]*/g, `font-family:"${family}"`);
