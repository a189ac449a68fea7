// @ts-check
// Copies the text of a box of example words.

/** Copy it, and say so. @param {HTMLElement} button */
export async function press(button) {
  const box = button.parentElement;
  const body = box?.querySelector(".callout__body");
  if (!box || !(body instanceof HTMLElement)) return;
  const status = box.querySelector("[role=status]") ?? document.createElement("span");
  status.className = "note";
  status.setAttribute("role", "status");
  button.after(status);
  try {
    await navigator.clipboard.writeText(body.innerText.trim());
    status.textContent = "コピーしました";
  } catch {
    status.textContent = "コピーできませんでした";
  }
}
