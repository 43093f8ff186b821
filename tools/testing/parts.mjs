// The parts of the test suite: what runs them and how their output is counted.
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { countCargo, countNextest, countTap } from "./count.mjs";
import { everyday, wholeServer } from "../build/native.mjs";
import { cargoNoise, nextestNoise } from "./noise.mjs";

const hasNextest = spawnSync("cargo", ["nextest", "--version"], { stdio: "ignore" }).status === 0;
const nextest = (...which) => ["cargo", "nextest", "run", ...which, "--no-fail-fast", "--status-level", "pass", "--success-output", "immediate", "--color", "never"];
const cargoTest = (...which) => ["cargo", "test", ...which, "--no-fail-fast", "--lib", "--bins", "--tests", "--", "--nocapture"];
const tests = (...which) => (hasNextest ? nextest(...which) : cargoTest(...which));
mkdirSync("target/site", { recursive: true });

const specs = readdirSync("e2e").filter((name) => name.endsWith(".spec.mjs")).sort().map((name) => `e2e/${name}`);
const ofMap = (path) => path.startsWith("e2e/map");

const scripts = ["tools", "app/workbench"].flatMap((folder) => readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".test.mjs")).sort().map((name) => `${folder}/${name}`));

export const parts = [
  {
    name: "tools",
    about: "the build scripts and the workbench's modules (node)",
    command: ["node", "--test", "--test-reporter=tap", ...scripts],
    quiet: (line) => !/^not ok|^# (pass|fail|skipped)/.test(line),
    count: countTap,
  },
  {
    name: "native",
    about: "unit and property tests (cargo)",
    command: tests(...everyday),
    quiet: hasNextest ? nextestNoise() : cargoNoise,
    count: hasNextest ? countNextest : countCargo,
  },
  {
    name: "server",
    about: "the server (cargo)",
    command: tests(...wholeServer),
    quiet: hasNextest ? nextestNoise() : cargoNoise,
    count: hasNextest ? countNextest : countCargo,
  },
  {
    name: "wasm",
    about: "WebAssembly in headless Chromium (cargo)",
    command: ["bash", "tools/testing/wasm.sh"],
    quiet: cargoNoise,
    count: countCargo,
  },
  inChromium("e2e", "the site in Chromium against the real server, two files at once (node)", 2, specs.filter((path) => !ofMap(path))),
  // why alone: without a graphics card a map is drawn by all the processors there are
  inChromium("map", "the map in Chromium (node)", 1, specs.filter(ofMap)),
];

function inChromium(name, about, width, files) {
  const tap = `target/site/${name}.tap`;
  return {
    name,
    about,
    command: [
      // why the limit: it is one of a whole file, so that nothing that hangs keeps the build server waiting
      "node", "--test", `--test-concurrency=${width}`, "--test-timeout=1200000", "--test-reporter=spec", "--test-reporter-destination=stdout",
      "--test-reporter=tap", `--test-reporter-destination=${tap}`, ...files,
    ],
    count: () => countTap(readFileSync(tap, "utf8").split("\n")),
  };
}
