// @ts-check
// What a query may mean that stands nowhere as it was typed: a pronunciation, old kanji, the inside of a word, a slip of the
// finger. The engine fetches this module when the first such query comes.

import { fold } from "./fold.js"
import { key, sound } from "./sound.js"

/** @typedef {import("./engine.js").Part} Part */
/** @typedef {import("./engine.js").Node} Node */
/** @typedef {import("./engine.js").Scores} Scores */
/** @typedef {import("./store.js").Term} Term */

/** How unlikely each slip of the finger is, in nats. */
const SLIPS = { swapped: 0, doubled: 0, missing: 1, wrong: 4, added: 12 }
const LONGEST = 16
/** Longer parts are questions, not words with a slip. */
const FUZZY = 16
const INSIDE = 0.6
/** What two words of the query add that stand side by side in a text. */
const PAIR = 1.6
/** Ranked hits below this share of the best one are left out. */
const TAIL = 0.2
const KANA = /^[ぁ-ゖァ-ヶー]+$/
/** What a consonant may have been before another word voiced it. @type {Record<string, string[]>} */
const HARD = { g: ["k"], z: ["s", "t"], d: ["t"], b: ["h"], p: ["h"] }
const SMALL = "ァアィイゥウェエォオャヤュユョヨッツ"

const cheaper = (/** @type {{cost: number}} */ a, /** @type {{cost: number}} */ b) => a.cost - b.cost

export class Rescue {
  /** @param {import("./engine.js").Engine} engine */
  constructor(engine) {
    this.engine = engine
  }

