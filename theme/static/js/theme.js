// @ts-check
// A classic script in the head: a scheme that the reader has chosen must be there before the first paint.
{
  const KEY = "color-scheme";
  const root = document.documentElement;
  const systemIsDark = matchMedia("(prefers-color-scheme: dark)");

  /** @returns {string | null} what the reader has chosen; null too where nothing can be stored */
  const stored = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  };

  /** @param {string | null} scheme nothing stays stored for who chooses what the system says */
  const store = (scheme) => {
    try {
      if (scheme) localStorage.setItem(KEY, scheme);
      else localStorage.removeItem(KEY);
    } catch {
      // It is kept for this page, then.
    }
  };

  const isDark = () => (root.dataset.scheme ? root.dataset.scheme === "dark" : systemIsDark.matches);

  /** @param {string | null} scheme */
  const show = (scheme) => {
    if (scheme === "dark" || scheme === "light") root.dataset.scheme = scheme;
    else delete root.dataset.scheme;
  };

  const showToggle = () => {
    const button = document.querySelector(".scheme");
    if (!(button instanceof HTMLButtonElement)) return;
    const describe = () => {
      const label = (isDark() ? button.dataset.light : button.dataset.dark) ?? "";
      button.setAttribute("aria-label", label);
      button.title = label;
      const ground = getComputedStyle(document.body).backgroundColor;
      for (const meta of document.querySelectorAll('meta[name="theme-color"]')) meta.setAttribute("content", ground);
    };
    button.addEventListener("click", () => {
      const scheme = isDark() ? "light" : "dark";
      const isSystems = (scheme === "dark") === systemIsDark.matches;
      store(isSystems ? null : scheme);
      show(isSystems ? null : scheme);
      describe();
    });
    systemIsDark.addEventListener("change", describe);
    describe();
    button.hidden = false;
  };

  // On a wide screen there is room for the contents list. It stands below the first paint: nothing moves in sight.
  const openContents = () => {
    const contents = document.querySelector(".contents__box");
    if (contents instanceof HTMLDetailsElement && matchMedia("(min-width: 64rem)").matches) contents.open = true;
  };

  const showCopy = () => {
    const button = document.querySelector(".share__copy");
    const status = document.querySelector(".share__status");
    if (!(button instanceof HTMLButtonElement) || !status || !navigator.clipboard) return;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(button.dataset.address ?? location.href);
        status.textContent = button.dataset.done ?? "";
      } catch {
        status.textContent = button.dataset.failed ?? "";
      }
    });
    button.hidden = false;
  };

  // The search is fetched when it is first wanted: by its button or the key `/`. Without it the button is a link.
  /** @param {Event} event */
  const openSearch = async (event) => {
    const link = document.querySelector("[data-search-open]");
    if (!(link instanceof HTMLAnchorElement)) return;
    event.preventDefault();
    try {
      const { open } = await import("./search/open.js");
      await open();
    } catch {
      location.href = link.href;
    }
  };

  const listenForSearch = () => {
    document.querySelector("[data-search-open]")?.addEventListener("click", (event) => {
      // a new tab or window is the reader's own wish
      if (!(event instanceof MouseEvent && (event.ctrlKey || event.metaKey || event.shiftKey))) openSearch(event);
    });
    addEventListener("keydown", (event) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      const target = event.target;
      if (target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName))) return;
      openSearch(event);
    });
  };

  show(stored());
  document.addEventListener("DOMContentLoaded", () => {
    showToggle();
    showCopy();
    openContents();
    listenForSearch();
  });
}
