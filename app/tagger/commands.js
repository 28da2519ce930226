// What the keys of keys.js do, by the names that it gives them; each is called with the tagger and the key press.
import { excerpt } from "./dom.js";
import { blockAt, codingsAt, meet, wordEdge } from "./spans.js";

export const DOES = {
  code(tagger) {
    tagger.openPalette(tagger.transcript.selected() ? null : tagger.active);
  },
  pinned(tagger, event) {
    tagger.actions.usePinned(Number(event.key));
  },
  again(tagger) {
    const span = tagger.transcript.selected();
    const code = tagger.actions.recent[0];
    if (span && tagger.codes.has(code)) tagger.actions.add(span, { code });
    else tagger.say(span ? "No code was used yet." : "Select text first.");
  },
  inVivo(tagger) {
    const span = tagger.transcript.selected();
    const words = span && excerpt(tagger.data.text.slice(span.start, span.end), 80).replaceAll(" / ", "/");
    if (words) tagger.actions.add(span, { path: words });
    else tagger.say("Select the words first that shall be a code.");
  },
  memo(tagger) {
    tagger.actions.write(tagger.transcript.selected() ? null : tagger.active);
  },
  next(tagger) {
    walk(tagger, 1, () => true);
  },
  previous(tagger) {
    walk(tagger, -1, () => true);
  },
  cycle(tagger) {
    const active = tagger.shown.find((each) => each.coding === tagger.active);
    const here = codingsAt(tagger.shown, tagger.transcript.place() ?? active?.start ?? -1);
    const at = here.findIndex((each) => each.coding === tagger.active);
    if (here.length) tagger.activate(here[(at + 1) % here.length].coding);
  },
  endLater(tagger) {
    adjust(tagger, "end", 1);
  },
  endEarlier(tagger) {
    adjust(tagger, "end", -1);
  },
  startLater(tagger) {
    adjust(tagger, "start", 1);
  },
  startEarlier(tagger) {
    adjust(tagger, "start", -1);
  },
  suggestion(tagger) {
    walk(tagger, 1, (each) => each.proposed);
  },
  accept(tagger) {
    tagger.actions.accept(tagger.active);
  },
  reject(tagger) {
    tagger.actions.reject(tagger.active);
  },
  uncoded(tagger) {
    const { blocks } = tagger.transcript;
    const place = tagger.transcript.place();
    const from = place === null ? -1 : blockAt(blocks, place);
    const coded = (block) => tagger.shown.some((each) => !each.proposed && meet(each, block));
    const wanted = (block) => block.turn !== null && block.role !== "interviewer" && !coded(block);
    const next = blocks.find((block, number) => number > from && wanted(block));
    if (!next) {
      tagger.say("No turn without a coding from here on.");
      return;
    }
    tagger.activate(null);
    tagger.transcript.stand(next.start);
    tagger.transcript.reveal(next.start);
  },
  remove(tagger) {
    tagger.actions.remove(tagger.active);
  },
  leave(tagger) {
    if (!getSelection().isCollapsed) getSelection().collapseToEnd();
    tagger.activate(null);
  },
  help(tagger) {
    tagger.card.showModal();
  },
  undo(tagger) {
    tagger.actions.undo(false);
  },
  redo(tagger) {
    tagger.actions.undo(true);
  },
};

/** To the next (step 1) or previous (step -1) coding of those wanted, from the active one or from where one is. */
function walk(tagger, step, wanted) {
  const { transcript } = tagger;
  const active = tagger.shown.findIndex((each) => each.coding === tagger.active);
  const place = transcript.place() ?? transcript.blocks[transcript.top().number]?.start ?? 0;
  const after = tagger.shown.findIndex((each) => each.start >= place);
  const here = after < 0 ? tagger.shown.length : after;
  let at = active >= 0 ? active + step : step > 0 ? here : here - 1;
  while (tagger.shown[at] && !wanted(tagger.shown[at])) at += step;
  const coding = tagger.shown[at];
  if (!coding) {
    tagger.say(step > 0 ? "None after this." : "None before this.");
    return;
  }
  getSelection().collapse(...transcript.point(coding.start));
  tagger.activate(coding.coding);
}

/** Move an end of the selection, or of the active coding, by a word. */
function adjust(tagger, end, step) {
  const selected = tagger.transcript.selected();
  const span = selected ?? tagger.coding(tagger.active);
  if (!span) return;
  const moved = { start: span.start, end: span.end, [end]: wordEdge(tagger.data.text, span[end], end, step) };
  if (moved.start >= moved.end) return;
  if (selected) tagger.transcript.select(moved.start, moved.end);
  else tagger.actions.resize(span.coding, moved);
}
