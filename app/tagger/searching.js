// Search in the transcript: where words stand, whatever their case and accents, and the field that finds them.
import { make } from "./dom.js";
import { folded } from "./ranking.js";

const MOST = 5000; // hits; nobody walks through more

/** A text as it is compared, and for each of its characters the offset in the text from which it comes. */
export function foldedWithPlaces(text) {
  let all = "";
  const places = [];
  for (const { index, 0: character } of text.matchAll(/\P{M}\p{M}*|\p{M}+/gsu)) {
    const plain = folded(character);
    all += plain;
    for (let at = 0; at < plain.length; at++) places.push(index);
  }
  places.push(text.length);
  return { all, places };
}

/** Where words stand in blocks of text, as spans by place; between them may be any room. */
export function hits(blocks, typed) {
  const words = folded(typed).split(/\s+/).filter(Boolean);
  if (!words.length) return [];
  const wanted = new RegExp(words.map((word) => word.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&")).join("\\s+"), "g");
  const found = [];
  for (const block of blocks) {
    block.folded ??= foldedWithPlaces(block.text);
    const { all, places } = block.folded;
    for (const { index, 0: match } of all.matchAll(wanted)) {
      let end = index + match.length;
      while (end < all.length && places[end] === places[end - 1]) end++;
      found.push({ start: block.start + places[index], end: block.start + places[end] });
      if (found.length >= MOST) return found;
    }
  }
  return found;
}

export class Search {
  /** `typed` is called with what is in the field, `go` with 1 or -1, `back` when one is done with it. */
  constructor({ typed, go, back }) {
    this.count = make("span", { class: "vv-count", role: "status" });
    this.field = make("input", {
      class: "vv-search",
      type: "search",
      "aria-label": "Search in this transcript",
      autocomplete: "off",
      spellcheck: false,
      oninput: () => typed(this.field.value),
      onkeydown: (event) => {
        if (event.isComposing) return;
        if (event.key === "Enter") go(event.shiftKey ? -1 : 1);
        else if (event.key === "Escape") {
          this.field.value = "";
          typed("");
          back();
        } else return;
        event.preventDefault();
      },
    });
    this.element = make("div", { class: "vv-searching" }, this.field, this.count);
  }

  /** Say how many hits there are, and at which one is (a number from 0, or -1). */
  show(found, at) {
    const many = found.length >= MOST ? `${MOST}+` : String(found.length);
    const said = !this.field.value.trim() ? "" : !found.length ? "not found" : at < 0 ? many : `${at + 1} of ${many}`;
    if (this.count.textContent !== said) this.count.textContent = said;
  }

  focus() {
    this.field.focus();
    this.field.select();
  }
}
