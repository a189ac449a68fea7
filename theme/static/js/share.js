// @ts-check
// Copies the address of the page.

import { copy } from "./clipboard.js";

/** Copy it, and say so. @param {HTMLElement} button */
export async function press(button) {
  const canonical = document.querySelector("link[rel=canonical]");
  await copy(canonical instanceof HTMLLinkElement ? canonical.href : location.href, button);
}
