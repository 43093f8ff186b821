// What DuckDB says when it cannot answer, as kind, words and place.

/** `{kind, message, from}`: kind is cancelled, memory, locked, lost or query; `from` is a position in the text, or null. */
export function faultOf(error, stopped, sql) {
  const text = String(error?.message ?? error);
  if (stopped || /^cancelled$|query was canceled|Interrupted/i.test(text)) return fault("cancelled", "", null);
  if (error?.lost) return fault("lost", first(text), null);
  const { type, message, position } = read(text);
  // DuckDB's parser counts characters, what comes after it counts bytes
  const from = position === null ? null : type === "Parser" ? [...sql].slice(0, position).join("").length : characters(sql, position);
  if (/Out of Memory/i.test(type) || /Out of Memory|memory access out of bounds|Array buffer allocation|bad_alloc/i.test(message)) return fault("memory", first(message), null);
  if (/Permission/i.test(type) || /configuration has been locked|disabled (by|through) configuration|exists in the \w+ extension/.test(message)) return fault("locked", first(message), from);
  if (/worker did not start|unreachable|index is out of bounds|signature mismatch|RuntimeError/.test(message)) return fault("lost", first(message), null);
  return fault("query", message, from);
}

const fault = (kind, message, from) => ({ kind, message, from });
const first = (message) => message.split("\n")[0];

/** DuckDB's own JSON, or what stands as plain words. */
function read(text) {
  try {
    const { exception_type = "", exception_message = "", position } = JSON.parse(text.slice(text.indexOf("{")));
    // why again: a fault of the parser comes wrapped in another one
    if (exception_message.startsWith("{")) return read(exception_message);
    return { type: exception_type, message: exception_message || text, position: position === undefined ? null : Number(position) };
  } catch {
    const [, type = "", message = text] = text.match(/^([A-Z][A-Za-z ]+) Error: ([\s\S]*)$/) ?? [];
    return { type, message, position: null };
  }
}

/** DuckDB counts bytes of UTF-8; an editor counts characters of UTF-16. */
export function characters(sql, bytes) {
  const head = new TextEncoder().encode(sql).slice(0, bytes);
  return new TextDecoder().decode(head).length;
}
