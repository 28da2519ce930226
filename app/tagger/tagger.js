// The page Code in the browser: what coders do is painted at once, then sent, and stands when the study has answered.
import { Actions } from "./actions.js";
import { DOES } from "./commands.js";
import { excerpt, keep, kept, make } from "./dom.js";
import { Handles } from "./handles.js";
import { Inspector } from "./inspector.js";
import { card, command, movement } from "./keys.js";
import { Margin } from "./margin.js";
import { Outbox } from "./outbox.js";
import { Painter } from "./painting.js";
import { Palette } from "./palette.js";
import { applied, codingsAt, meet } from "./spans.js";
import { Toolbar } from "./toolbar.js";
import { Transcript } from "./transcript.js";
import { Undoing } from "./undoing.js";

const LEAST_ROOM = 260; // pixels that the palette wants below the selection, else it opens above

class Tagger {
  constructor(parent) {
    this.transcript = new Transcript();
    this.painter = new Painter(this.transcript);
    this.margin = new Margin(this.transcript, (id) => this.activate(id));
    this.handles = new Handles(this.transcript, {
      moves: (span) => this.painter.mark("chosen", [span]),
      moved: (coding, span) => {
        this.painter.mark("chosen", []);
        this.actions.resize(coding.coding, span);
      },
    });
    this.palette = new Palette({
      applied: (what) => this.applyFromPalette(what),
      closed: (back) => this.paletteClosed(back),
      asks: (name) => this.api.setStateValue("asked", name),
      pinned: (digit, code) => this.actions.pin(digit, code),
    });
    this.inspector = new Inspector({
      choose: (id) => this.activate(id),
      recode: (id) => this.openPalette(id),
      remove: (id) => this.actions.remove(id),
      accept: (id) => this.actions.accept(id),
      reject: (id) => this.actions.reject(id),
      write: (id) => this.actions.write(id),
      memo: (memo) => this.actions.memo(memo),
      removeMemo: (memo) => this.actions.removeMemo(memo),
      retry: (refusal) => this.outbox.retry(refusal),
      dismiss: (refusal) => this.outbox.dismiss(refusal),
      back: () => this.focus(),
    });
    this.toolbar = new Toolbar({
      open: (document) => this.api.setStateValue("document", document),
      filter: () => this.refresh(),
      undo: () => this.actions.undo(false),
      redo: () => this.actions.undo(true),
      size: () => this.remeasure(),
      help: () => this.card.showModal(),
      pinned: (digit) => this.actions.usePinned(digit),
    });
    this.adder = make("button", { type: "button", class: "vv-adder vv-button vv-main", hidden: true }, "Code", make("kbd", {}, "Enter"));
    this.adder.addEventListener("pointerdown", (event) => event.preventDefault());
    this.adder.addEventListener("click", () => this.openPalette(null));
    this.card = card();
    this.said = make("div", { class: "vv-said", role: "status" });
    this.root = make(
      "div",
      { class: "vv" },
      this.toolbar.element,
      make("div", { class: "vv-body" }, this.transcript.scroller, this.inspector.element),
      this.adder,
      this.palette.element,
      this.card,
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
      this.codes = new Map(data.codes.map((code) => [code.code, code]));
      this.margin.forget();
      this.painter.colours(data.codes, colours);
    }
    this.toolbar.show(data);
    this.toolbar.showPins(this.actions.pinned());
    if (data.near) this.palette.tellNear(data.near.name, data.near.codes);
    this.refresh();
    if (data.go && data.go.id !== kept("vivavoce went", null)) {
      keep("vivavoce went", data.go.id);
      this.left = null;
      this.activate(codingsAt(this.shown, data.go.start)[0]?.coding ?? null);
      this.transcript.reveal(data.go.start);
    }
  }

  openDocument(data) {
    this.palette.close(false);
    this.painter.forget();
    this.look = null;
    this.margin.forget();
    this.transcript.show(data.document, data.turns, data.text);
    this.undoing = new Undoing(`${this.place} ${data.document.id} undo`);
    this.active = null;
    this.left = kept(`${this.place} ${data.document.id} place`, null);
    this.transcript.scrollTo(this.left);
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
    const { document, codings, suggestions, coder } = this.data;
    const here = this.outbox.waiting.filter((operation) => operation.document === document.id);
    const decided = new Set(here.map((operation) => operation.suggestion));
    const open = suggestions.filter((each) => !decided.has(each.coding));
    const all = applied([...codings, ...open], here);
    this.shown = all.filter((coding) => this.toolbar.lets(coding, coder));
    const active = this.shown.find((coding) => coding.coding === this.active) ?? null;
    if (!all.some((coding) => coding.coding === this.active)) this.active = null;
    this.painter.paint(this.shown.filter((coding) => !coding.proposed));
    this.painter.mark("proposed", this.shown.filter((coding) => coding.proposed));
    this.painter.mark("active", active ? [active] : []);
    this.margin.show(this.shown, this.active, (coding) => this.described(coding));
    this.handles.show(active && !active.proposed ? active : null);
    this.inspector.show({
      active,
      near: active ? this.shown.filter((coding) => coding !== active && meet(coding, active)) : [],
      memos: this.memosAbout(active),
      all: this.shown,
      refused: this.outbox.refused,
      describe: (coding) => this.described(coding),
    });
    this.toolbar.status(this.outbox, this.undoing);
  }

