// The table worker: a module that starts its WebAssembly and passes a question and a file's bytes to it.
import init, { handle } from "./gemeo_table_worker.js";

const ready = init({ module_or_path: new URL("./gemeo_table_worker_bg.wasm", import.meta.url) });

// A start that fails, or a crash, is thrown so that the page sees an error event.
ready.catch((error) => setTimeout(() => { throw error; }));

self.onmessage = async ({ data }) => {
  await ready;
  try {
    self.postMessage(handle(data[0], new Uint8Array(data[1])));
  } catch (error) {
    setTimeout(() => { throw error; });
  }
};
