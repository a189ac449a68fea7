// @ts-check
// The pronunciation of kana and romaji. The twin of `sound` and `key` in plugins/search/fold.py: both are tested with
// tests/shared/fold.json.

const ROWS = [
  "あいうえお", "kかきくけこ", "sさしすせそ", "tたちつてと", "nなにぬねの", "hはひふへほ", "mまみむめも", "rらりるれろ",
  "gがぎぐげご", "zざじずぜぞ", "dだぢづでど", "bばびぶべぼ", "pぱぴぷぺぽ", "qぁぃぅぇぉ", "yや　ゆ　よ", "Yゃ　ゅ　ょ", "wわ",
]
const SINGLE = { ん: "n", っ: "", ゔ: "bu", ー: "", ゎ: "wa", ゐ: "i", ゑ: "e", を: "o", ゕ: "ka", ゖ: "ke" }

/** In this order, on Latin letters. @type {[RegExp, string][]} */
const RULES = [
  [/iY/g, "y"], [/(?<=[td])eY/g, "y"], [/[uo]Y/g, "y"], [/Y/g, "y"], [/(?<=[td])[eo][qx]/g, ""], [/(?<=[hb])u[qx]/g, ""],
  [/(?<=[sztdkgnhbpmr])iqe/g, "ye"], [/[qx]/g, ""],
  [/([^aiueon])\1+/gu, "$1"], [/(?<=[kg])w/g, "u"],
  [/tch|cch/g, "ch"], [/sh/g, "sy"], [/ch/g, "ty"], [/ts/g, "t"], [/j/g, "zy"], [/dh/g, "d"], [/th/g, "t"], [/f/g, "h"], [/v/g, "b"],
  [/l/g, "r"], [/dz/g, "z"], [/([sztdkgnhbpmr])y+i/g, "$1i"], [/d(?=[iuy])/g, "z"], [/w(?=i)/g, "u"], [/w(?=o)/g, ""], [/ue/g, "we"],
  [/wh/g, "w"], [/we/g, "e"], [/m(?=[bpm])/g, "n"], [/n'/g, "n"], [/([^aiueo])\1+/gu, "$1"],
]
/** @type {[RegExp, string][]} */
const LONG = [[/ou|oo/g, "o"], [/ei|ee/g, "e"], [/([aiu])\1+/g, "$1"]]

/** @type {Map<string, string>} */
const ROMAJI = new Map()
for (const row of ROWS) {
  const [, consonant = "", kana = ""] = /^([a-zA-Z]?)(.*)$/.exec(row) ?? []
  ;[...kana].forEach((c, at) => c === "　" || ROMAJI.set(c, consonant + "aiueo"[at]))
}
for (const [kana, letters] of Object.entries(SINGLE)) ROMAJI.set(kana, letters)

/** @param {string} text @param {[RegExp, string][]} rules */
const apply = (text, rules) => rules.reduce((letters, [pattern, result]) => letters.replace(pattern, result), text)

/** The pronunciation of kana or romaji in Kunrei letters, without doubled consonants. @param {string} text */
export function sound(text) {
  let letters = ""
  for (const c of text) {
    const hiragana = c >= "ァ" && c <= "ヶ" ? String.fromCharCode(c.charCodeAt(0) - 0x60) : c
    letters += ROMAJI.get(hiragana) ?? c
  }
  return apply(letters, RULES)
}

/** The pronunciation with short vowels only. @param {string} text */
export const key = (text) => apply(sound(text), LONG)
