// Beside the transcript: the coding that is active, its memos, what could not be stored, and lists of all there is.
import { excerpt, make, moment } from "./dom.js";

export class Inspector {
  /** `act` has a function for each button: choose, recode, remove, write, writeOnCode, only, read, removeMemo, retry, dismiss, memo, accept, reject, back. */
  constructor(act) {
    this.act = act;
    this.messages = make("div", { class: "vv-messages", role: "alert" });
    this.about = make("div", { class: "vv-about" });
    this.text = make("textarea", { class: "vv-memo-text", rows: 4, "aria-label": "Memo", dir: "auto" });
    this.title = make("div", { class: "vv-memo-title" });
    this.memo = make(
      "form",
      { class: "vv-memo", hidden: true },
      this.title,
      this.text,
      make("div", { class: "vv-buttons" }, make("button", { type: "submit", class: "vv-button vv-main" }, "Keep memo"), this.button("Cancel", () => this.closeMemo())),
      make("div", { class: "vv-hint" }, "Ctrl+Enter keeps it, Esc drops it."),
    );
    this.memo.addEventListener("submit", (event) => {
      event.preventDefault();
      this.keepMemo();
    });
    this.text.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.closeMemo();
      else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.keepMemo();
      else return;
      event.preventDefault();
    });
    this.codings = new Listing("All codings", (coding) => this.lineOfCoding(coding));
    this.notes = new Listing("All memos", (memo) => this.lineOfMemo(memo));
    this.element = make(
      "aside",
      { class: "vv-inspector", "aria-label": "Coding" },
      this.messages,
      this.memo,
      this.about,
      this.notes.element,
      this.codings.element,
    );
  }

  /**
   * Show the active coding (or null), those at the same place, or the difference at hand; memos about it, all memos and
   * all shown codings, and refusals. `keymap` knows the keys, `quiet` is whether nothing is chosen.
   */
  show({ active, near, difference, memos, allMemos, all, refused, describe, describeMemo, keymap, quiet }) {
    Object.assign(this, { describe, describeMemo, keymap });
    const said = JSON.stringify([active, near, difference, memos, refused.map((each) => each.operation.id), keymap.own]);
    this.element.classList.toggle("vv-idle", quiet && !refused.length && this.memo.hidden);
    this.codings.show(all);
    this.notes.show(allMemos);
    if (said === this.said) return;
    this.said = said;
    this.messages.replaceChildren(...refused.map((each) => this.refusal(each)));
    const [code, help] = [keymap.key("code"), keymap.key("help")];
    const hint = `Select text and press ${code} to code it. Click a stripe to see who coded what. ${help} shows all keys.`;
    this.about.replaceChildren(
      ...(quiet ? [make("p", { class: "vv-hint" }, hint)] : []),
      ...(difference ? [this.differing(difference)] : []),
      ...(active ? [this.coding(active), ...near.map((each) => this.other(each))] : []),
      ...memos.map((memo) => this.note(memo)),
    );
  }

  /** How each of two coders reads a passage. */
  differing({ quote, readings }) {
    const lines = readings.map(([who, paths]) =>
      make("p", {}, make("b", {}, `${who}: `), paths.length ? paths.join("; ") : "nothing"),
    );
    return make("section", { class: "vv-coding", "aria-label": "Difference" }, make("blockquote", { dir: "auto" }, excerpt(quote, 220)), ...lines);
  }

  coding(coding) {
    const { path, who, when, quote, colour, origin } = this.describe(coding);
    const dot = make("span", { class: "vv-dot" });
    dot.style.background = colour;
    return make(
      "section",
      { class: "vv-coding", "aria-label": "Active coding" },
      make("h3", { class: "vv-path" }, dot, path),
      make("p", { class: "vv-by" }, [who, moment(when), origin].filter(Boolean).join(" · ")),
      make("blockquote", { dir: "auto" }, excerpt(quote, 220)),
      coding.proposed ? make("p", { class: "vv-why" }, `Because: ${coding.why}`) : null,
      coding.proposed ? make(
        "div",
        { class: "vv-buttons" },
        this.button("Accept", () => this.act.accept(coding.coding), "accept"),
        this.button("Reject", () => this.act.reject(coding.coding), "reject"),
      ) : make(
        "div",
        { class: "vv-buttons" },
        this.button("Other code", () => this.act.recode(coding.coding), "code"),
        this.button("Memo", () => this.act.write(coding.coding), "memo"),
        this.button("Memo on the code", () => this.act.writeOnCode(coding.coding), "memoCode"),
        this.button("Only this code", () => this.act.only(coding.code)),
        this.button("Remove", () => this.act.remove(coding.coding), "remove"),
      ),
    );
  }

  other(coding) {
    const { path, colour, who } = this.describe(coding);
    const dot = make("span", { class: "vv-dot" });
    dot.style.background = colour;
    const button = make("button", { type: "button", class: "vv-other" }, dot, make("span", {}, path), make("small", {}, who));
    button.addEventListener("click", () => this.act.choose(coding.coding));
    return button;
  }

  note(memo) {
    return make(
      "section",
      { class: "vv-note", "aria-label": "Memo" },
      make("p", { dir: "auto" }, memo.text),
      make("p", { class: "vv-by" }, [`Memo on ${memo.on}`, memo.who, moment(memo.when)].filter(Boolean).join(" · ")),
      make("div", { class: "vv-buttons" }, this.button("Remove memo", () => this.act.removeMemo(memo.memo))),
    );
  }

  refusal(refusal) {
    return make(
      "section",
      { class: "vv-refusal" },
      make("p", {}, refusal.reason),
      make("div", { class: "vv-buttons" }, this.button("Try again", () => this.act.retry(refusal)), this.button("Leave it", () => this.act.dismiss(refusal))),
    );
  }

  /** `command` is the one of keys.js that does the same. */
  button(name, act, command) {
    const keys = command && this.keymap.key(command);
    const button = make("button", { type: "button", class: "vv-button", "aria-keyshortcuts": keys, title: keys && `${name} (${keys})` }, name);
    button.addEventListener("click", act);
    return button;
  }

  lineOfCoding(coding) {
    const { path, who, quote } = this.describe(coding);
    return line(() => this.act.choose(coding.coding), path, `${who}: ${excerpt(quote, 60)}`);
  }

  lineOfMemo(memo) {
    const { on, who, text } = this.describeMemo(memo);
    return line(() => this.act.read(memo.memo), on, `${who}: ${excerpt(text, 60)}`);
  }

  // Writing a memo

  write(about, title) {
    this.writing = about;
    this.title.textContent = title;
    this.text.value = "";
    this.memo.hidden = false;
    this.element.classList.remove("vv-idle");
    this.text.focus();
  }

  keepMemo() {
    if (this.text.value.trim()) this.act.memo({ ...this.writing, text: this.text.value });
    this.closeMemo();
  }

  closeMemo() {
    this.memo.hidden = true;
    this.act.back();
  }
}

function line(go, what, said) {
  const button = make("button", { type: "button", class: "vv-go" }, make("b", {}, what), ` ${said}`);
  button.addEventListener("click", go);
  return button;
}

/** A list that is drawn only while it is open. */
class Listing {
  constructor(title, drawn) {
    Object.assign(this, { title, drawn, items: [] });
    this.list = make("ol", { class: "vv-list" });
    this.element = make("details", { class: "vv-all" }, make("summary", {}, title), this.list);
    this.element.addEventListener("toggle", () => this.draw());
  }

  show(items) {
    this.items = items;
    this.element.firstChild.textContent = `${this.title} (${items.length})`;
    this.draw();
  }

  draw() {
    if (!this.element.open) return;
    const said = this.items.map((item) => Object.values(item).join()).join(";");
    if (said === this.said) return;
    this.said = said;
    this.list.replaceChildren(...this.items.map((item) => make("li", {}, this.drawn(item))));
  }
}
