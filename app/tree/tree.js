// The codes as a tree: what a person moves or renames is shown at once, then sent, and stands when the study answers.
import { keep, kept, make } from "../tagger/dom.js";
import { Outbox } from "../tagger/outbox.js";
import { branch, childrenOf, drop, moved, step, visible } from "./placing.js";

const EDGE = 0.3; // of a row's height: a drop there is before or after the code, in the middle it is into it
const WAYS = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "out", ArrowRight: "in" };
const TYPING = 700; // milliseconds between two letters of one name

class Tree {
  constructor(parent, study) {
    this.study = study;
    this.codes = [];
    this.closed = new Set(kept(`vivavoce-tree-closed:${study}`, []));
    this.selected = null;
    this.choices = Date.now();
    this.focused = null;
    this.dragged = null;
    this.renaming = false;
    this.typed = { text: "", at: 0 };
    this.find = make("input", {
      type: "search",
      class: "vt-find",
      placeholder: "Find a code",
      "aria-label": "Find a code",
      oninput: () => this.paint(),
    });
    this.fold = make("button", { type: "button", class: "vt-button", onclick: () => this.foldAll() });
    this.list = make("ul", { class: "vt-list", role: "tree", "aria-label": "Codes" });
    this.said = make("p", { class: "vt-said", role: "status" });
    const keys = "Arrows: go · Enter: choose · Alt+arrows or drag: move · F2: rename";
    this.root = make(
      "div",
      { class: "vt" },
      make("div", { class: "vt-bar" }, this.find, this.fold),
      make(
        "div",
        { class: "vt-head", "aria-hidden": "true" },
        make("span", {}, "Code"),
        make("span", { title: "Codings of the code itself" }, "codings"),
        make("span", { title: "With the codings of the codes below it, each passage once" }, "with below"),
      ),
      this.list,
      make("p", { class: "vt-keys" }, keys),
      this.said,
    );
    this.root.addEventListener("keydown", (event) => event.stopPropagation()); // Streamlit has keys of its own
    this.list.addEventListener("keydown", (event) => this.press(event));
    this.list.addEventListener("click", (event) => this.click(event));
    this.list.addEventListener("dblclick", (event) => this.rowOf(event) && this.rename(this.rowOf(event).code));
    this.list.addEventListener("focusin", (event) => (this.focused = this.rowOf(event)?.code.id ?? this.focused));
    for (const name of ["dragstart", "dragover", "drop", "dragend"])
      this.list.addEventListener(name, (event) => this[name](event));
    parent.append(this.root);
  }

  update(data, api) {
    this.api = api;
    this.data = data;
    this.outbox ??= new Outbox(
      `vivavoce-tree:${this.study}`,
      (operations) => this.api.setTriggerValue("operations", { operations }),
      () => {},
    );
    this.outbox.receive(data.answers);
    const refused = this.outbox.refused.splice(0).map((each) => each.reason);
    if (refused.length) this.say(refused.join(" "), true);
    if (data.selected.id !== this.wish) {
      this.wish = data.selected.id;
      this.selected = data.selected.code;
    }
    this.codes = this.outbox.waiting.reduce((codes, operation) => this.with(codes, operation), data.codes);
    if (!this.renaming) this.paint();
  }

  /** The codes as they are when an operation is done; one that means nothing any more leaves them. */
  with(codes, { do: does, code, parent, position, name }) {
    const there = (id) => id === null || codes.some((each) => each.id === id);
    if (!there(code)) return codes;
    if (does === "rename") return codes.map((each) => (each.id === code ? { ...each, name } : each));
    return there(parent) && !branch(codes, code).has(parent) ? moved(codes, code, parent, position) : codes;
  }

  do(operation) {
    const sent = { id: crypto.randomUUID(), ...operation };
    this.codes = this.with(this.codes, sent);
    this.outbox.add(sent);
    this.paint();
  }

  // What is seen

