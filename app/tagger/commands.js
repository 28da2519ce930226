// What the keys of keys.js do, by the names that it gives them; each is called with the tagger and the key press.
import { excerpt } from "./dom.js";
import { blockAt, codingsAt, meet, wordEdge } from "./spans.js";

export const DOES = {
  code(tagger) {
    tagger.choosing.open(tagger.transcript.selected() ? null : tagger.active);
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
  memoHere(tagger) {
    tagger.actions.writeOnTranscript();
  },
  memoCode(tagger) {
    tagger.actions.writeOnCode(tagger.active);
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
  onward(tagger) {
    ONWARDS[tagger.toolbar.onward.value](tagger, 1);
  },
  backward(tagger) {
    ONWARDS[tagger.toolbar.onward.value](tagger, -1);
  },
  accept(tagger) {
    tagger.actions.accept(tagger.active);
  },
  reject(tagger) {
    tagger.actions.reject(tagger.active);
  },
  uncoded(tagger) {
    walkUncoded(tagger, 1);
  },
  search(tagger) {
    tagger.search.focus();
  },
  filter(tagger) {
    tagger.picker.toggle();
  },
  remove(tagger) {
    tagger.actions.remove(tagger.active);
  },
  leave(tagger) {
    if (!getSelection().isCollapsed) getSelection().collapseToEnd();
    tagger.activate(null);
  },
  help(tagger) {
    tagger.card.show(tagger.keymap);
  },
  undo(tagger) {
    tagger.actions.undo(false);
  },
  redo(tagger) {
    tagger.actions.undo(true);
  },
};

/** To the next (step 1) or previous (step -1) of what can be chosen in the toolbar. */
const ONWARDS = {
  suggestion: (tagger, step) => walk(tagger, step, (each) => each.proposed),
  uncoded: walkUncoded,
  hit: walkHits,
  difference: walkDifferences,
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

function walkUncoded(tagger, step) {
  const { blocks } = tagger.transcript;
  const place = tagger.transcript.place();
  const coded = (block) => tagger.shown.some((each) => !each.proposed && meet(each, block));
  const wanted = (block) => block && block.turn !== null && block.role !== "interviewer" && !coded(block);
  let at = place === null ? (step > 0 ? 0 : blocks.length - 1) : blockAt(blocks, place) + step;
  while (blocks[at] && !wanted(blocks[at])) at += step;
  if (!blocks[at]) {
    tagger.say(`No turn without a coding ${step > 0 ? "from here on" : "before this"}.`);
    return;
  }
  tagger.activate(null);
  tagger.transcript.stand(blocks[at].start);
  tagger.transcript.reveal(blocks[at].start);
}

/** To a hit of the search, which is selected, so that it can be coded; after the last comes the first. */
export function walkHits(tagger, step) {
  const { hits, transcript } = tagger;
  if (!hits.length) {
    tagger.say(tagger.search.field.value ? "The words are not in this transcript." : "Nothing was searched for yet.");
    return;
  }
  const at = hits.indexOf(around(hits, tagger, step));
  tagger.focus();
  tagger.activate(null);
  transcript.select(hits[at].start, hits[at].end);
  transcript.reveal(hits[at].start);
  tagger.search.show(hits, at);
}

/** To a place at which two coders read the text differently. */
export function walkDifferences(tagger, step) {
  const { differences, transcript } = tagger;
  if (!differences.length) {
    tagger.say(tagger.pair ? "The two do not differ in what is shown." : "Show two coders side by side first.");
    return;
  }
  const to = around(differences, tagger, step);
  tagger.focus();
  transcript.stand(to.start);
  tagger.showDifference(to);
  transcript.reveal(to.start);
}

/** The next or previous of spans from where one is; round the end. */
function around(spans, { transcript, difference }, step) {
  const place = transcript.place() ?? transcript.blocks[transcript.top().number]?.start ?? 0;
  const here = transcript.selected() ?? difference ?? { start: place, end: place };
  if (step > 0) return spans.find((each) => each.start >= here.end) ?? spans[0];
  return spans.findLast((each) => each.end <= here.start) ?? spans.at(-1);
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
