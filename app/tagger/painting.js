// Colours behind the text, by CSS Custom Highlights: no element is made, and only turns that changed are painted anew.
import { segments } from "./spans.js";

const PREFIX = "vv-";

export class Painter {
  constructor(transcript) {
    this.transcript = transcript;
    this.able = typeof Highlight === "function" && Boolean(CSS.highlights);
    this.style = document.createElement("style");
    document.head.append(this.style);
    this.painted = new Map(); // block number -> {said, entries: [[name, range]]}
    this.names = new Map(); // code id -> name of its highlight
    this.highlights = new Map(); // those that are ours, by name
  }

  /** Rules for the codes on this background; colours are written out, since rules for highlights take no variables. */
  colours(codes, { background, text }) {
    if (!this.able) return;
    this.forget();
    this.names = new Map(codes.map((code, number) => [code.code, `${PREFIX}${number}`]));
    const dark = lightness(background) < 0.5;
    const share = dark ? 0.36 : 0.26;
    const rules = codes.map((code, number) => {
      const tint = mixed(code.colour || "#888888", background, share);
      return `::highlight(${PREFIX}${number}) { background-color: ${tint}; color: ${text}; }`;
    });
    const several = mixed(text, background, dark ? 0.3 : 0.2);
    this.background = background;
    this.text = text;
    this.rules = [
      ...rules,
      `::highlight(${PREFIX}several) { background-color: ${several}; color: ${text}; text-decoration: underline 2px; }`,
      `::highlight(${PREFIX}chosen) { background-color: ${dark ? "#6b5900" : "#ffe37a"}; color: ${text}; }`,
      `::highlight(${PREFIX}active) { background-color: ${dark ? "#234f7d" : "#b5d8ff"}; color: ${text}; }`,
      `::highlight(${PREFIX}proposed) { text-decoration: underline dashed 2px ${mixed(text, background, 0.6)}; }`,
    ];
    this.style.textContent = this.rules.join("\n");
    for (const [name, priority] of [["several", 1], ["proposed", 2], ["active", 3], ["chosen", 4]]) {
      this.highlight(PREFIX + name).priority = priority;
    }
  }

  /** Paint these codings, and take away what was painted of others. */
  paint(codings) {
    if (!this.able) return;
    const of = new Map();
    for (const coding of codings) {
      for (const { number } of this.transcript.pieces(coding.start, coding.end)) {
        if (!of.has(number)) of.set(number, []);
        of.get(number).push(coding);
      }
    }
    for (const number of [...this.painted.keys()]) if (!of.has(number)) this.clear(number);
    for (const [number, here] of of) {
      const said = here.map(({ coding, start, end, code }) => `${coding} ${start} ${end} ${code}`).join();
      if (this.painted.get(number)?.said === said) continue;
      this.clear(number);
      this.painted.set(number, { said, entries: this.entries(number, here) });
    }
  }

  entries(number, codings) {
    const { start, end } = this.transcript.blocks[number];
    return segments(codings, start, end).map((piece) => {
      const one = piece.of.every((coding) => coding.code === piece.of[0].code);
      const name = one ? (this.names.get(piece.of[0].code) ?? `${PREFIX}several`) : `${PREFIX}several`;
      const range = this.transcript.range(piece.start, piece.end);
      const entry = [
        name,
        new StaticRange({
          startContainer: range.startContainer,
          startOffset: range.startOffset,
          endContainer: range.endContainer,
          endOffset: range.endOffset,
        }),
      ];
      this.highlight(name).add(entry[1]);
      return entry;
    });
  }

  /** Show spans as "active", "chosen" (while the palette is open) or "proposed", and nothing else as that. */
  mark(name, spans) {
    if (!this.able) return;
    const highlight = this.highlight(PREFIX + name);
    highlight.clear();
    for (const { start, end } of spans) for (const range of this.transcript.ranges(start, end)) highlight.add(range);
  }

  highlight(name) {
    if (!this.highlights.has(name)) {
      this.highlights.set(name, new Highlight());
      CSS.highlights.set(name, this.highlights.get(name));
    }
    return this.highlights.get(name);
  }

  clear(number) {
    for (const [name, range] of this.painted.get(number)?.entries ?? []) this.highlight(name).delete(range);
    this.painted.delete(number);
  }

  /** Take all that is ours away, and nothing that another page has put in its place. */
  forget() {
    this.painted.clear();
    for (const [name, highlight] of this.highlights) {
      if (CSS.highlights.get(name) === highlight) CSS.highlights.delete(name);
    }
    this.highlights.clear();
  }

  end() {
    this.forget();
    this.style.remove();
  }
}

/** Red, green and blue (0..255) of "#rrggbb" or "rgb(...)". */
export function channels(colour) {
  if (colour.startsWith("#")) return [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  return colour.match(/[\d.]+/g).slice(0, 3).map(Number);
}

/** So much of the first colour on the second. */
export function mixed(colour, background, share) {
  const [front, back] = [channels(colour), channels(background)];
  return `rgb(${front.map((value, at) => Math.round(value * share + back[at] * (1 - share))).join(", ")})`;
}

/** How light a colour is, 0 to 1. */
export function lightness(colour) {
  const [red, green, blue] = channels(colour);
  return (0.299 * red + 0.587 * green + 0.114 * blue) / 255;
}
