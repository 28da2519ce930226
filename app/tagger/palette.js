// The list of codes at a selection: type to find one, Enter to apply it, Esc to return to the text.
import { make } from "./dom.js";
import { folded, ranked } from "./ranking.js";

export class Palette {
  /**
   * `applied` is called with {code} or {path} (a new code), and {stay, memo}; `closed` once it is gone;
   * `asks` with a name, of which `near` tells later which codes are much like it.
   */
  constructor({ applied, closed, asks, pinned }) {
    this.on = { applied, closed, asks, pinned };
    this.input = make("input", {
      class: "vv-typed",
      type: "text",
      role: "combobox",
      autocomplete: "off",
      spellcheck: false,
      placeholder: "Find a code, or name a new one",
      "aria-label": "Find a code",
      "aria-expanded": "true",
      "aria-controls": "vv-options",
      "aria-autocomplete": "list",
      oninput: () => this.list(),
      onkeydown: (event) => this.key(event),
    });
    this.options = make("ul", { class: "vv-options", id: "vv-options", role: "listbox", "aria-label": "Codes" });
    this.hint = make("div", { class: "vv-hint" }, "Enter apply · Shift+Enter apply and stay · Ctrl+Enter with memo · Alt+1–9 pin · Esc back");
    this.element = make("div", { class: "vv-palette", hidden: true }, this.input, this.options, this.hint);
    this.element.addEventListener("focusout", (event) => {
      if (!this.element.contains(event.relatedTarget) && event.relatedTarget) this.close(false);
    });
  }

  get open() {
    return !this.element.hidden;
  }

  /** `has` are the codes that this span has already; `verb` says what will happen; `bottom` is in place of `top`. */
  show({ codes, recent, here, has, verb, left, top, bottom }) {
    Object.assign(this, { codes, recent, here, has, near: null });
    this.input.setAttribute("aria-label", verb);
    this.input.value = "";
    this.element.hidden = false;
    this.element.style.top = top === undefined ? "auto" : `${top}px`;
    this.element.style.bottom = bottom === undefined ? "auto" : `${bottom}px`;
    const room = this.element.parentElement.clientWidth - this.element.offsetWidth - 8;
    this.element.style.left = `${Math.max(8, Math.min(left, room))}px`;
    this.list();
    this.input.focus({ preventScroll: true });
  }

  close(back = true) {
    if (!this.open) return;
    this.element.hidden = true;
    this.on.closed(back);
  }

  /** What was asked: codes much like this name. None: it is made. */
  tellNear(name, codes) {
    if (!this.open || this.waitingFor !== name) return;
    const how = this.how;
    this.waitingFor = null;
    if (!codes.length) this.apply({ path: name }, how);
    else {
      this.near = { name, codes: new Set(codes) };
      this.list();
    }
  }

  list() {
    const typed = this.input.value.trim();
    if (this.near?.name !== typed) this.near = null;
    let found = ranked(this.codes, typed, this.recent, this.here);
    if (this.near) found = this.codes.filter((code) => this.near.codes.has(code.code));
    const rows = found.slice(0, 300).map((code) => ({ code }));
    const exists = this.codes.some((code) => folded(code.path) === folded(typed));
    if (typed && !exists) rows.push({ path: typed });
    this.rows = rows;
    this.options.replaceChildren(...rows.map((row, at) => this.drawn(row, at)));
    if (this.near) this.options.prepend(make("li", { class: "vv-near", role: "presentation" }, "Much like codes that there are:"));
    this.choose(0);
  }

  drawn(row, at) {
    const option = make("li", { class: "vv-option", role: "option", id: `vv-option-${at}`, "aria-selected": "false" });
    option.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      this.chosen = at;
      this.take({});
    });
    if (row.path) {
      option.append(make("span", { class: "vv-new" }, this.near ? `Create “${row.path}” all the same` : `Create “${row.path}”`));
      return option;
    }
    const { code } = row;
    const above = code.path.slice(0, code.path.length - code.name.length);
    const dot = make("span", { class: "vv-dot" });
    dot.style.background = code.colour;
    option.append(dot, make("span", { class: "vv-path" }, make("span", { class: "vv-above" }, above), make("b", {}, code.name)));
    if (this.has.has(code.code)) {
      option.append(make("span", { class: "vv-has" }, "✓ has it"));
    }
    option.title = code.definition ? `${code.path}: ${code.definition}` : code.path;
    return option;
  }

  choose(at) {
    const options = this.options.querySelectorAll("[role=option]");
    options[this.chosen]?.setAttribute("aria-selected", "false");
    this.chosen = Math.max(0, Math.min(at, this.rows.length - 1));
    const option = options[this.chosen];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  key(event) {
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
    if (event.isComposing) return;
    if (event.key in steps) this.choose(this.chosen + steps[event.key]);
    else if (event.key === "Enter") this.take({ stay: event.shiftKey, memo: event.ctrlKey || event.metaKey });
    else if (event.key === "Escape") this.close();
    else if (event.altKey && /^Digit[1-9]$/.test(event.code) && this.rows[this.chosen]?.code)
      this.on.pinned(Number(event.code.at(-1)), this.rows[this.chosen].code.code);
    else return;
    event.preventDefault();
  }

  take(how) {
    const row = this.rows[this.chosen];
    if (!row) return;
    if (row.code) this.apply({ code: row.code.code }, how);
    else if (this.near) this.apply({ path: row.path }, how);
    else {
      this.waitingFor = row.path;
      this.how = how;
      this.on.asks(row.path);
    }
  }

  apply(what, how) {
    if (!how.stay) this.element.hidden = true;
    this.on.applied({ ...what, ...how });
    if (how.stay) {
      if (what.code && !this.has.delete(what.code)) this.has.add(what.code);
      this.input.value = "";
      this.list();
    } else this.on.closed(!how.memo);
  }
}
