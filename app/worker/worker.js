// The model worker: a module that starts the engine's WebAssembly and passes messages to it: both as bytes.
import init, { handle, prepare } from "./gemeo_worker.js";

const ready = init({ module_or_path: new URL("./gemeo_worker_bg.wasm", import.meta.url) });

// A start that fails, or a crash, is thrown so that the page sees an error event and starts another worker.
ready.catch((error) => setTimeout(() => { throw error; }));

self.onmessage = async ({ data }) => {
  await ready;
  try {
    // A part that does not load is told in the answer.
    await prepare(data).catch((error) => console.warn(error));
    const answer = handle(data);
    self.postMessage(answer, [answer.buffer]);
  } catch (error) {
    setTimeout(() => { throw error; });
  }
};
