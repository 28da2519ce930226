"""Figures fit the page, say what they show, let no text come alive, and are the same bytes each time."""

import io
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.text import Text
from pypdf import PdfReader

from analysis.figures import FIGURES, draw, save
from analysis.figures.overview import overview
from analysis.figures.style import PAGE, WIDTHS, shorten, shown, width_of, wrap
from codebook.errors import OptionError
from tests.analysis.invented import THEMES, Invented, codebook, study

SMALLEST = 6.0  # points
NASTY = {
    "Ä_$x^2$ \\frac{1}{2} & <b>": (
        "#4477aa",
        ["😀 👩‍👩‍👧", "שלום עולם", "漢字", "a\nb\tc\r\nd", "%_#~^\\{}", "\x00\x07"],
    ),
    "W" * 80: ("not a colour", ["i" * 200, "", "  ", "Supercalifragilisticexpialidocious" * 3]),
    "$$": ("#ffffee", ["e\u0301a\u0323", "-->"]),
}
LONG = {
    f"{theme} and everything that people say about it when they are asked": (
        colour,
        [f"{name}, and what the neighbours say when nobody listens ({turn})" for turn in "ab" for name in names],
    )
    for theme, (colour, names) in THEMES.items()
}
FLAT: dict[str, tuple[str, list[str]]] = {f"Code {number}": ("#4477aa", []) for number in range(22)}
MANY = {f"Theme {number}": ("#228833", [f"Code {number}.{n}" for n in range(9)]) for number in range(20)}
STUDIES: dict[str, dict[str, Any]] = {
    "a normal study": {},
    "60 codes with long names": {"codes": codebook(LONG), "codings": 1500},
    "three codes": {"codes": codebook({"Soil": ("#4477aa", ["Compost", "Worms"])}), "codings": 700},
    "no codings": {"codings": 0},
    "names to trip over": {"codes": codebook(NASTY)},
    "a codebook without a tree": {"codes": codebook(FLAT)},
    "200 codes": {"codes": codebook(MANY), "codings": 3000},
    "200 interviews": {"interviews": 200, "codings": 8000},
}
every_figure = pytest.mark.parametrize("name", FIGURES)
NARROW = [(which, 1) for which in STUDIES]
WIDE = [(which, 2) for which in ("a normal study", "60 codes with long names", "200 codes")]
every_study = pytest.mark.parametrize(("which", "columns"), NARROW + WIDE)


@cache
def invented(which: str) -> Invented:
    return study(**STUDIES[which])


def drawn(name: str, made: Invented, **options: Any) -> Figure:
    return draw(name, {frame: getattr(made, frame) for frame in FIGURES[name].frames}, **options)


@cache
def looked_at(name: str, which: str, columns: int) -> Figure:
    """A figure that several tests look at and none changes."""
    return drawn(name, invented(which), columns=columns)


def texts(figure: Figure) -> list[Text]:
    """The texts that are drawn: those of ticks beyond the ends of an axis are not."""
    hidden = {
        label
        for axes in figure.axes
        for tick in axes.xaxis.get_major_ticks()
        for label in (tick.label1, tick.label2)
        if not axes.get_xlim()[0] <= tick.get_loc() <= axes.get_xlim()[1]
    }
    return [
        text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip() and text not in hidden
    ]


def said(figure: Figure) -> str:
    return " ".join(text.get_text() for text in texts(figure))


def boxes(figure: Figure) -> np.ndarray:
    """Where the texts are: left, bottom, right, top in points."""
    figure.set_dpi(300)
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    figure.draw(renderer)
    extents = [Text.get_window_extent(text, renderer).extents for text in texts(figure)]
    return np.array(extents) * 72 / figure.dpi


# what holds for all


