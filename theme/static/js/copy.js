// @ts-check
// Copies the text of a box of example words.

import { copy } from "./clipboard.js";

/** Copy it, and say so. @param {HTMLElement} button */
export async function press(button) {
  const body = button.parentElement?.querySelector(":scope > div");
  if (body instanceof HTMLElement) await copy(body.innerText.trim(), button);
}
