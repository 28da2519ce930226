// What coders do: each is an operation in the outbox, with what the page shows until it is answered, and can be undone.
import { excerpt, keep, kept } from "./dom.js";
import { blockAt } from "./spans.js";

const RECENT = 9;
const DIGITS = [1, 2, 3, 4, 5, 6, 7, 8, 9];

export class Actions {
  /** `place` is where this tab keeps what belongs to this study and coder. */
  constructor(tagger, place) {
    this.tagger = tagger;
    this.place = place;
    this.recent = kept(`${place} recent`, [], localStorage); // ids of codes, the latest first
    this.pins = kept(`${place} pins`, {}, localStorage); // ids of codes by digit
  }

  /** `before` and `after` are pairs of a coding's id and what it is shown as, or null. */
  do(operation, what, before = [], after = []) {
    const { outbox, undoing, data } = this.tagger;
    const whole = { id: crypto.randomUUID(), document: data.document.id, ...operation, shows: after };
    undoing.did(whole, what, before, after);
    outbox.add(whole);
  }

  quote(start, end) {
    return this.tagger.data.text.slice(start, end);
  }

  /** Code a span with {code} or, where there is none yet, {path}; the same a second time does nothing. */
  add({ start, end }, { code, path }) {
    const { coder } = this.tagger.data;
    const there = this.own({ start, end }, code);
    if (there) return there.coding;
    const id = crypto.randomUUID();
    const coding = { coding: id, start, end, code: code ?? path, coder: coder.id, origin: "manual" };
    const what = path ? { new_code: path } : { code };
    this.tagger.active = id;
    this.do({ id, do: "add", start, end, quote: this.quote(start, end), ...what }, "coding", [[id, null]], [[id, coding]]);
    if (code) this.remember(code);
    if (!this.tagger.coding(id)) this.tagger.say("Coded, but not shown: you chose to see other codings only.");
    return id;
  }

  /** The coder's own coding of exactly this span with a code. */
  own({ start, end }, code) {
    const { all, data } = this.tagger;
    const same = (each) => each.start === start && each.end === end && each.code === code && each.coder === data.coder.id;
    return all.find((each) => !each.proposed && same(each));
  }

  remove(id) {
    const coding = this.tagger.coding(id);
    if (!coding) return;
    this.tagger.active = null;
    this.do({ do: "remove", coding: id }, "removal", [[id, coding]], [[id, null]]);
    this.tagger.say(`Removed ${this.tagger.describing.coding(coding).path}. Ctrl+Z brings it back.`);
  }

  recode(id, code) {
    const coding = this.tagger.coding(id);
    if (!coding || coding.code === code) return;
    this.do({ do: "recode", coding: id, code }, "other code", [[id, coding]], [[id, { ...coding, code }]]);
    this.remember(code);
  }

  resize(id, { start, end }) {
    const coding = this.tagger.coding(id);
    if (!coding || start >= end || (start === coding.start && end === coding.end)) return;
    const operation = { do: "resize", coding: id, start, end, quote: this.quote(start, end) };
    this.do(operation, "change of the span", [[id, coding]], [[id, { ...coding, start, end }]]);
  }

  accept(id) {
    const suggestion = this.tagger.proposed(id);
    if (!suggestion) return;
    const { start, end, code, origin } = suggestion;
    const made = crypto.randomUUID();
    const coding = { coding: made, start, end, code, coder: this.tagger.data.coder.id, origin };
    this.tagger.active = made;
    this.do({ id: made, do: "accept", suggestion: id }, "acceptance", [[made, null]], [[made, coding]]);
  }

  reject(id) {
    if (!this.tagger.proposed(id)) return;
    this.tagger.active = null;
    this.do({ do: "reject", suggestion: id }, "rejection");
  }

  undo(redo) {
    const { undoing, outbox, data } = this.tagger;
    const operation = undoing.next(redo);
    if (operation) outbox.add({ id: crypto.randomUUID(), document: data.document.id, ...operation });
    if (operation) this.tagger.say(`${redo ? "Done again" : "Undone"}: ${operation.what}.`);
    else this.tagger.say(redo ? "Nothing to do again here." : "Nothing more to undo in this transcript.");
  }

  // Memos

  /** Begin a memo on a coding, or else on what is selected or the turn at hand. */
  write(id) {
    const { transcript, inspector, data } = this.tagger;
    const coding = this.tagger.coding(id);
    if (coding) {
      inspector.write({ about: "coding", target: id }, `Memo on ${this.tagger.describing.coding(coding).path}`);
      return;
    }
    const place = transcript.place();
    const turn = place === null ? null : transcript.blocks[blockAt(transcript.blocks, place)];
    const span = transcript.selected() ?? turn;
    if (!span) return;
    const quote = this.quote(span.start, span.end);
    const about = { about: "passage", target: data.document.id, start: span.start, end: span.end, quote };
    inspector.write(about, `Memo on “${excerpt(quote, 50)}”`);
  }

  writeOnTranscript() {
    const { inspector, data } = this.tagger;
    inspector.write({ about: "document", target: data.document.id }, `Memo on the transcript ${data.document.name}`);
  }

  writeOnCode(id) {
    const { inspector, codes } = this.tagger;
    const code = codes.get(this.tagger.coding(id)?.code);
    if (code) inspector.write({ about: "code", target: code.code }, `Memo on the code ${code.path}`);
    else this.tagger.say("Choose a coding first: the memo is on its code.");
  }

  memo(memo) {
    this.do({ do: "memo", ...memo }, "memo");
  }

  removeMemo(memo) {
    this.do({ do: "remove memo", memo }, "removal of a memo");
  }

  // Codes at hand

  remember(code) {
    this.recent = [code, ...this.recent.filter((each) => each !== code)].slice(0, RECENT);
    keep(`${this.place} recent`, this.recent, localStorage);
    this.pinWhereFree(code);
  }

  /** Pairs of a digit and the code pinned to it; in the beginning the codes most used here. */
  pinned() {
    const { codes } = this.tagger;
    if (!Object.keys(this.pins).length) {
      const often = [...this.usedHere()].sort((a, b) => b[1] - a[1]);
      for (const [code] of often.slice(0, DIGITS.length)) this.pinWhereFree(code);
    }
    const known = Object.entries(this.pins).filter(([, code]) => codes.has(code));
    return known.map(([digit, code]) => [Number(digit), codes.get(code)]);
  }

  pinWhereFree(code) {
    const digit = DIGITS.find((each) => !this.tagger.codes.has(this.pins[each]));
    if (digit && !Object.values(this.pins).includes(code)) this.pin(digit, code);
  }

  pin(digit, code) {
    const others = Object.entries(this.pins).filter(([, each]) => each !== code);
    this.pins = { ...Object.fromEntries(others), [digit]: code };
    keep(`${this.place} pins`, this.pins, localStorage);
    this.tagger.toolbar.showPins(this.pinned());
  }

  usePinned(digit) {
    const code = this.pins[digit];
    const span = this.tagger.transcript.selected();
    if (!this.tagger.codes.has(code)) {
      this.tagger.say(`No code has the key ${digit} yet. Find one with Enter and press Alt+${digit} on it.`);
    } else if (!span) this.tagger.say("Select text first.");
    else this.add(span, { code });
  }

  /** How often each code was used in this transcript. */
  usedHere() {
    const counts = new Map();
    for (const { code } of this.tagger.data.codings) counts.set(code, (counts.get(code) ?? 0) + 1);
    return counts;
  }
}