@every_figure
@every_study
def test_a_figure_is_a_column_wide_fits_a_page_and_its_text_can_be_read(name: str, which: str, columns: int) -> None:
    figure = looked_at(name, which, columns)
    width, height = figure.get_size_inches()
    assert width == pytest.approx(WIDTHS[columns])
    assert height <= PAGE + 0.1
    assert min(text.get_fontsize() for text in texts(figure)) >= SMALLEST


@every_figure
@every_study
def test_no_text_is_cut_by_the_edge_or_covers_another(name: str, which: str, columns: int) -> None:
    figure = looked_at(name, which, columns)
    left, bottom, right, top = boxes(figure).T
    width, height = figure.get_size_inches() * 72
    words = [text.get_text() for text in texts(figure)]
    assert not [w for w, cut in zip(words, (left < -0.5) | (right > width + 0.5), strict=True) if cut]
    assert not [w for w, cut in zip(words, (bottom < -0.5) | (top > height + 0.5), strict=True) if cut]
    # Boxes of lines below one another may touch: letters are lower than the lines they stand on.
    across = np.minimum.outer(right, right) - np.maximum.outer(left, left)
    along = np.minimum.outer(top, top) - np.maximum.outer(bottom, bottom)
    a, b = np.nonzero(np.triu((across > 0.5) & (along > 2.0), 1))
    assert [(words[i], words[j]) for i, j in zip(a, b, strict=True)] == []


@every_figure
def test_names_are_shown_letter_by_letter(name: str) -> None:
    figure = drawn(name, invented("names to trip over"))
    assert not any(text.get_parse_math() for text in texts(figure))
    assert "$$" in said(figure) or name == "saturation"  # which names no code
    assert save(figure, "pdf")


@every_figure
def test_a_study_without_codings_gives_a_figure_that_says_so(name: str) -> None:
    words = said(drawn(name, invented("no codings")))
    assert any(
        sentence in words for sentence in ("Nothing has been coded yet.", "No two codes meet.", "No theme meets")
    )


@every_figure
def test_a_figure_has_a_title_that_can_be_changed_or_left_out(name: str) -> None:
    made = invented("a normal study")
    assert "My $title$" in said(drawn(name, made, title="My $title$"))
    assert len(said(drawn(name, made, title=""))) < len(said(drawn(name, made)))


@every_figure
@pytest.mark.parametrize("format", ["pdf", "svg", "png"])
def test_the_same_figure_gives_the_same_bytes(name: str, format: str) -> None:
    made = invented("a normal study")
    assert save(drawn(name, made), format) == save(drawn(name, made), format)


def test_another_process_draws_the_same_bytes_and_never_loads_pyplot() -> None:
    script = (
        "import hashlib, sys; from analysis.figures import FIGURES, save; import analysis.figures;"
        "assert 'matplotlib' not in sys.modules;"
        "from analysis.figures import draw; from tests.analysis.invented import study; made = vars(study(codings=200));"
        "print([hashlib.sha256(save(draw(name, made), 'svg')).hexdigest() for name in FIGURES]);"
        "assert 'matplotlib.pyplot' not in sys.modules"
    )
    digests = []
    for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo")):
        environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone}
        root = Path(__file__).parents[2]
        digests.append(subprocess.check_output([sys.executable, "-c", script], env=environment, cwd=root))
    assert digests[0] == digests[1]


def test_a_png_has_300_dots_an_inch_and_a_pdf_its_fonts() -> None:
    figure = drawn("frequencies", invented("a normal study"), columns=1)
    png = save(figure, "png")
    assert int.from_bytes(png[16:20], "big") == int(WIDTHS[1] * 300)
    reader = PdfReader(io.BytesIO(save(figure, "pdf")))
    fonts = reader.pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    descriptors = [font.get_object()["/DescendantFonts"][0]["/FontDescriptor"] for font in fonts.values()]
    assert descriptors
    assert all("/FontFile2" in descriptor for descriptor in descriptors)
    assert reader.metadata is not None
    assert set(reader.metadata) == {"/Creator"}
    assert "Quarrels over the fence" in reader.pages[0].extract_text()


