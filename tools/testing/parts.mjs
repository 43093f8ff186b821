// The parts of the test suite: what runs them and how their output is counted.
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { countCargo, countNextest, countTap } from "./count.mjs";

const hasNextest = spawnSync("cargo", ["nextest", "--version"], { stdio: "ignore" }).status === 0;
const tap = "target/site/e2e.tap";
mkdirSync("target/site", { recursive: true });

const specs = readdirSync("e2e").filter((name) => name.endsWith(".spec.mjs")).sort().map((name) => `e2e/${name}`);

const scripts = readdirSync("tools", { recursive: true }).filter((name) => name.endsWith(".test.mjs")).sort().map((name) => `tools/${name}`);

export const parts = [
  {
    name: "tools",
    about: "the build scripts (node)",
    command: ["node", "--test", "--test-reporter=tap", ...scripts],
    quiet: (line) => !/^not ok|^# (pass|fail|skipped)/.test(line),
    count: countTap,
  },
  {
    name: "native",
    about: "unit and property tests (cargo)",
    command: hasNextest
      ? ["cargo", "nextest", "run", "--workspace", "--no-fail-fast", "--status-level", "slow", "--success-output", "immediate", "--color", "never"]
      : ["cargo", "test", "--workspace", "--no-fail-fast", "--lib", "--bins", "--tests", "--", "--nocapture"],
    quiet: (line) => /^\s*(PASS|\(─+|running \d+ test|test .* \.\.\. ok|stdout ─|stderr ─|$)/.test(line),
    count: hasNextest ? countNextest : countCargo,
  },
  {
    name: "docs",
    about: "examples in the documentation (cargo)",
    command: ["cargo", "test", "--doc", "-p", "gemeo-shared"],
    quiet: (line) => /^test .* \.\.\. ok/.test(line),
    count: countCargo,
  },
  {
    name: "wasm",
    about: "WebAssembly in headless Chromium (cargo)",
    command: ["bash", "tools/testing/wasm.sh"],
    quiet: (line) => /^test .* \.\.\. ok/.test(line),
    count: countCargo,
  },
  {
    name: "e2e",
    about: "the site in Chromium against the real server (node)",
    command: [
      "node", "--test", "--test-concurrency=1", "--test-reporter=spec", "--test-reporter-destination=stdout",
      "--test-reporter=tap", `--test-reporter-destination=${tap}`, ...specs,
    ],
    count: () => countTap(readFileSync(tap, "utf8").split("\n")),
  },
];
