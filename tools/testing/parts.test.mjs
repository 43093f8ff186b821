import assert from "node:assert/strict";
import { test } from "node:test";
import { countCargo, countNextest, countTap } from "./count.mjs";

test("nextest's summary and failing tests are read", () => {
  const lines = [
    "        FAIL [   0.010s] (3/9) gemeo-shared unit::tests::adds",
    "     Summary [   1.234s] 9 tests run: 7 passed, 1 failed, 1 timed out, 2 skipped",
  ];
  const counted = countNextest(lines);
  assert.deepEqual([counted.passed, counted.failed], [7, 2]);
  assert.deepEqual(counted.failures, ["gemeo-shared unit::tests::adds"]);
  assert.equal(counted.skipped.length, 2);
});

test("cargo's results are summed over binaries", () => {
  const lines = ["test a::b ... ok", "test a::c ... FAILED", "test a::d ... ignored", "test result: FAILED. 1 passed; 1 failed; 1 ignored; 0 measured", "test result: ok. 4 passed; 0 failed; 0 ignored"];
  assert.deepEqual(countCargo(lines), { passed: 5, failed: 1, failures: ["a::c"], skipped: ["a::d"] });
});

test("tap's tests are counted by name", () => {
  const lines = ["ok 1 - opens", "not ok 2 - closes", "ok 3 - offline # SKIP no browser", "# pass 1", "# fail 1", "# cancelled 0"];
  assert.deepEqual(countTap(lines), { passed: 1, failed: 1, failures: ["closes"], skipped: ["offline"] });
});
