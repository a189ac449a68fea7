// @ts-check
// The search dialog: made when it is first opened, out of the panel on the page for what is not there.

const FRAME = `<dialog class="search-dialog" aria-label="サイト内検索">
<form class="search-dialog__close" method="dialog"><button aria-label="検索を閉じる">閉じる</button></form>
</dialog>`;

/** @type {Promise<HTMLDialogElement> | undefined} */
let made;

/** @param {string} html */
const parse = (html) => new DOMParser().parseFromString(html, "text/html");

async function makeDialog() {
  const [answer, { attach }] = await Promise.all([fetch(new URL("../../../404.html", import.meta.url)), import("./panel.js")]);
  // that page's own style sheet would be measured by this page's policy
  const page = parse((await answer.text()).replace(/<style>.*?<\/style>/s, ""));
  const styles = page.querySelector("[data-search-styles]");
  const panel = page.querySelector("[data-search-panel]");
  const dialog = parse(FRAME).querySelector("dialog");
  if (!styles || !panel || !dialog) throw new Error("no search panel");
  const styled = new Promise((resolve) => styles.addEventListener("load", resolve));
  document.head.append(styles);
  await styled;
  dialog.append(panel);
  document.body.append(dialog);
  attach(panel);
  dialog.addEventListener("click", (event) => {
    // a click on the ground around the panel
    if (event.target === dialog) dialog.close();
  });
  return dialog;
}

/** Open the dialog; where the page has a panel of its own, go there. */
export async function press() {
  const field = document.querySelector('[data-search-panel="page"] input');
  if (field instanceof HTMLInputElement) return field.focus();
  made ??= makeDialog();
  made.catch(() => (made = undefined));
  const dialog = await made;
  if (!dialog.open) dialog.showModal();
  dialog.querySelector("input")?.focus();
}
