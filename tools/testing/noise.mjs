// What a runner says while all is well: left out, so that a failure is seen.

const building = /^\s*(Compiling|Downloading|Downloaded|Fresh|Finished|Running|Doc-tests|Blocking|Locking|Updating|Adding)\b/;
const passing = /^\s*(running \d+ tests?|test .* \.\.\. (ok|ignored.*)|test result: ok.*|successes:|no tests to run!?|)$/;

/** Lines of cargo test that nobody needs. */
export const cargoNoise = (line) => building.test(line) || passing.test(line);

/** Nextest puts a test's own words below its line: those of a test that passed are left out with it. */
export function nextestNoise() {
  let passed = false;
  return (line) => {
    const status = line.match(/^\s+([A-Z][A-Za-z ]+?)\s+\[/)?.[1];
    if (status) passed = /^(PASS|SLOW|LEAK)$/.test(status);
    return passed || cargoNoise(line) || /^\s*─+$/.test(line);
  };
}
