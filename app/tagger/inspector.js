// Beside the transcript: the coding that is active, its memos, what could not be stored, and all codings as a list.
import { excerpt, make, moment } from "./dom.js";

export class Inspector {
  /** `act` has a function for each button: choose, recode, remove, write, removeMemo, retry, dismiss, memo, accept, reject, back. */
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
    this.list = make("ol", { class: "vv-list" });
    this.all = make("details", { class: "vv-all" }, make("summary", {}, "All codings"), this.list);
    this.all.addEventListener("toggle", () => this.drawList());
    this.element = make("aside", { class: "vv-inspector", "aria-label": "Coding" }, this.messages, this.memo, this.about, this.all);
  }

  /** Show the active coding (or null), those at the same place, memos about it, all shown codings, and refusals. */
  show({ active, near, memos, all, refused, describe }) {
    Object.assign(this, { shown: all, describe });
    const said = JSON.stringify([active, near, memos, refused.map((each) => each.operation.id)]);
    this.element.classList.toggle("vv-idle", !active && !memos.length && !refused.length && this.memo.hidden);
    this.all.firstChild.textContent = `All codings (${all.length})`;
    if (this.all.open) this.drawList();
    if (said === this.said) return;
    this.said = said;
    this.messages.replaceChildren(...refused.map((each) => this.refusal(each)));
    const nothing = make("p", { class: "vv-hint" }, "Select text and press Enter to code it. Click a stripe to see who coded what. ? shows all keys.");
    this.about.replaceChildren(
      ...(active ? [this.coding(active), ...near.map((each) => this.other(each))] : memos.length ? [] : [nothing]),
      ...memos.map((memo) => this.note(memo)),
    );
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
        this.button("Accept", () => this.act.accept(coding.coding), "a"),
        this.button("Reject", () => this.act.reject(coding.coding), "x"),
      ) : make(
        "div",
        { class: "vv-buttons" },
        this.button("Other code", () => this.act.recode(coding.coding), "Enter"),
        this.button("Memo", () => this.act.write(coding.coding), "m"),
        this.button("Remove", () => this.act.remove(coding.coding), "Backspace"),
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
      make("p", { class: "vv-by" }, `Memo · ${memo.who} · ${moment(memo.when)}`),
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

  button(name, act, key) {
    const button = make("button", { type: "button", class: "vv-button", "aria-keyshortcuts": key }, name);
    button.addEventListener("click", act);
    return button;
  }

  drawList() {
    if (!this.all.open) return;
    const said = this.shown.map((coding) => Object.values(coding).join()).join(";");
    if (said === this.listed) return;
    this.listed = said;
    this.list.replaceChildren(
      ...this.shown.map((coding) => {
        const { path, who, quote } = this.describe(coding);
        const go = make("button", { type: "button", class: "vv-go" }, make("b", {}, path), ` ${who}: ${excerpt(quote, 60)}`);
        go.addEventListener("click", () => this.act.choose(coding.coding));
        return make("li", {}, go);
      }),
    );
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
