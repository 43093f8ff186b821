// The catalogue and the model as files of the site: of the right kind, linked, true of what the site hands out, wherever it is served.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, test } from "node:test";
import { startServer } from "./lib/server.mjs";
import { variant } from "./lib/variant.mjs";

const folder = await variant("catalogue", { base: "/twin/" });
const server = await startServer({ dist: folder, base: "/twin/" });
after(() => server.stop());

const get = async (path) => {
  const response = await fetch(new URL(path, `${server.origin}/twin/`));
  assert.equal(response.status, 200, path);
  return response;
};
const dcat = "http://www.w3.org/ns/dcat#";
const spdx = "http://spdx.org/rdf/terms#";

test("every distribution of a pack is the file that the catalogue says it is", async () => {
  const response = await get("catalogue/dcat.jsonld");
  assert.match(response.headers.get("content-type"), /^application\/ld\+json/);
  const nodes = (await response.json())["@graph"];
  const at = (id) => nodes.find((node) => node["@id"] === id);
  const files = nodes.filter((node) => node[`${dcat}downloadURL`]);
  assert.ok(files.length >= 12, `${files.length} files`);
  for (const file of files) {
    // relative to the file of the catalogue
    const address = new URL(file[`${dcat}downloadURL`][0]["@id"], response.url);
    assert.equal(address.origin, server.origin);
    const bytes = Buffer.from(await (await get(address.href)).arrayBuffer());
    assert.equal(String(bytes.length), file[`${dcat}byteSize`][0]["@value"], address.pathname);
    const sum = at(file[`${spdx}checksum`][0]["@id"])[`${spdx}checksumValue`][0]["@value"];
    assert.equal(createHash("sha256").update(bytes).digest("hex"), sum, address.pathname);
    assert.ok(file["http://purl.org/dc/terms/license"] && file["http://purl.org/dc/terms/rights"], address.pathname);
  }
});

test("turtle, model and context are there, and pages say where", async () => {
  for (const [path, type, mark] of [
    ["catalogue/dcat.ttl", /^text\/turtle/, "a dcat:Catalog"],
    ["catalogue/model.ttl", /^text\/turtle/, "a owl:Class"],
    ["catalogue/model.jsonld", /^application\/ld\+json/, "http://www.w3.org/2004/02/skos/core#Concept"],
    ["context.jsonld", /^application\/ld\+json/, '"@context"'],
  ]) {
    const response = await get(path);
    assert.match(response.headers.get("content-type"), type);
    assert.ok((await response.text()).includes(mark), path);
  }
  for (const [page, name] of [["sources", "dcat"], ["model", "model"]]) {
    for (const lang of ["pt", "en"]) {
      const html = await (await get(`${lang}/${page}/`)).text();
      assert.ok(html.includes(`<link rel="alternate" type="text/turtle" href="/twin/catalogue/${name}.ttl">`), `${lang} ${page}`);
      for (const end of ["ttl", "jsonld"]) assert.match(html, new RegExp(`<a[^>]+href="/twin/catalogue/${name}\\.${end}"`), `${lang} ${page}`);
    }
  }
});
