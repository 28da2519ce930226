// Colours behind the text, by CSS Custom Highlights: no element is made, and only turns that changed are painted anew.
import { lightness, mixed } from "./colours.js";
import { reading } from "./comparing.js";
import { segments } from "./spans.js";

const PREFIX = "vv-";

/** How two coders can read a piece of text: its colour, and the line under it that says the same. */
const READINGS = {
  alike: ["#1a9850", "none"],
  first: ["#2c7fb8", "underline solid 2px"],
  second: ["#e08214", "underline dotted 3px"],
  other: ["#9e3fb5", "underline wavy 2px"],
};

export class Painter {
  constructor(transcript) {
    this.transcript = transcript;
    this.able = typeof Highlight === "function" && Boolean(CSS.highlights);
    this.style = document.createElement("style");
    document.head.append(this.style);
    this.codings = []; // what is painted, as far as it is near
    this.marked = new Map(); // name -> spans
    this.painted = new Map(); // block number -> {said, entries: [[name, range]]}
    this.names = new Map(); // code id -> name of its highlight
    this.highlights = new Map(); // those that are ours, by name
  }

  /** Rules for the codes on this background; colours are written out, since rules for highlights take no variables. */
  colours(codes, { background, text }) {
    if (!this.able) return;
    this.forget();
    this.names = new Map(codes.map((code, number) => [code.code, `${PREFIX}${number}`]));
    const dark = lightness(background) < 0.2;
    const share = dark ? 0.36 : 0.26;
    const rules = codes.map((code, number) => {
      const tint = mixed(code.colour || "#888888", background, share);
      return `::highlight(${PREFIX}${number}) { background-color: ${tint}; color: ${text}; }`;
    });
    const several = mixed(text, background, dark ? 0.3 : 0.2);
    const lines = Object.entries(READINGS).map(([name, [colour, line]]) => [name, { tint: mixed(colour, background, share), line }]);
    this.readings = Object.fromEntries(lines);
    const rule = (name, { tint, line }) => `::highlight(${PREFIX}${name}) { background-color: ${tint}; color: ${text}; text-decoration: ${line}; }`;
    this.style.textContent = [
      ...rules,
      `::highlight(${PREFIX}several) { background-color: ${several}; color: ${text}; text-decoration: underline 2px; }`,
      `::highlight(${PREFIX}chosen) { background-color: ${dark ? "#6b5900" : "#ffe37a"}; color: ${text}; }`,
      `::highlight(${PREFIX}active) { background-color: ${dark ? "#234f7d" : "#b5d8ff"}; color: ${text}; }`,
      `::highlight(${PREFIX}lit) { background-color: ${text}; color: ${background}; }`,
      `::highlight(${PREFIX}hit) { background-color: ${dark ? "#7a3d00" : "#ffc48a"}; color: ${text}; text-decoration: underline double; }`,
      `::highlight(${PREFIX}proposed) { text-decoration: underline dashed 2px ${mixed(text, background, 0.6)}; }`,
      ...lines.map((line) => rule(...line)),
    ].join("\n");
    for (const [name, priority] of [["several", 1], ["proposed", 2], ["hit", 3], ["active", 4], ["chosen", 5], ["lit", 6]]) {
      this.highlight(PREFIX + name).priority = priority;
    }
  }

  /** From now on paint how two coders (ids) read the text; codes again where that is null. */
  compare(pair) {
    if (String(pair) === String(this.pair)) return;
    this.pair = pair;
    for (const number of [...this.painted.keys()]) this.clear(number);
  }

  /** Paint these codings, and take away what was painted of others. */
  paint(codings) {
    this.codings = codings;
    this.paintNear();
  }

  paintNear() {
    if (!this.able) return;
    const { first, last } = this.transcript.near;
    const of = new Map();
    for (const coding of this.codings) {
      for (const { number } of this.transcript.pieces(coding.start, coding.end)) {
        if (number < first || number > last) continue;
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
      const name = this.nameOf(piece.of);
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

  nameOf(codings) {
    if (this.pair) return PREFIX + reading(codings, this.pair);
    const one = codings.every((coding) => coding.code === codings[0].code);
    return (one && this.names.get(codings[0].code)) || `${PREFIX}several`;
  }

  /** Show spans as "active", "chosen" (while the palette is open), "lit", "hit" or "proposed", and nothing else as that. */
  mark(name, spans) {
    this.marked.set(name, spans);
    this.markNear(name);
  }

  markNear(name) {
    if (!this.able) return;
    const { first, last } = this.transcript.near;
    const highlight = this.highlight(PREFIX + name);
    highlight.clear();
    for (const { start, end } of this.marked.get(name)) {
      for (const piece of this.transcript.pieces(start, end)) {
        if (piece.number >= first && piece.number <= last) highlight.add(this.transcript.range(piece.start, piece.end));
      }
    }
  }

  /** Something else is near now. */
  draw() {
    this.paintNear();
    for (const name of this.marked.keys()) this.markNear(name);
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
    this.marked.clear();
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
