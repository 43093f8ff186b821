// Compressed siblings of every file that shrinks: .br and .gz, the same bytes on every build.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { inTurns } from "./context.mjs";

const compressible = /\.(html|js|mjs|css|json|svg|wasm|bin|webmanifest|txt|xml|geojson|ttl|jsonld)$/;
const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

export async function compress(ctx) {
  const files = readdirSync(ctx.out, { recursive: true }).filter((name) => compressible.test(name)).sort();
  // why four: zlib works in threads of its own
  await inTurns(4, files, (name) => siblings(join(ctx.out, name), ctx.fast));
}

async function siblings(path, fast) {
  // why: the largest file comes with its copies (workbench.mjs)
  if (existsSync(`${path}.br`) && existsSync(`${path}.gz`)) return;
  const { br, gz } = await compressed(readFileSync(path), fast ? { brotli: 4, gzip: 1 } : { brotli: constants.BROTLI_MAX_QUALITY, gzip: 9 });
  writeFileSync(`${path}.br`, br);
  writeFileSync(`${path}.gz`, gz);
}

/** Both copies of a file; `window` is the base-two logarithm of how far back brotli looks. */
export async function compressed(content, { brotli: quality, window = constants.BROTLI_DEFAULT_WINDOW, gzip: level }) {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: quality,
    [constants.BROTLI_PARAM_LGWIN]: window,
    [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
  };
  const [br, gz] = await Promise.all([brotli(content, { params }), zip(content, { level })]);
  return { br, gz };
}
