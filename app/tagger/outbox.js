// Operations on their way to the study: kept, and sent again, until each of them is answered.
import { keep, kept } from "./dom.js";

const PAUSE = 150; // milliseconds between two messages: a message has all that waits, and many in a row are slow
const PATIENCE = 1500; // until what was not answered is sent again: messages can get lost on the way

export class Outbox {
  /**
   * `key` is where operations are kept through a reload; `send` takes a list of operations, `changed` nothing.
   */
  constructor(key, send, changed) {
    this.key = key;
    this.send = send;
    this.changed = changed;
    this.waiting = kept(key, []);
    this.refused = kept(`${key}.refused`, []); // {operation, reason}
    this.sentAt = -Infinity;
    this.timer = null;
    if (this.waiting.length) this.flush();
  }

  add(operation) {
    this.waiting.push(operation);
    this.store();
    this.flush();
  }

  /** Send what waits, now or as soon as the last message is long enough ago. */
  flush() {
    clearTimeout(this.timer);
    if (!this.waiting.length) return;
    const since = performance.now() - this.sentAt;
    if (since >= PAUSE) {
      this.sentAt = performance.now();
      this.send(this.waiting.map(({ shows, ...operation }) => operation));
    }
    this.timer = setTimeout(() => this.flush(), since >= PAUSE ? PATIENCE : PAUSE - since);
  }

  /** Take in answers by operations' ids; gives [operation, answer] of those that were waiting for one. */
  receive(answers) {
    const answered = this.waiting.filter((each) => answers[each.id]).map((each) => [each, answers[each.id]]);
    if (!answered.length) return [];
    this.waiting = this.waiting.filter((each) => !answers[each.id]);
    for (const [operation, answer] of answered) {
      if (answer.rejected) this.refused.push({ operation, reason: answer.rejected });
      if (answer.made) this.rename(operation.id, answer.made);
    }
    this.keep();
    if (!this.waiting.length) clearTimeout(this.timer);
    return answered;
  }

  /** What an operation made is known by its own id from now on. */
  rename(from, to) {
    for (const each of this.waiting) {
      if (each.coding === from) each.coding = to;
      if (each.target === from) each.target = to;
      if (each.shows) each.shows = renamed(each.shows, from, to);
    }
  }

  /** Send again what was refused. */
  retry(refusal) {
    this.dismiss(refusal);
    this.add({ ...refusal.operation, id: crypto.randomUUID() });
  }

  dismiss(refusal) {
    this.refused = this.refused.filter((each) => each !== refusal);
    this.store();
  }

  store() {
    this.keep();
    this.changed();
  }

  /** What a full disk refused is not lost by a reload either. */
  keep() {
    keep(this.key, this.waiting);
    keep(`${this.key}.refused`, this.refused);
  }
}

/** Pairs of a coding's id and what it is shown as, with another id for one of them. */
export function renamed(shows, from, to) {
  return shows.map(([key, as]) => (key === from ? [to, as && { ...as, coding: to }] : [key, as]));
}
