// Runs the parts of the test suite one after the other and sums them up.
// The last line is `N passed, N failed, N skipped`; a failure anywhere makes the exit code 1.
import { parts } from "./parts.mjs";
import { runPart } from "./part.mjs";

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !parts.some((part) => part.name === name));
if (unknown.length > 0) {
  console.error(`unknown part: ${unknown.join(", ")}; there are ${parts.map((part) => part.name).join(", ")}`);
  process.exit(2);
}

const results = [];
for (const part of parts) {
  if (chosen.length === 0 || chosen.includes(part.name)) results.push(await runPart(part));
}

console.log("");
for (const { name, passed, failed, skipped, seconds } of results) {
  console.log(`${name.padEnd(8)} ${passed} passed, ${failed} failed, ${skipped.length} skipped (${seconds} s)`);
}
for (const name of results.flatMap((result) => result.skipped)) console.log(`skipped: ${name}`);
for (const name of results.flatMap((result) => result.failures)) console.log(`failed: ${name}`);
const sum = (count) => results.reduce((total, result) => total + count(result), 0);
const failed = sum((r) => r.failed);
console.log(`${sum((r) => r.passed)} passed, ${failed} failed, ${sum((r) => r.skipped.length)} skipped`);
process.exitCode = failed === 0 ? 0 : 1;
