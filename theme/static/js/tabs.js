// @ts-check
// Headed parts one under the other → tabs (ARIA Authoring Practices, "Tabs with automatic activation").

/** @param {HTMLElement} frame */
function makeTabs(frame) {
  /** @type {HTMLElement[]} */
  const panels = [...frame.querySelectorAll(":scope > .tabs__panel")].filter((each) => each instanceof HTMLElement);
  const list = document.createElement("div");
  list.className = "tabs__list";
  list.setAttribute("role", "tablist");
  const tabs = panels.map((panel) => {
    const label = panel.querySelector(".tabs__label");
    const tab = document.createElement("button");
    tab.type = "button";
    tab.className = "tabs__tab";
    tab.textContent = label?.textContent ?? "";
    tab.id = `tab-${label?.id}`;
    tab.setAttribute("role", "tab");
    panel.id = `panel-${label?.id}`;
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", tab.id);
    panel.tabIndex = 0;
    tab.setAttribute("aria-controls", panel.id);
    list.append(tab);
    return tab;
  });

  /** @param {number} chosen */
  function choose(chosen) {
    panels.forEach((panel, number) => {
      const isChosen = number === chosen;
      tabs[number]?.setAttribute("aria-selected", String(isChosen));
      if (tabs[number]) tabs[number].tabIndex = isChosen ? 0 : -1;
      // "until-found": the browser's search looks into hidden parts too, and tells us
      if (isChosen) panel.removeAttribute("hidden");
      else panel.setAttribute("hidden", "until-found");
    });
  }

  tabs.forEach((tab, number) => {
    tab.addEventListener("click", () => choose(number));
    panels[number]?.addEventListener("beforematch", () => choose(number));
  });
  list.addEventListener("keydown", (event) => {
    const now = tabs.findIndex((tab) => tab.tabIndex === 0);
    const last = tabs.length - 1;
    const next = { ArrowRight: now === last ? 0 : now + 1, ArrowLeft: now === 0 ? last : now - 1, Home: 0, End: last }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    choose(next);
    tabs[next]?.focus();
  });

  function chooseTarget() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const number = panels.findIndex((panel) => panel.contains(target));
    if (target && number >= 0) {
      choose(number);
      frame.scrollIntoView();
    }
  }

  frame.prepend(list);
  frame.classList.add("tabs--live");
  choose(0);
  chooseTarget();
  addEventListener("hashchange", chooseTarget);
}

for (const frame of document.querySelectorAll(".tabs")) {
  if (frame instanceof HTMLElement) makeTabs(frame);
}
