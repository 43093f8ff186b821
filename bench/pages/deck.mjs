// deck.gl's H3HexagonLayer over the same cells; deck.gl is a development dependency of the bench alone.
import { cells, classOf, colours, median, scrub, values } from "./cells.mjs";

globalThis.run = async (count) => {
  const { Deck, H3HexagonLayer } = globalThis.deck;
  const data = Array.from(cells(count), (id) => id.toString(16));
  const years = Array.from({ length: 10 }, (_, year) => Array.from(values(count, year), (v) => colours[classOf(v)]));
  let rendered = () => {};
  const layer = (year) => new H3HexagonLayer({
    id: "cells", data, getHexagon: (id) => id, extruded: false, stroked: false, highPrecision: false,
    getFillColor: (_, { index }) => years[year][index], updateTriggers: { getFillColor: year },
  });
  const deck = new Deck({
    parent: document.querySelector("#map"), controller: false,
    initialViewState: { longitude: -9.14, latitude: 38.72, zoom: 9 }, layers: [layer(0)], onAfterRender: () => rendered(),
  });
  await new Promise((done) => setTimeout(done, 4000));
  const show = async (year) => {
    const next = new Promise((done) => (rendered = done));
    deck.setProps({ layers: [layer(year)] });
    await next;
  };
  const [script, shown] = [[], []];
  for (let round = 0; round < 20; round++) {
    const since = performance.now();
    const next = new Promise((done) => (rendered = done));
    deck.setProps({ layers: [layer((round + 1) % 10)] });
    script.push(performance.now() - since);
    await next;
    shown.push(performance.now() - since);
  }
  return { scriptMs: median(script), shownMs: median(shown), ...(await scrub(show)) };
};
