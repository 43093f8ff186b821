// What a browser keeps of the site, looked at and tampered with from outside.

/** Keys and texts of the app's IndexedDB. */
export async function keptTexts(page) {
  await keeping(page);
  return page.evaluate(() => new Promise((done, fail) => {
    const open = indexedDB.open("gemeo");
    open.onerror = () => fail(open.error);
    open.onsuccess = () => {
      if (!open.result.objectStoreNames.contains("texts")) return fail(new Error("nothing was ever kept"));
      const store = open.result.transaction("texts").objectStore("texts");
      const [keys, values] = [store.getAllKeys(), store.getAll()];
      values.onsuccess = () => {
        open.result.close();
        done(Object.fromEntries(keys.result.map((key, i) => [key, values.result[i]])));
      };
    };
  }));
}

/** Writes a text as if the disk had changed it. */
export function damageText(page, key, text) {
  return page.evaluate(([key, text]) => new Promise((done, fail) => {
    const open = indexedDB.open("gemeo");
    open.onerror = () => fail(open.error);
    open.onsuccess = () => {
      const change = open.result.transaction("texts", "readwrite");
      change.objectStore("texts").put(text, key);
      change.oncomplete = () => (open.result.close(), done());
    };
  }), [key, text]);
}

/** The browser throws away what the site kept, as it may when room is short. */
export async function evict(context, page, origin, storageTypes = "indexeddb,cache_storage") {
  await keeping(page);
  const tools = await context.newCDPSession(page);
  await tools.send("Storage.clearDataForOrigin", { origin, storageTypes });
  await tools.detach();
}

/** So many bytes and no more. The session must stay open as long as the limit shall hold. */
export async function limitRoom(context, page, origin, quotaSize) {
  const tools = await context.newCDPSession(page);
  await tools.send("Storage.overrideQuotaForOrigin", { origin, quotaSize });
  return tools;
}

/** Waits until the page keeps what it reads; it begins when it can be used. */
function keeping(page) {
  return page.waitForFunction(() => localStorage.getItem("gemeo.kept"), null, { timeout: 10_000 });
}
