// Makes docs/city-page.png from the built site: node docs/city-page.mjs
import { writeFileSync } from "node:fs";
import { launch, reader } from "../e2e/lib/browser.mjs";
import { ready } from "../e2e/lib/ready.mjs";
import { startServer } from "../e2e/lib/server.mjs";

const server = await startServer();
const browser = await launch();
const { page } = await reader(browser, { width: 1200, height: 900, reducedMotion: "reduce" });
await page.goto(`${server.url}pt/guimaraes/`);
await ready(page);
writeFileSync("docs/city-page.png", await page.screenshot({ animations: "disabled" }));
await browser.close();
await server.stop();
