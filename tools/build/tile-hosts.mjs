// Hosts that maps may ask for tiles: the pages' policy lists them, and a city's base map on any other fails the build.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./context.mjs";

/** As the server reads them (shared/src/pack/geography/tile_host.rs): https, a name in lower-case letters, perhaps a port. */
const host = /^https:\/\/(?=.{1,253}(?::|$))(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d+(?::|$))[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?::([1-9]\d{0,4}))?$/;
const most = 8;

/** The hosts of GEMEO_TILE_HOSTS, between commas. */
export function tileHosts(text = "") {
  const items = text.split(",").map((item) => item.trim()).filter(Boolean);
  for (const item of items) {
    const port = item.match(host)?.[1] ?? "1";
    if (!host.test(item) || Number(port) > 65535) throw new Error(`GEMEO_TILE_HOSTS: “${item}” is no host such as https://tiles.example`);
  }
  const hosts = [...new Set(items.map((item) => item.replace(/:443$/, "")))].sort();
  if (hosts.length > most) throw new Error(`GEMEO_TILE_HOSTS: ${hosts.length} hosts; ${most} are the most`);
  return hosts;
}

/** Fails where a pack's base map is on a host that is not listed: its map would ask in vain. */
export function checkBasemaps(packs, hosts) {
  const folder = join(root, packs);
  for (const city of readdirSync(folder)) {
    const file = join(folder, city, "geography.json");
    if (!existsSync(file)) continue;
    const archive = JSON.parse(readFileSync(file, "utf8")).geography?.basemap?.archive;
    if (!archive?.includes("://")) continue;
    const { origin } = new URL(archive);
    if (!hosts.includes(origin)) throw new Error(`${packs}/${city}: its base map is on ${origin}; list that host in GEMEO_TILE_HOSTS, or put the archive beside the site`);
  }
}
