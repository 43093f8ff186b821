import assert from "node:assert/strict";
import { test } from "node:test";
import { shortNames, withoutStreams } from "./names.mjs";

const word = (text) => [text.length, ...Buffer.from(text)];
const section = (id, ...content) => [id, content.length, ...content];

/** A program that imports a memory, a table and two functions, and exports one that calls both: f() = a() + b(). */
const program = Buffer.from([
  0, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
  ...section(1, 1, 0x60, 0, 1, 0x7f),
  ...section(2, 4,
    ...word("./split.js"), ...word("memory"), 2, 1, 1, 2,
    ...word("./p_bg.js"), ...word("__wbg_a_0123456789abcdef"), 0, 0,
    ...word("./split.js"), ...word("table"), 1, 0x70, 0, 1,
    ...word("./p_bg.js"), ...word("__wbg_b_0123456789abcdef"), 0, 0),
  ...section(3, 1, 0),
  ...section(7, 3, ...word("intounderlyingsink_write"), 0, 2, ...word("f"), 0, 2, ...word("__wbg_intounderlyingsink_free"), 0, 2),
  ...section(10, 1, 7, 0, 0x10, 0, 0x10, 1, 0x6a, 0x0b),
]);
const glue = `
    const import0 = {
        __wbg_a_0123456789abcdef: function(arg0) {
            return 40;
        },
        __wbg_b_0123456789abcdef: two,
    };
`;

test("a program and its glue agree on short names, and other imports keep theirs", () => {
  const { bytes, glue: text } = shortNames({ bytes: program, glue, name: "p" });
  const module = new WebAssembly.Module(bytes);
  assert.deepEqual(WebAssembly.Module.imports(module).map((i) => `${i.module} ${i.name}`), ["./split.js memory", "./p_bg.js _0", "./split.js table", "./p_bg.js _1"]);
  assert.ok(text.includes('"_0": function(arg0)') && text.includes('"_1": two'), text);
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 2 });
  const table = new WebAssembly.Table({ initial: 1, element: "anyfunc" });
  const instance = new WebAssembly.Instance(module, { "./split.js": { memory, table }, "./p_bg.js": { _0: () => 40, _1: () => 2 } });
  assert.equal(instance.exports.f(), 42);
  assert.ok(bytes.length < program.length);
});

test("a glue that does not name what the program takes is refused", () => {
  assert.throws(() => shortNames({ bytes: program, glue: glue.replace("__wbg_b", "__wbg_c"), name: "p" }), /does not name __wbg_b/);
});

test("classes of streams are gone from both, the rest stays", () => {
  const streams = `
export class IntoUnderlyingSink {
    write() {
        return wasm.intounderlyingsink_write();
    }
}
if (Symbol.dispose) IntoUnderlyingSink.prototype[Symbol.dispose] = IntoUnderlyingSink.prototype.free;
export function f() { return wasm.f(); }
const IntoUnderlyingSinkFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(ptr => wasm.__wbg_intounderlyingsink_free(ptr, 1));
`;
  const { bytes, glue: text } = withoutStreams({ bytes: program, glue: streams });
  assert.equal(text.trim(), "export function f() { return wasm.f(); }");
  assert.deepEqual(WebAssembly.Module.exports(new WebAssembly.Module(bytes)).map((e) => e.name), ["f"]);
  assert.throws(() => withoutStreams({ bytes: program, glue: "let a = new IntoUnderlyingSink();" }), /speaks of streams/);
});
