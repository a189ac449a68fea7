// @ts-check
// A button in each box of an example text that copies the text.

for (const box of document.querySelectorAll(".callout--example")) {
  const title = box.querySelector(".callout__title");
  const body = box.querySelector(".callout__body");
  if (!title || !(body instanceof HTMLElement) || !navigator.clipboard) continue;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "chip";
  button.textContent = "コピー";
  const status = document.createElement("span");
  status.className = "note";
  status.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(body.innerText.trim());
      status.textContent = "コピーしました";
    } catch {
      status.textContent = "コピーできませんでした";
    }
  });
  title.after(button, status);
}
