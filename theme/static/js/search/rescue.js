// @ts-check
// What a query may mean that stands nowhere as it was typed: a pronunciation, old kanji, the inside of a word, a slip of the
// finger. The engine fetches this module when the first such query comes.

import { fold } from "./fold.js"
import { key, sound } from "./sound.js"

/** @typedef {import("./engine.js").Part} Part */
/** @typedef {import("./engine.js").Node} Node */
/** @typedef {import("./engine.js").Scores} Scores */
/** @typedef {import("./store.js").Term} Term */
/** @typedef {{from: number, to: number, sound: string, cost: number}} Piece */
/** @typedef {{node: Node, weight: number, next?: Weighed}} Weighed */

/** How unlikely each slip of the finger is, in nats. */
const SLIPS = { swapped: 0, doubled: 0, missing: 1, wrong: 4, added: 12 }
const LONGEST = 16
/** Longer parts are questions, not words with a slip. */
const FUZZY = 16
const INSIDE = 0.6
/** How much a word counts that begins with a kanji of the query: 設立 for 創設. */
const KIN = 0.4
/** What two words of the query add that stand side by side in a text. */
const PAIR = 2.2
/** Ranked hits below this share of the best one are left out. */
const TAIL = 0.2
/** Ranked hits of which it is asked what stands side by side. */
const BEST = 200
/** The impact of a word that stands a few times in a text (`LEVELS` in plugins/search/collection.py). */
const IMPACT = 32
/** Words that mean nothing. */
const SHORT = /^[ぁ-ゖ]{1,2}$/
/** Those too that only ask: texts say them seldom, which would make them weigh much. */
const ASKS = /^([ぁ-ゖ]{1,2}|何|誰|いくつ|いくら|いかに|どんな|どちら|どなた|教え|ください|下さい)$/
/** Ways to cut a pronunciation that are tried. */
const WAYS = 8
/** Corrections that are tried. */
const GUESSES = 30
/** What a character costs that is in no word, and what so much around a word costs that no slip in it explains. */
const UNKNOWN = 18
const HOPELESS = 80
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
    const pieces = this.pieces(chars)
    const table = await this.readings(pieces)
    /** @type {Scores} */
    const scores = new Map()
    /** @type {string[]} */
    const marks = []
    for (const way of this.cuts(pieces, table)) {
      /** @type {Node[][]} */
      const nodes = chars.map(() => [])
      for (const piece of way) {
        const exact = sound(chars.slice(piece.from, piece.to).join(""))
        await Promise.all(
          (table.get(piece.sound) ?? []).map(async (each) => {
            const weight = each.sound === exact ? 1 : 0.5
            if (way.length > 1) {
              const term = await this.engine.store.term(each.word)
              if (term?.count) nodes[piece.from]?.push({ ...piece, term, weight })
              return
            }
            const own = await this.engine.matches(await this.engine.read(each.word))
            if (own.size) marks.push(each.word)
            for (const [document, score] of own) if (score * weight > (scores.get(document) ?? 0)) scores.set(document, score * weight)
          }),
        )
      }
      const path = way.map((piece) => nodes[piece.from]?.sort((a, b) => b.weight - a.weight || b.term.count - a.term.count)[0])
      if (way.length > 1 && path.every(Boolean)) {
        const own = await this.engine.phrase({ text: "", chars: chars.map(() => "\0"), nodes, path: /** @type {Node[]} */ (path) }, false, 1)
        if (own.size) marks.push(...nodes.flat().map((node) => node.term.word))
        own.forEach((score, document) => scores.set(document, Math.max(score, scores.get(document) ?? 0)))
      }
      if (scores.size) break
    }
    return { scores, marks }
  }

  /** How the pieces of a part sound that may be words, at each character. @param {any[]} chars */
  pieces(chars) {
    return chars.map((_, from) => {
      /** @type {Piece[]} */
      const list = []
      if (from && /[a-z]/.test(chars[from]) && !/[aiueon']/.test(chars[from - 1])) return list
      for (let to = from + 1; to <= chars.length; to++) {
        const short = key(chars.slice(from, to).join(""))
        if (!short) continue
        list.push({ from, to, sound: short, cost: 0 })
        // a word may be voiced behind another: 会社, 株式がいしゃ
        const hard = from ? HARD[short[0] ?? ""] : undefined
        for (const consonant of hard ?? []) list.push({ from, to, sound: consonant + short.slice(1), cost: 2 })
      }
      return list
    })
  }

  /** The words of the pieces that sound like words, with their exact pronunciations. @param {Piece[][]} pieces */
  async readings(pieces) {
    /** @type {Map<string, {word: string, sound: string}[]>} */
    const table = new Map()
    const names = await Promise.all([...new Set(pieces.flat().map((piece) => piece.sound))].map((each) => this.engine.store.between("readings", each)))
    await Promise.all(
      [...new Set(names.flat())].map(async (name) => {
        for (const [short, entries] of await this.engine.store.lists(name)) {
          let exact = short
          const found = entries.map((entry) => {
            const [long = "", word] = entry.split("=")
            if (word) exact = long
            return { word: word ?? long, sound: exact }
          })
          table.set(short, found)
        }
      }),
    )
    return table
  }

  /** The best ways to cut a pronunciation into those of words, long ones first. @param {Piece[][]} pieces @param {Map<string, unknown>} table */
  cuts(pieces, table) {
    /** @type {{cost: number, list: Piece[]}[][]} */
    const ways = [[{ cost: 0, list: [] }], ...pieces.map(() => [])]
    const best = (/** @type {number} */ at) => (ways[at] ?? []).sort(cheaper).slice(0, WAYS)
    pieces.forEach((list, at) => {
      for (const way of best(at))
        for (const piece of list)
          if (table.has(piece.sound)) ways[piece.to]?.push({ cost: way.cost - (piece.to - at) ** 2 + 3 + piece.cost, list: [...way.list, piece] })
    })
    return best(pieces.length).map((way) => way.list)
  }

  /** A part with one wrong, missing, doubled or swapped character. @param {Part} part */
  async mistyped(part) {
    const length = part.chars.length
    if (length < 3 || length > FUZZY) return undefined
    const guesses = [...(await this.slipped(part)), ...(await this.swapped(part))].sort(cheaper)
    const texts = [...new Set(guesses.map((guess) => guess.text))]
    for (const text of texts.slice(0, GUESSES)) {
      const scores = await this.engine.matches(await this.engine.read(text))
      if (scores.size) return { scores, text, marks: [text] }
    }
    return undefined
  }

  /** What a part may mean if one of its words has a slip. @param {Part} part */
  async slipped({ chars, nodes }) {
    const [first, ends] = await Promise.all([this.beginning(chars), Promise.all(chars.map((char) => this.around(char)))])
    const { to: before, from: after } = this.engine.costs(nodes, () => UNKNOWN)
    /** @type {{text: string, cost: number}[]} */
    const guesses = []
    /** @param {number} from @param {number} to @param {string} word @param {number} count */
    const guess = (from, to, word, count) => {
      const slipped = slip(chars.slice(from, to), [...word])
      if (slipped === undefined) return
      const text = chars.slice(0, from).join("") + word + chars.slice(to).join("")
      guesses.push({ text, cost: before[from] + this.engine.cost({ count }) + after[to] + slipped })
    }
    for (let from = 0; from < chars.length; from++)
      for (let to = from + 1; to <= Math.min(chars.length, from + LONGEST); to++) {
        if (before[from] + after[to] > HOPELESS) continue
        for (const char of new Set(chars.slice(from, to).slice(0, 2)))
          for (const term of first.get(char) ?? []) guess(from, to, term.word, term.count)
        for (const each of [...(ends[from] ?? []), ...(ends[from + 1] ?? [])]) guess(from, to, each.word, 1)
      }
    return guesses
  }

  /** What a part may mean if two of its characters changed places, also across a border of words. @param {Part} part */
  async swapped({ chars }) {
    const guesses = []
    for (let at = 0; at + 1 < chars.length; at++) {
      if (chars[at] === chars[at + 1]) continue
      const { text, nodes } = await this.engine.read([...chars.slice(0, at), chars[at + 1], chars[at], ...chars.slice(at + 2)].join(""))
      guesses.push({ text, cost: this.engine.costs(nodes, () => UNKNOWN).from[0] + SLIPS.swapped })
    }
    return guesses
  }

  /** The words that begin with some characters, by the first. @param {any[]} chars */
  async beginning(chars) {
    const names = await Promise.all(chars.map((char) => this.engine.store.between("terms", char, char + "\u{ffff}", 6)))
    /** @type {Map<string, Term[]>} */
    const found = new Map()
    await Promise.all(
      [...new Set(names.flat())].map(async (name) => {
        for (const term of (await this.engine.store.shard(name)).terms.values()) {
          if (!term.count || term.word.endsWith("+")) continue
          const list = found.get(term.word[0])
          if (list) list.push(term)
          else found.set(term.word[0], [term])
        }
      }),
    )
    return found
  }

  /** All articles that have words of the query, the best first. @param {Part[]} parts */
  async ranked(parts) {
    const asked = parts.flatMap((part) => weighed(part, ASKS))
    const words = asked.length ? asked : parts.flatMap((part) => weighed(part, SHORT))
    /** @type {Scores} */
    const scores = new Map()
    for (const { node, weight } of new Map(words.map((word) => [word.node.term, word])).values()) {
      const own = new Map()
      for (const [term, share] of await this.engine.forms(node.term)) await this.engine.add(own, term, share * weight, Math.max(node.term.count, term.count))
      await this.addKin(own, node.term.word, weight)
      sum(scores, own)
    }
    for (const char of parts.flatMap(unread)) {
      const own = new Map()
      await this.addKin(own, char, 1)
      sum(scores, own)
    }
    await this.addPairs(scores, words)
    const top = Math.max(...scores.values())
    for (const [document, score] of scores) if (score < top * TAIL) scores.delete(document)
    return scores
  }

  /**
   * Add the documents of words that begin with a kanji of a word. Only words of the shards that the query was cut with, so
   * that they cost nothing: not those in many articles, which mean little.
   * @param {Scores} scores @param {string} word @param {number} weight
   */
  async addKin(scores, word, weight) {
    for (const kanji of new Set(word.match(/[一-鿿]/g))) {
      const [name] = await this.engine.store.between("terms", kanji)
      if (!name) continue
      const kin = [...(await this.engine.store.shard(name)).terms.values()].filter((/** @type {Term} */ { word, count, files }) => word.startsWith(kanji) && !word.endsWith("+") && count && !files)
      const count = kin.reduce((total, term) => total + term.count, 0)
      for (const term of kin) await this.engine.add(scores, term, KIN * weight, Math.min(count, this.engine.store.manifest.count))
    }
  }

  /** Add what the best articles have side by side as the query has it. @param {Scores} scores @param {Weighed[]} words */
  async addPairs(scores, words) {
    const best = new Set([...scores].sort((a, b) => b[1] - a[1]).slice(0, BEST).map(([document]) => document))
    await Promise.all(
      words.map(async ({ node, weight, next }) => {
        if (!next) return
        const [first, second] = await Promise.all([this.engine.store.places(node.term), this.engine.store.places(next.node.term)])
        const step = next.node.from - node.from
        const bonus = PAIR * Math.min(weight, next.weight) * Math.min(this.engine.idf(node.term.count), this.engine.idf(next.node.term.count)) * IMPACT
        for (const [document, places] of first) {
          const others = best.has(document) && second.get(document)
          if (others && places.some((place) => others.includes(place + step))) sum(scores, [[document, bonus]])
        }
      }),
    )
  }
}

/** Add scores to others. @param {Scores} scores @param {Iterable<[number, number]>} more */
function sum(scores, more) {
  for (const [document, score] of more) scores.set(document, (scores.get(document) ?? 0) + score)
}

/** The characters of a part that are in no word of the index. @param {Part} part */
const unread = ({ chars, path }) => chars.filter((_, at) => !path.some(({ from, to }) => from <= at && at < to))

/** The words of a part that mean something, and each one's next, if nothing but a particle is between. @param {Part} part @param {RegExp} empty words that mean nothing */
function weighed({ path, chars }, empty) {
  /** @type {Weighed[]} */
  const words = path.filter((node) => node.term.count && !empty.test(node.term.word)).map((node) => ({ node, weight: 1 }))
  /** @type {Weighed[]} */
  let compound = []
  words.forEach((word, at) => {
    const last = words[at - 1]
    if (last && /^[ぁ-ゖ]{0,2}$/.test(chars.slice(last.node.to, word.node.from).join(""))) last.next = word
    compound = last?.node.to === word.node.from ? [...compound, word] : [word]
    // 都道府県 is one thing, not four: what n words say together grows with √n
    for (const each of compound) each.weight = compound.length ** -0.5
  })
  return words
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
