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

/** @param {unknown} error */
const failed = (error) => (navigator.onLine === false || (error instanceof Error && error.message === "offline") ? FAILED.offline : FAILED.other);

class Panel {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.onPage = root.dataset["searchPanel"] === "page";
    this.form = find(root, "form", HTMLFormElement);
    this.input = find(root, "input", HTMLInputElement);
    this.select = find(root, "select", HTMLSelectElement);
    this.status = find(root, "[data-search-status]", HTMLElement);
    this.list = find(root, "[data-search-hits]", HTMLElement);
    this.more = find(root, "[data-search-more]", HTMLButtonElement);
    this.help = find(root, "[data-search-help]", HTMLElement);
    this.all = this.onPage ? document.querySelector("[data-search-all]") : null;
    find(root, "[data-search-filter]", HTMLElement).hidden = false;
    this.turn = 0;
    this.shown = STEP;
    this.timer = 0;
    this.composing = false;
    this.listenToTyping();
    this.more.addEventListener("click", () => this.showMore());
    root.addEventListener("keydown", (event) => this.move(event));
  }

  listenToTyping() {
    this.input.addEventListener("focus", () => void index().catch(() => {}), { once: true });
    this.input.addEventListener("compositionstart", () => (this.composing = true));
    this.input.addEventListener("compositionend", () => {
      this.composing = false;
      this.soon();
    });
    this.input.addEventListener("input", () => this.soon());
    this.select.addEventListener("change", () => this.soon());
    this.form.addEventListener("submit", (event) => {
      if (!this.onPage) return; // the dialog's form leads to the page
      event.preventDefault();
      clearTimeout(this.timer);
      this.remember("pushState");
      this.run();
    });
  }

  /** Search when the reader has stopped typing. */
  soon() {
    if (this.composing) return;
    clearTimeout(this.timer);
    this.shown = STEP;
    this.timer = setTimeout(() => {
      this.remember("replaceState");
      this.run();
    }, WAIT);
  }

  async run() {
    const mine = ++this.turn;
    const query = this.input.value.trim();
    if (this.all instanceof HTMLElement) this.all.hidden = query !== "";
    if (!query) return this.show([], 0, "", []);
    const slow = setTimeout(() => mine === this.turn && (this.status.textContent = "検索しています…"), 400);
    try {
      const answer = await (await index()).search(query, { limit: this.shown, category: this.select.value || undefined });
      // a later key has asked anew
      if (mine !== this.turn) return;
      const meant = answer.suggestion ? `もしかして: ${answer.suggestion}　` : "";
      const found = answer.total ? `${answer.total}件の記事が見つかりました` : `「${query}」に合う記事は見つかりませんでした。`;
      this.show(answer.hits, answer.total, meant + found, answer.words);
      this.help.hidden = answer.total > 0;
    } catch (error) {
      if (mine === this.turn) this.show([], 0, failed(error), []);
    } finally {
      clearTimeout(slow);
    }
  }

  /** @param {Hit[]} hits @param {number} total @param {string} message @param {string[]} words */
  show(hits, total, message, words) {
    const focused = this.list.contains(document.activeElement);
    const items = hits.map(entry);
    this.list.replaceChildren(...items);
    showPassages(items, hits, words);
    if (focused) this.links()[Math.max(0, hits.length - STEP)]?.focus();
    this.status.textContent = message;
    this.more.hidden = total <= hits.length;
    this.help.hidden = true;
  }

  showMore() {
    this.links().at(-1)?.focus();
    this.shown += STEP;
    this.run();
  }

  links() {
    return [...this.list.querySelectorAll("a")];
  }

  /** Arrow keys go from hit to hit, and back to the field. @param {KeyboardEvent} event */
  move(event) {
    if (event.isComposing || (event.key !== "ArrowDown" && event.key !== "ArrowUp") || event.target === this.select) return;
    const links = this.links();
    const at = links.findIndex((link) => link === document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    if (!links.length) return;
    event.preventDefault();
    if (at < 0) this.input.focus();
    else links[Math.min(at, links.length - 1)]?.focus();
  }

  /** Keep the query in the address. @param {"pushState" | "replaceState"} how */
  remember(how) {
    if (!this.onPage) return;
    const address = new URL(location.href);
    const set = (/** @type {string} */ name, /** @type {string} */ value) => (value ? address.searchParams.set(name, value) : address.searchParams.delete(name));
    set("q", this.input.value.trim());
    set("category", this.select.value);
    if (address.href !== location.href) history[how](null, "", address);
  }

  /** Ask what the address asks. */
  take() {
    const asked = new URLSearchParams(location.search);
    this.input.value = asked.get("q") ?? "";
    this.select.value = asked.get("category") ?? "";
    if (this.select.selectedIndex < 0) this.select.value = "";
    this.run();
  }
}

/** @param {Element | null} root */
export function attach(root) {
  if (!(root instanceof HTMLElement) || root.dataset["ready"]) return;
  root.dataset["ready"] = "yes";
  const panel = new Panel(root);
  if (panel.onPage) {
    addEventListener("popstate", () => panel.take());
    if (location.search) panel.take();
  } else if (document.activeElement === panel.input) void index().catch(() => {});
}

attach(document.querySelector('[data-search-panel="page"]'));
