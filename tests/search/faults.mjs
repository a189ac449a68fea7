// What the engine does with damaged, missing and changed files: node faults.mjs OLD NEW > JSON. A helper of test_faults.py.

import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [scripts, old, fresh, query] = process.argv.slice(2);
const { openIndex } = await import(pathToFileURL(path.join(scripts, "engine.js")).href);

/** @param {() => string} folder @param {(name: string, bytes: Buffer) => Response | undefined} [change] */
const from = (folder, change) => async (/** @type {string} */ address) => {
  const file = path.join(folder(), path.basename(new URL(address).pathname));
  if (!fs.existsSync(file)) return new Response("<h1>404</h1>", { status: 404 });
  const bytes = fs.readFileSync(file);
  return change?.(path.basename(file), bytes) ?? new Response(bytes);
};

/** @param {any} fetch @param {() => void} [between] */
async function outcome(fetch, between) {
  try {
    const index = await openIndex("http://site.test/data/", { fetch });
    between?.();
    const { hits } = await index.search(query, { limit: 3 });
    return hits.map((/** @type {{url: string}} */ hit) => hit.url);
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}

let now = old;
const damaged = (/** @type {string} */ name, /** @type {Buffer} */ bytes) => {
  if (name === "manifest.json") return undefined;
  const other = Buffer.from(bytes);
  other[other.length >> 1] ^= 1;
  return new Response(other);
};
console.log(
  JSON.stringify({
    whole: await outcome(from(() => old)),
    damaged: await outcome(from(() => old, damaged)),
    truncated: await outcome(from(() => old, (name, bytes) => (name === "manifest.json" ? undefined : new Response(bytes.subarray(0, bytes.length >> 1))))),
    manifest: await outcome(from(() => old, (name) => (name === "manifest.json" ? new Response("<!doctype html>") : undefined))),
    offline: await outcome(async () => {
      throw new TypeError("Failed to fetch");
    }),
    redeployed: await outcome(
      from(() => now),
      () => (now = fresh),
    ),
    gone: await outcome(
      from(() => old, (name) => (name === "manifest.json" ? undefined : new Response("", { status: 404 }))),
    ),
  }),
);
