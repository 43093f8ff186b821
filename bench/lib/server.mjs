// The server under load, beside nginx where there is something to compare with. Both are on this machine and share its cores
// with what asks them.
import { execFileSync } from "node:child_process";
import { live } from "./server/live.mjs";
import { pull } from "./server/pull.mjs";
import { day } from "./server/day.mjs";
import { staticFiles } from "./server/static.mjs";

const parts = { static: staticFiles, pull, day, live };

export async function server() {
  for (const name of ["gemeo-server", "gemeo-subscribers"]) {
    execFileSync("cargo", ["build", "--quiet", "-p", name, "--profile", "native"], { stdio: "inherit" });
  }
  const chosen = process.env.GEMEO_BENCH_SERVER?.split(",") ?? Object.keys(parts);
  const figures = [];
  for (const name of chosen) figures.push(...(await parts[name]()));
  return figures;
}