def test_a_persons_own_settings_of_matplotlib_are_neither_used_nor_changed() -> None:
    made = invented("a normal study")
    usual = save(drawn("matrix", made), "svg")
    with matplotlib.rc_context({"font.size": 30, "text.parse_math": True, "axes.facecolor": "red"}):
        before = dict(matplotlib.rcParams)
        assert save(drawn("matrix", made), "svg") == usual
        assert dict(matplotlib.rcParams) == before


@every_figure
def test_the_frames_given_are_left_as_they_were_and_may_hold_categories(name: str) -> None:
    made = invented("a normal study")
    frames = {frame: getattr(made, frame).copy(deep=True) for frame in FIGURES[name].frames}
    if "codings" in frames:
        frames["codings"] = frames["codings"].astype(dict.fromkeys(["document", "participant", "code"], "category"))
    before = {frame: table.copy(deep=True) for frame, table in frames.items()}
    assert save(draw(name, frames), "svg") == save(drawn(name, made), "svg")
    for frame, table in frames.items():
        pd.testing.assert_frame_equal(table, before[frame])


@pytest.mark.parametrize(
    ("name", "options", "message"),
    [
        ("pie", {}, "no figure 'pie'"),
        ("matrix", {"columns": 3}, "1 or 2 columns"),
        ("overview", {"columns": 0}, "1 or 2 columns"),
        ("cooccurrence-graph", {"columns": 3}, "1 or 2 columns"),
        ("cooccurrence-graph", {"minimum": 0}, "1 or more"),
        ("cooccurrence-matrix", {"columns": 3}, "1 or 2 columns"),
        ("cooccurrence-matrix", {"measure": "p"}, "n_ab, jaccard, lift, npmi"),
        ("frequencies", {"order": "colour"}, "codebook or count"),
        ("frequencies", {"measure": "lift"}, "no option 'measure'"),
    ],
)
def test_an_option_that_makes_no_sense_is_refused(name: str, options: dict[str, Any], message: str) -> None:
    made = invented("a normal study")
    frames = {frame: getattr(made, frame) for kind in FIGURES.values() for frame in kind.frames}
    with pytest.raises(OptionError, match=message):
        draw(name, frames, **options)


def test_a_figure_is_saved_as_pdf_svg_or_png_alone() -> None:
    with pytest.raises(OptionError, match="pdf, svg, png"):
        save(drawn("matrix", invented("no codings")), "jpg")


# frequencies


def test_a_bar_is_as_long_as_its_code_has_codings_in_the_codes_colour() -> None:
    made = invented("a normal study")
    figure = drawn("frequencies", made)
    bars = [patch for axes in figure.axes for patch in axes.patches if patch.get_height() == pytest.approx(0.095)]
    assert [bar.get_width() for bar in bars] == made.frequencies["codings"].tolist()
    assert [bar.get_facecolor() for bar in bars] == [to_rgba(colour) for colour in made.codes["colour"]]
    for codings, participants in zip(made.frequencies["codings"], made.frequencies["participants"], strict=True):
        assert f"{codings} ({participants})" in said(figure)


def test_bars_by_count_keep_a_theme_together() -> None:
    made = invented("a normal study")
    figure = drawn("frequencies", made, order="count")
    widths = {theme: [] for theme in made.codes["theme"]}
    colours = {to_rgba(colour): theme for theme, (colour, _) in THEMES.items()}
    bars = [patch for axes in figure.axes for patch in axes.patches if patch.get_height() == pytest.approx(0.095)]
    order = [colours[bar.get_facecolor()] for bar in bars]
    for bar, theme in zip(bars, order, strict=True):
        widths[theme].append(bar.get_width())
    totals = [sum(widths[theme]) for theme in dict.fromkeys(order)]
    assert totals == sorted(totals, reverse=True)
    assert all(values[1:] == sorted(values[1:], reverse=True) for values in widths.values())


