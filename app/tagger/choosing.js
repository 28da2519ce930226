// The palette at the selection: on what it is opened, and what becomes of what is chosen in it.
import { Palette } from "./palette.js";

const LEAST_ROOM = 260; // pixels that it wants below the selection, else it opens above

export class Choosing {
  constructor(tagger) {
    this.tagger = tagger;
    this.palette = new Palette({
      applied: (what) => this.apply(what),
      closed: (back) => this.closed(back),
      asks: (name) => tagger.api.setStateValue("asked", name),
      pinned: (digit, code) => tagger.actions.pin(digit, code),
    });
  }

  /** Open it on what is selected, or to give a coding another code. */
  open(id) {
    const { tagger } = this;
    const coding = tagger.shown.find((each) => each.coding === id);
    const span = coding ?? tagger.transcript.selected();
    if (!span) {
      tagger.say("Select text first: with the mouse, or with Shift and the arrow keys.");
      return;
    }
    this.target = { span: { start: span.start, end: span.end }, coding: coding?.coding ?? null };
    tagger.painter.mark("chosen", [span]);
    tagger.adder.hide();
    const codes = [...tagger.codes.values()];
    this.palette.show({
      codes,
      recent: tagger.actions.recent,
      here: tagger.actions.usedHere(),
      has: new Set(codes.map(({ code }) => code).filter((code) => !coding && tagger.actions.own(span, code))),
      verb: coding ? "Give the coding another code" : "Code the selection",
      ...this.place(span),
    });
  }

  /** Where it opens: {left, top} or {left, bottom}. */
  place(span) {
    const box = this.tagger.transcript.rectangle(span.end - 1, span.end);
    const frame = this.tagger.root.getBoundingClientRect();
    const below = frame.bottom - box.bottom - 6;
    const left = box.left - frame.left;
    if (below < LEAST_ROOM && below < box.top - frame.top) return { left, bottom: Math.max(8, frame.bottom - box.top + 6) };
    return { left, top: Math.min(frame.height - below, frame.height - LEAST_ROOM) };
  }

  apply({ code, path, memo }) {
    const { span, coding } = this.target;
    const { actions } = this.tagger;
    const there = code && !coding ? actions.own(span, code) : null;
    if (coding && code) actions.recode(coding, code);
    else if (coding) {
      const added = actions.add(span, { path });
      actions.remove(coding);
      this.tagger.active = added;
    } else if (there && !memo) actions.remove(there.coding);
    else actions.add(span, { code, path });
    if (memo) actions.write(this.tagger.active);
  }

  closed(back) {
    this.tagger.painter.mark("chosen", []);
    if (!back) return;
    this.tagger.focus();
    if (this.target && !this.target.coding) this.tagger.transcript.select(this.target.span.start, this.target.span.end);
  }
}
