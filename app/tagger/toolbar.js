// Above the transcript: which one it is, whose codings are shown, whether all is saved, and the pinned codes.
import { keep, kept, make } from "./dom.js";

const SIZES = [0.875, 1, 1.125, 1.25, 1.5];
const EVERYONE = "everyone";
const MINE = "mine";
const NOBODY = "nobody";

export class Toolbar {
  /** `act` has a function for each thing that can be done: open, filter, undo, redo, size, help, pinned. */
  constructor(act) {
    this.act = act;
    this.documents = make("select", { class: "vv-select", "aria-label": "Transcript", onchange: () => act.open(this.documents.value) });
    this.coders = make("select", { class: "vv-select", "aria-label": "Codings shown", onchange: () => act.filter() });
    this.saved = make("span", { class: "vv-saved", role: "status" });
    this.undo = this.button("↶", "Undo", act.undo);
    this.redo = this.button("↷", "Redo", act.redo);
    this.pins = make("div", { class: "vv-pins", role: "group", "aria-label": "Pinned codes" });
    this.size = kept("vivavoce size", 1, localStorage);
    this.element = make(
      "div",
      { class: "vv-toolbar" },
      make(
        "div",
        { class: "vv-row" },
        this.button("‹", "Previous transcript", () => this.turn(-1)),
        this.documents,
        this.button("›", "Next transcript", () => this.turn(1)),
        this.coders,
        this.saved,
        this.undo,
        this.redo,
        this.button("A−", "Smaller text", () => this.resize(-1)),
        this.button("A+", "Larger text", () => this.resize(1)),
        this.button("?", "Keys", act.help),
      ),
      this.pins,
    );
  }

  button(sign, name, act) {
    const button = make("button", { type: "button", class: "vv-button", title: name, "aria-label": name }, sign);
    button.addEventListener("click", act);
    return button;
  }

  show(data) {
    this.fill(this.documents, data.documents.map(({ id, name }) => [id, name]), data.document.id);
    const others = Object.entries(data.coders).filter(([id]) => id !== data.coder.id);
    const choices = [[EVERYONE, "Codings of everyone"], [MINE, "My codings"]];
    const chosen = this.coders.value || EVERYONE;
    this.fill(this.coders, [...choices, ...others.map(([id, name]) => [id, `Codings of ${name}`]), [NOBODY, "No codings"]], chosen);
    this.element.parentElement.style.setProperty("--vv-size", this.size);
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
    dot.style.background = code.colour || "#888888";
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

  /** Whether a coding is to be shown. */
  lets(coding, coder) {
    const wanted = this.coders.value || EVERYONE;
    return wanted === EVERYONE || coding.coder === (wanted === MINE ? coder.id : wanted);
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