def test_codes_that_a_page_does_not_hold_are_left_out_and_counted() -> None:
    assert "codes used most, of 200." in said(drawn("frequencies", invented("200 codes")))
    assert "codes used most, of 200." in said(drawn("matrix", invented("200 codes")))
    assert "codes that meet others most, of" in said(drawn("cooccurrence-matrix", invented("200 codes")))


# matrix


def test_every_count_above_nought_stands_in_its_cell() -> None:
    made = invented("a normal study")
    figure = drawn("matrix", made)
    cells = sorted(text.get_text() for text in figure.axes[1].texts)
    counts = made.matrix.iloc[:, 1:].to_numpy().ravel()
    assert cells == sorted(str(count) for count in counts if count)


def test_a_matrix_of_0_and_1_needs_no_scale() -> None:
    made = invented("a normal study")
    binary = made.matrix.set_index("path").clip(upper=1).reset_index()
    figure = draw("matrix", {"matrix": binary, "codes": made.codes})
    assert len(figure.axes) == 2
    assert "Dark: the participant has the code." in said(figure)


def test_participants_too_many_to_name_are_counted() -> None:
    assert "200 participants in the study's order, one in" in said(drawn("matrix", invented("200 interviews")))


# co-occurrence


@pytest.mark.parametrize("measure", ["n_ab", "jaccard", "lift", "npmi"])
def test_a_cell_a_pair_that_met(measure: str) -> None:
    made = invented("a normal study")
    figure = drawn("cooccurrence-matrix", made, measure=measure)
    shades = figure.axes[1].collections[0].get_facecolors()
    codes = len(made.codes)
    assert len(shades) == codes * (codes - 1) // 2
    assert int((shades[:, :3] != 1).any(axis=1).sum()) == len(made.cooccurrence)
    if measure == "n_ab":
        written = sorted(text.get_text() for text in figure.axes[1].texts)
        assert written == sorted(map(str, made.cooccurrence["n_ab"]))


def lines(figure: Figure) -> int:
    return sum(len(found.get_segments()) for found in figure.findobj(LineCollection))


def test_a_graph_draws_the_strongest_pairs_and_says_from_where_on() -> None:
    made = invented("a normal study")
    figure = drawn("cooccurrence-graph", made)
    counts = made.cooccurrence["n_ab"]
    least = next(n for n in range(1, 99) if (counts >= n).sum() <= 60)
    assert lines(figure) == (counts >= least).sum()
    assert f"at least {least} times: {lines(figure)} of {len(counts)}" in said(figure)


def test_a_graph_draws_from_the_minimum_that_was_asked_for() -> None:
    made = invented("a normal study")
    assert lines(drawn("cooccurrence-graph", made, minimum=9)) == (made.cooccurrence["n_ab"] >= 9).sum()
    assert "No two codes meet 999 times or more." in said(drawn("cooccurrence-graph", made, minimum=999))


@pytest.mark.parametrize("name", ["cooccurrence-graph", "cooccurrence-matrix"])
def test_a_codebook_without_a_tree_needs_no_legend_of_themes(name: str) -> None:
    words = [text.get_text() for text in texts(looked_at(name, "a codebook without a tree", 1))]
    assert words.count("Code 7") == 1
    themes = [text.get_text() for text in texts(looked_at(name, "a normal study", 1))]
    assert "Neighbours" in themes


# overview


def area(figure: Figure, colour: str) -> float:
    """How much of all rows is drawn in a colour, in rows."""
    total = 0.0
    for collection in figure.findobj(PolyCollection):
        for path, shade in zip(
            collection.get_paths(),
            np.broadcast_to(collection.get_facecolors(), (len(collection.get_paths()), 4)),
            strict=True,
        ):
            if tuple(shade) == to_rgba(colour):
                (left, top), (right, bottom) = path.vertices.min(axis=0), path.vertices.max(axis=0)
                total += (right - left) * (bottom - top)
    return total


