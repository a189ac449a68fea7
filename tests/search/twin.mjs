// Prints what the JavaScript twins make of texts: node twin.mjs FOLDER < JSON list > JSON. A helper of test_twins.py.

import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const load = (/** @type {string} */ name) => import(pathToFileURL(path.join(process.argv[2], name)).href);
const { fold } = await load("fold.js");
const { sound, key } = await load("sound.js");
const { numbers, words } = await load("store.js");
const { texts, old, encoded, fronts } = JSON.parse(fs.readFileSync(0, "utf8"));
const pairs = new Map();
for (let at = 0; at + 1 < old.length; at += 2) pairs.set(old[at], old[at + 1]);
console.log(
  JSON.stringify({
    fold: texts.map((/** @type {string} */ text) => fold(text, pairs)),
    sound: texts.map(sound),
    key: texts.map(key),
    numbers: encoded.map(numbers),
    words: fronts.map(words),
  }),
);
