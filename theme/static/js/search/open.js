// @ts-check
// Opens the search dialog, by its button or the key `/`. Nothing else is fetched before.

const dialog = document.querySelector("[data-search-dialog]");

async function open() {
  if (!(dialog instanceof HTMLDialogElement)) return;
  if (!dialog.open) dialog.showModal();
  dialog.querySelector("input")?.focus();
  const { attach } = await import("./panel.js");
  attach(dialog.querySelector("[data-search-panel]"));
}

for (const button of document.querySelectorAll("[data-search-open]"))
  button.addEventListener("click", (event) => {
    // a new tab or window is the reader's own wish
    if (!dialog || (event instanceof MouseEvent && (event.ctrlKey || event.metaKey || event.shiftKey))) return;
    event.preventDefault();
    open();
  });

addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const target = event.target;
  if (target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName))) return;
  event.preventDefault();
  const field = document.querySelector('[data-search-panel="page"] input');
  if (field instanceof HTMLInputElement) field.focus();
  else open();
});

dialog?.addEventListener("click", (event) => {
  // a click on the ground around the panel
  if (event.target === dialog && dialog instanceof HTMLDialogElement) dialog.close();
});

export {};
