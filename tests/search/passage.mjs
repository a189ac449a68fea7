// Prints how texts are cut around their hits: node passage.mjs FOLDER < JSON list of [text, words] > JSON. A helper of test_passage.py.

import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const { cut } = await import(pathToFileURL(path.join(process.argv[2], "passage.js")).href);
const given = JSON.parse(fs.readFileSync(0, "utf8"));
console.log(JSON.stringify(given.map((/** @type {[string, string[]]} */ [text, words]) => cut(text, words))));