  paint() {
    const had = this.list.contains(document.activeElement);
    const top = this.list.scrollTop;
    const searching = this.find.value.trim() !== "";
    this.shown = visible(this.codes, this.closed, this.find.value);
    const seen = new Set(this.shown.map((code) => code.id));
    if (!seen.has(this.focused)) this.focused = seen.has(this.selected) ? this.selected : (this.shown[0]?.id ?? null);
    const depths = new Map([[null, 0]]);
    const parents = new Set(this.codes.map((code) => code.parent));
    const sizes = new Map();
    for (const code of this.shown) sizes.set(code.parent, (sizes.get(code.parent) ?? 0) + 1);
    const place = new Map();
    this.rows = new Map();
    for (const code of this.shown) {
      const depth = depths.get(code.parent) + 1;
      depths.set(code.id, depth);
      place.set(code.parent, (place.get(code.parent) ?? 0) + 1);
      const open = !parents.has(code.id) ? undefined : String(searching || !this.closed.has(code.id));
      const row = this.row(code, depth, open);
      row.setAttribute("aria-posinset", place.get(code.parent));
      row.setAttribute("aria-setsize", sizes.get(code.parent));
      this.rows.set(code.id, row);
    }
    this.list.replaceChildren(...this.rows.values());
    this.list.scrollTop = top;
    this.fold.textContent = this.closed.size ? "Open all" : "Close all";
    this.fold.hidden = parents.size < 2;
    this.list.hidden = !this.shown.length;
    if (had) this.rows.get(this.focused)?.focus({ preventScroll: false });
    if (searching && !this.shown.length) this.say("No code has these words in its name.");
    else if (searching) this.say("");
  }

  row(code, depth, open) {
    const counts = `${code.codings} codings, ${code.below} with those below`;
    const row = make(
      "li",
      {
        class: "vt-row",
        role: "treeitem",
        "aria-level": String(depth),
        "aria-expanded": open,
        "aria-selected": String(code.id === this.selected),
        "aria-label": `${code.name}${code.kind ? `, ${code.kind}` : ""}, ${counts}`,
        tabindex: code.id === this.focused ? "0" : "-1",
        draggable: true,
      },
      make("span", { class: "vt-twist", "aria-hidden": "true" }),
      make("span", { class: "vt-colour", "aria-hidden": "true" }),
      make("span", { class: "vt-name", dir: "auto" }, code.name),
      code.kind ? make("span", { class: "vt-kind" }, code.kind) : null,
      make("span", { class: "vt-count" }, code.codings.toLocaleString()),
      make("span", { class: "vt-count" }, open === undefined ? "" : code.below.toLocaleString()),
    );
    row.style.setProperty("--vt-depth", depth - 1);
    row.querySelector(".vt-colour").hidden = !code.colour;
    if (code.colour) row.style.setProperty("--vt-colour", code.colour);
    row.dataset.code = code.id;
    return row;
  }

  say(text, wrong = false) {
    this.said.textContent = text;
    this.said.classList.toggle("vt-wrong", wrong);
  }

  rowOf(event) {
    const row = event.target.closest?.(".vt-row");
    return row && { row, code: this.code(row.dataset.code) };
  }

  code(id) {
    return this.codes.find((each) => each.id === id);
  }

  // What a person does

  select(id) {
    this.selected = id;
    this.api.setStateValue("selected", { code: id, at: (this.choices += 1) }); // also the same one again
    this.paint();
  }

  focus(id) {
    if (!this.rows.has(id)) return;
    this.rows.get(this.focused)?.setAttribute("tabindex", "-1");
    this.rows.get(id).setAttribute("tabindex", "0");
    this.rows.get(id).focus();
  }

  click(event) {
    const at = this.rowOf(event);
    if (!at || this.renaming) return;
    this.focus(at.code.id);
    if (event.target.classList.contains("vt-twist") && at.row.hasAttribute("aria-expanded")) this.toggle(at.code.id);
    else this.select(at.code.id);
  }

  toggle(id) {
    if (!this.closed.delete(id)) this.closed.add(id);
    keep(`vivavoce-tree-closed:${this.study}`, [...this.closed]);
    this.paint();
  }

  foldAll() {
    const parents = this.codes.filter((code) => childrenOf(this.codes, code.id).length).map((code) => code.id);
    this.closed = new Set(this.closed.size ? [] : parents);
    keep(`vivavoce-tree-closed:${this.study}`, [...this.closed]);
    this.paint();
  }

  press(event) {
    const at = this.rowOf(event);
    if (!at || this.renaming) return;
    const { code, row } = at;
    const { key } = event;
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const place = this.shown.findIndex((each) => each.id === code.id);
    const open = row.getAttribute("aria-expanded");
    if (event.altKey && WAYS[key]) this.put(code, step(this.codes, code.id, WAYS[key]));
    else if (!plain) return;
    else if (key === "ArrowDown" || key === "ArrowUp") this.focus(this.shown[place + (key === "ArrowDown" ? 1 : -1)]?.id);
    else if (key === "Home") this.focus(this.shown[0].id);
    else if (key === "End") this.focus(this.shown.at(-1).id);
    else if (key === "ArrowRight" && open === "false") this.toggle(code.id);
    else if (key === "ArrowRight" && open) this.focus(this.shown[place + 1].id);
    else if (key === "ArrowLeft" && open === "true" && !this.find.value) this.toggle(code.id);
    else if (key === "ArrowLeft") this.focus(code.parent);
    else if (key === "Enter" || key === " ") this.select(code.id);
    else if (key === "Escape") this.select(null);
    else if (key === "F2") this.rename(code);
    else if (key.length === 1) this.seek(key, place);
    else return;
    event.preventDefault();
  }

