// The forecast worker: a module that starts its WebAssembly and passes messages to it as text.
import init, { handle } from "./gemeo_forecast_worker.js";

const ready = init({ module_or_path: new URL("./gemeo_forecast_worker_bg.wasm", import.meta.url) });

// A start that fails, or a crash, is thrown so that the page sees an error event and starts another worker.
ready.catch((error) => setTimeout(() => { throw error; }));

self.onmessage = async ({ data }) => {
  await ready;
  try {
    self.postMessage(handle(data, (done, all) => self.postMessage(`{"progress":[${done},${all}]}`)));
  } catch (error) {
    setTimeout(() => { throw error; });
  }
};
