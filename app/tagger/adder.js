// The button that offers to code what is selected, where the selection ends.
import { make } from "./dom.js";

const SETTLED = 120; // milliseconds without a change, until a selection is taken for done

export class Adder {
  /** `act` is called on a click; while `busy` gives true nothing is offered. */
  constructor(transcript, { act, busy }) {
    this.transcript = transcript;
    this.on = { act, busy };
    this.key = make("kbd");
    this.element = make("button", { type: "button", class: "vv-adder vv-button vv-main", hidden: true }, "Code", this.key);
    this.element.addEventListener("pointerdown", (event) => event.preventDefault()); // the selection stays
    this.element.addEventListener("click", act);
    this.changed = () => {
      clearTimeout(this.settles);
      this.settles = setTimeout(() => this.offer(), SETTLED);
    };
    document.addEventListener("selectionchange", this.changed);
  }

  offer() {
    const selection = getSelection();
    const inside = this.transcript.turns.contains(selection.focusNode);
    if (inside) this.transcript.drawCaret();
    this.hide();
    if (selection.isCollapsed || !inside || this.on.busy()) return;
    const boxes = selection.getRangeAt(0).getClientRects();
    const box = boxes[boxes.length - 1];
    const frame = this.element.parentElement.getBoundingClientRect();
    if (!box || box.bottom > frame.bottom || box.bottom < frame.top) return;
    this.element.hidden = false;
    this.element.style.left = `${Math.max(4, Math.min(box.right - frame.left, frame.width - 110))}px`;
    this.element.style.top = `${Math.min(box.bottom - frame.top + 4, frame.height - 40)}px`;
  }

  hide() {
    this.element.hidden = true;
  }

  end() {
    clearTimeout(this.settles);
    document.removeEventListener("selectionchange", this.changed);
  }
}
