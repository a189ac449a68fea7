// @ts-check
// Copies a text, and says behind the button whether it could.

/** @param {string} text @param {HTMLElement} button */
export async function copy(text, button) {
  const status = button.parentElement?.querySelector("[role=status]") ?? document.createElement("span");
  status.setAttribute("role", "status");
  button.after(status);
  try {
    await navigator.clipboard.writeText(text);
    status.textContent = "コピーしました";
  } catch {
    status.textContent = "コピーできませんでした";
  }
}