  /** Go to the next code whose name begins with what is being typed. */
  seek(letter, place) {
    const now = performance.now();
    const fresh = now - this.typed.at > TYPING;
    this.typed = { text: (fresh ? "" : this.typed.text) + letter.toLocaleLowerCase(), at: now };
    const from = place + (fresh ? 1 : 0);
    const order = [...this.shown.slice(from), ...this.shown.slice(0, from)];
    this.focus(order.find((each) => each.name.toLocaleLowerCase().startsWith(this.typed.text))?.id);
  }

  put(code, to) {
    if (!to) return this.say(`“${code.name}” cannot go further this way.`);
    if (to.parent) this.closed.delete(to.parent);
    this.do({ do: "move", code: code.id, ...to });
    const siblings = childrenOf(this.codes, to.parent).length;
    this.say(`Moved: ${this.words(code, to)}, ${to.position + 1} of ${siblings}.`);
    this.focus(code.id);
  }

  words(code, to) {
    const where = to.parent ? `under “${this.code(to.parent).name}”` : "at the top";
    const number = Math.max(code.codings, code.below);
    return `“${code.name}” ${where}${number ? `, with ${this.number(number)}` : ""}`;
  }

  number(codings) {
    return `${codings.toLocaleString()} coding${codings === 1 ? "" : "s"}`;
  }

  rename(code) {
    const name = this.rows.get(code.id).querySelector(".vt-name");
    const field = make("input", { class: "vt-field", value: code.name, "aria-label": `New name of ${code.name}` });
    const end = (done, back) => {
      if (!this.renaming) return;
      this.renaming = false;
      const said = field.value.trim().replace(/\s+/g, " ");
      this.say("");
      if (done && said && said !== code.name) this.do({ do: "rename", code: code.id, name: said });
      else this.paint();
      if (back) this.focus(code.id);
    };
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === "Escape") end(event.key === "Enter", true);
      event.stopPropagation();
    });
    field.addEventListener("blur", () => end(true, false));
    this.renaming = true;
    this.say(`${code.codings ? `It keeps ${this.number(code.codings)}. ` : ""}Enter renames, Escape does not.`);
    name.replaceChildren(field);
    field.focus();
    field.select();
  }

  dragstart(event) {
    const at = this.rowOf(event);
    if (!at || this.renaming) return event.preventDefault();
    this.dragged = at.code;
    at.row.classList.add("vt-dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", at.code.name);
  }

  dragover(event) {
    if (!this.dragged) return;
    const at = this.rowOf(event);
    let to = null;
    let where = "after";
    if (at) {
      const box = at.row.getBoundingClientRect();
      const share = (event.clientY - box.top) / box.height;
      where = share < EDGE ? "before" : share > 1 - EDGE && at.row.ariaExpanded !== "true" ? "after" : "into";
      to = drop(this.codes, this.dragged.id, at.code.id, where);
    }
    this.mark(to && at.row, where);
    this.to = to;
    if (!to) return this.say("");
    event.preventDefault();
    event.dataTransfer.dropEffect = "move";
    this.say(`Put ${this.words(this.dragged, to)}`);
  }

  drop(event) {
    event.preventDefault();
    const { dragged, to } = this;
    this.dragend();
    if (dragged && to) this.put(dragged, to);
  }

  dragend() {
    this.mark(null);
    this.dragged = this.to = null;
    for (const row of this.rows.values()) row.classList.remove("vt-dragged");
  }

  mark(row, where) {
    for (const each of this.rows.values()) delete each.dataset.drop;
    if (row) row.dataset.drop = where;
  }
}

const STAYS = 1000; // milliseconds in which Streamlit may take the element back that it gave up
const trees = new WeakMap();

/** Streamlit calls this again on the same element whenever the data or the theme changes. */
export default function show({ data, parentElement, setStateValue, setTriggerValue }) {
  if (!trees.has(parentElement)) trees.set(parentElement, new Tree(parentElement, data.study));
  const tree = trees.get(parentElement);
  clearTimeout(tree.ending);
  tree.update(data, { setStateValue, setTriggerValue });
  return () => {
    tree.ending = setTimeout(() => {
      tree.root.remove();
      trees.delete(parentElement);
    }, STAYS);
  };
}
