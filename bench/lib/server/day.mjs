// As many readings as a day has, sent as fast as the server takes them, three days in a row: how fast, and whether memory grows.
import { Agent, get, request } from "node:http";
import { atMost, plain, round } from "../figure.mjs";
import { residentKib, scratch, secret, startProgram, webhook } from "./program.mjs";

const [stations, minutes] = [60, 24 * 60];
const since = Date.now() - 22 * 3_600_000;
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

export async function day() {
  const folder = scratch();
  const { address, table, listen } = await webhook(folder);
  const server = await startProgram(folder, [listen, table]);
  const reader = await listenTo(`${server.origin}/api/live/porto`);
  const began = performance.now();
  const memory = [];
  for (const number of [1, 2, 3]) memory.push(await send(server, address, reader, number));
  const seconds = (performance.now() - began) / 1000;
  const missing = 3 * stations * minutes - reader.readings();
  reader.stop();
  await server.stop();
  agent.destroy();
  return [
    plain("readings of three days, each heard by a reader", reader.readings(), ""),
    atMost("  of them missed", missing, "", 0),
    plain("  sent, read, put in order and heard", round((3 * stations * minutes) / seconds), "readings/s"),
    plain("memory after the first day", round(memory[0] / 1024, 1), "MiB"),
    plain("  growth in the second, while what is bounded fills", round((memory[1] - memory[0]) / 1024, 2), "MiB"),
    atMost("  growth in the third", round((memory[2] - memory[1]) / 1024, 2), "MiB", 1),
  ];
}

/** Sends a day and waits until the reader has it; memory afterwards, in KiB. */
async function send(server, address, reader, number) {
  for (let minute = 0; minute < minutes; minute++) {
    const body = notification(number, minute);
    let status = await post(address, body);
    for (; status === 503; status = await post(address, body)) await new Promise((done) => setTimeout(done, 20));
    if (status !== 204) throw new Error(`the webhook answers ${status}`);
  }
  const until = performance.now() + 60_000;
  while (reader.readings() < number * stations * minutes && performance.now() < until) await new Promise((done) => setTimeout(done, 50));
  return residentKib(server.pid);
}

/** What every station says of a minute. No value comes twice in a row, for then it is no news. */
function notification(number, minute) {
  // why not a minute apart: what is older than a day is not told, and three days must fit before now
  const stamp = new Date(since + ((number - 1) * minutes + minute) * 16_000).toISOString().replace(/\.\d+/, "");
  const data = Array.from({ length: stations }, (_, station) => ({ id: `urn:ngsi-ld:AirQualityObserved:${station}`, type: "AirQualityObserved", dateObserved: stamp, no2: 10 + (minute % 7) + station / 8 }));
  return JSON.stringify({ id: "urn:n:1", type: "Notification", data });
}

function post(address, body) {
  const headers = { authorization: `Bearer ${secret}`, "content-type": "application/ld+json", "content-length": Buffer.byteLength(body) };
  return new Promise((done, fail) => {
    const ask = request(`http://${address}/notify/air`, { method: "POST", headers, agent }, (response) => response.resume().on("end", () => done(response.statusCode)));
    ask.on("error", fail).end(body);
  });
}

/** Counts the readings of a stream. */
function listenTo(url) {
  let [count, rest] = [0, ""];
  return new Promise((done, fail) => {
    const ask = get(url, (response) => {
      response.setEncoding("utf8").on("error", () => {}).on("data", (text) => {
        const lines = (rest + text).split("\n");
        rest = lines.pop();
        count += lines.filter((line) => line === "event: reading").length;
        if (lines.some((line) => line === "event: hello")) done({ readings: () => count, stop: () => ask.destroy() });
      });
    }).on("error", fail);
  });
}
