/** The page's place of this name: `data-status` is `find("status")`. */
export const find = (name) => document.querySelector(`[data-${name}]`);

/** An element with this text; text from outside goes in as text only. */
export function element(tag, text = "", className = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}
