// Asks the search of a built site: node ask.mjs SITE < one query a line > one JSON line each. A helper of test_queries.py.

import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const site = path.resolve(process.argv[2]);
const { openIndex } = await import(pathToFileURL(path.join(site, "theme/js/search/engine.js")).href);

const files = new Set();

/** @param {URL | string} address */
async function fromFolder(address) {
  files.add(path.basename(String(address)));
  const file = path.join(site, decodeURIComponent(new URL(address).pathname));
  return fs.existsSync(file) ? new Response(fs.readFileSync(file)) : new Response("", { status: 404 });
}

const index = await openIndex("http://site.test/search/data/", { fetch: fromFolder });
for (const query of fs.readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  const { total, hits, suggestion } = await index.search(query, { limit: 5 });
  console.log(JSON.stringify({ query, total, suggestion, urls: hits.map((hit) => hit.url), files: [...files] }));
  files.clear();
}
