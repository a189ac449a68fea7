// @ts-check
// The search engine: cuts a query into the index's own words and finds the articles. Runs in browsers and in Node.
// How the index is made: plugins/search.

import { fold } from "./fold.js"
import { IndexError, Store } from "./store.js"

export { IndexError }

/** All numbers of the ranking. `make search-test` shows what a change does. */
const WEIGHTS = {
  form: 0.7, // another spelling or inflection of the word
  inside: 0.6, // a longer word that holds it
  synonym: 0.35,
  margin: /** @type {any[]} */ ([4, 9]), // how much dearer than the best cut of a query another may be, in nats: at first, and when nothing was found
  unknown: 18, // what a character that is in no word costs
}
const LONGEST = 16

/** @typedef {import("./store.js").Term} Term */
/** @typedef {{from: number, to: number, term: Term, weight: number}} Node */
/** @typedef {Map<number, number>} Scores document → score */
/** @typedef {{text: string, chars: any[], path: Node[], nodes: any[]}} Part `any`: else each index would have to be asked whether it is there */

/** Letters and digits; everything else parts a query. */
const WORDS = /[\p{L}\p{N}\p{M}ー々〆ゝゞヽヾ]+/gu
const NUMERALS = "〇一二三四五六七八九"

/**
 * @param {string | URL} base the folder of the index
 * @param {{fetch?: typeof globalThis.fetch}} [options]
 */
export async function openIndex(base, options = {}) {
  const engine = new Engine(new Store(base, options.fetch ?? ((/** @type {RequestInfo | URL} */ address, /** @type {RequestInit | undefined} */ init) => fetch(address, init))))
  await engine.store.open()
  return {
    /**
     * @param {string} query
     * @param {{limit?: number, category?: string}} [options]
     */
    async search(query, options = {}) {
      try {
        return await engine.search(query, options)
      } catch (error) {
        // the site was built anew since the index was opened
        if (!(error instanceof IndexError)) throw error
        await engine.store.open()
        return engine.search(query, options)
      }
    },
  }
}

export class Engine {
  /** @param {Store} store */
  constructor(store) {
    this.store = store
  }

  /** What few queries need comes when it is needed. */
  async rescue() {
    const address = new URL("rescue.js", import.meta.url).href
    const { Rescue } = /** @type {typeof import("./rescue.js")} */ (await import(address))
    return new Rescue(this)
  }

  /** @param {string} query @param {{limit?: number, category?: string}} options */
  async search(query, { limit = 10, category }) {
    const parts = fold(query).match(WORDS) ?? []
    let { scores, suggestion, marks } = await this.find(parts.slice(0, 12))
    if (category) {
      const term = await this.store.term("#" + fold(category))
      const own = term ? await this.store.postings(term) : []
      const kept = new Set(own.filter((_, at) => at % 2 === 0))
      scores = new Map([...scores].filter(([document]) => kept.has(document)))
    }
    const ranked = [...scores].sort((a, b) => b[1] - a[1] || b[0] - a[0])
    const hits = await Promise.all(
      ranked.slice(0, limit).map(async ([document, score]) => {
        const [url, title, lead, category] = await this.store.card(document)
        return { url, title, category, score, excerpt: excerpt(lead, marks) }
      }),
    )
    return { total: ranked.length, hits, suggestion, words: marks }
  }

  /**
   * Articles that have every part; else, those that have words of the query.
   * @param {string[]} texts
   * @returns {Promise<{scores: Scores, suggestion?: string, marks: string[]}>}
   */
  async find(texts) {
    const parts = await Promise.all(texts.map((text) => this.read(text)))
    const marks = [...texts, ...parts.flatMap((part) => part.path.map((node) => node.term.word.replace("+", "")).filter((word) => word.length > 1))]
    const found = await Promise.all(parts.map((part) => this.matches(part)))
    let all = both(found)
    if (all.size) return { scores: all, marks }
    // what found nothing may be meant otherwise
    let suggestion
    const others = await Promise.all(parts.map(async (part, at) => (found[at]?.size ? undefined : (await this.rescue()).otherwise(part))))
    all = both(found.map((scores, at) => others[at]?.scores ?? scores))
    if (others.some((other) => other?.text)) suggestion = texts.map((text, at) => others[at]?.text ?? text).join(" ")
    others.forEach((other) => marks.push(...(other?.marks ?? [])))
    if (all.size) return { scores: all, suggestion, marks }
    return { scores: await (await this.rescue()).ranked(parts), marks }
  }

