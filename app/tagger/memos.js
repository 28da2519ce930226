// Memos in the page: which there are, where they belong, and their marks beside the text.
import { excerpt, make } from "./dom.js";

const CLOSE = 14; // pixels: marks nearer than that to each other become one

/** Memos as they will be once these operations are done. */
export function memosNow(memos, operations, coder) {
  const gone = new Set(operations.filter((each) => each.do === "remove memo").map((each) => each.memo));
  const written = operations.filter((each) => each.do === "memo");
  const added = written.map(({ id, about, target, start = null, end = null, text }) => {
    return { memo: id, about, target, start, end, text, coder: coder.id, created_at: "" };
  });
  return [...memos, ...added].filter((each) => !gone.has(each.memo));
}

/** The coding or the span that a memo is about, null where it is about neither. */
export function placeOf(memo, codings) {
  if (memo.about === "passage") return { start: memo.start, end: memo.end };
  return memo.about === "coding" ? (codings.find((each) => each.coding === memo.target) ?? null) : null;
}

export class Marks {
  /** `margin` knows where a span stands; `chosen` is called with a memo. */
  constructor(transcript, margin, chosen) {
    this.transcript = transcript;
    this.margin = margin;
    this.chosen = chosen;
  }

  /** Pairs of a memo and the span that it is about. */
  show(placed) {
    const groups = [];
    const measured = placed.map(([memo, span]) => ({ memo, from: this.margin.extent(span).from }));
    for (const { memo, from } of measured.sort((a, b) => a.from - b.from)) {
      const last = groups.at(-1);
      if (last && from - last.from < CLOSE) last.memos.push(memo);
      else groups.push({ from, memos: [memo] });
    }
    const look = JSON.stringify(groups);
    if (look === this.look) return;
    this.look = look;
    this.transcript.marks.replaceChildren(...groups.map((group) => this.mark(group)));
  }

  mark({ from, memos }) {
    const title = memos.map(({ text }) => excerpt(text, 120)).join("\n");
    const name = `${memos.length === 1 ? "Memo" : `${memos.length} memos`}: ${excerpt(memos[0].text, 80)}`;
    const button = make("button", { type: "button", class: "vv-mark", title, "aria-label": name }, "✎");
    button.style.top = `${from}px`;
    button.addEventListener("click", () => this.chosen(memos[0]));
    return button;
  }
}
