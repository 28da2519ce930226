// Which codes a palette shows for what was typed, the likeliest first.

/** A text as it is compared: small letters, without accents. */
export function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/**
 * Codes that have every typed word in their path: name first, then beginnings of words, then the ones used before.
 * `recent` are ids, the latest first; `here` is how often a code was used in this transcript, by id.
 */
export function ranked(codes, typed, recent = [], here = new Map()) {
  const words = folded(typed).split(/\s+/).filter(Boolean);
  const found = [];
  codes.forEach((code, position) => {
    const score = match(code, words);
    if (score === null) return;
    const used = recent.indexOf(code.code);
    found.push({ code, score, used: used < 0 ? Infinity : used, here: here.get(code.code) ?? 0, position });
  });
  found.sort(
    (a, b) => b.score - a.score || (a.used === b.used ? 0 : a.used - b.used) || b.here - a.here || a.position - b.position,
  );
  return found.map((each) => each.code);
}

/** Three for the whole name, 2 for its beginning, 1 for words of the name, 0 for the path; null where a word is lacking. */
function match(code, words) {
  if (!words.length) return 0;
  const path = folded(code.path);
  if (!words.every((word) => path.includes(word))) return null;
  const name = folded(code.name);
  const all = words.join(" ");
  if (name === all) return 3;
  if (name.startsWith(all)) return 2;
  const begins = (word) => name.split(/[^\p{L}\p{N}]+/u).some((part) => part.startsWith(word));
  return words.every(begins) ? 1 : 0;
}
