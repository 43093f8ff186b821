import assert from "node:assert/strict";
import { test } from "node:test";
import { context, hashOf } from "./context.mjs";

test("a base path gets its slashes", () => {
  for (const [given, wanted] of [[undefined, "/"], ["", "/"], ["/", "/"], ["twin", "/twin/"], ["/a/b/", "/a/b/"]]) {
    assert.equal(context([], { GEMEO_BASE: given }).base, wanted);
  }
});

test("a hash is one the server keeps for ever: eight or more hexadecimal digits, with a figure and a letter", () => {
  for (const content of ["", "a", "b", "something longer"]) {
    const hash = hashOf(content);
    assert.match(hash, /^[0-9a-f]{16}$/);
    assert.match(hash, /[0-9]/);
    assert.match(hash, /[a-f]/);
  }
  assert.notEqual(hashOf("a"), hashOf("b"));
});
