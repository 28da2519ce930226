// The stripes beside the text: a button for each coding near what is seen, in lanes, so that overlapping ones are told apart.
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

  /** Show lists of codings, each in a column of its own; `describe` gives {name, title, colour} of a coding. */
  show(lists, active, describe) {
    const room = lists.length > 1 ? this.transcript.margin.clientWidth / lists.length : null;
    const columns = lists.map((codings, number) => this.column(codings, `${(100 * number) / lists.length}%`, room));
    const [shown, more] = ["shown", "more"].map((name) => columns.flatMap((column) => column[name]));
    this.all = { shown, more, active, describe };
    this.draw();
  }

  /**
   * Where codings stand in a column that begins at `edge` and is `room` pixels wide (null: as wide as there is), and
   * groups of those that find no lane in it.
   */
  column(codings, edge, room) {
    const intervals = codings.map((coding) => ({ id: coding.coding, coding, ...this.extent(coding) }));
    const lane = lanes(intervals);
    const shown = intervals.filter(({ id }) => lane.get(id) < LANES);
    const width = (1 + Math.max(-1, ...shown.map(({ id }) => lane.get(id)))) * LANE;
    const names = placed(shown);
    for (const each of shown) {
      const beside = lane.get(each.id) * LANE;
      Object.assign(each, { left: `calc(${edge} + ${beside}px)`, nameTop: names.get(each.id), nameLeft: width - beside + 4, nameRoom: room && room - width - 12 });
    }
    const more = grouped(intervals.filter(({ id }) => lane.get(id) >= LANES));
    return { shown, more: more.map((group) => ({ ...group, left: `calc(${edge} + ${LANES * LANE}px)` })) };
  }

  /** Draw those that are near, and the one that has the focus. */
  draw() {
    const { shown, more, active, describe } = this.all;
    const { from: above, to: below } = this.transcript.near;
    const focused = document.activeElement?.dataset.coding;
    const gone = new Set(this.stripes.keys());
    const order = [];
    for (const { id, coding, from, to, left, nameTop, nameLeft, nameRoom } of shown) {
      if ((to < above || from > below) && id !== focused) continue;
      gone.delete(id);
      const button = this.stripes.get(id) ?? this.stripe(id);
      order.push(button);
      const { code, coder, start, end, waiting } = coding;
      const look = [from, to, left, nameTop, nameLeft, nameRoom, code, coder, start, end, waiting, id === active].join();
      if (button.dataset.look === look) continue;
      button.dataset.look = look;
      const { name, title, colour } = describe(coding);
      button.style.top = `${from + 1}px`;
      button.style.height = `${Math.max(8, to - from - 2)}px`;
      button.style.left = left;
      button.style.setProperty("--vv-colour", colour);
      button.classList.toggle("vv-waiting", Boolean(coding.waiting));
      button.classList.toggle("vv-proposed", Boolean(coding.proposed));
      button.setAttribute("aria-label", title);
      button.setAttribute("aria-pressed", String(id === active));
      button.title = title;
      button.lastChild.textContent = name;
      button.lastChild.hidden = nameTop === undefined;
      button.lastChild.style.top = `${(nameTop ?? from) - from}px`;
      button.lastChild.style.left = `${nameLeft}px`;
      button.lastChild.style.maxWidth = nameRoom === null ? "" : `${Math.max(0, nameRoom)}px`;
    }
    for (const id of gone) {
      this.stripes.get(id).remove();
      this.stripes.delete(id);
    }
    order.forEach((button, at) => {
      const before = this.transcript.margin.children[at];
      if (before !== button) this.transcript.margin.insertBefore(button, before ?? null);
    });
    this.showMore(more.filter(({ from }) => from >= above && from <= below));
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
  showMore(groups) {
    for (const button of this.more) button.remove();
    this.more = groups.map(({ ids, from, left }) => {
      const title = `${ids.length} more ${ids.length === 1 ? "coding" : "codings"} here`;
      const button = make("button", { class: "vv-more", type: "button", title, "aria-label": title }, `+${ids.length}`);
      button.addEventListener("click", () => this.chosen(ids[0]));
      button.style.top = `${from}px`;
      button.style.left = left;
      this.transcript.margin.append(button);
      return button;
    });
  }
}

/** Intervals that overlap, together: {ids, from, to}, from the top down. */
function grouped(intervals) {
  const groups = [];
  for (const each of [...intervals].sort((a, b) => a.from - b.from)) {
    const last = groups.at(-1);
    if (last && each.from < last.to) {
      last.ids.push(each.id);
      last.to = Math.max(last.to, each.to);
    } else groups.push({ ids: [each.id], from: each.from, to: each.to });
  }
  return groups;
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
