// The transcript in the page: one text node for each turn, never split; places in it, and what is selected.
import { clock, make } from "./dom.js";
import { blockAt, wholeCharacters } from "./spans.js";

export class Transcript {
  constructor() {
    this.blocks = [];
    this.texts = []; // the text node of each block
    this.turns = make("div", { class: "vv-turns" });
    this.margin = make("div", { class: "vv-margin" });
    this.marks = make("div", { class: "vv-marks" });
    this.heads = make("div", { class: "vv-heads", hidden: true });
    this.caret = make("div", { class: "vv-caret", hidden: true, "aria-hidden": "true" });
    this.sheet = make("div", { class: "vv-sheet" }, this.turns, this.marks, this.margin, this.heads, this.caret);
    this.scroller = make("div", { class: "vv-scroller", role: "region", tabindex: "0" }, this.sheet);
  }

  /** `blocks` are the turns and what stands between them, by place: {turn, start, end, speaker, role, begin}. */
  show(document, blocks, text) {
    this.blocks = blocks.map((block) => ({ ...block, text: text.slice(block.start, block.end) }));
    this.scroller.setAttribute("aria-label", `Transcript of ${document.name}`);
    this.turns.replaceChildren(...this.blocks.map((block, number) => this.drawn(block, number, document.language)));
    this.texts = [...this.turns.querySelectorAll(".vv-text")].map((element) => element.firstChild);
    this.forgetPlaces();
    this.caret.hidden = true;
  }

  /** Name the columns of the margin; none: there is one, without a name. */
  head(names) {
    if (names.join("\n") === this.headed) return;
    this.headed = names.join("\n");
    this.heads.hidden = !names.length;
    this.heads.replaceChildren(...names.map((name) => make("div", { class: "vv-head", title: name }, name)));
    this.sheet.classList.toggle("vv-two", names.length > 1);
  }

  drawn(block, number, language) {
    const text = make("p", { class: "vv-text", dir: "auto", lang: language || undefined, "data-block": number });
    text.append(document.createTextNode(block.text));
    if (block.turn === null) return make("div", { class: "vv-turn vv-outside" }, make("div", { class: "vv-speaker" }), text);
    const time = block.begin === null ? null : make("span", { class: "vv-time" }, clock(block.begin));
    const who = make("div", { class: "vv-speaker" }, make("bdi", {}, block.speaker), time);
    return make("div", { class: `vv-turn vv-${block.role || "nobody"}` }, who, text);
  }

  // Places: offsets of the document to places in the page and back

  /** The text node and the offset in it; an offset between two turns is at the end of the first. */
  point(offset) {
    const number = blockAt(this.blocks, offset);
    const block = this.blocks[number];
    return [this.texts[number], Math.max(0, Math.min(offset, block.end) - block.start)];
  }

  range(start, end) {
    const range = document.createRange();
    range.setStart(...this.point(start));
    range.setEnd(...this.point(end));
    return range;
  }

  /** The pieces of a span that lie in turns, by number of the turn. */
  pieces(start, end) {
    const found = [];
    for (let number = blockAt(this.blocks, start); number < this.blocks.length; number++) {
      const block = this.blocks[number];
      if (block.start >= end) break;
      const piece = { number, start: Math.max(start, block.start), end: Math.min(end, block.end) };
      if (piece.start < piece.end) found.push(piece);
    }
    return found;
  }

  ranges(start, end) {
    return this.pieces(start, end).map((piece) => this.range(piece.start, piece.end));
  }

  quote(start, end) {
    return this.pieces(start, end)
      .map(({ number, start: from, end: to }) => {
        const block = this.blocks[number];
        return block.text.slice(from - block.start, to - block.start);
      })
      .join(" ");
  }

  /** From the top of the sheet: where a span's first line begins and its last line ends. */
  extent(start, end) {
    const top = this.sheet.getBoundingClientRect().top;
    const first = this.rectangle(start, start + 1);
    const last = this.rectangle(end - 1, end);
    return { from: first.top - top, to: last.bottom - top };
  }

  rectangle(start, end) {
    const boxes = this.range(start, end).getClientRects();
    if (boxes.length) return boxes[0];
    return this.point(start)[0].parentElement.getBoundingClientRect();
  }

  /** The offset under a point of the window, null where there is no text. */
  offsetFrom(x, y) {
    const place = document.caretPositionFromPoint
      ? document.caretPositionFromPoint(x, y)
      : document.caretRangeFromPoint?.(x, y);
    const node = place?.offsetNode ?? place?.startContainer;
    const number = this.texts.indexOf(node);
    return number < 0 ? null : this.blocks[number].start + (place.offset ?? place.startOffset);
  }

  // What is selected

