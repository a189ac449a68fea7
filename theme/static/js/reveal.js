// @ts-check
// A link into a closed fold opens it. Newer browsers do this by themselves.

function reveal() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  let opened = false;
  for (let fold = target?.closest("details"); fold; fold = fold.parentElement?.closest("details")) {
    opened ||= !fold.open;
    fold.open = true;
  }
  if (opened) target?.scrollIntoView();
}

reveal();
addEventListener("hashchange", reveal);
