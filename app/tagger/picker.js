// Which codes are shown: a button that says so, and a list to tick them in; a theme takes its codes along.
import { make } from "./dom.js";
import { folded } from "./ranking.js";

export class Picker {
  /** `chosen` is called with a set of ids, empty for all; `back` when one is done. */
  constructor({ chosen, back }) {
    this.on = { chosen, back };
    this.name = make("span");
    this.button = make(
      "button",
      { type: "button", class: "vv-button vv-codes", title: "Codes shown", "aria-expanded": "false", onclick: () => this.toggle() },
      this.name,
      " ▾",
    );
    this.field = make("input", { class: "vv-typed", type: "text", "aria-label": "Find a code to show", placeholder: "Find a code", oninput: () => this.draw() });
    this.list = make("div", { class: "vv-ticks", role: "group", "aria-label": "Show only" });
    const all = make("button", { type: "button", class: "vv-button", onclick: () => this.choose([]) }, "Show all codes");
    this.panel = make("div", { class: "vv-picker", hidden: true }, this.field, this.list, all);
    this.element = make("div", { class: "vv-picking" }, this.button, this.panel);
    this.element.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget && !this.element.contains(relatedTarget)) this.close();
    });
    this.element.addEventListener("keydown", (event) => this.key(event));
  }

  /** `codes` in the order of the codebook; `shown` are ids, none for all. */
  show(codes, shown) {
    Object.assign(this, { codes, shown: new Set(shown) });
    const name = this.called();
    if (this.name.textContent !== name) this.name.textContent = name;
    this.button.classList.toggle("vv-main", this.shown.size > 0);
  }

  called() {
    const [first] = this.codes.filter(({ code }) => this.shown.has(code));
    if (!first) return "All codes";
    const whole = this.family(first).length === this.shown.size;
    return whole ? `Only ${first.name}` : `${this.shown.size} codes`;
  }

  /** A code and those below it. */
  family(code) {
    return this.codes.filter(({ path }) => path === code.path || path.startsWith(`${code.path} / `));
  }

  toggle() {
    if (!this.panel.hidden) {
      this.close();
      return;
    }
    this.panel.hidden = false;
    this.button.setAttribute("aria-expanded", "true");
    this.field.value = "";
    this.draw();
    this.field.focus();
  }

  close() {
    this.panel.hidden = true;
    this.button.setAttribute("aria-expanded", "false");
  }

  draw() {
    const words = folded(this.field.value).split(/\s+/).filter(Boolean);
    const found = this.codes.filter(({ path }) => words.every((word) => folded(path).includes(word)));
    this.list.replaceChildren(
      ...found.map((code) => {
        const box = make("input", { type: "checkbox", checked: this.shown.has(code.code), "data-code": code.code });
        box.addEventListener("change", () => this.tick(code, box.checked));
        const dot = make("span", { class: "vv-dot" });
        dot.style.background = code.colour;
        const line = make("label", { class: "vv-tick", title: code.path }, box, dot, make("span", {}, code.name));
        line.style.paddingInlineStart = `${0.4 + 1.2 * (code.path.split(" / ").length - 1)}rem`;
        return line;
      }),
    );
  }

  tick(code, on) {
    const chosen = new Set(this.shown);
    for (const each of this.family(code)) {
      if (on) chosen.add(each.code);
      else chosen.delete(each.code);
    }
    this.choose(chosen);
    this.list.querySelector(`[data-code="${code.code}"]`)?.focus();
  }

  choose(codes) {
    this.on.chosen(new Set(codes));
    this.draw();
  }

  key(event) {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key === "Escape" && !this.panel.hidden) {
      this.close();
      this.on.back();
    } else if (event.key in steps && !this.panel.hidden) {
      const stops = [this.field, ...this.list.querySelectorAll("input")];
      stops[stops.indexOf(document.activeElement) + steps[event.key]]?.focus();
    } else return;
    event.preventDefault();
  }
}
