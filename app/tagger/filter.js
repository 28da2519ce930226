// Which codings are shown: whose, and of which codes. Kept in this tab.
import { keep, kept } from "./dom.js";

export const EVERYONE = "everyone";
export const MINE = "mine";
export const NOBODY = "nobody";
export const TWO = "two";

export class Filter {
  constructor(key) {
    this.key = key;
    const { whose = EVERYONE, two = [], codes = [] } = kept(key, {});
    this.whose = whose; // one of the above, or the id of a coder
    this.two = two; // ids of the coders to be compared
    this.codes = new Set(codes); // ids; empty: all
  }

  set({ whose = this.whose, two = this.two, codes = this.codes }) {
    Object.assign(this, { whose, two, codes: new Set(codes) });
    keep(this.key, { whose, two, codes: [...codes] });
  }

  /** The two coders who are compared, null where none are; at first oneself and who coded most here otherwise. */
  pair({ coders, coder, codings }) {
    if (this.whose !== TWO) return null;
    if (this.two.length === 2 && this.two.every((id) => id in coders)) return this.two;
    const counts = new Map(Object.keys(coders).map((id) => [id, 0]));
    for (const each of codings) counts.set(each.coder, (counts.get(each.coder) ?? 0) + 1);
    const often = [...counts].sort((a, b) => (b[0] === coder.id) - (a[0] === coder.id) || b[1] - a[1]);
    return often.length < 2 ? null : [often[0][0], often[1][0]];
  }

  /** Whether a coding is shown; `pair` is what the method of that name gave. */
  lets(coding, coder, pair) {
    if (this.codes.size && !this.codes.has(coding.code)) return false;
    if (pair) return !coding.proposed && pair.includes(coding.coder);
    if (this.whose === EVERYONE || this.whose === TWO) return true;
    return coding.coder === (this.whose === MINE ? coder.id : this.whose);
  }
}
