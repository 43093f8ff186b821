// Compressed siblings of every file that shrinks: .br and .gz, the same bytes on every build.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { inTurns } from "./context.mjs";

const compressible = /\.(html|js|mjs|css|json|svg|wasm|webmanifest|txt|xml|geojson)$/;
const brotli = promisify(brotliCompress);
const gz = promisify(gzip);

export async function compress(ctx) {
  const files = readdirSync(ctx.out, { recursive: true }).filter((name) => compressible.test(name)).sort();
  // why four: zlib works in threads of its own
  await inTurns(4, files, (name) => siblings(join(ctx.out, name), ctx.fast));
}

async function siblings(path, fast) {
  const content = readFileSync(path);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: fast ? 4 : constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
  };
  writeFileSync(`${path}.br`, await brotli(content, { params }));
  writeFileSync(`${path}.gz`, await gz(content, { level: fast ? 1 : 9 }));
}
