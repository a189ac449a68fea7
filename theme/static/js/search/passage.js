// @ts-check
// The passage of an article that a query is about. It is read from the article's own page, which the reader may open next,
// when the hit is in view; where that fails, the hit keeps its lead.

import { excerpt } from "./engine.js";
import { fold } from "./fold.js";

/** @typedef {{text: string, hit: boolean}} Piece */

const LENGTH = 80; // characters that are shown
const BEFORE = 30; // of them before the first word that was found, at most
const BLOCKS = "h2, h3, h4, h5, h6, p, li, dt, dd, th, td, blockquote, figcaption, summary";
const LEFT_OUT = "nav, aside:not([aria-labelledby]), .card, [role=group], pre, code, script, style, rt, rp";

/** Address → the blocks of the article, once. @type {Map<string, Promise<string[]>>} */
const pages = new Map();

/** @param {string} address */
async function fetched(address) {
  const answer = await fetch(address, { priority: "low" });
  if (!answer.ok) throw new Error(String(answer.status));
  // the article's own style sheet would be measured by this page's policy
  const html = (await answer.text()).replace(/<style>.*?<\/style>/gs, "");
  const body = new DOMParser().parseFromString(html, "text/html").querySelector("article > div");
  for (const element of body?.querySelectorAll(LEFT_OUT) ?? []) element.remove();
  const blocks = [...(body?.querySelectorAll(BLOCKS) ?? [])].filter((block) => !block.querySelector(BLOCKS));
  return blocks.map((block) => (block.textContent ?? "").replace(/\s+/g, " ").trim());
}

/** How much of a query stands in a text. @param {string} text @param {string[]} words folded */
function held(text, words) {
  const folded = fold(text);
  return words.reduce((sum, word) => sum + (folded.includes(word) ? word.length : 0), 0);
}

/** The sentences of a text from the one on that holds most. @param {string} text @param {string[]} words */
function fromBest(text, words) {
  const sentences = text.split(/(?<=[。！？!?])/);
  const scores = sentences.map((sentence) => held(sentence, words));
  return sentences.slice(scores.indexOf(Math.max(...scores))).join("");
}

/**
 * Cut a text around its first hit, at ends of phrases where there are some.
 * @param {string} text @param {string[]} words @returns {Piece[]}
 */
export function cut(text, words) {
  const rest = fromBest(text, words);
  const parts = excerpt(rest, words);
  const first = parts.findIndex((part) => part.hit);
  const at = parts.slice(0, Math.max(0, first)).reduce((sum, part) => sum + part.text.length, 0);
  const from = at > BEFORE ? Math.max(rest.lastIndexOf("、", at - 1) + 1, at - BEFORE) : 0;
  const window = rest.slice(from, from + LENGTH);
  if (from + LENGTH >= rest.length) return excerpt((from ? "…" : "") + window, words);
  const least = Math.max(at - from + BEFORE, LENGTH / 2);
  const end = [window.lastIndexOf("。") + 1, window.lastIndexOf("、")].find((end) => end > least) ?? LENGTH;
  return excerpt(`${from ? "…" : ""}${window.slice(0, end)}${window[end - 1] === "。" ? "" : "…"}`, words);
}

/**
 * The passage to show instead of a lead; undefined where the lead says as much of the query.
 * @param {string} address @param {string} title @param {string} lead @param {string[]} words folded
 * @returns {Promise<Piece[] | undefined>}
 */
export async function passage(address, title, lead, words) {
  const own = [...new Set(words)];
  if (held(title + lead, own) === held(own.join(" "), own)) return undefined;
  let page = pages.get(address);
  if (!page) pages.set(address, (page = fetched(address)));
  page.catch(() => pages.delete(address));
  const blocks = await page;
  const found = best(blocks, own);
  return held(found, own) > held(lead, own) ? cut(found, own) : undefined;
}

/**
 * The block that holds most of a query, with what follows it: a heading alone says little. Of two that hold as much it is
 * a sentence rather than a heading.
 * @param {string[]} blocks @param {string[]} words folded
 */
export function best(blocks, words) {
  const scores = blocks.map((block) => held(block, words) + Math.min(block.length, LENGTH / 2) / LENGTH);
  const at = scores.indexOf(Math.max(...scores));
  return blocks.slice(at, at + 3).join("　");
}
