// How long the city packs take to build from the facts.
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { median, plain, round } from "./figure.mjs";

export function packBuild() {
  const out = "target/site/packs";
  mkdirSync(out, { recursive: true });
  execFileSync("cargo", ["build", "--quiet", "-p", "gemeo-cli", "--profile", "native"], { stdio: "inherit" });
  const times = Array.from({ length: 3 }, () => {
    const start = performance.now();
    execFileSync("target/native/gemeo", ["pack", "build", "--out", out], { stdio: ["ignore", "ignore", "inherit"] });
    return performance.now() - start;
  });
  return [plain("gemeo pack build, all cities, median of 3", round(median(times) / 1000, 2), "s")];
}
