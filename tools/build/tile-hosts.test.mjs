import assert from "node:assert/strict";
import { test } from "node:test";
import { policyFor } from "./page.mjs";
import { tileHosts } from "./tile-hosts.mjs";

test("hosts are names behind https, each once", () => {
  assert.deepEqual(tileHosts(), []);
  assert.deepEqual(tileHosts("https://b.example:443, https://a.example:8443,https://b.example"), ["https://a.example:8443", "https://b.example"]);
  for (const wrong of ["tiles.example", "http://tiles.example", "https://*.example", "https://localhost", "https://127.0.0.1", "https://tiles.example/",
    "https://Tiles.example", "https://tiles.example:70000", "https://tiles.example; script-src *", "https://-a.example"]) {
    assert.throws(() => tileHosts(wrong), /GEMEO_TILE_HOSTS: “.*is no host/, wrong);
  }
  const many = Array.from({ length: 9 }, (_, n) => `https://t${n}.example`).join();
  assert.throws(() => tileHosts(many), /8 are the most/);
});

test("the policy is widened by exactly the hosts listed", () => {
  const plain = policyFor([]);
  assert.match(plain, /; connect-src 'self'; /);
  const wide = policyFor(["https://tiles.example"]);
  assert.equal(wide.replace(" https://tiles.example", ""), plain);
  assert.match(wide, /; connect-src 'self' https:\/\/tiles\.example; /);
});
