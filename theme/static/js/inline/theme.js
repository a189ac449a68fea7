// @ts-check
// Stands in the head of every page: a scheme that the reader has chosen must be there before the first paint. So it is
// short: what a press does (`data-press` names its module) is fetched when there is one.
{
  const style = document.documentElement.style;
  style.setProperty("--scripts", "visible"); // buttons are there for who can use them

  try {
    const scheme = /** @type {string} */ (localStorage.getItem("color-scheme"));
    style.colorScheme = scheme;
    const [light, dark] = /** @type {NodeListOf<HTMLMetaElement>} */ (document.querySelectorAll("[name=theme-color]"));
    if (scheme && light && dark) light.content = dark.content = (scheme === "dark" ? dark : light).content; // the browser's own frame
  } catch {} // where nothing can be stored, the system's scheme it is

  addEventListener("click", (/** @type {any} */ event) => {
    const each = event.target.closest("[data-press]");
    if (!each || event.ctrlKey || event.metaKey || event.shiftKey) return; // a link in a new tab is the reader's own wish
    event.preventDefault();
    import(`/theme/js/${each.dataset.press}.js`).then(({ press }) => press(each)).catch(() => each.href && location.assign(each.href));
  });

  addEventListener("keydown", (/** @type {any} */ event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select, [contenteditable]")) return;
    event.preventDefault();
    /** @type {HTMLElement | null} */ (document.querySelector("[aria-keyshortcuts]"))?.click();
  });
}
