// Prints how texts, or the best of a list of texts, are cut around their hits: node passage.mjs FOLDER < JSON list of
// [text or list, words] > JSON. A helper of test_passage.py.

import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const { best, cut } = await import(pathToFileURL(path.join(process.argv[2], "passage.js")).href);
const given = JSON.parse(fs.readFileSync(0, "utf8"));
console.log(JSON.stringify(given.map((/** @type {[string | string[], string[]]} */ [text, words]) =>
  cut(typeof text === "string" ? text : best(text, words), words))));