  /** Cut a part of the query into words of the index. @param {string} text @returns {Promise<Part>} */
  async read(text) {
    const chars = [...text]
    const look = await this.vocabulary(text, chars)
    /** @type {any[]} */
    const nodes = chars.map(() => [])
    for (let from = 0; from < chars.length; from++)
      for (let to = from + 1; to <= Math.min(chars.length, from + LONGEST); to++) {
        const word = chars.slice(from, to).join("")
        const term = look(word)
        if (term) nodes[from].push({ from, to, term, weight: 1 })
        const inner = look(word + "+")
        if (inner) nodes[from].push({ from, to, term: inner, weight: WEIGHTS.inside })
        const other = word.endsWith("ー") ? word.slice(0, -1) : word + "ー"
        const long = /[ァ-ヶー]ー?$/.test(word) && chars[to] !== "ー" ? look(other) : undefined
        if (long?.count) nodes[from].push({ from, to, term: long, weight: WEIGHTS.form })
      }
    return { text, chars, nodes, path: this.cheapest(chars, nodes) }
  }

  /** Fetch the words that a text may be cut into. @param {string} text @param {any[]} chars */
  async vocabulary(text, chars) {
    /** @type {any[]} */
    const shards = []
    /** @param {string} word @returns {Term | undefined} */
    const look = (word) => shards.find((shard) => shard.terms.has(word))?.terms.get(word)
    const load = async (/** @type {string[]} */ pieces) => {
      const names = await Promise.all(pieces.map((piece) => this.store.between("terms", piece)))
      shards.push(...(await Promise.all([...new Set(names.flat())].map((name) => this.store.shard(name)))))
    }
    const pieces = (/** @type {number} */ from) => chars.slice(from, from + LONGEST).map((_, to) => chars.slice(from, from + to + 1).join(""))
    // words inside a run of kana, Latin letters or digits are looked for only where the run is no word itself
    const runs = [...text.matchAll(/[ァ-ヶー]+|[a-z]+|\d+|[^]/gu)].map((run) => ({ from: [...text.slice(0, run.index)].length, run: run[0] }))
    // a word of two signs that the index has is never cut
    if (chars.length === 2) await load([text])
    if (chars.length === 2 && look(text)?.count) return look
    await load(runs.flatMap(({ from }) => pieces(from)))
    await load(runs.flatMap(({ from, run }) => (look(run)?.count ? [] : [...run].slice(1).flatMap((_, at) => pieces(from + at + 1)))))
    return look
  }

  /** @param {{count: number}} term */
  cost(term) {
    return Math.log((this.store.manifest.count * 60) / (term.count + 0.5))
  }

  /** The cut of least cost: unigrams, as the words' frequencies have it. @param {any[]} chars @param {any[]} nodes */
  cheapest(chars, nodes) {
    /** @type {any[]} */
    const costs = [0, ...chars.map(() => Infinity)]
    /** @type {(Node | undefined)[]} */
    const back = []
    chars.forEach((_, at) => {
      const step = costs[at] + WEIGHTS.unknown
      if (step < costs[at + 1]) [costs[at + 1], back[at + 1]] = [step, undefined]
      for (const node of nodes[at]) {
        if (!node.term.count) continue
        const cost = costs[at] + this.cost(node.term) + (node.weight < 1 ? 4 : 0)
        if (cost < costs[node.to]) [costs[node.to], back[node.to]] = [cost, node]
      }
    })
    const path = []
    for (let at = chars.length; at > 0; ) {
      const node = back[at]
      if (node) path.unshift(node)
      at = node ? node.from : at - 1
    }
    return path
  }

  /**
   * The cost of the cheapest way to each place, and from it.
   * @param {any[]} nodes @param {(at: number) => number} skip what it costs to pass over a character
   */
  costs(nodes, skip) {
    /** @type {any[]} */
    const to = [0, ...nodes.map(() => Infinity)]
    /** @type {any[]} */
    const from = [...nodes.map(() => Infinity), 0]
    const words = (/** @type {number} */ at) => nodes[at].filter((/** @type {Node} */ node) => node.term.count)
    nodes.forEach((_, at) => {
      to[at + 1] = Math.min(to[at + 1], to[at] + skip(at))
      for (const node of words(at)) to[node.to] = Math.min(to[node.to], to[at] + this.cost(node.term))
    })
    for (let at = nodes.length - 1; at >= 0; at--) {
      from[at] = from[at + 1] + skip(at)
      for (const node of words(at)) from[at] = Math.min(from[at], from[node.to] + this.cost(node.term))
    }
    return { to, from }
  }

