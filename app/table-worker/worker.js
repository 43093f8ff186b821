// The table worker: a module that starts its WebAssembly and passes a question and a file to it.
import init, { handle, own } from "./gemeo_table_worker.js";

const ready = init({ module_or_path: new URL("./gemeo_table_worker_bg.wasm", import.meta.url) });

// A start that fails, or a crash, is thrown so that the page sees an error event.
ready.catch((error) => setTimeout(() => { throw error; }));

// The reader's own file: it comes with the first question and is read here, in slices.
let file;

/** Answers with text and rows; while a file is read, numbers tell how far. */
function answer([question, given]) {
  file = given ?? file;
  const [text, rows] = own(question, file, (done) => self.postMessage(done));
  self.postMessage([text, rows], rows ? [rows.buffer] : []);
}

self.onmessage = async ({ data }) => {
  await ready;
  try {
    if (data[1] instanceof ArrayBuffer) self.postMessage(handle(data[0], new Uint8Array(data[1])));
    else answer(data);
  } catch (error) {
    setTimeout(() => { throw error; });
  }
};
