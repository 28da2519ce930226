"""What a coder does on the page Code, in a few words, and what the study then holds."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Locator, Page, expect

from corpus.study import Study

PLACE = """([text, nth]) => {
  const nodes = [...document.querySelectorAll(".vv-text")].map((element) => element.firstChild);
  for (const node of nodes) {
    for (let at = node.data.indexOf(text); at >= 0; at = node.data.indexOf(text, at + 1)) {
      if (nth-- > 0) continue;
      const edge = (from, to, side) => {
        const range = document.createRange();
        range.setStart(node, from);
        range.setEnd(node, to);
        const box = range.getBoundingClientRect();
        return [side ? box.right - 0.5 : box.left + 0.5, box.top + box.height / 2];
      };
      const scroller = document.querySelector(".vv-scroller");
      const seen = scroller.getBoundingClientRect();
      const at0 = edge(at, at + 1, false)[1];
      if (at0 < seen.top + 20 || at0 > seen.bottom - 60) scroller.scrollTop += at0 - seen.top - seen.height / 2;
      return { first: edge(at, at + 1, false), last: edge(at + text.length - 1, at + text.length, true) };
    }
  }
  throw new Error(`there is no "${text}"`);
}"""

SELECT = """([[first, from], [last, to]]) => {
  const nodes = [...document.querySelectorAll(".vv-text")].map((element) => element.firstChild);
  document.querySelector(".vv-scroller").focus();
  getSelection().setBaseAndExtent(nodes[first], from, nodes[last], to);
  return getSelection().toString();
}"""

SEEN = """(text) => {
  const range = document.createRange();
  for (const { firstChild: node } of document.querySelectorAll(".vv-text")) {
    const at = node.data.indexOf(text);
    if (at < 0) continue;
    range.setStart(node, at);
    range.setEnd(node, at + text.length);
    const [box, seen] = [range.getBoundingClientRect(), document.querySelector(".vv-scroller").getBoundingClientRect()];
    return box.top >= seen.top && box.bottom <= seen.bottom;
  }
  return false;
}"""


class Desk:
    """The page Code in a browser, and the study behind it."""

    def __init__(self, page: Page, address: str, folder: Path) -> None:
        self.page = page
        self.address = address
        self.folder = folder
        self.document = ""

    # What a coder sees

    @property
    def transcript(self) -> Locator:
        return self.page.get_by_role("region", name="Transcript of")

    @property
    def stripes(self) -> Locator:
        return self.page.locator(".vv-stripe")

    @property
    def palette(self) -> Locator:
        return self.page.get_by_role("combobox", name="the")

    @property
    def options(self) -> Locator:
        """The rows of the palette."""
        return self.page.get_by_role("listbox", name="Codes").get_by_role("option")

    @property
    def painted(self) -> list[str]:
        """The pieces of text that are painted as coded, by place."""
        return self.page.evaluate(
            """() => [...CSS.highlights].filter(([name]) => /^vv-(\\d+|several)$/.test(name))
              .flatMap(([, ranges]) => [...ranges])
              .map((range) => [range.startContainer.parentElement.dataset.block * 1e9 + range.startOffset,
                range.startContainer.data.slice(range.startOffset, range.endOffset)])
              .sort((a, b) => a[0] - b[0]).map(([, text]) => text)"""
        )

    def lit(self, name: str) -> list[str]:
        """The pieces of text that are marked as "active", "chosen", "lit", "hit" or the like."""
        return self.page.evaluate(
            """(name) => [...(CSS.highlights.get(`vv-${name}`) ?? [])].map((range) =>
              range.startContainer.data.slice(range.startOffset, range.endOffset))""",
            name,
        )

    # What a coder does

    def open(self, document: str, **address: int) -> Desk:
        """Open a transcript, also `at` a code point or from there `to` another."""
        with closing(Study.open(self.folder)) as study:
            ids = study.documents().set_index("name")["document"]
        self.document = str(ids[document])
        place = urlencode({"document": self.document, **address})
        self.page.goto(f"{self.address}/code?{place}")
        expect(self.page.get_by_role("region", name=f"Transcript of {document}")).to_be_visible(timeout=20_000)
        return self

    def drag(self, text: str, *, nth: int = 0) -> None:
        """Select a text with the mouse."""
        place = self.page.evaluate(PLACE, [text, nth])
        self.page.mouse.move(*place["first"])
        self.page.mouse.down()
        self.page.mouse.move(*place["last"], steps=4)
        self.page.mouse.up()

    def is_seen(self, text: str) -> bool:
        """Whether a text is in the part of the transcript that is to be seen, as far as up and down goes."""
        return bool(self.page.evaluate(SEEN, text))

    def middle_of(self, text: str) -> tuple[float, float]:
        """Where the middle of a text is on the screen."""
        place = self.page.evaluate(PLACE, [text, 0])
        return (place["first"][0] + place["last"][0]) / 2, place["first"][1]

    def select(self, start: tuple[int, int], end: tuple[int, int]) -> str:
        """Select from one (turn, UTF-16 offset in it) to another, as the browser would."""
        return str(self.page.evaluate(SELECT, [start, end]))

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def tag(self, typed: str) -> None:
        """Give what is selected the first code that is found so."""
        self.press("Enter")
        expect(self.palette).to_be_focused()
        self.page.keyboard.type(typed)
        self.press("Enter")
        expect(self.palette).to_be_hidden()

    def saved(self) -> None:
        """Wait until the page says that all is saved."""
        expect(self.page.locator(".vv-saved[data-state=saved]")).to_be_visible(timeout=15_000)

    # What the study has

    def coder(self, name: str) -> str:
        """The id of a coder."""
        with closing(Study.open(self.folder)) as study:
            return str(study.coders().set_index("name")["coder"][name])

    def codings(self) -> list[tuple[str, str]]:
        """Quote and path of the codings of the open transcript, by place."""
        with closing(Study.open(self.folder)) as study:
            text = study.texts([self.document])[self.document]
            paths = study.codes().set_index("code")["path"]
            frame = study.codings(of=[self.document])
            return [(text[row.start : row.end], paths[row.code]) for row in frame.itertuples()]