  /** @param {number} count */
  idf(count) {
    return Math.log(1 + (this.store.manifest.count - count + 0.5) / (count + 0.5))
  }

  /** Add a word's documents. @param {Scores} scores @param {Term} term @param {number} weight */
  async add(scores, term, weight, count = term.count) {
    const own = await this.store.postings(term)
    const idf = this.idf(count) * weight
    for (let at = 0; at < own.length; at += 2) {
      const score = idf * own[at + 1]
      if (score > (scores.get(own[at]) ?? 0)) scores.set(own[at], score)
    }
  }

  /** A word, its other forms and synonyms. @param {Term} term */
  async forms(term) {
    /** @type {[Term, number][]} */
    const found = [[term, 1]]
    await Promise.all(
      term.links.map(async (link) => {
        const synonym = link[0] === "="
        const other = await this.store.term(synonym ? link.slice(1) : link)
        if (other?.count) found.push([other, synonym ? WEIGHTS.synonym : WEIGHTS.form])
      }),
    )
    return found
  }

  /** The articles in which a part stands as it was typed, or in another spelling. @param {Part} part @returns {Promise<Scores>} */
  async matches(part) {
    const { nodes, text } = part
    const length = part.chars.length
    /** @type {Scores} */
    const scores = new Map()
    const whole = (nodes[0] ?? []).filter((/** @type {Node} */ node) => node.to === length)
    for (const { term, weight } of whole)
      for (const [other, share] of await this.forms(term)) await this.add(scores, other, weight * share, term.count || other.count)
    if (length > 1) {
      if (!whole.length) for (const term of await this.beginning(text)) await this.add(scores, term, WEIGHTS.inside)
      for (const loose of [false, true]) {
        if (loose && scores.size) break
        for (const [document, score] of await this.phrase(part, loose, Number(loose), scores)) scores.set(document, score)
      }
    }
    return scores
  }

  /** Longer words that begin with a text. @param {string} text */
  async beginning(text, most = 30) {
    /** @type {Term[]} */
    const found = []
    for (const name of await this.store.between("terms", text, text + "\u{ffff}"))
      for (const term of (await this.store.shard(name)).terms.values())
        if (term.word.startsWith(text) && term.word !== text && !term.word.endsWith("+") && term.count && found.length < most) found.push(term)
    return found
  }

  /** Which characters are short words that the index leaves out: の, から. @param {any[]} chars */
  wild(chars) {
    const found = chars.map(() => false)
    for (const run of chars.join("").matchAll(/[ぁ-ゖ]+/g)) if (run[0].length < 3) found.fill(true, run.index, run.index + run[0].length)
    return found
  }

  /**
   * The articles in which the words of a part stand side by side, but for those that are known.
   * @param {Part} part @param {boolean} [loose] also where the last word goes on
   */
  async phrase(part, loose = false, margin = Number(loose), known = new Map()) {
    const wild = this.wild(part.chars)
    const ways = this.cheap(await this.steps(part, loose), wild, WEIGHTS.margin[margin])
    const documents = await this.holders(ways, wild, known)
    /** @type {Scores} */
    const scores = new Map()
    if (!documents.size) return scores
    const ends = await this.ends(ways, wild, documents)
    const parts = new Map()
    for (const { term } of ends.size ? part.path : []) {
      const own = new Map()
      await this.add(own, term, 1)
      for (const [document, score] of own) parts.set(document, (parts.get(document) ?? 0) + score)
    }
    for (const [document, places] of ends) scores.set(document, (parts.get(document) ?? 1) + places.size * 0.01)
    return scores
  }

  /** The words that a part may be made of: those that lie in it, other signs for its numbers, the beginnings of words. @param {Part} part @param {boolean} loose */
  async steps({ chars, nodes }, loose) {
    const length = chars.length
    /** @type {any[]} */
    const steps = nodes.map((list) => list.filter((/** @type {Node} */ node) => node.term.count && !(node.from === 0 && node.to === length)))
    // 大 finds 大きな
    if (loose)
      for (let at = Math.max(1, length - 6); at < length; at++)
        for (const term of await this.beginning(chars.slice(at).join(""), 20)) steps[at]?.push({ from: at, to: length, term, weight: 1 })
    for (const node of nodes.flat())
      if (/^[\d〇一二三四五六七八九]$/.test(node.term.word)) {
        const at = NUMERALS.indexOf(node.term.word)
        const term = await this.store.term(at < 0 ? NUMERALS[Number(node.term.word)] ?? "" : String(at))
        if (term?.count) steps[node.from].push({ ...node, term })
      }
    return steps
  }

