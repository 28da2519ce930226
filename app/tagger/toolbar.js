// Above the transcript: which one it is, what of it is shown, whether all is saved, and the pinned codes.
import { keep, kept, make } from "./dom.js";
import { EVERYONE, MINE, NOBODY, TWO } from "./filter.js";

const SIZES = [0.875, 1, 1.125, 1.25, 1.5];
const ONWARD = [
  ["suggestion", "suggestion"],
  ["uncoded", "turn without a coding"],
  ["hit", "hit of the search"],
  ["difference", "difference"],
];

export class Toolbar {
  /** `parts` are further elements: picker, search. `act` has a function for each thing that can be done: open, whose, back, undo, redo, size, help, pinned. */
  constructor(act, { picker, search }) {
    this.act = act;
    this.documents = make("select", { class: "vv-select vv-documents", "aria-label": "Transcript", onchange: () => act.open(this.documents.value) });
    this.coders = this.select("Codings shown", () => act.whose(this.coders.value));
    this.before = ONWARD[0][0];
    this.onward = this.select("Next", () => {});
    this.onward.classList.add("vv-onward");
    this.saved = make("span", { class: "vv-saved", role: "status" });
    this.undo = this.button("↶", "Undo", act.undo);
    this.redo = this.button("↷", "Redo", act.redo);
    this.pins = make("div", { class: "vv-pins", role: "group", "aria-label": "Pinned codes" });
    this.size = kept("vivavoce size", 1, localStorage);
    const group = (...children) => make("div", { class: "vv-group" }, ...children);
    this.element = make(
      "div",
      { class: "vv-toolbar" },
      make(
        "div",
        { class: "vv-row" },
        group(
          this.button("‹", "Previous transcript", () => this.turn(-1)),
          this.documents,
          this.button("›", "Next transcript", () => this.turn(1)),
        ),
        group(this.coders, picker),
        search,
        this.saved,
        group(
          this.undo,
          this.redo,
          this.button("A−", "Smaller text", () => this.resize(-1)),
          this.button("A+", "Larger text", () => this.resize(1)),
          this.button("?", "Keys", act.help),
        ),
      ),
      make("div", { class: "vv-row vv-second" }, this.pins, this.onward),
    );
  }

  /** A choice; who makes it with the mouse is back in the text then, where the keys are. */
  select(name, act) {
    let pointed = false;
    const select = make("select", { class: "vv-select", "aria-label": name });
    select.addEventListener("pointerdown", () => (pointed = true));
    select.addEventListener("keydown", () => (pointed = false));
    select.addEventListener("change", () => {
      act();
      if (pointed) this.act.back();
    });
    return select;
  }

  button(sign, name, act) {
    const button = make("button", { type: "button", class: "vv-button", title: name, "aria-label": name }, sign);
    button.addEventListener("click", act);
    return button;
  }

  /** Show what can be chosen, and what is: `whose` codings, and the key that goes on to the next of something. */
  show(data, whose, key) {
    this.fill(this.documents, data.documents.map(({ id, name }) => [id, name]), data.document.id);
    const others = Object.entries(data.coders).filter(([id]) => id !== data.coder.id);
    const choices = [
      [EVERYONE, "Codings of everyone"],
      [MINE, "My codings"],
      ...others.map(([id, name]) => [id, `Codings of ${name}`]),
      ...(Object.keys(data.coders).length > 1 ? [[TWO, "Two coders, side by side"]] : []),
      [NOBODY, "No codings"],
    ];
    this.fill(this.coders, choices, whose);
    this.onward.setAttribute("aria-label", `What ${key} goes to`);
    this.fill(this.onward, ONWARD.map(([value, name]) => [value, `${key}: next ${name}`]), this.onward.value || ONWARD[0][0]);
    this.element.parentElement.style.setProperty("--vv-size", this.size);
  }

  /** The key for the next goes to another kind of thing from now on; without one to what it went to before. */
  goOnTo(what = this.before) {
    if (this.onward.value === what) return;
    this.before = this.onward.value;
    this.onward.value = what;
  }

  /** Pairs of a digit and the code that is pinned to it. Without any the row stays, so that the text does not move. */
  showPins(pinned) {
    const look = JSON.stringify(pinned.map(([digit, code]) => [digit, code.path, code.colour]));
    if (look === this.pinnedLook) return;
    this.pinnedLook = look;
    const hint = make("span", { class: "vv-hint" }, "The codes that you use get a number key each.");
    this.pins.replaceChildren(...(pinned.length ? pinned.map(([digit, code]) => this.pin(digit, code)) : [hint]));
  }

  pin(digit, code) {
    const dot = make("span", { class: "vv-dot" });
    dot.style.background = code.colour;
    const button = make("button", { type: "button", class: "vv-pin", title: code.path }, make("kbd", {}, String(digit)), dot, make("span", {}, code.name));
    button.addEventListener("pointerdown", (event) => event.preventDefault()); // the selection stays
    button.addEventListener("click", () => this.act.pinned(digit));
    return button;
  }

  fill(select, choices, chosen) {
    const look = JSON.stringify(choices);
    if (select.dataset.look !== look) {
      select.dataset.look = look;
      select.replaceChildren(...choices.map(([value, name]) => make("option", { value }, name)));
    }
    if (choices.some(([value]) => value === chosen)) select.value = chosen;
  }

  status(outbox, undoing) {
    const waiting = outbox.waiting.length;
    const refused = outbox.refused.length;
    const text = waiting ? `Saving ${waiting} …` : refused ? `Not saved: ${refused}` : "All saved";
    if (this.saved.textContent !== text) this.saved.textContent = text;
    this.saved.dataset.state = waiting ? "waiting" : refused ? "refused" : "saved";
    this.undo.disabled = !undoing.done.length;
    this.redo.disabled = !undoing.undone.length;
  }

  turn(step) {
    const to = this.documents.options[this.documents.selectedIndex + step];
    if (to) this.act.open(to.value);
  }

  resize(step) {
    const at = Math.max(0, Math.min(SIZES.indexOf(this.size) + step, SIZES.length - 1));
    this.size = SIZES[at];
    keep("vivavoce size", this.size, localStorage);
    this.element.parentElement.style.setProperty("--vv-size", this.size);
    this.act.size();
  }
}
