// @ts-check
// A link to a video → the player in its place, when it is pressed. Before that nothing is requested from there.

for (const link of document.querySelectorAll("a[data-youtube]")) {
  if (!(link instanceof HTMLAnchorElement)) continue;
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // the reader wants it in another window
    event.preventDefault();
    const player = document.createElement("iframe");
    player.className = "video__player";
    player.src = `https://www.youtube-nocookie.com/embed/${link.dataset.youtube}?autoplay=1`;
    player.title = link.textContent ?? "";
    player.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
    link.replaceWith(player);
    player.focus();
  });
}
