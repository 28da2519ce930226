// The stripes beside the text: a button for each coding, in lanes, so that codings that overlap can be told apart.
import { make } from "./dom.js";
import { lanes } from "./spans.js";

const LANES = 6; // more are behind a "+n"
const LANE = 11; // pixels
const LABEL = 17; // pixels from one name to the next
const DRIFT = 68; // pixels a name may stand below its stripe before it is left out

export class Margin {
  /** `chosen` is called with the id of the coding whose stripe is clicked. */
  constructor(transcript, chosen) {
    this.transcript = transcript;
    this.chosen = chosen;
    this.stripes = new Map(); // coding id -> button
    this.extents = new Map(); // "start end" -> {from, to}, as long as the page keeps its width
    this.more = [];
  }

  /** What was measured, or what codes are called, is not so any more. */
  forget() {
    this.extents.clear();
    for (const button of this.stripes.values()) delete button.dataset.look;
  }

  /** Show these codings; `describe` gives {name, title, colour} of one. */
  show(codings, active, describe) {
    const intervals = codings.map((coding) => ({ id: coding.coding, coding, ...this.extent(coding) }));
    const lane = lanes(intervals);
    const shown = intervals.filter(({ id }) => lane.get(id) < LANES);
    const width = (1 + Math.max(-1, ...shown.map(({ id }) => lane.get(id)))) * LANE;
    const names = placed(shown);
    const gone = new Set(this.stripes.keys());
    const order = [];
    for (const { id, coding, from, to } of shown) {
      gone.delete(id);
      const button = this.stripes.get(id) ?? this.stripe(id);
      order.push(button);
      const at = names.get(id);
      const { code, coder, start, end, waiting } = coding;
      const look = [from, to, lane.get(id), width, at, code, coder, start, end, waiting, id === active].join();
      if (button.dataset.look === look) continue;
      button.dataset.look = look;
      const { name, title, colour } = describe(coding);
      button.style.top = `${from + 1}px`;
      button.style.height = `${Math.max(8, to - from - 2)}px`;
      button.style.left = `${lane.get(id) * LANE}px`;
      button.style.setProperty("--vv-colour", colour);
      button.classList.toggle("vv-waiting", Boolean(coding.waiting));
      button.classList.toggle("vv-proposed", Boolean(coding.proposed));
      button.setAttribute("aria-label", title);
      button.setAttribute("aria-pressed", String(id === active));
      button.title = title;
      button.lastChild.textContent = name;
      button.lastChild.hidden = at === undefined;
      button.lastChild.style.top = `${(at ?? from) - from}px`;
      button.lastChild.style.left = `${width - lane.get(id) * LANE + 4}px`;
    }
    for (const id of gone) {
      this.stripes.get(id).remove();
      this.stripes.delete(id);
    }
    order.forEach((button, at) => {
      const before = this.transcript.margin.children[at];
      if (before !== button) this.transcript.margin.insertBefore(button, before ?? null);
    });
    this.showMore(intervals.filter(({ id }) => lane.get(id) >= LANES));
  }

  extent({ start, end }) {
    const key = `${start} ${end}`;
    if (!this.extents.has(key)) this.extents.set(key, this.transcript.extent(start, end));
    return this.extents.get(key);
  }

  stripe(id) {
    const button = make("button", { class: "vv-stripe", type: "button", "data-coding": id }, make("span", { class: "vv-name" }));
    button.addEventListener("click", () => this.chosen(button.dataset.coding));
    this.stripes.set(id, button);
    return button;
  }

  /** A coding has another id now; its stripe, and the focus on it, stay. */
  rename(from, to) {
    const button = this.stripes.get(from);
    if (!button) return;
    this.stripes.delete(from);
    this.stripes.set(to, button);
    button.dataset.coding = to;
  }

  /** A "+n" for codings that found no lane, one for each place at which there are such. */
  showMore(hidden) {
    for (const button of this.more) button.remove();
    const groups = [];
    for (const each of hidden.sort((a, b) => a.from - b.from)) {
      const last = groups.at(-1);
      if (last && each.from < last.to) {
        last.ids.push(each.id);
        last.to = Math.max(last.to, each.to);
      } else groups.push({ ids: [each.id], from: each.from, to: each.to });
    }
    this.more = groups.map(({ ids, from }) => {
      const title = `${ids.length} more ${ids.length === 1 ? "coding" : "codings"} here`;
      const button = make("button", { class: "vv-more", type: "button", title, "aria-label": title }, `+${ids.length}`);
      button.addEventListener("click", () => this.chosen(ids[0]));
      button.style.top = `${from}px`;
      button.style.left = `${LANES * LANE}px`;
      this.transcript.margin.append(button);
      return button;
    });
  }
}

/** Where the names of stripes stand so that none is on another: from the top down, left out where that is too far off. */
export function placed(intervals) {
  const places = new Map();
  let free = -Infinity;
  for (const { id, from } of [...intervals].sort((a, b) => a.from - b.from || b.to - a.to)) {
    const at = Math.max(from, free);
    if (at - from > DRIFT) continue;
    places.set(id, at);
    free = at + LABEL;
  }
  return places;
}
