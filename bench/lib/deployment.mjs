// A synthetic deployment natively on one core, side by side with the same formulas in NumPy.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { atLeast, plain, round } from "./figure.mjs";

const cities = process.env.GEMEO_BENCH_CITIES ?? "1000";
const numpy = "numpy==2.3.5";
const venv = ".tools/bench-venv";

export function deployment() {
  execFileSync("cargo", ["build", "--quiet", "-p", "gemeo-bench", "--profile", "native"], { stdio: "inherit" });
  const ours = JSON.parse(execFileSync("target/native/deployment", [cities]).toString());
  const theirs = JSON.parse(execFileSync(python(), ["bench/lib/deployment.py", cities], { env: { ...process.env, OMP_NUM_THREADS: "1" } }).toString());
  if (ours.values !== theirs.values || Math.abs(ours.sum / theirs.sum - 1) > 1e-9) {
    throw new Error(`the engine and NumPy differ: ${ours.values} values, sum ${ours.sum}; ${theirs.values}, ${theirs.sum}`);
  }
  return [
    plain(`values of ${cities} cities × 60 indicators × 30 years × 50 places`, ours.values, ""),
    atLeast("engine, values a second on one core", round(ours.values_per_second / 1e6, 2), "M/s", 5),
    plain("engine, most memory", ours.peak_mb, "MB"),
    plain(`NumPy ${theirs.numpy}, values a second on one core`, round(theirs.values_per_second / 1e6, 2), "M/s"),
    plain("NumPy, most memory", theirs.peak_mb, "MB"),
  ];
}

/** A Python with NumPy, made on the first run. */
function python() {
  const program = `${venv}/bin/python`;
  if (!existsSync(program)) {
    execFileSync("python3", ["-m", "venv", venv], { stdio: "inherit" });
    execFileSync(program, ["-m", "pip", "install", "--quiet", numpy], { stdio: "inherit" });
  }
  return program;
}
