// Elements made without HTML: whatever a text contains, it stays text.

/** An element; `on...` are listeners, `class`, `aria-...` and the like attributes, the rest properties. */
export function make(tag, options = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || value === null) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class" || name === "role" || name === "for" || name === "tabindex" || name.includes("-"))
      element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Minutes and seconds, hours before them where there are any. */
export function clock(milliseconds) {
  const seconds = Math.floor(milliseconds / 1000);
  const two = (number) => String(number).padStart(2, "0");
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return seconds >= 3600 ? `${Math.floor(seconds / 3600)}:${rest}` : rest;
}

/** A moment as it is kept, in the time of this machine and to the minute; "" where there is none. */
export function moment(at) {
  const then = new Date(at);
  return Number.isNaN(then.getTime()) ? "" : then.toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
}

/** The text on one line, cut where it is long. */
export function excerpt(text, length) {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= length ? line : `${[...line].slice(0, length - 1).join("")}…`;
}

/** What was kept in this tab under a key, or `otherwise`. */
export function kept(key, otherwise, storage = sessionStorage) {
  try {
    return JSON.parse(storage.getItem(key)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

/** Keep a value; a tab whose storage is full or forbidden works on without. */
export function keep(key, value, storage = sessionStorage) {
  try {
    storage.setItem(key, JSON.stringify(value));
  } catch {
    return false;
  }
  return true;
}