  /** {start, end} of the selected text, null where none is: whole characters, and no turn of which nothing is covered. */
  selected() {
    const selection = getSelection();
    let start = null;
    let end = null;
    for (let at = 0; at < selection.rangeCount; at++) {
      const range = selection.getRangeAt(at);
      if (range.collapsed || !range.intersectsNode(this.turns)) continue;
      this.texts.forEach((node, number) => {
        if (!range.intersectsNode(node)) return;
        const from = node === range.startContainer ? range.startOffset : 0;
        const to = node === range.endContainer ? range.endOffset : node.length;
        if (from >= to) return; // a triple click ends at the beginning of the next turn
        start = Math.min(start ?? Infinity, this.blocks[number].start + from);
        end = Math.max(end ?? 0, this.blocks[number].start + to);
      });
    }
    return start === null ? null : this.whole(start, end);
  }

  whole(start, end) {
    const [first, last] = [blockAt(this.blocks, start), blockAt(this.blocks, end - 1)];
    const [head, tail] = [this.blocks[first], this.blocks[last]];
    const from = wholeCharacters(head.text, start - head.start, head.text.length).start + head.start;
    const to = wholeCharacters(tail.text, 0, end - tail.start).end + tail.start;
    return { start: from, end: to };
  }

  /** The offset at which the selection stands still, null where that is not in the text. */
  place() {
    const selection = getSelection();
    const number = this.texts.indexOf(selection.focusNode);
    return number < 0 ? null : this.blocks[number].start + selection.focusOffset;
  }

  select(start, end) {
    getSelection().setBaseAndExtent(...this.point(start), ...this.point(end));
  }

  /** Put the keyboard's place at an offset, and show it. */
  stand(offset) {
    getSelection().collapse(...this.point(offset));
    this.drawCaret();
  }

  drawCaret() {
    const selection = getSelection();
    const offset = selection.isCollapsed && document.activeElement === this.scroller ? this.place() : null;
    this.caret.hidden = offset === null;
    if (offset === null) return;
    const [node, at] = this.point(offset);
    const after = at < node.length;
    const box = this.rectangle(after ? offset : offset - 1, after ? offset + 1 : offset);
    const sheet = this.sheet.getBoundingClientRect();
    this.caret.style.left = `${(after ? box.left : box.right) - sheet.left}px`;
    this.caret.style.top = `${box.top - sheet.top}px`;
    this.caret.style.height = `${box.height}px`;
  }

  /** Move the keyboard's place, or with `extend` the end of what is selected. */
  step(direction, by, extend) {
    const selection = getSelection();
    if (this.texts.indexOf(selection.focusNode) < 0) {
      this.stand(this.blocks[this.top().number]?.start ?? 0);
      return;
    }
    const before = [selection.anchorNode, selection.anchorOffset, selection.focusNode, selection.focusOffset];
    selection.modify(extend ? "extend" : "move", direction, by);
    if (this.texts.indexOf(selection.focusNode) < 0) selection.setBaseAndExtent(...before);
    this.drawCaret();
    this.reveal(this.place() ?? 0, { gently: true });
  }

  // Where one is

  /** The first turn that is to be seen, and how many pixels of it are above the edge. */
  top() {
    const { scrollTop } = this.scroller;
    const number = this.blockFrom(scrollTop);
    return { number, above: scrollTop - (this.turns.children[number]?.offsetTop ?? 0) };
  }

  /** The number of the block that stands so many pixels from the top of the sheet. */
  blockFrom(pixels) {
    const lines = this.turns.children;
    let low = 0;
    let high = lines.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (lines[middle].offsetTop <= pixels) low = middle;
      else high = middle;
    }
    return low;
  }

  /**
   * What is to be seen, with a screen above and one below: pixels of the sheet (from, to) and blocks (first, last).
   * Colours and stripes are drawn there only: what a key changes is painted so much sooner.
   */
  get near() {
    if (!this.seen) {
      const { scrollTop, clientHeight } = this.scroller;
      const [from, to] = [scrollTop - clientHeight, scrollTop + 2 * clientHeight];
      this.seen = { at: scrollTop, from, to, first: this.blockFrom(from), last: this.blockFrom(to) };
    }
    return this.seen;
  }

  /** Whether so much was scrolled that something else is `near`. */
  drifted() {
    if (this.seen && Math.abs(this.scroller.scrollTop - this.seen.at) < this.scroller.clientHeight / 2) return false;
    this.forgetPlaces();
    return true;
  }

  /** The text is laid out anew. */
  forgetPlaces() {
    this.seen = null;
  }

  /** Back to what `top` said; to the beginning where that is null. */
  scrollTo(place) {
    this.scroller.scrollTop = place ? (this.turns.children[place.number]?.offsetTop ?? 0) + place.above : 0;
  }

  /** Scroll so that an offset is to be seen: a third from above, or `gently` as little as will do. */
  reveal(offset, { gently = false } = {}) {
    const box = this.rectangle(offset, offset + 1);
    const seen = this.scroller.getBoundingClientRect();
    const [above, below] = [seen.top + 24 - box.top, box.bottom - seen.bottom + 24];
    if (above <= 0 && below <= 0) return;
    if (gently) this.scroller.scrollTop += above > 0 ? -above : below;
    else this.scroller.scrollTop += box.top - seen.top - seen.height / 3;
  }
}