  /**
   * Other ways to take a part that stands nowhere: as a pronunciation, with old kanji, inside words, as a slip of the finger.
   * @param {Part} part
   * @returns {Promise<{scores: Scores, text?: string, marks?: string[]} | undefined>}
   */
  async otherwise(part) {
    if (KANA.test(part.text) || /^[a-z']+$/.test(part.text)) {
      const found = await this.spoken(part)
      if (found?.scores.size) return found
    }
    if (part.chars.length > FUZZY) return undefined
    if (part.chars.some((char, at) => char > "㐀" && !part.nodes[at].length)) {
      const [pairs] = await this.engine.store.file(this.engine.store.manifest.old)
      const old = new Map()
      for (let at = 0; at < pairs.length; at += 2) old.set(pairs[at], pairs[at + 1])
      const text = fold(part.text, old)
      if (text !== part.text) {
        const scores = await this.engine.matches(await this.engine.read(text))
        if (scores.size) return { scores, marks: [text] }
      }
    }
    const inner = await this.inner(part)
    if (inner.size) return { scores: inner }
    return this.mistyped(part)
  }

  /** Words that end with a text or hold it. @param {string} text */
  async around(text) {
    const found = []
    for (const name of await this.engine.store.between("inside", text, text + "\u{ffff}"))
      for (const [suffix, befores] of await this.engine.store.lists(name))
        if (suffix.startsWith(text)) for (const before of befores) found.push({ word: before + suffix, ends: suffix === text })
    return found
  }

  /** A part that begins or lies inside a word. @param {Part} part */
  async inner(part) {
    /** @type {Scores} */
    const scores = new Map()
    for (const { word } of (await this.around(part.text)).slice(0, 20)) {
      const term = await this.engine.store.term(word)
      if (term) await this.engine.add(scores, term, INSIDE)
    }
    if (scores.size || part.chars.length < 2) return scores
    for (let to = Math.min(4, part.chars.length - 1); to >= 1; to--) {
      const from = part.chars.slice(0, to).join("")
      const found = (await this.around(from)).filter((each) => each.ends).slice(0, 30)
      const terms = await Promise.all(found.map((each) => this.engine.store.term(each.word)))
      /** @type {any[]} */
    const nodes = part.nodes.map((list, at) => (at ? list : []))
      for (const term of terms) if (term) nodes[0].push({ from: 0, to, term, weight: 1 })
      if (!nodes[0].length) continue
      for (const [document, score] of await this.engine.phrase({ ...part, nodes }, true)) scores.set(document, score)
      if (scores.size) break
    }
    return scores
  }

  /** A part as a pronunciation. @param {Part} part */
  async spoken(part) {
    const { chars } = part
    const pieces = chars.map((_, from) => {
      /** @type {any[]} */
      const list = []
      if (from && /[a-z]/.test(chars[from]) && !/[aiueon']/.test(chars[from - 1])) return []
      for (let to = from + 1; to <= chars.length; to++) {
        const short = key(chars.slice(from, to).join(""))
        if (!short) continue
        const sounds = [short]
        // a word may be voiced behind another: 会社, 株式がいしゃ
        const hard = from ? HARD[short[0] ?? ""] : undefined
        if (hard) sounds.push(...hard.map((/** @type {string} */ consonant) => consonant + short.slice(1)))
        sounds.forEach((each, at) => list.push({ from, to, sound: each, cost: at ? 2 : 0 }))
      }
      return list
    })
    /** @type {Map<string, any[]>} */
    const table = new Map()
    const names = await Promise.all([...new Set(pieces.flat().map((piece) => piece.sound))].map((each) => this.engine.store.between("readings", each)))
    await Promise.all(
      [...new Set(names.flat())].map(async (name) => {
        for (const [short, entries] of await this.engine.store.lists(name)) {
          let exact = short
          table.set(short, entries.map((entry) => {
            const [long = "", word] = entry.split("=")
            if (word) exact = long
            return { word: word ?? long, sound: exact }
          }))
        }
      }),
    )
    // the ways to cut the pronunciation, those of long words first
    /** @type {any[]} */
    const ways = chars.map(() => [])
    ways.push([])
    ways[0].push({ cost: 0, list: [] })
    chars.forEach((_, at) => {
      ways[at] = ways[at].sort(cheaper).slice(0, 8)
      for (const way of ways[at])
        for (const piece of pieces[at] ?? [])
          if (table.has(piece.sound)) ways[piece.to]?.push({ cost: way.cost - (piece.to - at) ** 2 + 3 + piece.cost, list: [...way.list, piece] })
    })
    const whole = ways[chars.length].sort(cheaper).slice(0, 8)
    /** @type {Scores} */
    const scores = new Map()
    /** @type {string[]} */
    const marks = []
    for (const way of whole) {
      /** @type {any[]} */
      const nodes = chars.map(() => [])
      for (const piece of way.list) {
        const exact = sound(chars.slice(piece.from, piece.to).join(""))
        await Promise.all(
          (table.get(piece.sound) ?? []).map(async (each) => {
            const weight = each.sound === exact ? 1 : 0.5
            if (way.list.length > 1) {
              const term = await this.engine.store.term(each.word)
              if (term?.count) nodes[piece.from].push({ ...piece, term, weight })
              return
            }
            const own = await this.engine.matches(await this.engine.read(each.word))
            if (own.size) marks.push(each.word)
            for (const [document, score] of own) if (score * weight > (scores.get(document) ?? 0)) scores.set(document, score * weight)
          }),
        )
      }
      if (way.list.length > 1 && way.list.every((/** @type {any} */ piece) => nodes[piece.from].length)) {
        const path = way.list.map((/** @type {any} */ piece) => nodes[piece.from].sort((/** @type {Node} */ a, /** @type {Node} */ b) => b.weight - a.weight || b.term.count - a.term.count)[0])
        const own = await this.engine.phrase({ text: "", chars: chars.map(() => "\0"), nodes, path }, false, 1)
        if (own.size) marks.push(...nodes.flat().map((node) => node.term.word))
        own.forEach((score, document) => scores.set(document, Math.max(score, scores.get(document) ?? 0)))
      }
      if (scores.size) break
    }
    return { scores, marks }
  }

  /** A part with one wrong, missing, doubled or swapped character. @param {Part} part */
  async mistyped(part) {
    const { chars } = part
    const length = chars.length
    if (length < 3 || length > FUZZY) return undefined
    /** @type {Map<string, number>} */
    const guesses = new Map()
    const known = new Set((await Promise.all(chars.map((char) => this.engine.store.between("terms", char, char + "\u{ffff}", 6)))).flat())
    /** @type {Map<string, Term[]>} */
    const first = new Map()
    await Promise.all([...known].map(async (name) => {
      for (const term of (await this.engine.store.shard(name)).terms.values()) {
        if (!term.count || term.word.endsWith("+")) continue
        const list = first.get(term.word[0])
        if (list) list.push(term)
        else first.set(term.word[0], [term])
      }
    }))
    const ends = new Map()
    await Promise.all(chars.map(async (char, at) => ends.set(at, await this.around(char))))
    /** @param {number} from @param {number} to @param {string} word @param {number} count */
    const guess = (from, to, word, count) => {
      const slipped = slip(chars.slice(from, to), [...word])
      if (slipped === undefined) return
      const text = chars.slice(0, from).join("") + word + chars.slice(to).join("")
      const cost = costs[0][from] + Math.log((this.engine.store.manifest.count * 60) / (count + 0.5)) + costs[1][to] + slipped
      if (cost < (guesses.get(text) ?? Infinity)) guesses.set(text, cost)
    }
    /** @type {any[]} */
    const costs = this.costs(chars, part.nodes)
    for (let from = 0; from < length; from++)
      for (let to = from + 1; to <= Math.min(length, from + LONGEST); to++) {
        if (costs[0][from] + costs[1][to] > 80) continue
        const piece = chars.slice(from, to)
        for (const char of new Set(piece.slice(0, 2)))
          for (const term of first.get(char) ?? []) guess(from, to, term.word, term.count)
        for (const start of [from, from + 1])
          for (const each of ends.get(start) ?? []) guess(from, to, each.word, 1)
      }
    // two swapped across a border of words
    for (let at = 0; at + 1 < length; at++) {
      const swapped = [...chars]
      ;[swapped[at], swapped[at + 1]] = [chars[at + 1], chars[at]]
      const other = await this.engine.read(swapped.join(""))
      const cost = (this.costs(other.chars, other.nodes)[0]?.[length] ?? 0) + SLIPS.swapped
      if (swapped[at] !== chars[at] && cost < (guesses.get(other.text) ?? Infinity)) guesses.set(other.text, cost)
    }
    const ranked = [...guesses].sort((a, b) => a[1] - b[1]).slice(0, 30)
    for (const [text] of ranked) {
      const scores = await this.engine.matches(await this.engine.read(text))
      if (scores.size) return { scores, text, marks: [text] }
    }
    return undefined
  }

  /** The cost of the best cut up to each place, and from it. @param {any[]} chars @param {any[]} nodes */
  costs(chars, nodes) {
    /** @type {any[]} */
    const to = [0, ...chars.map(() => Infinity)]
    /** @type {any[]} */
    const from = [...chars.map(() => Infinity), 0]
    chars.forEach((_, at) => {
      to[at + 1] = Math.min(to[at + 1], to[at] + 18)
      for (const node of nodes[at]) if (node.term.count) to[node.to] = Math.min(to[node.to], to[at] + this.engine.cost(node.term))
    })
    for (let at = chars.length - 1; at >= 0; at--) {
      from[at] = from[at + 1] + 18
      for (const node of nodes[at]) if (node.term.count) from[at] = Math.min(from[at], from[node.to] + this.engine.cost(node.term))
    }
    return [to, from]
  }

  /** All articles that have words of the query, the best first. @param {Part[]} parts */
  async ranked(parts) {
    /** @type {Scores} */
    const scores = new Map()
    /** @type {[Node, Node][]} */
    const pairs = []
    for (const { path, chars } of parts) {
      const kept = path.filter((node) => node.term.count && !/^[ぁ-ゖ]{1,2}$/.test(node.term.word))
      for (const node of new Set(kept.map((each) => each.term))) {
        const own = new Map()
        for (const [term, weight] of await this.engine.forms(node)) await this.engine.add(own, term, weight, Math.max(node.count, term.count))
        for (const [document, score] of own) scores.set(document, (scores.get(document) ?? 0) + score)
      }
      kept.forEach((node, at) => {
        const next = kept[at + 1]
        if (next && /^[ぁ-ゖ]{0,2}$/.test(chars.slice(node.to, next.from).join(""))) pairs.push([node, next])
      })
    }
    const best = new Set([...scores].sort((a, b) => b[1] - a[1]).slice(0, 200).map(([document]) => document))
    await Promise.all(
      pairs.map(async ([one, two]) => {
        const [first, second] = await Promise.all([this.engine.store.places(one.term), this.engine.store.places(two.term)])
        const step = two.from - one.from
        const bonus = PAIR * Math.min(this.engine.idf(one.term.count), this.engine.idf(two.term.count)) * 32
        for (const [document, places] of first) {
          const next = best.has(document) && second.get(document)
          if (next && places.some((place) => next.includes(place + step))) scores.set(document, (scores.get(document) ?? 0) + bonus)
        }
      }),
    )
    const top = Math.max(...scores.values())
    for (const [document, score] of scores) if (score < top * TAIL) scores.delete(document)
    return scores
  }
}

/** What one slip of the finger between two texts costs; undefined when there is none or more than one. @param {any[]} a typed @param {any[]} b meant */
function slip(a, b) {
  const longer = b.length - a.length
  if (longer < -1 || longer > 1) return undefined
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  let end = 0
  while (end < Math.min(a.length, b.length) - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++
  const typed = a.slice(start, a.length - end)
  const meant = b.slice(start, b.length - end)
  if (typed.length === 2 && meant.length === 2 && typed[0] === meant[1] && typed[1] === meant[0]) return SLIPS.swapped
  if (typed.length + meant.length === 1 || (typed.length === 1 && meant.length === 1)) {
    if (!typed.length) return SLIPS.missing
    if (!meant.length) return typed[0] === a[start - 1] ? SLIPS.doubled : SLIPS.added
    return sound(typed[0]) === sound(meant[0]) || SMALL.indexOf(typed[0]) >> 1 === SMALL.indexOf(meant[0]) >> 1 ? SLIPS.swapped : SLIPS.wrong
  }
  return undefined
}
