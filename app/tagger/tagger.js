// The page Code in the browser: what coders do is painted at once, then sent, and stands when the study has answered.
import { Actions } from "./actions.js";
import { Adder } from "./adder.js";
import { Card } from "./card.js";
import { standingOut } from "./colours.js";
import { DOES, walkDifferences, walkHits } from "./commands.js";
import { Choosing } from "./choosing.js";
import { Comparison, differences } from "./comparing.js";
import { Describing } from "./describing.js";
import { keep, kept, make } from "./dom.js";
import { Filter, TWO } from "./filter.js";
import { Handles } from "./handles.js";
import { Inspector } from "./inspector.js";
import { Keymap } from "./keymap.js";
import { movement } from "./keys.js";
import { Margin } from "./margin.js";
import { Marks, memosNow, placeOf } from "./memos.js";
import { Outbox } from "./outbox.js";
import { Painter } from "./painting.js";
import { Picker } from "./picker.js";
import { Search, hits } from "./searching.js";
import { applied, blockAt, codingsAt } from "./spans.js";
import { Toolbar } from "./toolbar.js";
import { Transcript } from "./transcript.js";
import { Undoing } from "./undoing.js";
import { View } from "./view.js";

const LIT = 2500; // milliseconds that a passage to which one comes from elsewhere is lit up

class Tagger {
  constructor(parent) {
    this.transcript = new Transcript();
    this.painter = new Painter(this.transcript);
    this.describing = new Describing(this);
    this.view = new View(this);
    this.margin = new Margin(this.transcript, (id) => this.activate(id));
    this.marks = new Marks(this.transcript, this.margin, (memo) => this.read(memo.memo));
    this.handles = new Handles(this.transcript, {
      moves: (span) => this.painter.mark("chosen", [span]),
      moved: (coding, span) => {
        this.painter.mark("chosen", []);
        this.actions.resize(coding.coding, span);
      },
    });
    this.choosing = new Choosing(this);
    this.palette = this.choosing.palette;
    this.inspector = new Inspector({
      choose: (id) => this.activate(id),
      recode: (id) => this.choosing.open(id),
      remove: (id) => this.actions.remove(id),
      accept: (id) => this.actions.accept(id),
      reject: (id) => this.actions.reject(id),
      write: (id) => this.actions.write(id),
      writeOnCode: (id) => this.actions.writeOnCode(id),
      only: (code) => this.choose({ codes: this.filter.codes.has(code) && this.filter.codes.size === 1 ? [] : [code] }),
      read: (memo) => this.read(memo),
      memo: (memo) => this.actions.memo(memo),
      removeMemo: (memo) => this.actions.removeMemo(memo),
      retry: (refusal) => this.outbox.retry(refusal),
      dismiss: (refusal) => this.outbox.dismiss(refusal),
      back: () => this.focus(),
    });
    this.picker = new Picker({ chosen: (codes) => this.choose({ codes }), back: () => this.focus() });
    this.search = new Search({
      typed: () => this.findHits(),
      go: (step) => walkHits(this, step),
      back: () => this.focus(),
    });
    this.comparison = new Comparison({ chosen: (two) => this.choose({ two }), walk: (step) => walkDifferences(this, step) });
    this.toolbar = new Toolbar(
      {
        open: (document) => this.api.setStateValue("document", document),
        whose: (whose) => this.choose({ whose }),
        back: () => this.focus(),
        undo: () => this.actions.undo(false),
        redo: () => this.actions.undo(true),
        size: () => this.remeasure(),
        help: () => this.card.show(this.keymap),
        pinned: (digit) => this.actions.usePinned(digit),
      },
      { picker: this.picker.element, search: this.search.element },
    );
    this.adder = new Adder(this.transcript, { act: () => this.choosing.open(null), busy: () => this.palette.open });
    this.card = new Card(() => {
      this.showToolbar();
      this.refresh();
    });
    this.said = make("div", { class: "vv-said", role: "status" });
    this.root = make(
      "div",
      { class: "vv" },
      this.toolbar.element,
      this.comparison.element,
      make("div", { class: "vv-body" }, this.transcript.scroller, this.inspector.element),
      this.adder.element,
      this.palette.element,
      this.card.element,
      this.said,
    );
    parent.append(this.root);
    this.listen();
  }

  // What comes from the study

