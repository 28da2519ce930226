"""The documentation is true: its examples do what it says, and what it lists is what there is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

import codebook
from analysis.catalogue import TABLES
from analysis.figures import FIGURES
from analysis.figures import FORMATS as FIGURE_FORMATS
from analysis.tables import FORMATS
from app.material import table
from corpus.readers import supported
from corpus.study import Study
from docs import examples, reference
from docs.examples import NOT_RUN, PAGES, README, ROOT, Outcome

ATTRIBUTED = {"layers", "matrix", "participants"}
"""Tables with a column for each participant, attribute or layer, behind those that are always there."""


WITH_EXAMPLES = [page for page in PAGES if any(examples.examples(page.read_text(encoding="utf-8")))]


def text(page: str) -> str:
    return (ROOT / "docs" / page).read_text(encoding="utf-8")


def sections(page: str) -> dict[str, str]:
    """What stands under each heading."""
    parts = re.split(r"^#+ (.+)$", text(page), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def named(page: Path) -> str:
    return page.name


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Outcome]]:
    """The folder of a reader who has followed README's example, and what came of each command."""
    return examples.begin(tmp_path_factory.mktemp("reader"))


@pytest.fixture(scope="session")
def study(begun: tuple[Path, list[Outcome]]) -> Iterator[Study]:
    study = Study.open(begun[0])
    yield study
    study.close()


def hold(page: Path, outcomes: Iterable[Outcome]) -> None:
    for outcome in outcomes:
        example = outcome.example
        where = f"{page.name}, line {example.at}: {example.source}"
        assert outcome.status == example.status, f"{where}\n{outcome.shown}"
        assert outcome.is_as_said, f"{where}\nprints\n{outcome.shown}\nnot\n" + "\n".join(example.printed)


def test_readme_can_be_followed_word_for_word(begun: tuple[Path, list[Outcome]]) -> None:
    hold(README, begun[1])


@pytest.mark.parametrize("page", WITH_EXAMPLES, ids=named)
def test_the_examples_of_a_page_do_what_it_says(page: Path, begun: tuple[Path, list[Outcome]], tmp_path: Path) -> None:
    hold(page, examples.follow(page.read_text(encoding="utf-8"), examples.begun(begun[0], tmp_path / "reader")))


def test_readers_are_shown_commands_that_are_run_or_install() -> None:
    allowed = {"vivavoce", "cd", *examples.BY_SHELL, *NOT_RUN}
    for page in (README, *PAGES):
        shown = {
            example.source.split()[0]
            for example in examples.examples(page.read_text(encoding="utf-8"))
            if example.kind == "console"
        }
        assert shown <= allowed, page.name


def test_an_elision_stands_for_anything_and_nothing_else_does() -> None:
    (example,) = examples.examples("```console\n$ ls\nfirst\n...\nlast ... word\n```\n")
    for shown, same in (
        ("first\na\nb\nlast and final word\n", True),
        ("first  \na\nlast  word\n", True),
        ("first\nlast  word\n", False),
        ("first\na\nlast word, nearly\n", False),
    ):
        assert examples.Outcome(example, 0, shown).is_as_said is same, shown


def test_refreshing_a_page_keeps_its_elisions() -> None:
    page = "before\n```console\n$ ls\nfirst\n...\nlast\n```\nafter"
    (example,) = examples.examples(page)
    outcome = examples.Outcome(example, 0, "one\ntwo\nthree\nfour\n")
    assert examples.refreshed(page, iter([outcome])) == page.replace("first", "one").replace("last", "four")


@pytest.mark.parametrize("name", TABLES)
def test_every_table_stands_in_tables_with_its_columns(name: str, study: Study) -> None:
    listed = re.findall(r"^\| `(\w+)` \|", sections("tables.md")[name], flags=re.MULTILINE)
    asked = {TABLES[name].asks: "model"} if TABLES[name].asks else {}
    made = [str(column) for column in table(study, name, options=asked).columns]
    assert listed == (made[: len(listed)] if name in ATTRIBUTED else made)


def test_every_option_of_tables_stands_in_tables() -> None:
    (command,) = (each for each in reference.commands() if each.name == "vivavoce table")
    options = set(re.findall(r"^  (--[\w-]+)", reference.told(command), flags=re.MULTILINE)) - {"--json"}
    assert options <= set(re.findall(r"--[\w-]+", text("tables.md")))


@pytest.mark.parametrize(
    ("page", "suffixes"),
    [
        ("transcripts.md", supported()),
        ("codebook.md", codebook.WRITTEN),
        ("tables.md", [f".{suffix}" for suffix in FORMATS]),
        ("figures.md", [f".{suffix}" for suffix in FIGURE_FORMATS]),
    ],
)
def test_every_kind_of_file_stands_on_its_page(page: str, suffixes: list[str]) -> None:
    assert set(suffixes) <= set(re.findall(r"`(\.\w+)`", text(page)))


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_stands_in_figures_with_its_picture(name: str) -> None:
    assert f"](images/{name}.png)" in sections("figures.md")[name]


def test_the_reference_is_that_of_the_commands() -> None:
    assert text("reference.md") == reference.reference(), "run: .venv/bin/python -m docs.reference"
    assert {command.name for command in reference.commands()} <= set(sections("reference.md"))


def test_every_page_is_on_the_map() -> None:
    assert {page.name for page in PAGES} - {"index.md"} <= set(
        re.findall(r"\]\((?:methods/)?([\w-]+\.md)\)", text("index.md"))
    )


@pytest.mark.parametrize("page", [README, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *PAGES], ids=named)
def test_links_lead_somewhere(page: Path) -> None:
    prose = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for link in re.findall(r"\]\(([^)\s]+)\)", prose):
        if link.startswith("https://"):
            continue
        name, _, anchor = link.partition("#")
        target = page.parent / name if name else page
        assert target.exists(), link
        if anchor:
            titles = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), flags=re.MULTILINE)
            assert anchor in {re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in titles}, link


def test_files_named_in_contributing_and_architecture_are_there() -> None:
    """Words in code quotes with a folder of ours before them; x.py is yours to write."""
    pages = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8") + text("architecture.md")
    paths = re.findall(r"`((?:codebook|corpus|analysis|app|docs|tests)/[\w./]*)`", pages)
    missing = [path for path in paths if not path.endswith("/x.py") and not (ROOT / path).exists()]
    assert paths
    assert not missing
