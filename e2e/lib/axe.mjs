// Accessibility by axe-core.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/**
 * Violations of WCAG 2.2 A and AA and of good practice, as short lines; by default the serious and critical ones.
 * why evaluate: the page's policy refuses added scripts, the debugger's door is not bound by it
 */
export async function violations(page, { impacts = ["serious", "critical"], exclude = [] } = {}) {
  await page.evaluate(source);
  const found = await page.evaluate(async (excluded) => {
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    // why: what passes is not listed, and no rule in use reads style sheets anew; on a long page that is half of the time
    const spare = { resultTypes: ["violations"], preload: false };
    const result = await globalThis.axe.run({ exclude: excluded.map((selector) => [selector]) }, { ...spare, runOnly: { type: "tag", values: tags } });
    return result.violations.map(({ id, impact, help, nodes }) => ({ id, impact, help, nodes: nodes.map((node) => node.target.join(" ")) }));
  }, exclude);
  return found.filter(({ impact }) => impacts.includes(impact)).map(({ id, impact, help, nodes }) => `${impact} ${id}: ${help}\n  ${nodes.join("\n  ")}`);
}
