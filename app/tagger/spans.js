// The arithmetic of spans: plain functions of offsets, without a page. A span is half-open, [start, end).

/** The number of the last block that begins at or before an offset (0 where none does). */
export function blockAt(blocks, offset) {
  let low = 0;
  let high = blocks.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (blocks[middle].start <= offset) low = middle;
    else high = middle;
  }
  return low;
}

/** Whether two spans share a character. */
export function meet(a, b) {
  return a.start < b.end && b.start < a.end;
}

/** The span cut into pieces in which the same codings lie, without those in which there is none. */
export function segments(codings, start, end) {
  const cuts = new Set([start, end]);
  for (const coding of codings) {
    if (coding.start > start && coding.start < end) cuts.add(coding.start);
    if (coding.end > start && coding.end < end) cuts.add(coding.end);
  }
  const ordered = [...cuts].sort((a, b) => a - b);
  const pieces = [];
  for (let at = 0; at + 1 < ordered.length; at++) {
    const piece = { start: ordered[at], end: ordered[at + 1] };
    const of = codings.filter((coding) => meet(coding, piece));
    if (of.length) pieces.push({ ...piece, of });
  }
  return pieces;
}

/** A lane for each interval {id, from, to}, so that those in a lane do not touch: the first that is free. */
export function lanes(intervals) {
  const free = [];
  const lane = new Map();
  const ordered = [...intervals].sort((a, b) => a.from - b.from || b.to - a.to || (a.id < b.id ? -1 : 1));
  for (const { id, from, to } of ordered) {
    let at = free.findIndex((until) => until <= from);
    if (at < 0) at = free.length;
    free[at] = to;
    lane.set(id, at);
  }
  return lane;
}

/** Codings at an offset, the shortest first. */
export function codingsAt(codings, offset) {
  return codings
    .filter((coding) => coding.start <= offset && offset < coding.end)
    .sort((a, b) => a.end - a.start - (b.end - b.start));
}

/** Widens start..end of a text so that no character as people see it (a letter with its accents, an emoji) is cut. */
export function wholeCharacters(text, start, end) {
  if (!Intl.Segmenter) return { start, end };
  const characters = new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(text);
  const last = end < text.length ? characters.containing(end) : undefined;
  return {
    start: start < text.length ? characters.containing(start).index : start,
    end: last && last.index < end ? last.index + last.segment.length : end,
  };
}

/** From an offset the next (step 1) or previous (step -1) place at which words of a text "start" or "end". */
export function wordEdge(text, offset, edge, step) {
  let before = offset;
  for (const word of text.matchAll(/[\p{L}\p{N}\p{M}_]+(?:['’-][\p{L}\p{N}\p{M}_]+)*/gu)) {
    const at = edge === "start" ? word.index : word.index + word[0].length;
    if (step > 0 && at > offset) return at;
    if (step < 0 && at >= offset) break;
    before = at;
  }
  return step > 0 ? offset : before;
}

/** Codings as they will be once these operations are done: what the page shows before the study has answered. */
export function applied(codings, operations) {
  const shown = new Map(codings.map((coding) => [coding.coding, coding]));
  for (const [id, as] of operations.flatMap((operation) => operation.shows ?? [])) {
    if (as) shown.set(id, { ...as, waiting: true });
    else shown.delete(id);
  }
  return [...shown.values()].sort((a, b) => a.start - b.start || b.end - a.end);
}