spans = st.tuples(st.integers(0, 2), st.integers(0, 99), st.integers(1, 60), st.sampled_from(["a", "a1", "b", "c"]))


@settings(deadline=None, max_examples=40)
@given(st.lists(spans, min_size=1, max_size=25), st.booleans(), st.sampled_from([3, 300]))
def test_the_coloured_part_of_a_row_is_the_part_of_the_text_that_was_coded(
    rows: list[tuple[int, int, int, str]], absolute: bool, interviews: int
) -> None:
    """A theme has a lane of its own in a row; in the thin rows of 300 interviews it shares where it meets others."""
    codes = pd.DataFrame(
        {
            "code": ["a", "a1", "b", "c"],
            "position": range(4),
            "path": ["A", "A / 1", "B", "C"],
            "theme": ["A", "A", "B", "C"],
            "colour": ["#aa0000", "#aa0000", "#00aa00", "#0000aa"],
        }
    )
    documents = pd.DataFrame({"document": [f"d{n}" for n in range(interviews)], "position": range(interviews)})
    documents = documents.assign(name=documents["document"], words=160, characters=160)
    codings = pd.DataFrame(
        [(f"d{d}", start, start + length, code) for d, start, length, code in rows],
        columns=["document", "start", "end", "code"],
    )
    codings = codings.assign(word_start=codings["start"], word_end=codings["end"])
    turns = pd.DataFrame({"document": [], "start": [], "end": [], "role": []})
    figure = overview(codings, documents, turns, codes, absolute=absolute)

    covered: dict[tuple[int, int], set[str]] = {}
    for d, start, length, code in rows:
        for place in range(start, start + length):
            covered.setdefault((d, place), set()).add(code[0])
    used = {theme for themes in covered.values() for theme in themes}
    for theme, colour in zip("abc", ["#aa0000", "#00aa00", "#0000aa"], strict=True):
        parts = [len(used) if interviews == 3 else len(themes) for themes in covered.values() if theme in themes]
        share = sum(0.8 / part for part in parts) / (1 if absolute else 160)
        assert area(figure, colour) == pytest.approx(share)


def test_interviews_stand_in_their_order_from_the_first_word_to_the_last() -> None:
    made = invented("a normal study")
    shuffled = {frame: getattr(made, frame).sample(frac=1, random_state=1) for frame in FIGURES["overview"].frames}
    assert save(draw("overview", shuffled), "svg") == save(drawn("overview", made), "svg")
    figure = drawn("overview", made, absolute=True)
    names = [text.get_text() for text in figure.axes[0].texts if text.get_text().startswith("interview-")]
    assert names == made.documents["name"].tolist()
    assert figure.axes[1].get_xlim() == (0, made.documents["words"].max())


def test_a_coding_of_a_code_that_is_gone_has_no_theme() -> None:
    made = invented("a normal study")
    frames = {frame: getattr(made, frame) for frame in FIGURES["overview"].frames}
    frames["codes"] = made.codes[made.codes["theme"] != "Water"]
    words = said(draw("overview", frames))
    assert "Water" not in words
    assert "no theme" in words


# text that fits


@settings(deadline=None)
@given(st.text(max_size=60), st.floats(0.3, 3), st.integers(1, 3))
def test_wrapped_text_fits_its_width_and_lines(text: str, width: float, lines: int) -> None:
    wrapped = wrap(shown(text), width, lines=lines)
    assert 1 <= len(wrapped) <= lines
    assert all(width_of(line) <= width for line in wrapped)


@pytest.mark.parametrize("text", ["short", "W" * 99, "a name that differs at its end: 1"])
@pytest.mark.parametrize("bold", [True, False])
def test_a_name_that_is_too_long_loses_its_middle(text: str, bold: bool) -> None:
    short = shorten(text, 0.9, bold=bold)
    assert width_of(short, bold=bold) <= 0.9
    assert short == text or ("…" in short and short[0] == text[0] and short[-1] == text[-1])
