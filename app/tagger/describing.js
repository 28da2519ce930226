// What codings, memos and differences are called on the page.
import { excerpt } from "./dom.js";

export class Describing {
  /** `tagger` has the data, the codes by id and the transcript. */
  constructor(tagger) {
    this.tagger = tagger;
  }

  path(code) {
    return this.tagger.codes.get(code)?.path ?? code;
  }

  who(coder) {
    const { data } = this.tagger;
    return coder === data.coder.id ? data.coder.name : (data.coders[coder] ?? "");
  }

  coding(coding) {
    const code = this.tagger.codes.get(coding.code);
    const who = coding.proposed ? `proposed by ${coding.origin}` : this.who(coding.coder);
    const path = this.path(coding.code);
    const quote = this.tagger.transcript.quote(coding.start, coding.end);
    return {
      path,
      name: code?.name ?? coding.code,
      who,
      quote,
      colour: code?.colour ?? "#888888",
      when: coding.proposed ? "" : (coding.created_at ?? ""),
      origin: coding.proposed || coding.origin === "manual" ? "" : `from ${coding.origin}`,
      title: `${path}, ${who}: ${excerpt(quote, 80)}`,
    };
  }

  /** `codings` are those that it can be about. */
  memo(memo, codings) {
    const { transcript } = this.tagger;
    const on = {
      document: () => "the transcript",
      code: () => `the code ${this.path(memo.target)}`,
      coding: () => this.path(codings.find((each) => each.coding === memo.target)?.code ?? ""),
      passage: () => `“${excerpt(transcript.quote(memo.start, memo.end), 40)}”`,
    };
    return { memo: memo.memo, text: memo.text, who: this.who(memo.coder), when: memo.created_at, on: on[memo.about]() };
  }

  /** What two coders (ids) say of a passage that they read differently. */
  difference({ start, end, of }, pair) {
    const said = (coder) => [...new Set(of.filter((each) => each.coder === coder).map((each) => this.path(each.code)))];
    return { quote: this.tagger.transcript.quote(start, end), readings: pair.map((coder) => [this.who(coder), said(coder)]) };
  }
}
