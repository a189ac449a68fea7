// @ts-check
// Light or dark, as the reader likes it.

const KEY = "color-scheme";
const style = document.documentElement.style;
const system = matchMedia("(prefers-color-scheme: dark)");

/** Change to the other one. */
export function press() {
  const isDark = style.colorScheme ? style.colorScheme === "dark" : system.matches;
  // nothing stays stored for who chooses what the system says
  style.colorScheme = isDark !== system.matches ? "" : isDark ? "light" : "dark";
  try {
    if (style.colorScheme) localStorage.setItem(KEY, style.colorScheme);
    else localStorage.removeItem(KEY);
  } catch {
    // It is kept for this page, then.
  }
}