  update(data, api) {
    this.api = api;
    const first = !this.data;
    const before = this.data;
    this.data = data;
    const place = `vivavoce ${data.study} ${data.coder.name}`;
    if (this.place !== place) {
      this.place = place;
      this.outbox = new Outbox(`${place} outbox`, (operations) => this.send(operations), () => this.refresh());
      this.actions = new Actions(this, place);
      this.filter = new Filter(`${place} shown`);
      this.keymap = new Keymap(`vivavoce keys ${data.coder.name}`);
    }
    for (const [operation, answer] of this.outbox.receive(data.answers)) {
      this.undoing?.answered(operation, answer);
      if (answer.made) this.rename(operation.id, answer.made);
    }
    const another = first || before.document.id !== data.document.id || before.document.revision !== data.document.revision;
    if (another) this.openDocument(data);
    else this.tellOfOthers(before, data);
    const colours = this.coloursHere();
    const look = JSON.stringify([data.codes, colours]);
    if (look !== this.look) {
      this.look = look;
      const shown = (code) => ({ ...code, colour: standingOut(code.colour || "#888888", colours) });
      this.codes = new Map(data.codes.map((code) => [code.code, shown(code)]));
      this.margin.forget();
      this.painter.colours(data.codes, colours);
      this.findHits();
    }
    this.showToolbar();
    this.toolbar.showPins(this.actions.pinned());
    if (data.near) this.palette.tellNear(data.near.name, data.near.codes);
    this.refresh();
    if (data.go && data.go.id !== kept("vivavoce went", null)) {
      keep("vivavoce went", data.go.id);
      this.goTo(data.go);
    }
  }

  openDocument(data) {
    this.palette.close(false);
    this.painter.forget();
    this.look = null;
    this.margin.forget();
    this.transcript.show(data.document, data.turns, data.text);
    this.undoing = new Undoing(`${this.place} ${data.document.id} undo`);
    this.active = this.reading = this.difference = null;
    this.left = kept(`${this.place} ${data.document.id} place`, null);
    this.transcript.scrollTo(this.left);
  }

  /** To a passage that another page names; without an end it is what is coded there, or else the turn. */
  goTo({ start, end }) {
    const here = codingsAt(this.shown, start);
    const coding = here.find((each) => each.start === start && each.end === end) ?? here[0];
    const span = end === null ? (coding ?? this.transcript.blocks[blockAt(this.transcript.blocks, start)]) : { start, end };
    this.left = null;
    this.focus();
    this.transcript.stand(span.start);
    this.activate(coding?.coding ?? null, { reveal: false });
    this.flash(span);
    this.transcript.reveal(span.start);
  }

  /** Light a passage up for a moment. */
  flash(span) {
    this.lit = span;
    this.painter.mark("lit", [span]);
    clearTimeout(this.darkens);
    this.darkens = setTimeout(() => {
      this.lit = null;
      this.painter.mark("lit", []);
    }, LIT);
  }

  /** An operation is known by its own id until the study says what it made. */
  rename(from, to) {
    if (this.active === from) this.active = to;
    this.margin.rename(from, to);
  }

