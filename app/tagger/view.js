// What the page shows of what there is: the colours of the transcript, the margin, and what stands beside and above.
import { placeOf } from "./memos.js";
import { meet } from "./spans.js";

export class View {
  constructor(tagger) {
    this.tagger = tagger;
  }

  draw() {
    const { shown, active } = this.tagger;
    const coding = shown.find((each) => each.coding === active) ?? null;
    this.drawText(coding);
    this.drawBeside(coding);
  }

  /** The transcript with its colours, and the margin. */
  drawText(active) {
    const { pair, shown, painter, transcript, margin, marks, handles, describing, memos, reading } = this.tagger;
    transcript.head((pair ?? []).map((id) => describing.who(id)));
    painter.compare(pair);
    painter.paint(shown.filter((coding) => !coding.proposed));
    painter.mark("proposed", shown.filter((coding) => coding.proposed));
    painter.mark("active", [active ?? reading?.span].filter(Boolean));
    const columns = pair ? pair.map((id) => shown.filter((coding) => coding.coder === id)) : [shown];
    margin.show(columns, this.tagger.active, (coding) => describing.coding(coding));
    handles.show(active && !active.proposed ? active : null);
    const placed = memos.map((memo) => [memo, placeOf(memo, shown)]);
    marks.show(placed.filter(([, span]) => span));
  }

  /** The inspector and the rows above the transcript. */
  drawBeside(active) {
    const { all, pair, shown, memos, describing, difference, differences, reading, outbox, painter } = this.tagger;
    const used = new Set(all.map((coding) => coding.code));
    const about = memos.filter((memo) => this.isAbout(memo, active));
    const described = (memo) => describing.memo(memo, all);
    this.tagger.inspector.show({
      active,
      near: active ? shown.filter((coding) => coding !== active && meet(coding, active)) : [],
      difference: difference && pair ? describing.difference(difference, pair) : null,
      memos: about.map(described),
      allMemos: memos.filter((memo) => memo.about !== "code" || used.has(memo.target)),
      all: shown,
      refused: outbox.refused,
      describe: (coding) => describing.coding(coding),
      describeMemo: described,
      keymap: this.tagger.keymap,
      quiet: !active && !reading && !difference && !about.length,
    });
    const { coders } = this.tagger.data;
    this.tagger.comparison.show(pair, { coders, readings: painter.readings ?? {}, found: differences, at: difference });
    this.tagger.picker.show([...this.tagger.codes.values()], this.tagger.filter.codes);
    this.tagger.toolbar.status(outbox, this.tagger.undoing);
  }

  /** Whether a memo is about what is at hand: the active coding and its code, what is read, or else the transcript. */
  isAbout(memo, active) {
    const { reading, difference } = this.tagger;
    const here = active ?? reading?.span ?? difference;
    if (memo.memo === reading?.memo) return true;
    if (memo.about === "passage") return Boolean(here) && meet(memo, here);
    if (active) return memo.target === active.coding || memo.target === active.code;
    return memo.about === "document" && !here && !reading;
  }
}
