// @ts-check
// Stands in the head of every page: a scheme that the reader has chosen must be there before the first paint. So it is
// short: what a press does (`data-press` names its module) is fetched when there is one.
try {
  document.documentElement.style.colorScheme = localStorage["color-scheme"] || "";
} catch {} // where nothing can be stored, the system's scheme it is

onclick = onkeydown = (/** @type {any} */ event) => {
  // a slash is a press on the search, but where one writes
  const each = event.key ? event.key === "/" && !event.target.matches("input,textarea,select") && document.querySelector("[data-press^=search]") : event.target.closest("[data-press]");
  if (!each || event.ctrlKey || event.metaKey || event.shiftKey) return; // a link in a new tab is the reader's own wish
  event.preventDefault();
  import(`/theme/js/${each.dataset.press}.js`).then(({ press }) => press(each)).catch(() => each.href && location.assign(each.href));
};
