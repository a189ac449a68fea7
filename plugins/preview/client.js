// @ts-check
// What the preview puts into each page: it says what is wrong, marks what readers do not see yet, and loads the page
// again, at the same place, when it has become another.

/**
 * @typedef {{own: boolean, level: string, label: string, place: string, line: string, message: string}} Problem
 * @typedef {{digest: string, failure: string, marks: Record<string, string>, problems: Problem[], more: number}} State
 */

export {};

const { name = "", digest = "" } = /** @type {HTMLElement} */ (
  document.querySelector("script[data-digest]")
).dataset;
const key = `preview ${location.pathname}`;
const host = document.createElement("div");
const root = host.attachShadow({ mode: "open" });
let folded = false;

/**
 * @param {string} tag
 * @param {string} className
 * @param {...(Node | string)} inside
 */
function element(tag, className, ...inside) {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...inside);
  return made;
}

/** @param {Problem} problem */
function item(problem) {
  const parts = [
    element("p", "message", element("b", `label ${problem.level}`, problem.label), problem.message),
    element("p", "place", problem.place),
  ];
  if (problem.line) parts.push(element("pre", "line", problem.line));
  return element("li", "problem", ...parts);
}

/**
 * @param {string} title
 * @param {Problem[]} problems
 */
function group(title, problems) {
  return problems.length
    ? [element("h2", "title", title), element("ul", "problems", ...problems.map(item))]
    : [];
}

/** @param {State} state */
function panel(state) {
  const here = state.problems.filter((each) => each.own);
  const elsewhere = state.problems.filter((each) => !each.own);
  const parts = [
    ...group("このページで直すところ", here),
    ...group(state.failure ? "ほかのファイルで直すところ" : "ほかのファイルの問題", elsewhere),
  ];
  if (state.more) parts.push(element("p", "place", `ほかに${state.more}件あります。`));
  // Where problems are listed, the sentence says no more than they do.
  if (state.failure && (!parts.length || !state.failure.startsWith("エラーが"))) {
    parts.unshift(element("p", "failure", state.failure));
  }
  if (!parts.length) return [];
  const isWrong = state.failure !== "" || here.some((each) => each.level === "error");
  const note = isWrong ? "直すまで、下には前の内容を表示しています。" : "このままでも公開できます。";
  const fold = /** @type {HTMLButtonElement} */ (element("button", "fold", folded ? "ひらく" : "たたむ"));
  fold.type = "button";
  fold.setAttribute("aria-expanded", String(!folded));
  fold.addEventListener("click", () => {
    folded = !folded;
    show(state);
  });
  const bar = element("div", "bar", element("p", "note", note), fold);
  const box = element("section", isWrong ? "panel wrong" : "panel", bar, ...(folded ? [] : parts));
  box.setAttribute("aria-label", "プレビューの知らせ");
  box.setAttribute("role", isWrong ? "alert" : "status");
  return [box];
}

/** @param {string} path one that a writer typed may be no proper address (`/100%`) */
function decoded(path) {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

/** @param {State} state */
function show(state) {
  const mark = state.marks[decoded(location.pathname)];
  const ribbon = mark ? [element("p", "ribbon", `${mark}（読者にはまだ見えません）`)] : [];
  keep(() => root.replaceChildren(...ribbon, ...panel(state)));
  for (const old of document.querySelectorAll(".preview-mark")) old.remove();
  for (const link of document.querySelectorAll("a[href]")) {
    const { origin, pathname, hash } = /** @type {HTMLAnchorElement} */ (link);
    const found = origin === location.origin ? state.marks[decoded(pathname)] : undefined;
    const isHere = pathname === location.pathname && hash !== "";
    if (found && !isHere && link.textContent?.trim()) link.append(element("span", "preview-mark", found));
  }
}

/**
 * Changes what stands above the page, and leaves the page where it is in the window.
 * @param {() => void} change
 */
function keep(change) {
  const page = document.querySelector("main") ?? document.body;
  const before = page.getBoundingClientRect().top;
  change();
  const by = page.getBoundingClientRect().top - before;
  if (scrollY > 0 && by) scrollBy({ top: by, behavior: "instant" });
}

function reload() {
  sessionStorage.setItem(key, String(Math.max(0, scrollY - host.offsetHeight)));
  history.scrollRestoration = "manual";
  location.reload();
}

function restore() {
  const y = sessionStorage.getItem(key);
  if (y === null) return;
  const go = () => scrollTo({ top: Number(y) + (Number(y) ? host.offsetHeight : 0), behavior: "instant" });
  sessionStorage.removeItem(key);
  go();
  addEventListener("load", () => {
    go();
    history.scrollRestoration = "auto";
  });
}

/** @type {EventSource | undefined} */
let source;

// A window that nobody sees lets go: browsers open only six connections to one server.
function listen() {
  source?.close();
  source = undefined;
  if (document.visibilityState === "hidden") return;
  source = new EventSource(`/__preview__/events?name=${encodeURIComponent(name)}`);
  source.addEventListener("message", (event) => {
    const state = /** @type {State} */ (JSON.parse(event.data));
    if (state.digest !== digest) reload();
    else show(state);
  });
}

/** @param {string} file */
async function sheet(file) {
  const found = new CSSStyleSheet();
  const answer = await fetch(`/__preview__/${file}`);
  return found.replace(await answer.text());
}

async function begin() {
  restore();
  const [ofPage, ofPanel] = await Promise.all([sheet("client.css"), sheet("panel.css")]);
  document.adoptedStyleSheets.push(ofPage);
  root.adoptedStyleSheets.push(ofPanel);
  host.className = "preview-host";
  document.body.prepend(host);
  document.addEventListener("visibilitychange", listen);
  listen();
}

void begin();
