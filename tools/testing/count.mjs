// Counts what a test runner printed: {passed, failed, failures, skipped}, the last two by name.

export function countNextest(lines) {
  const failures = lines.map((line) => line.match(/^\s*(?:FAIL|SIGABRT|SIGSEGV|TIMEOUT)\s+\[[^\]]*\]\s+(?:\([^)]*\)\s+)?(.+)$/)?.[1]).filter(Boolean);
  const summary = lines.findLast((line) => /^\s*Summary \[/.test(line)) ?? "";
  const number = (word) => Number(summary.match(new RegExp(`(\\d+) ${word}`))?.[1] ?? 0);
  const failed = number("failed") + number("timed out");
  return { passed: number("passed"), failed, failures, skipped: ignored(number("skipped")) };
}

/** Nextest's summary does not name ignored tests. */
const ignored = (count) => Array.from({ length: count }, (_, index) => `native test marked as ignored (${index + 1} of ${count})`);

export function countCargo(lines) {
  const results = lines.map((line) => line.match(/^test result: .*?(\d+) passed; (\d+) failed; (\d+) ignored/)).filter(Boolean);
  const sum = (index) => results.reduce((total, result) => total + Number(result[index]), 0);
  const named = (word) => lines.map((line) => line.match(new RegExp(`^test (.+) \\.\\.\\. ${word}`))?.[1]).filter(Boolean);
  return { passed: sum(1), failed: sum(2), failures: named("FAILED"), skipped: named("ignored") };
}

/** Counts tests, not the groups they stand in. */
export function countTap(lines) {
  const number = (word) => Number(lines.findLast((line) => line.startsWith(`# ${word} `))?.split(" ")[2] ?? 0);
  const named = (pattern) => lines.map((line) => line.match(pattern)?.[1]).filter(Boolean);
  return {
    passed: number("pass"),
    failed: number("fail") + number("cancelled"),
    failures: named(/^\s*not ok \d+ - (.*?)(?: # .*)?$/),
    skipped: named(/^\s*ok \d+ - (.*) # SKIP/),
  };
}
