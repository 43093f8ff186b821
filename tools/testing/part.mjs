// Runs one part, passes its output on, and counts.
import { spawn } from "node:child_process";

/** A test that cannot run says so on a line `skipped: name: reason`. */
const skipLine = /^\s*(?:# )?skipped: (.+)$/i;

export async function runPart(part) {
  console.log(`\n=== ${part.name}: ${part.about}`);
  const since = Date.now();
  const skipped = new Set();
  const lines = [];
  const seconds = () => Math.round((Date.now() - since) / 1000);
  // why: a quiet part takes minutes, and a silent screen looks like a broken one
  const beat = setInterval(() => console.log(`  … ${seconds()} s`), 60_000);
  const code = await follow(part.command, (line) => {
    lines.push(line);
    const skip = line.match(skipLine);
    if (skip) skipped.add(skip[1]);
    if (!part.quiet?.(line)) console.log(line);
  });
  clearInterval(beat);
  return { name: part.name, seconds: seconds(), ...settle(part, lines, skipped, code) };
}

function settle(part, lines, skipped, code) {
  const counted = part.count(lines);
  for (const name of counted.skipped) skipped.add(name);
  // a test that skipped itself returned without a failure; it did not pass
  const selfSkipped = skipped.size - counted.skipped.length;
  const failures = [...new Set(counted.failures)];
  let failed = counted.failed;
  if (code !== 0 && failed === 0) {
    failed = 1;
    failures.push(`${part.name}: ended with exit code ${code} (it did not build, or broke off)`);
  }
  return { passed: Math.max(0, counted.passed - selfSkipped), failed, failures, skipped: [...skipped].sort() };
}

function follow([program, ...args], onLine) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [child.stdout, child.stderr]) cut(stream, onLine);
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
}

function cut(stream, onLine) {
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (text) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop();
    lines.forEach(onLine);
  });
  stream.on("end", () => rest && onLine(rest));
}
