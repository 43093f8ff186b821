// The service worker. The shell is kept from the first visit; pages, packs, map engine and workbench once they were opened.
import { ExpirationPlugin } from "workbox-expiration";
import { cleanupOutdatedCaches, matchPrecache, precacheAndRoute } from "workbox-precaching";
import { registerRoute, setCatchHandler } from "workbox-routing";
import { CacheFirst, NetworkFirst } from "workbox-strategies";

const version = self.__GEMEO_VERSION;
const scope = new URL(self.registration.scope);
// why the version: an old page names files that a new shell no longer has
const pagesCache = `gemeo-pages-${version}`;

/** The path of an address below the base path. */
const below = (url) => url.pathname.slice(scope.pathname.length);
const isOurs = (url) => url.origin === scope.origin && url.pathname.startsWith(scope.pathname);

/** Pages differ by path only; what follows "?" is state that the app reads. */
const withoutState = (address) => {
  const url = new URL(address);
  return url.origin + url.pathname;
};
const samePage = { cacheKeyWillBeUsed: async ({ request }) => withoutState(request.url) };
// why not redirected: a browser refuses a redirected answer for a page
const onlyWhole = { cacheWillUpdate: async ({ response }) => (response.status === 200 && !response.redirected ? response : null) };
const fewer = (maxEntries) => new ExpirationPlugin({ maxEntries, purgeOnQuotaError: true });

const pages = new NetworkFirst({ cacheName: pagesCache, networkTimeoutSeconds: 4, plugins: [samePage, onlyWhole, fewer(120)] });
const packs = new NetworkFirst({ cacheName: "gemeo-packs", networkTimeoutSeconds: 8, plugins: [onlyWhole, fewer(400)] });
const hashed = new CacheFirst({ cacheName: "gemeo-hashed", plugins: [onlyWhole, fewer(60)] });

precacheAndRoute(self.__GEMEO_SHELL);
cleanupOutdatedCaches();
// why not sign-in: it goes through the identity provider's redirects and cookies, which are the browser's affair alone
registerRoute(({ request, url }) => request.mode === "navigate" && isOurs(url) && !/^(auth|api)\//.test(below(url)), pages);
registerRoute(({ url }) => isOurs(url) && below(url).startsWith("packs/"), packs);
registerRoute(({ url }) => isOurs(url) && /^(map|worker|table-worker|workbench|locales|catalogue|methods)\//.test(below(url)), hashed);
setCatchHandler(async ({ request }) => {
  const shell = request.mode === "navigate" ? await matchPrecache("shell.html") : undefined;
  return shell ?? Response.error();
});

self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
// The reader agreed to the new version: the waiting worker takes over.
self.addEventListener("message", (event) => {
  if (event.data?.type === "SKIP_WAITING") self.skipWaiting();
});

async function takeOver() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("gemeo-pages-") && name !== pagesCache).map((name) => caches.delete(name)));
  await self.clients.claim();
  await keepOpenPages();
}

/** The pages open at the first visit came before this worker: keep them too. */
async function keepOpenPages() {
  const windows = await self.clients.matchAll({ type: "window" });
  const cache = await caches.open(pagesCache);
  await Promise.allSettled(windows.map((window) => cache.add(withoutState(window.url))));
}
