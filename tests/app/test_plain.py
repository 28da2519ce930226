"""What a transcript, a name or a file says is shown as it is and does nothing, in Markdown and in HTML."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from app.plain import html, markdown

READERS = [MarkdownIt("commonmark"), MarkdownIt("gfm-like", {"linkify": False})]
JOINER = "\u2060"


def shown(text: str, reader: MarkdownIt) -> str:
    """What a reader of Markdown shows; fails where it shows anything but text in a paragraph."""
    blocks = reader.parse(text)
    assert [block.type for block in blocks] == ["paragraph_open", "inline", "paragraph_close"]
    assert {inline.type for inline in blocks[1].children} <= {"text", "text_special"}
    return "".join(inline.content for inline in blocks[1].children)


@pytest.mark.parametrize("reader", READERS)
@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1).filter(str.strip))
def test_markdown_shows_the_text_on_one_line(reader, text: str):
    # U+FFFD stands for what Markdown cannot show; a joiner takes no room.
    wanted = " ".join(text.split()).replace(JOINER, "")
    assert shown(markdown(text), reader).replace(JOINER, "") == wanted


@pytest.mark.parametrize("alive", [":sob:", ":material/home:", "https://x.example", "www.x.example", "a@x.example"])
def test_what_is_looked_for_after_backslashes_is_broken_up(alive: str):
    bare = markdown(alive).replace("\\", "")
    assert alive not in bare
    assert bare.replace(JOINER, "") == alive


@pytest.mark.parametrize("text", ["# a", "- a", "1. a", "> a", "    a", "a\n===", "|a|\n|-|", "$x$", "~~a~~", "a -> b"])
def test_nothing_but_a_paragraph_comes_of_it(text: str):
    shown(markdown(text), READERS[1])


@given(st.text())
def test_html_shows_the_text_in_an_element_and_an_attribute(text: str):
    parser = _Text()
    parser.feed(f'<p title="{html(text)}">{html(text)}</p>')
    parser.close()
    assert parser.tags == ["p"]


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
