// What each key does while the transcript has the focus, and the card that says so.
import { make } from "./dom.js";

/** [keys, name of the command, what it does] */
export const KEYS = [
  [["Enter", "/"], "code", "Code the selection; without one, give the active coding another code"],
  [["1", "2", "3", "4", "5", "6", "7", "8", "9"], "pinned", "Code it with a pinned code"],
  [["q"], "again", "Code it with the last code"],
  [["v"], "inVivo", "Make its own words a code"],
  [["m"], "memo", "Memo on the active coding, the selection or the turn"],
  [["j"], "next", "Next coding"],
  [["k"], "previous", "Previous coding"],
  [["o"], "cycle", "Next of the codings at this place"],
  [["]"], "endLater", "End one word later"],
  [["["], "endEarlier", "End one word earlier"],
  [["}"], "startLater", "Begin one word later"],
  [["{"], "startEarlier", "Begin one word earlier"],
  [["n"], "suggestion", "Next suggestion"],
  [["a"], "accept", "Accept the suggestion"],
  [["x"], "reject", "Reject the suggestion"],
  [["u"], "uncoded", "Next turn of a participant without a coding"],
  [["Backspace", "Delete"], "remove", "Remove the active coding"],
  [["Escape"], "leave", "Let go of the selection or the active coding"],
  [["?"], "help", "These keys"],
];

export const MOVES = [
  ["Arrows", "Move the place in the text; with Ctrl by words"],
  ["Shift + arrows", "Select"],
  ["Ctrl+Z, Ctrl+Shift+Z", "Undo, redo"],
  ["Double click, triple click", "Select a word, a turn"],
];

const COMMANDS = new Map(KEYS.flatMap(([keys, command]) => keys.map((key) => [key, command])));

/** The command of a key press, null where it means nothing here. */
export function command(event) {
  const control = event.ctrlKey || event.metaKey;
  if (control && event.key.toLowerCase() === "z") return event.shiftKey ? "redo" : "undo";
  if (control && event.key.toLowerCase() === "y") return "redo";
  return control || event.altKey ? null : (COMMANDS.get(event.key) ?? null);
}

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

/** The card of keys. */
export function card() {
  const row = (keys, does) => make("tr", {}, make("td", {}, ...keys), make("td", {}, does));
  const key = (name) => make("kbd", {}, name);
  const rows = KEYS.map(([keys, , does]) => {
    const shown = keys.length > 3 ? [`${keys[0]}–${keys.at(-1)}`] : keys;
    return row(shown.map(key), does);
  });
  const close = make("button", { type: "button", class: "vv-button vv-main" }, "Close");
  const dialog = make(
    "dialog",
    { class: "vv-card", "aria-label": "Keys" },
    make("div", { class: "vv-card-head" }, make("h2", {}, "Keys"), close),
    make("table", {}, make("tbody", {}, ...MOVES.map(([keys, does]) => row([key(keys)], does)), ...rows)),
  );
  close.addEventListener("click", () => dialog.close());
  return dialog;
}
