import assert from "node:assert/strict";
import { test } from "node:test";
import { cargoNoise, nextestNoise } from "./noise.mjs";

test("what a passing test says is left out, what a failing one says is not", () => {
  const lines = [
    "   Compiling gemeo-shared v0.1.0",
    "        PASS [   0.010s] (1/2) gemeo-shared unit::adds",
    "  stdout ───",
    "    running 1 test",
    "    skipped: adds: no data",
    "    test result: ok. 1 passed; 0 failed",
    "        FAIL [   0.010s] (2/2) gemeo-shared unit::parses",
    "  stderr ───",
    "    thread 'unit::parses' panicked at src/unit.rs:1:1:",
    "     Summary [   1.234s] 2 tests run: 1 passed, 1 failed, 0 skipped",
  ];
  const quiet = nextestNoise();
  const shown = lines.filter((line) => !quiet(line));
  assert.deepEqual(shown, lines.slice(6));
});

test("cargo's failures are shown, its progress is not", () => {
  assert.ok(cargoNoise("test a::b ... ok") && cargoNoise("    Finished `test` profile") && cargoNoise(""));
  assert.ok(!cargoNoise("test a::b ... FAILED") && !cargoNoise("test result: FAILED. 1 passed; 1 failed") && !cargoNoise("error[E0308]: mismatched types"));
});
