// Reads files in the table worker as it is built, as the page of own data does; bench/lib/import.mjs calls run().

/** A worker that answers one question after the other. */
function clerk(address) {
  const worker = new Worker(address, { type: "module" });
  const ask = (question, file) =>
    new Promise((done, fail) => {
      worker.onmessage = ({ data }) => Array.isArray(data) && done([JSON.parse(data[0]), data[1]]);
      worker.onerror = (event) => fail(new Error(event.message));
      worker.postMessage([JSON.stringify(question), file]);
    });
  return { ask, end: () => worker.terminate() };
}

/** Milliseconds and values of each round over all files. */
globalThis.run = async (address, files, rounds) => {
  const out = [];
  for (let round = 0; round < rounds; round++) {
    const { ask, end } = clerk(address);
    let [millis, values] = [0, 0];
    for (const file of files) {
      const [{ opened, refused }] = await ask({ ask: "open", name: file.name, places: [], city: "1106", sheet: null, header: null, delimiter: null }, file);
      if (refused) throw new Error(`${file.name}: ${JSON.stringify(refused)}`);
      const since = performance.now();
      const [{ read }, rows] = await ask({ ask: "read", mapping: opened[1] });
      millis += performance.now() - since;
      if (read.report.cut) throw new Error(`${file.name} was cut`);
      // Eight bytes of count, then 20 a row.
      values += (rows.byteLength - 8) / 20;
    }
    end();
    out.push([millis, values]);
  }
  return out;
};
