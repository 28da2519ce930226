// Two coders side by side: where they read alike, and a row that says so and walks through where they do not.
import { make } from "./dom.js";
import { segments } from "./spans.js";

/** How two coders (ids) read a piece of which these are the codings: a name of READINGS. */
export function reading(codings, [first, second]) {
  const [a, b] = [codesOf(codings, first), codesOf(codings, second)];
  if (a === b) return "alike";
  return b === "" ? "first" : a === "" ? "second" : "other";
}

function codesOf(codings, coder) {
  const codes = codings.filter((each) => each.coder === coder).map((each) => each.code);
  return [...new Set(codes)].sort().join();
}

/** The passages that two coders read differently, those left out that have no word: {start, end, reads, of}. */
export function differences(text, codings, pair) {
  const found = [];
  for (const { start, end, of } of segments(codings, 0, text.length)) {
    const reads = reading(of, pair);
    const said = pair.map((coder) => codesOf(of, coder)).join("|");
    const last = found.at(-1);
    if (reads === "alike") continue;
    if (last?.end === start && last.said === said) last.end = end;
    else found.push({ start, end, reads, of, said });
  }
  return found.filter(({ start, end }) => /[\p{L}\p{N}]/u.test(text.slice(start, end)));
}

export class Comparison {
  /** `chosen` is called with the ids of two coders, `walk` with 1 or -1. */
  constructor({ chosen, walk }) {
    const change = (number) => {
      const two = this.selects.map((select) => select.value);
      if (two[0] === two[1]) two[1 - number] = this.pair[number]; // they change places
      chosen(two);
    };
    this.selects = ["First coder", "Second coder"].map((name, number) =>
      make("select", { class: "vv-select", "aria-label": name, onchange: () => change(number) }),
    );
    this.legend = make("div", { class: "vv-legend", role: "group", "aria-label": "What the colours mean" });
    this.count = make("span", { class: "vv-count", role: "status" });
    const step = (sign, name, by) =>
      make("button", { type: "button", class: "vv-button", title: name, "aria-label": name, onclick: () => walk(by) }, sign);
    this.element = make(
      "div",
      { class: "vv-compare", hidden: true },
      this.selects[0],
      this.selects[1],
      this.legend,
      this.count,
      step("‹", "Previous difference", -1),
      step("›", "Next difference", 1),
    );
  }

  /** Show it for two coders (ids), of whom `readings` is {name: {tint, line}}; hide it where there is no pair. */
  show(pair, { coders, readings, found, at }) {
    this.element.hidden = !pair;
    if (!pair) return;
    this.pair = pair;
    const look = JSON.stringify([pair, coders, readings]);
    if (look !== this.look) {
      this.look = look;
      this.selects.forEach((select, number) => {
        select.replaceChildren(...Object.entries(coders).map(([value, name]) => make("option", { value }, name)));
        select.value = pair[number];
      });
      const [first, second] = pair.map((id) => coders[id]);
      const named = { alike: "both alike", first: `only ${first}`, second: `only ${second}`, other: "both, otherwise" };
      this.legend.replaceChildren(...Object.entries(named).map(([name, means]) => sample(means, readings[name])));
    }
    const number = at ? found.findIndex(({ start }) => start === at.start) + 1 : 0;
    const differ = `${found.length} ${found.length === 1 ? "difference" : "differences"}`;
    const said = number ? `${number} of ${differ}` : differ;
    if (this.count.textContent !== said) this.count.textContent = said;
  }
}

function sample(means, { tint, line }) {
  const shown = make("span", { class: "vv-sample" }, means);
  shown.style.background = tint;
  shown.style.textDecoration = line;
  return shown;
}
