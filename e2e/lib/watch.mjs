// Notes what must not happen on a page: policy violations, errors on the console, requests to other hosts.
import assert from "node:assert/strict";

/**
 * Begins to listen; call it before the first page is opened.
 * @returns {Promise<{violations: string[], errors: string[], foreign: string[], failed: string[], assertClean: (allow?: RegExp[]) => void}>}
 */
export async function watch(context, origin) {
  const seen = { violations: [], errors: [], foreign: [], failed: [] };
  await context.exposeBinding("gemeoViolation", (_, text) => seen.violations.push(text));
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      globalThis.gemeoViolation(`${event.effectiveDirective} refused ${event.blockedURI || "inline"} at ${event.sourceFile ?? ""}:${event.lineNumber}`);
    });
  });
  context.on("console", (message) => {
    if (message.type() === "error") seen.errors.push(message.text());
    if (/content security policy/i.test(message.text())) seen.violations.push(message.text());
  });
  context.on("weberror", (error) => seen.errors.push(String(error.error())));
  context.on("request", (request) => {
    if (isForeign(request.url(), origin)) seen.foreign.push(request.url());
  });
  context.on("requestfailed", (request) => seen.failed.push(`${request.url()}: ${request.failure()?.errorText}`));
  return { ...seen, assertClean: (allow = []) => assertClean(seen, allow) };
}

const isForeign = (url, origin) => /^(https?|wss?):/.test(url) && new URL(url).origin !== origin;

function assertClean(seen, allow) {
  const rest = (list) => list.filter((text) => !allow.some((pattern) => pattern.test(text)));
  assert.deepEqual(rest(seen.violations), [], "violations of the content security policy");
  assert.deepEqual(rest(seen.foreign), [], "requests to other hosts");
  assert.deepEqual(rest(seen.errors), [], "errors on the console");
}
