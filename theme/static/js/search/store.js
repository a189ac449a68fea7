// @ts-check
// Reads the files of the index (plugins/search/index.py writes them) and gives out words, readings and cards.

/** A part of the index is missing, damaged or of another build. */
export class IndexError extends Error {}

const FORMAT = 2
const NAME = 7

/** @typedef {{word: string, count: number, postings: any[] | null, links: string[], files: string, place?: string, skip?: number}} Term */

/** @type {any[]} */
const CRC = Array.from({ length: 256 }, (_, n) => {
  for (let k = 0; k < 8; k++) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1
  return n
})

/** @param {Uint8Array} bytes */
function nameOf(bytes) {
  let crc = -1
  for (const byte of bytes) crc = CRC[(crc ^ byte) & 255] ^ (crc >>> 8)
  return (~crc >>> 0).toString(36).padStart(NAME, "0")
}

/** Decode `numbers` of plugins/search/numbers.py. @param {string} text @returns {any[]} */
export function numbers(text) {
  const found = []
  let at = 0
  const sign = () => {
    const code = text.charCodeAt(at++)
    return code - (code > 92 ? 36 : 35)
  }
  while (at < text.length) {
    const first = sign()
    if (first < 64) found.push(first)
    else if (first < 89) found.push(64 + (first - 64) * 64 + sign())
    else if (first < 90) found.push(1664 + sign() * 64 + sign())
    else found.push(((sign() * 64 + sign()) * 64 + sign()) * 64 + sign())
  }
  return found
}

/** Decode `words` of plugins/search/numbers.py. @param {string} text */
export function words(text) {
  let last = ""
  return [...text.matchAll(/([A-Z])([^A-Z]*)/g)].map((m) => (last = last.slice(0, (m[1] ?? "").charCodeAt(0) - 65) + m[2]))
}

/** The last place whose entry is not above the text. @param {string[]} sorted @param {string} text */
function before(sorted, text) {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? "") <= text) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** @param {string} names @param {number} at */
const nameAt = (names, at) => names.slice(at * NAME, at * NAME + NAME)

/** The names of those whose range meets another. @param {string[]} borders @param {string} names @param {string} from @param {string} to */
function within(borders, names, from, to) {
  const found = []
  for (let at = Math.max(0, before(borders, from)); at < borders.length && (borders[at] ?? "") <= to; at++) found.push(nameAt(names, at))
  return found
}

export class Store {
  /** @param {string | URL} base @param {typeof globalThis.fetch} fetch */
  constructor(base, fetch) {
    this.base = String(base)
    this.fetch = fetch
    /** @type {Map<string, Promise<any>>} */
    this.cache = new Map()
  }

  async open() {
    this.cache.clear()
    const response = await this.get("manifest.json", { cache: "no-cache" })
    try {
      this.manifest = JSON.parse(await response.text())
      if (this.manifest.format !== FORMAT) throw 0
    } catch {
      throw new IndexError("manifest")
    }
    // a small index: directories and cards are in the manifest
    for (const [name, value] of Object.entries(this.manifest.pack ?? {})) this.cache.set(name, Promise.resolve(value))
  }

  /** @param {string} path @param {RequestInit} [options] */
  async get(path, options) {
    let response
    try {
      response = await this.fetch(this.base + path, options)
    } catch {
      throw new IndexError("offline")
    }
    if (!response.ok) throw new IndexError(String(response.status))
    return response
  }

  /** @param {string} name @returns {Promise<any>} */
  file(name) {
    return this.once(name, async () => {
      const bytes = new Uint8Array(await (await this.get(name + ".json")).arrayBuffer())
      if (nameOf(bytes) !== name) throw new IndexError("checksum")
      return JSON.parse(new TextDecoder().decode(bytes))
    })
  }

  /** @template T @param {string} key @param {() => Promise<T>} make @returns {Promise<T>} */
  once(key, make) {
    let found = this.cache.get(key)
    if (!found) {
      found = make()
      found.catch(() => this.cache.delete(key))
      this.cache.set(key, found)
    }
    return found
  }