  /** Those of the words that lie on a way through the part which is not much dearer than the cheapest. @param {any[]} steps @param {boolean[]} wild @param {number} margin */
  cheap(steps, wild, margin) {
    const { to, from } = this.costs(steps, (at) => (wild[at] ? 3 : Infinity))
    const most = Number.isFinite(from[0]) ? from[0] + margin : -1
    return steps.map((list) => list.filter((/** @type {Node} */ node) => to[node.from] + this.cost(node.term) + from[node.to] <= most))
  }

  /** The articles that have the words of a way, wherever they stand. @param {any[]} ways @param {boolean[]} wild @param {Scores} known */
  async holders(ways, wild, known) {
    /** @type {any[]} null: all articles */
    const reached = [null, ...ways.map(() => new Set())]
    for (let at = 0; at < ways.length; at++) {
      const here = reached[at]
      if (here && !here.size) continue
      if (wild[at]) {
        if (!here) reached[at + 1] = null
        else for (const document of here) reached[at + 1].add(document)
      }
      for (const node of ways[at]) {
        const own = await this.store.postings(node.term)
        for (let n = 0; n < own.length; n += 2) if (!here || here.has(own[n])) reached[node.to]?.add(own[n])
      }
    }
    return new Set([...(reached[ways.length] ?? [])].filter((document) => !known.has(document)))
  }

  /** Where a way ends in some articles, its words side by side. @param {any[]} ways @param {boolean[]} wild @param {Set<number>} documents @returns {Promise<Map<number, Set<number>>>} */
  async ends(ways, wild, documents) {
    /** @type {any[]} null: everywhere */
    const states = [null, ...ways.map(() => new Map())]
    const put = (/** @type {number} */ at, /** @type {number} */ document, /** @type {number} */ place) => {
      const state = states[at]
      if (!state) return
      const places = state.get(document)
      if (places) places.add(place)
      else state.set(document, new Set([place]))
    }
    await Promise.all(ways.flat().map((node) => this.store.places(node.term)))
    for (let at = 0; at < ways.length; at++) {
      const here = states[at]
      if (here && !here.size) continue
      if (wild[at]) {
        if (!here) states[at + 1] = null
        else for (const [document, places] of here) for (const place of places) put(at + 1, document, place + 1)
      }
      for (const node of ways[at]) {
        const size = [...node.term.word.replace("+", "")].length
        for (const [document, places] of await this.store.places(node.term)) {
          const before = here?.get(document)
          if (!documents.has(document) || (here && !before)) continue
          for (const place of places) if (!before || before.has(place)) put(node.to, document, place + size)
        }
      }
    }
    return states[ways.length] ?? new Map()
  }
}

/** What all have, scores added. @param {Scores[]} all @returns {Scores} */
function both(all) {
  const [first = new Map(), ...rest] = [...all].sort((a, b) => a.size - b.size)
  /** @type {Scores} */
  const found = new Map()
  for (const [document, score] of first)
    if (rest.every((scores) => scores.has(document))) found.set(document, rest.reduce((sum, scores) => sum + (scores.get(document) ?? 0), score))
  return found
}

/**
 * A text in parts, those that match the query marked.
 * @param {string} text @param {string[]} marks folded
 * @returns {{text: string, hit: boolean}[]}
 */
export function excerpt(text, marks) {
  const signs = text.match(/[^][\u3099\u309a\uff9e\uff9f]?/gu) ?? []
  let folded = ""
  const starts = signs.map((sign) => (folded += fold(sign)).length - fold(sign).length)
  const hits = new Set()
  for (const mark of marks)
    for (let at = mark ? folded.indexOf(mark) : -1; at >= 0; at = folded.indexOf(mark, at + 1))
      starts.forEach((start, sign) => start >= at && start < at + mark.length && hits.add(sign))
  /** @type {{text: string, hit: boolean}[]} */
  const parts = []
  signs.forEach((sign, at) => {
    const last = parts.at(-1)
    if (last?.hit === hits.has(at)) last.text += sign
    else parts.push({ text: sign, hit: hits.has(at) })
  })
  return parts
}
