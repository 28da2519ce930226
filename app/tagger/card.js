// The card of keys: what each does, and a click on one to change it.
import { make } from "./dom.js";
import { FIXED, KEYS, MOVES } from "./keys.js";

export class Card {
  /** `changed` is called when a key does something else now. */
  constructor(changed) {
    this.changed = changed;
    this.waiting = null; // the command for which a key is to be pressed
    this.rows = make("tbody");
    this.said = make("p", { class: "vv-hint", role: "status" });
    const button = (name, act) => make("button", { type: "button", class: "vv-button", onclick: act }, name);
    this.closing = button("Close", () => this.element.close());
    this.element = make(
      "dialog",
      { class: "vv-card", "aria-label": "Keys" },
      make("div", { class: "vv-card-head" }, make("h2", {}, "Keys"), button("As they were", () => this.reset()), this.closing),
      this.said,
      make("table", {}, this.rows),
    );
    this.element.addEventListener("keydown", (event) => this.pressed(event));
    this.element.addEventListener("close", () => (this.waiting = null));
  }

  show(keymap) {
    this.keymap = keymap;
    this.draw("Click a key to change it.");
    this.element.showModal();
    this.closing.focus();
  }

  draw(said) {
    this.said.textContent = said;
    const row = (keys, does) => make("tr", {}, make("td", {}, ...keys), make("td", {}, does));
    const key = (name) => make("kbd", {}, name);
    this.rows.replaceChildren(
      ...MOVES.map(([keys, does]) => row([key(keys)], does)),
      ...KEYS.map(([, command, does]) => {
        const keys = this.keymap.keys(command);
        if (FIXED.has(command)) return row([key(keys.length > 3 ? `${keys[0]}–${keys.at(-1)}` : keys[0])], does);
        const shown = this.waiting === command ? ["press a key …"] : keys.map(key);
        const name = `${does}: ${keys.join(" or ")}. Change it.`;
        const button = make("button", { type: "button", class: "vv-change", "aria-label": name, "data-command": command }, ...shown);
        button.addEventListener("click", () => this.ask(command));
        return row([button], does);
      }),
    );
  }

  ask(command) {
    this.waiting = command;
    this.draw("Press the new key, or Escape to leave it.");
    this.back(command);
  }

  pressed(event) {
    const command = this.waiting;
    if (!command || ["Shift", "Control", "Alt", "Meta", "Tab"].includes(event.key)) return;
    event.preventDefault();
    const refused = event.key === "Escape" ? "Left as it was." : this.keymap.change(command, event);
    this.waiting = null;
    this.draw(refused ?? "Changed. “As they were” brings all keys back.");
    this.back(command);
    if (!refused) this.changed();
  }

  reset() {
    this.waiting = null;
    this.keymap.reset();
    this.draw("All keys are as they were.");
    this.changed();
  }

  back(command) {
    this.rows.querySelector(`[data-command="${command}"]`).focus();
  }
}
