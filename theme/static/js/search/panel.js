// @ts-check
// The search panel, in the dialog and on the page /search/: results while the reader types.

const ROOT = new URL("../../../", import.meta.url);
const WAIT = 120; // milliseconds after the last key
const STEP = 10; // hits shown at once
const REST = 500; // milliseconds that a hit is in view before its article is asked for the passage
const FAILED = {
  offline: "インターネットにつながっていないため、検索できません。接続を確かめて、もう一度お試しください。",
  other: "検索のデータを読み込めませんでした。ページを読み込み直しても同じときは、カテゴリーの一覧から記事をお探しください。",
};

/** @typedef {Awaited<ReturnType<typeof import("./engine.js").openIndex>>} Index */
/** @typedef {{url: string, title: string, category: string, excerpt: {text: string, hit: boolean}[]}} Hit */
/** @type {Promise<Index> | undefined} */
let opened;

/** The index, opened at the first focus. A failure is forgotten, so that the next try may do. */
function index() {
  opened ??= import("./engine.js").then(({ openIndex }) => openIndex(new URL("search/data/", ROOT)));
  opened.catch(() => (opened = undefined));
  return opened;
}

/**
 * @template {Element} T
 * @param {Element} panel @param {string} selector @param {new () => T} kind
 */
function find(panel, selector, kind) {
  const found = panel.querySelector(selector);
  if (!(found instanceof kind)) throw new TypeError(selector);
  return found;
}

/** @param {{text: string, hit: boolean}[]} parts */
function marked(parts) {
  return parts.map((part) => {
    if (!part.hit) return document.createTextNode(part.text);
    const mark = document.createElement("mark");
    mark.textContent = part.text;
    return mark;
  });
}

