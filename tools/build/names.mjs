// What a WebAssembly program and its glue tell each other: short names, and nothing that nobody uses.

const IMPORTS = 2;
const EXPORTS = 7;
const MEMORY = 2;
const TABLE = 1;
const GLOBAL = 3;

/**
 * Takes away the classes by which other programs' streams would be served (crate wasm-streams, which Leptos brings for its
 * server functions): exported, they hold what they call in the program, and this site has no server functions.
 */
export function withoutStreams({ bytes, glue }) {
  const text = glue
    .replace(/^export class IntoUnderlying\w+ \{\n[\s\S]*?\n\}\n/gm, "")
    .replace(/^if \(Symbol\.dispose\) IntoUnderlying.*\n/gm, "")
    .replace(/^const IntoUnderlying\w+ = [\s\S]*?;\n/gm, "");
  if (/intounderlying/i.test(text)) throw new Error("the glue speaks of streams where it was not expected to");
  return { bytes: withExports(bytes, (name) => !/^(__wbg_)?intounderlying/.test(name)), glue: text };
}

/**
 * Renames the functions that a program imports from its glue `./<name>_bg.js`, in both; other imports stay. wasm-bindgen's
 * names have 16 digits of a hash, which nothing compresses.
 * `glue` is the text of the module, `bytes` the program; what comes back are both.
 */
export function shortNames({ bytes, glue, name }) {
  const module = `./${name}_bg.js`;
  const short = new Map();
  const renamed = withImports(bytes, (from, field) => {
    if (from !== module) return field;
    if (!short.has(field)) short.set(field, short.size.toString(36).padStart(2, "_"));
    return short.get(field);
  });
  const missing = new Set(short.keys());
  // a key of the object of imports: `        __wbg_x_424e3a6b9e388ae8: function(`
  const text = glue.replace(/^(\s+)([\w$]+)(?=: function\()/gm, (own, space, field) => (missing.delete(field) ? `${space}"${short.get(field)}"` : own));
  // functions given as they are: `        __wbg_log: console.log,`
  const whole = text.replace(/^(\s+)([\w$]+)(?=: )/gm, (own, space, field) => (missing.delete(field) ? `${space}"${short.get(field)}"` : own));
  if (missing.size > 0) throw new Error(`the glue of ${name} does not name ${[...missing].slice(0, 3).join(", ")} as it is expected to`);
  return { bytes: renamed, glue: whole };
}

/** The program with its imported fields named as `rename(module, field)` says. */
const withImports = (bytes, rename) => withSection(bytes, IMPORTS, (content) => imports(content, rename));

/** The program with those of its exports alone whose name is wanted. */
const withExports = (bytes, wanted) => withSection(bytes, EXPORTS, (content) => exports(content, wanted));

function withSection(bytes, id, change) {
  const out = [bytes.subarray(0, 8)];
  for (let at = 8; at < bytes.length; ) {
    const [size, from] = number(bytes, at + 1);
    const content = bytes.subarray(from, from + size);
    if (bytes[at] === id) {
      const changed = change(content);
      out.push(Buffer.of(id), leb(changed.length), changed);
    } else {
      out.push(bytes.subarray(at, from + size));
    }
    at = from + size;
  }
  return Buffer.concat(out);
}

function exports(content, wanted) {
  const [count, first] = number(content, 0);
  const out = [];
  let at = first;
  for (let n = 0; n < count; n++) {
    const [name, afterName] = text(content, at);
    const end = number(content, afterName + 1)[1];
    if (wanted(name)) out.push(content.subarray(at, end));
    at = end;
  }
  return Buffer.concat([leb(out.length), ...out]);
}

function imports(content, rename) {
  const [count, first] = number(content, 0);
  const out = [leb(count)];
  let at = first;
  for (let n = 0; n < count; n++) {
    const [module, afterModule] = text(content, at);
    const [field, afterField] = text(content, afterModule);
    at = afterKind(content, afterField);
    out.push(named(module), named(rename(module, field)), content.subarray(afterField, at));
  }
  return Buffer.concat(out);
}

/** Where the description of an import ends (WebAssembly 2.0, 5.5.5). */
function afterKind(content, at) {
  const kind = content[at];
  if (kind === 0) return number(content, at + 1)[1];
  if (kind === TABLE) return afterLimits(content, at + 2);
  if (kind === MEMORY) return afterLimits(content, at + 1);
  if (kind === GLOBAL) return at + 3;
  throw new Error(`an import of kind ${kind} is not known here`);
}

function afterLimits(content, at) {
  const [, afterLeast] = number(content, at + 1);
  return content[at] & 1 ? number(content, afterLeast)[1] : afterLeast;
}

function number(bytes, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return [value, at];
  }
}

function leb(value) {
  const out = [];
  for (; value > 127; value = Math.floor(value / 128)) out.push((value % 128) | 128);
  return Buffer.from([...out, value]);
}

function text(bytes, at) {
  const [length, from] = number(bytes, at);
  return [Buffer.from(bytes.subarray(from, from + length)).toString("utf8"), from + length];
}

function named(name) {
  const bytes = Buffer.from(name, "utf8");
  return Buffer.concat([leb(bytes.length), bytes]);
}
