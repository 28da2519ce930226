// Codes as a list in the order of their tree, each with the id of its parent (null at the top): plain functions.

/** The codes right below a code, or at the top. */
export function childrenOf(codes, parent) {
  return codes.filter((code) => code.parent === parent);
}

/** The ids of a code and all below it. */
export function branch(codes, id) {
  const ids = new Set([id]);
  for (const code of codes) if (ids.has(code.parent)) ids.add(code.id); // parents come first
  return ids;
}

/** The list with a code, and all below it, under another parent, before what is there the sibling at `position`. */
export function moved(codes, id, parent, position) {
  const below = new Map([[null, []]]);
  for (const code of codes) below.set(code.id, []);
  for (const code of codes) if (code.id !== id) below.get(code.parent).push(code);
  const code = codes.find((each) => each.id === id);
  below.get(parent).splice(position, 0, { ...code, parent });
  const list = [];
  const walk = (at) => {
    for (const each of below.get(at)) {
      list.push(each);
      walk(each.id);
    }
  };
  walk(null);
  return list;
}

/**
 * Where a key takes a code: {parent, position}, or null where there is no way on. "up" and "down" go among siblings,
 * "in" below the sibling before it, "out" behind its parent.
 */
export function step(codes, id, way) {
  const code = codes.find((each) => each.id === id);
  const siblings = childrenOf(codes, code.parent);
  const at = siblings.findIndex((each) => each.id === id);
  if (way === "up") return at > 0 ? { parent: code.parent, position: at - 1 } : null;
  if (way === "down") return at < siblings.length - 1 ? { parent: code.parent, position: at + 1 } : null;
  if (way === "in") {
    if (at === 0) return null;
    const above = siblings[at - 1];
    return { parent: above.id, position: childrenOf(codes, above.id).length };
  }
  if (code.parent === null) return null;
  const parent = codes.find((each) => each.id === code.parent);
  const aunts = childrenOf(codes, parent.parent);
  return { parent: parent.parent, position: aunts.findIndex((each) => each.id === parent.id) + 1 };
}

/** What a drop on a code means: "before" and "after" it, or "into" it, last; null where nothing can be there. */
export function drop(codes, id, target, where) {
  if (branch(codes, id).has(target)) return null;
  if (where === "into") {
    const below = childrenOf(codes, target).filter((each) => each.id !== id);
    return { parent: target, position: below.length };
  }
  const { parent } = codes.find((each) => each.id === target);
  const siblings = childrenOf(codes, parent).filter((each) => each.id !== id);
  const at = siblings.findIndex((each) => each.id === target);
  return { parent, position: where === "before" ? at : at + 1 };
}

/** The codes to be seen: none below a closed one; with words to find, those that have them, and all above these. */
export function visible(codes, closed, words) {
  const wanted = words.trim().toLocaleLowerCase();
  const shown = new Set();
  if (wanted) {
    for (const code of [...codes].reverse()) {
      if (shown.has(code.id) || code.name.toLocaleLowerCase().includes(wanted)) shown.add(code.id).add(code.parent);
    }
    return codes.filter((code) => shown.has(code.id));
  }
  shown.add(null);
  return codes.filter((code) => {
    if (!shown.has(code.parent)) return false;
    if (!closed.has(code.id)) shown.add(code.id);
    return true;
  });
}
