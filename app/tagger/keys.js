// What each key does while the transcript has the focus, as long as nobody changed it.

/** [keys, name of the command, what it does] */
export const KEYS = [
  [["Enter", "/"], "code", "Code the selection; without one, give the active coding another code"],
  [["1", "2", "3", "4", "5", "6", "7", "8", "9"], "pinned", "Code it with a pinned code"],
  [["q"], "again", "Code it with the last code"],
  [["v"], "inVivo", "Make its own words a code"],
  [["m"], "memo", "Memo on the active coding, the selection or the turn"],
  [["M"], "memoHere", "Memo on the transcript"],
  [["C"], "memoCode", "Memo on the code of the active coding"],
  [["j"], "next", "Next coding"],
  [["k"], "previous", "Previous coding"],
  [["o"], "cycle", "Next of the codings at this place"],
  [["]"], "endLater", "End one word later"],
  [["["], "endEarlier", "End one word earlier"],
  [["}"], "startLater", "Begin one word later"],
  [["{"], "startEarlier", "Begin one word earlier"],
  [["n"], "onward", "Next suggestion, uncoded turn, hit or difference, as chosen above"],
  [["N"], "backward", "The one before"],
  [["a"], "accept", "Accept the suggestion"],
  [["x"], "reject", "Reject the suggestion"],
  [["u"], "uncoded", "Next turn of a participant without a coding"],
  [["s"], "search", "Search in the transcript"],
  [["f"], "filter", "Show only some codes"],
  [["Backspace", "Delete"], "remove", "Remove the active coding"],
  [["Escape"], "leave", "Let go of the selection or the active coding"],
  [["?"], "help", "These keys"],
];

/** Commands whose keys are what they are. */
export const FIXED = new Set(["pinned", "leave"]);

export const MOVES = [
  ["Arrows", "Move the place in the text; with Ctrl by words"],
  ["Shift + arrows", "Select"],
  ["Ctrl+Z, Ctrl+Shift+Z", "Undo, redo"],
  ["Double click, triple click", "Select a word, a turn"],
];

const ARROWS = {
  ArrowLeft: ["left", "character", "word"],
  ArrowRight: ["right", "character", "word"],
  ArrowUp: ["backward", "line", "paragraph"],
  ArrowDown: ["forward", "line", "paragraph"],
  Home: ["backward", "lineboundary", "lineboundary"],
  End: ["forward", "lineboundary", "lineboundary"],
};

/** How a key press moves the place in the text: [direction, by], null where it does not. */
export function movement(event) {
  const arrow = ARROWS[event.key];
  if (!arrow || event.altKey) return null;
  return [arrow[0], event.ctrlKey || event.metaKey ? arrow[2] : arrow[1]];
}