/** @param {Hit} hit */
const addressOf = (hit) => new URL(hit.url.replace(/^\//, ""), ROOT).href;

/** @param {Hit} hit */
function entry(hit) {
  const item = document.createElement("li");
  item.className = "panel__hit";
  const link = document.createElement("a");
  link.className = "panel__title";
  link.href = addressOf(hit);
  link.textContent = hit.title;
  const text = document.createElement("p");
  text.className = "panel__text";
  text.append(...marked(hit.excerpt));
  item.append(link, text);
  if (hit.category) {
    const category = document.createElement("p");
    category.className = "panel__category";
    category.textContent = hit.category;
    item.append(category);
  }
  return item;
}

/** @param {Element} item @param {Hit} hit @param {string[]} words */
async function showPassage(item, hit, words) {
  const lead = hit.excerpt.map((part) => part.text).join("");
  try {
    const { passage } = await import("./passage.js");
    const parts = await passage(addressOf(hit), hit.title, lead, words);
    if (parts) item.querySelector(".panel__text")?.replaceChildren(...marked(parts));
  } catch {
    // offline, or the article is gone: the lead stays
  }
}

/** Show the passages of hits that stay in view. @param {Element[]} items @param {Hit[]} hits @param {string[]} words */
function showPassages(items, hits, words) {
  if (/** @type {{connection?: {saveData?: boolean}}} */ (navigator).connection?.saveData) return;
  const timers = new Map();
  const observer = new IntersectionObserver((changes) => {
    for (const { target, isIntersecting } of changes) {
      clearTimeout(timers.get(target));
      const hit = hits[items.indexOf(target)];
      if (isIntersecting && hit) timers.set(target, setTimeout(showPassage, REST, target, hit, words));
    }
  });
  for (const item of items) observer.observe(item);
}

/** @param {Element | null} panel */
export function attach(panel) {
  if (!(panel instanceof HTMLElement) || panel.dataset["ready"]) return;
  panel.dataset["ready"] = "yes";
  const onPage = panel.dataset["searchPanel"] === "page";
  const form = find(panel, "form", HTMLFormElement);
  const input = find(panel, "input", HTMLInputElement);
  const select = find(panel, "select", HTMLSelectElement);
  const status = find(panel, "[data-search-status]", HTMLElement);
  const list = find(panel, "[data-search-hits]", HTMLElement);
  const more = find(panel, "[data-search-more]", HTMLButtonElement);
  const help = find(panel, "[data-search-help]", HTMLElement);
  const all = onPage ? document.querySelector("[data-search-all]") : null;
  find(panel, "[data-search-filter]", HTMLElement).hidden = false;
  let turn = 0;
  let shown = STEP;
  let timer = 0;
  let composing = false;

  const failed = (/** @type {unknown} */ error) =>
    navigator.onLine === false || (error instanceof Error && error.message === "offline") ? FAILED.offline : FAILED.other;

  async function run() {
    const mine = ++turn;
    const query = input.value.trim();
    if (all instanceof HTMLElement) all.hidden = query !== "";
    if (!query) return show([], 0, "", []);
    const slow = setTimeout(() => mine === turn && (status.textContent = "検索しています…"), 400);
    try {
      const answer = await (await index()).search(query, { limit: shown, category: select.value || undefined });
      // a later key has asked anew
      if (mine !== turn) return;
      const meant = answer.suggestion ? `もしかして: ${answer.suggestion}　` : "";
      show(answer.hits, answer.total, meant + (answer.total ? `${answer.total}件の記事が見つかりました` : `「${query}」に合う記事は見つかりませんでした。`), answer.words);
      help.hidden = answer.total > 0;
    } catch (error) {
      if (mine !== turn) return;
      show([], 0, failed(error), []);
    } finally {
      clearTimeout(slow);
    }
  }

  /** @param {Hit[]} hits @param {number} total @param {string} message @param {string[]} words */
  function show(hits, total, message, words) {
    const focused = list.contains(document.activeElement);
    const items = hits.map(entry);
    list.replaceChildren(...items);
    showPassages(items, hits, words);
    if (focused) links()[Math.max(0, hits.length - STEP)]?.focus();
    status.textContent = message;
    more.hidden = total <= hits.length;
    help.hidden = true;
  }

  const links = () => [...list.querySelectorAll("a")];

  function remember(/** @type {boolean} */ anew) {
    if (!onPage) return;
    const address = new URL(location.href);
    const set = (/** @type {string} */ name, /** @type {string} */ value) => (value ? address.searchParams.set(name, value) : address.searchParams.delete(name));
    set("q", input.value.trim());
    set("category", select.value);
    if (address.href !== location.href) history[anew ? "pushState" : "replaceState"](null, "", address);
  }

  function soon() {
    if (composing) return;
    clearTimeout(timer);
    shown = STEP;
    timer = setTimeout(() => {
      remember(false);
      run();
    }, WAIT);
  }

  input.addEventListener("focus", () => void index().catch(() => {}), { once: true });
  input.addEventListener("compositionstart", () => (composing = true));
  input.addEventListener("compositionend", () => {
    composing = false;
    soon();
  });
  input.addEventListener("input", soon);
  select.addEventListener("change", soon);
  form.addEventListener("submit", (event) => {
    if (!onPage) return; // the dialog's form leads to the page
    event.preventDefault();
    clearTimeout(timer);
    remember(true);
    run();
  });
  more.addEventListener("click", () => {
    links().at(-1)?.focus();
    shown += STEP;
    run();
  });
  panel.addEventListener("keydown", (event) => {
    if (event.isComposing || (event.key !== "ArrowDown" && event.key !== "ArrowUp") || event.target === select) return;
    const all = links();
    const at = all.findIndex((link) => link === document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    if (!all.length) return;
    event.preventDefault();
    if (at < 0) input.focus();
    else all[Math.min(at, all.length - 1)]?.focus();
  });

  function take() {
    const asked = new URLSearchParams(location.search);
    input.value = asked.get("q") ?? "";
    select.value = asked.get("category") ?? "";
    if (select.selectedIndex < 0) select.value = "";
    run();
  }
  if (onPage) {
    addEventListener("popstate", take);
    if (location.search) take();
  } else if (document.activeElement === input) void index().catch(() => {});
}

attach(document.querySelector('[data-search-panel="page"]'));
