// @ts-check
// Copies the address of the page.

/** Copy it, and say so. */
export async function press() {
  const status = document.querySelector(".share [role=status]");
  const canonical = document.querySelector("link[rel=canonical]");
  if (!status) return;
  try {
    await navigator.clipboard.writeText(canonical instanceof HTMLLinkElement ? canonical.href : location.href);
    status.textContent = "コピーしました";
  } catch {
    status.textContent = "コピーできませんでした";
  }
}
