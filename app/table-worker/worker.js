// The table worker: a module that starts its WebAssembly and passes a question and a file to it.
import init, { handle, own, parquet_begin, parquet_end, parquet_group } from "./gemeo_table_worker.js";

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

/** Parts of a Parquet file, as they come; each is answered, so that the next is made when this one is written. */
function parquet([step, given]) {
  try {
    if (step === "begin") parquet_begin(given);
    if (step === "group") parquet_group(given);
    const bytes = step === "end" ? parquet_end() : undefined;
    self.postMessage({ bytes }, bytes ? [bytes.buffer] : []);
  } catch (error) {
    self.postMessage({ error: String(error) });
  }
}

self.onmessage = async ({ data }) => {
  await ready;
  try {
    if (data.parquet) parquet(data.parquet);
    else if (data[1] instanceof ArrayBuffer) self.postMessage(handle(data[0], new Uint8Array(data[1])));
    else answer(data);
  } catch (error) {
    setTimeout(() => { throw error; });
  }
};
