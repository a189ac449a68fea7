// @ts-check
// A classic script in the head: a scheme that the reader has chosen must be there before the first paint. Every page
// loads it, so it is short: what a press does (`data-press` names its module) is fetched when there is one.
{
  const root = document.documentElement.dataset;

  /** @param {MouseEvent | KeyboardEvent} event */
  const isHeld = (event) => event.ctrlKey || event.metaKey || event.altKey;

  try {
    root.scheme = localStorage.getItem("color-scheme") ?? "";
  } catch {} // where nothing can be stored, the system's scheme it is

  addEventListener("DOMContentLoaded", () => {
    for (const each of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-press]"))) {
      each.onclick = (event) => {
        if (isHeld(event) || event.shiftKey) return; // a link in a new tab is the reader's own wish
        event.preventDefault();
        import(`./${each.dataset.press}.js`).then(({ press }) => press()).catch(() => location.assign(/** @type {any} */ (each).href));
      };
      each.hidden = false;
    }
    if (root.scheme) import("./scheme.js").then(({ paint }) => paint());

    // On a wide screen there is room for the contents list. It stands below the first paint: nothing moves in sight.
    if (matchMedia("(min-width: 64rem)").matches) document.querySelector(".contents__box")?.setAttribute("open", "");
  });

  addEventListener("keydown", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.key !== "/" || isHeld(event) || target.matches("input, textarea, select, [contenteditable]")) return;
    event.preventDefault();
    /** @type {HTMLElement | null} */ (document.querySelector("[aria-keyshortcuts]"))?.click();
  });
}