  tellOfOthers(before, data) {
    const known = new Set(before.codings.map((coding) => coding.coding));
    const counts = new Map();
    for (const coding of data.codings) {
      const name = data.coders[coding.coder];
      if (!known.has(coding.coding) && name !== data.coder.name) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    for (const [name, count] of counts) this.say(`${name} added ${count === 1 ? "a coding" : `${count} codings`}.`);
  }

  coloursHere() {
    const style = getComputedStyle(this.root);
    return { background: opaque(this.root), text: style.color };
  }

  send(operations) {
    this.sent = (this.sent ?? 0) + 1;
    this.api.setTriggerValue("operations", { number: this.sent, operations });
  }

  // What is shown

  refresh() {
    if (!this.data || !this.undoing) return;
    const { document, codings, suggestions, coder, memos, text } = this.data;
    const here = this.outbox.waiting.filter((operation) => operation.document === document.id);
    const decided = new Set(here.map((operation) => operation.suggestion));
    const open = suggestions.filter((each) => !decided.has(each.coding));
    this.all = applied([...codings, ...open], here);
    this.memos = memosNow(memos, here, coder);
    this.pair = this.filter.pair(this.data);
    this.shown = this.all.filter((coding) => this.filter.lets(coding, coder, this.pair));
    this.differences = this.pair ? differences(text, this.shown, this.pair) : [];
    this.difference = this.differences.find(({ start }) => start === this.difference?.start) ?? null;
    if (!this.all.some((coding) => coding.coding === this.active)) this.active = null;
    this.view.draw();
  }

  /** Something else is near after scrolling. */
  drawNear() {
    if (!this.margin.all) return;
    this.painter.draw();
    this.margin.draw();
  }

  /** Show other codings: {whose}, {two} or {codes}, as the filter takes them. */
  choose(change) {
    this.filter.set(change);
    this.difference = null;
    if (change.whose === TWO) this.toolbar.goOnTo("difference");
    else if (change.whose && this.toolbar.onward.value === "difference") this.toolbar.goOnTo();
    this.refresh();
  }

  showDifference(difference) {
    this.active = this.reading = null;
    this.difference = difference;
    this.refresh();
    this.flash(difference);
  }

  findHits() {
    const { value } = this.search.field;
    this.hits = hits(this.transcript.blocks, value);
    this.painter.mark("hit", this.hits);
    this.search.show(this.hits, -1);
    if (Boolean(value.trim()) !== (this.toolbar.onward.value === "hit")) this.toolbar.goOnTo(value.trim() ? "hit" : undefined);
  }

  showToolbar() {
    this.adder.key.textContent = this.keymap.key("code");
    this.search.field.placeholder = `Search (${this.keymap.key("search")})`;
    this.toolbar.show(this.data, this.filter.whose, this.keymap.key("onward"));
  }

  /** To what a memo is about. */
  read(id) {
    const memo = this.memos.find((each) => each.memo === id);
    const span = placeOf(memo, this.shown);
    this.activate(span?.coding ?? null, { reading: { memo: id, span } });
    if (!span) return;
    this.transcript.reveal(span.start);
    this.flash(span);
  }

  /** A coding that is shown, by its id. */
  coding(id) {
    return this.shown.find((each) => each.coding === id && !each.proposed);
  }

  /** A suggestion that is shown, by its id. */
  proposed(id) {
    return this.shown.find((each) => each.coding === id && each.proposed);
  }

  /** Make a coding the active one; `reading` is a memo (id) that is read, with its span. */
  activate(id, { reveal = true, reading = null } = {}) {
    this.active = id;
    this.reading = reading;
    this.difference = null;
    this.refresh();
    const coding = this.shown.find((each) => each.coding === id);
    if (coding && reveal) this.transcript.reveal(coding.start);
  }

  /** The page has another width, or is laid out for the first time. */
  remeasure() {
    if (this.left) this.transcript.scrollTo(this.left);
    this.left = null;
    if (this.lit) this.transcript.reveal(this.lit.start);
    this.transcript.forgetPlaces();
    this.margin.forget();
    this.refresh();
    this.transcript.drawCaret();
  }

  say(sentence) {
    this.said.textContent = sentence;
    clearTimeout(this.silence);
    this.silence = setTimeout(() => (this.said.textContent = ""), 6000);
  }

  focus() {
    this.transcript.scroller.focus({ preventScroll: true });
  }

  // Keys and mouse

  listen() {
    const { scroller, turns } = this.transcript;
    // Streamlit listens on the document for keys of its own: they shall not start while someone codes.
    this.root.addEventListener("keydown", (event) => event.stopPropagation());
    scroller.addEventListener("keydown", (event) => this.key(event));
    scroller.addEventListener("focus", () => this.transcript.drawCaret());
    scroller.addEventListener("blur", () => this.transcript.drawCaret());
    let waits = 0;
    scroller.addEventListener("scroll", () => {
      this.adder.hide();
      if (this.transcript.drifted()) this.drawNear();
      clearTimeout(waits);
      waits = setTimeout(() => keep(`${this.place} ${this.data.document.id} place`, this.transcript.top()), 200);
    });
    turns.addEventListener("click", () => this.clicked());
    turns.addEventListener("pointerdown", ({ pointerType, button, shiftKey }) => {
      // Else the browser would drag the selected text away instead of selecting a part of it.
      if (pointerType === "mouse" && button === 0 && !shiftKey) getSelection().removeAllRanges();
    });
    this.leaving = (event) => this.outbox?.waiting.length && event.preventDefault();
    window.addEventListener("beforeunload", this.leaving);
    this.sizes = new ResizeObserver(() => this.data && this.remeasure());
    this.sizes.observe(turns);
  }

  clicked() {
    const place = getSelection().isCollapsed ? this.transcript.place() : null;
    if (place === null) return;
    this.focus();
    this.activate(codingsAt(this.shown, place)[0]?.coding ?? null, { reveal: false });
    this.transcript.drawCaret();
  }

  key(event) {
    const moves = movement(event);
    const does = this.keymap.command(event);
    if (moves) this.transcript.step(...moves, event.shiftKey);
    else if (does) DOES[does](this, event);
    else return;
    event.preventDefault();
  }

  end() {
    this.adder.end();
    window.removeEventListener("beforeunload", this.leaving);
    this.sizes.disconnect();
    this.painter.end();
    this.root.remove();
  }
}

/** The colour behind an element. */
function opaque(element) {
  for (let at = element; at; at = at.parentElement) {
    const colour = getComputedStyle(at).backgroundColor;
    if (!/^rgba\(.*, 0\)$|^transparent$/.test(colour)) return colour;
  }
  return "rgb(255, 255, 255)";
}

const GRACE = 1000; // milliseconds in which Streamlit may take the page back that it gave up
const mounted = new WeakMap();

/** Streamlit calls this again on the same element whenever the data or the theme changes. */
export default function show({ data, parentElement, setStateValue, setTriggerValue }) {
  if (!mounted.has(parentElement)) mounted.set(parentElement, new Tagger(parentElement));
  const tagger = mounted.get(parentElement);
  clearTimeout(tagger.ending);
  tagger.update(data, { setStateValue, setTriggerValue });
  return () => {
    tagger.ending = setTimeout(() => {
      tagger.end();
      mounted.delete(parentElement);
    }, GRACE);
  };
}
