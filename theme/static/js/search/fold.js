// @ts-check
// The forms in which a word of a page and a word of a query are equal. The twin of plugins/search/fold.py:
// both are tested with tests/shared/fold.json.

/**
 * The one spelling: full and half width, case, middle dots. Old kanji come from the index (`old`) when a query needs them.
 * @param {string} text
 * @param {Map<string, string>} [old] old kanji → new kanji
 */
export function fold(text, old) {
  const folded = text.normalize("NFKC").toLowerCase().replace(/[・‐‑\u00ad\u200b-\u200d\ufeff\ufe0e\ufe0f]/g, "")
  return old ? [...folded].map((c) => old.get(c) ?? c).join("") : folded
}
