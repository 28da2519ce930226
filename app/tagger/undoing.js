// What was done in this tab and can be taken back, step by step, and done again; of each transcript its own.
import { keep, kept } from "./dom.js";
import { renamed } from "./outbox.js";

const DEEPEST = 1000;

export class Undoing {
  constructor(key) {
    this.key = key;
    const { done, undone } = kept(key, { done: [], undone: [] });
    this.done = done; // {of: id of the operation, change: its number once known, before, after: what was shown}
    this.undone = undone;
  }

  /** Remember an operation; `before` and `after` are pairs of a coding's id and what it was shown as, or null. */
  did(operation, what, before, after) {
    this.done.push({ of: operation.id, change: null, what, before, after });
    this.done = this.done.slice(-DEEPEST);
    this.undone = [];
    this.store();
  }

  /** The operation that takes the last one back, or does it again; null where there is none. */
  next(redo) {
    const [from, to] = redo ? [this.undone, this.done] : [this.done, this.undone];
    const step = from.pop();
    if (!step) return null;
    to.push(step);
    this.store();
    const { of, change, what } = step;
    return { do: redo ? "redo" : "undo", of, change, what, shows: redo ? step.after : step.before };
  }

  /** Take in what the study answered to an operation. */
  answered(operation, answer) {
    for (const step of [...this.done, ...this.undone]) {
      if (step.of === operation.id) step.change = answer.change ?? null;
      if (answer.made) {
        step.before = renamed(step.before, operation.id, answer.made);
        step.after = renamed(step.after, operation.id, answer.made);
      }
    }
    const isUndo = operation.do === "undo" || operation.do === "redo";
    if (answer.rejected || (!isUndo && !answer.change)) {
      const of = isUndo ? operation.of : operation.id;
      this.done = this.done.filter((step) => step.of !== of);
      this.undone = this.undone.filter((step) => step.of !== of);
    }
    this.store();
  }

  store() {
    keep(this.key, { done: this.done, undone: this.undone });
  }
}
