// Which key does what: as keys.js has it, or as a person wants it.
import { keep, kept } from "./dom.js";
import { FIXED, KEYS } from "./keys.js";

export class Keymap {
  /** `place` is where this person's own keys are kept. */
  constructor(place) {
    this.place = place;
    this.own = kept(place, {}, localStorage); // key by command
    this.gather();
  }

  gather() {
    this.commands = new Map(KEYS.flatMap(([, command]) => this.keys(command).map((key) => [key, command])));
  }

  /** The keys of a command. */
  keys(command) {
    return this.own[command] ? [this.own[command]] : KEYS.find(([, each]) => each === command)[0];
  }

  key(command) {
    return this.keys(command)[0];
  }

  /** The command of a key press, null where it means nothing here. */
  command(event) {
    const control = event.ctrlKey || event.metaKey;
    if (control && event.key.toLowerCase() === "z") return event.shiftKey ? "redo" : "undo";
    if (control && event.key.toLowerCase() === "y") return "redo";
    return control || event.altKey ? null : (this.commands.get(event.key) ?? null);
  }

  /** Give a command another key: null, or a sentence that says why it cannot have it. */
  change(command, event) {
    const { key } = event;
    const possible = [...key].length === 1 ? key.trim() && !/\d/.test(key) : ["Enter", "Backspace", "Delete", "Insert"].includes(key);
    if (!possible || event.ctrlKey || event.metaKey || event.altKey) {
      return "That key cannot be used: take a letter, a sign, Enter, Backspace or Delete, without Ctrl or Alt.";
    }
    const other = this.commands.get(key);
    if (other && other !== command) return `${key} is the key of “${KEYS.find(([, each]) => each === other)[2]}”. Change that one first.`;
    if (!FIXED.has(command)) this.set({ ...this.own, [command]: key });
    return null;
  }

  reset() {
    this.set({});
  }

  set(own) {
    this.own = own;
    this.gather();
    keep(this.place, own, localStorage);
  }
}