  /**
   * The names of the shards that hold what lies between two texts.
   * @param {"terms" | "readings" | "inside"} kind @param {string} from @param {string} [to] @param {number} [most]
   */
  async between(kind, from, to = from, most = 3) {
    const [borders, files] = await this.once(kind, async () => [words(this.manifest[kind][0]), this.manifest[kind][1]])
    const found = []
    for (const name of within(borders, files, from, to)) {
      const [own, names] = await this.once("/" + name, async () => {
        const [list, names] = await this.file(name)
        return [words(list), names]
      })
      found.push(...within(own, names, from, to))
      if (found.length >= most) break
    }
    return found.slice(0, most)
  }

  /** A shard of words. @param {string} name */
  shard(name) {
    return this.once("+" + name, async () => {
      const [list, counts, postings, classes, links, big, places, sizes] = await this.file(name)
      const count = numbers(counts)
      const data = numbers(postings)
      const of = numbers(classes)
      const sets = links.split("\n")
      const left = numbers(sizes)
      const shard = { terms: new Map() }
      let at = 0
      let bigs = 0
      let file = 0
      let skip = 0
      words(list).forEach((word, order) => {
        /** @type {Term} */
        const term = { word, count: count[order] ?? 0, postings: null, links: of[order] ? sets[(of[order] ?? 0) - 1]?.split(" ") ?? [] : [], files: "" }
        if (term.count > this.manifest.big) term.files = big.slice(bigs, (bigs += 2 * NAME))
        else {
          term.postings = []
          let document = 0
          for (let n = 0; n < term.count; n++) term.postings.push((document += data[at++] ?? 0), data[at++] ?? 0)
          for (; !left[file]; file++) skip = 0
          left[file]--
          term.place = nameAt(places, file)
          term.skip = skip
          skip += term.count
        }
        shard.terms.set(word, term)
      })
      return shard
    })
  }

  /** Documents and impacts, alternating, by document. @param {Term} term @returns {Promise<any[]>} */
  async postings(term) {
    if (term.postings) return term.postings
    const data = numbers((await this.file(nameAt(term.files, 0)))[0])
    for (let at = 2; at < data.length; at += 2) data[at] += data[at - 2]
    return (term.postings = data)
  }

  /** Where a word stands. @param {Term} term @returns {Promise<Map<number, number[]>>} */
  places(term) {
    return this.once("@" + term.word, async () => {
      const own = await this.postings(term)
      /** @type {Map<number, number[]>} */
      const found = new Map()
      const data = await this.once("#" + (term.place ?? term.files), async () => numbers((await this.file(term.place ?? nameAt(term.files, 1)))[0]))
      let at = 0
      for (let skip = term.skip ?? 0; skip; skip--) at += (data[at] ?? 0) + 1
      for (let n = 0; n < own.length; n += 2) {
        const list = []
        let place = 0
        for (let left = data[at++]; left; left--) list.push((place += data[at++]))
        found.set(own[n] ?? 0, list)
      }
      return found
    })
  }

  /** A shard of readings or suffixes: key → words. @param {string} name @returns {Promise<Map<string, string[]>>} */
  lists(name) {
    return this.once("+" + name, async () => {
      const [keys, values] = await this.file(name)
      const lines = values.split("\n")
      return new Map(words(keys).map((key, at) => [key, lines[at].split(" ")]))
    })
  }

  /** @param {string} word @returns {Promise<Term | undefined>} */
  async term(word) {
    const [name] = await this.between("terms", word)
    return name && (await this.shard(name)).terms.get(word)
  }

  /** What a result shows. @param {number} document */
  async card(document) {
    const [per, size, directories] = this.manifest.cards
    const at = Math.floor(document / per)
    const [names] = await this.file(nameAt(directories, Math.floor(at / size)))
    return (await this.file(nameAt(names, at % size)))[document % per]
  }
}