  /** A coding that is shown, by its id. */
  coding(id) {
    return this.shown.find((each) => each.coding === id && !each.proposed);
  }

  /** A suggestion that is shown, by its id. */
  proposed(id) {
    return this.shown.find((each) => each.coding === id && each.proposed);
  }

  described(coding) {
    const code = this.codes.get(coding.code);
    const mine = coding.coder === this.data.coder.id;
    const by = mine ? this.data.coder.name : (this.data.coders[coding.coder] ?? "");
    const who = coding.proposed ? `proposed by ${coding.origin}` : by;
    const path = code?.path ?? coding.code;
    const quote = this.transcript.quote(coding.start, coding.end);
    return {
      path,
      name: code?.name ?? coding.code,
      who,
      quote,
      colour: code?.colour || "#888888",
      when: coding.proposed ? "" : (coding.created_at ?? ""),
      origin: coding.proposed || coding.origin === "manual" ? "" : `from ${coding.origin}`,
      title: `${path}, ${who}: ${excerpt(quote, 80)}`,
    };
  }

  /** Memos about the active coding; without one those about the transcript. */
  memosAbout(active) {
    const about = (memo) =>
      active ? memo.target === active.coding || (memo.about === "passage" && meet(memo, active)) : memo.about === "document";
    return this.data.memos.filter(about).map((memo) => ({
      memo: memo.memo,
      text: memo.text,
      who: this.data.coders[memo.coder] ?? "",
      when: memo.created_at,
    }));
  }

  activate(id, { reveal = true } = {}) {
    this.active = id;
    this.refresh();
    const coding = this.shown.find((each) => each.coding === id);
    if (coding && reveal) this.transcript.reveal(coding.start);
  }

  /** The page has another width, or is laid out for the first time. */
  remeasure() {
    if (this.left) this.transcript.scrollTo(this.left);
    this.left = null;
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

  // The palette

  /** Open it on what is selected, or to give a coding another code. */
  openPalette(id) {
    const coding = this.shown.find((each) => each.coding === id);
    const span = coding ?? this.transcript.selected();
    if (!span) {
      this.say("Select text first: with the mouse, or with Shift and the arrow keys.");
      return;
    }
    this.target = { span: { start: span.start, end: span.end }, coding: coding?.coding ?? null };
    this.painter.mark("chosen", [span]);
    this.adder.hidden = true;
    const box = this.transcript.rectangle(span.end - 1, span.end);
    const frame = this.root.getBoundingClientRect();
    const below = frame.bottom - box.bottom - 6;
    this.palette.show({
      codes: this.data.codes,
      recent: this.actions.recent,
      here: this.actions.usedHere(),
      has: new Set(this.data.codes.map(({ code }) => code).filter((code) => !coding && this.actions.own(span, code))),
      verb: coding ? "Give the coding another code" : "Code the selection",
      left: box.left - frame.left,
      ...(below >= LEAST_ROOM || below >= box.top - frame.top
        ? { top: Math.min(frame.height - below, frame.height - LEAST_ROOM) }
        : { bottom: Math.max(8, frame.bottom - box.top + 6) }),
    });
  }

  applyFromPalette({ code, path, memo }) {
    const { span, coding } = this.target;
    const there = code && !coding ? this.actions.own(span, code) : null;
    if (coding && code) this.actions.recode(coding, code);
    else if (coding) {
      const added = this.actions.add(span, { path });
      this.actions.remove(coding);
      this.active = added;
    } else if (there && !memo) this.actions.remove(there.coding);
    else this.actions.add(span, { code, path });
    if (memo) this.actions.write(this.active);
  }

  paletteClosed(back) {
    this.painter.mark("chosen", []);
    if (!back) return;
    this.focus();
    if (this.target && !this.target.coding) this.transcript.select(this.target.span.start, this.target.span.end);
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
      this.adder.hidden = true;
      clearTimeout(waits);
      waits = setTimeout(() => keep(`${this.place} ${this.data.document.id} place`, this.transcript.top()), 200);
    });
    turns.addEventListener("click", () => this.clicked());
    this.selectionChanged = () => {
      clearTimeout(this.settles);
      this.settles = setTimeout(() => this.offer(), 120);
    };
    document.addEventListener("selectionchange", this.selectionChanged);
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

  /** Offer to code what is selected, where the selection ends. */
  offer() {
    const selection = getSelection();
    const inside = this.transcript.turns.contains(selection.focusNode);
    this.adder.hidden = this.palette.open || selection.isCollapsed || !inside;
    if (inside) this.transcript.drawCaret();
    if (this.adder.hidden) return;
    const boxes = selection.getRangeAt(0).getClientRects();
    const box = boxes[boxes.length - 1];
    const frame = this.root.getBoundingClientRect();
    if (!box || box.bottom > frame.bottom || box.bottom < frame.top) this.adder.hidden = true;
    this.adder.style.left = `${Math.max(4, Math.min((box?.right ?? 0) - frame.left, frame.width - 110))}px`;
    this.adder.style.top = `${Math.min((box?.bottom ?? 0) - frame.top + 4, frame.height - 40)}px`;
  }

  key(event) {
    const moves = movement(event);
    const does = command(event);
    if (moves) this.transcript.step(...moves, event.shiftKey);
    else if (does) DOES[does](this, event);
    else return;
    event.preventDefault();
  }

  end() {
    document.removeEventListener("selectionchange", this.selectionChanged);
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
