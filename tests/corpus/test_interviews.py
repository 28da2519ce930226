"""The invented interviews of the reference study: marked, each a text of its own, and coded whole."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from codebook import read
from corpus.readers import read_file
from corpus.words import count_words

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "corpus" / "interviews"
FILES = sorted(FOLDER.glob("P*.*"))
MARK = (
    "INVENTED. No such person was interviewed and no such company exists; this interview was written to show what "
    "Vivavoce does."
)


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """What is said in each interview, turn by turn, without the mark."""
    said = {}
    for file in FILES:
        transcript = read_file(file)
        turns = [transcript.text[turn.start : turn.end] for turn in transcript.turns if turn.role]
        said[file.stem] = "\n".join(turn for turn in turns if MARK not in turn)
    return said


def test_there_are_eighteen_in_the_kinds_of_file_that_a_folder_has() -> None:
    assert sorted(file.stem for file in FILES) == sorted(f"P{number}" for number in range(1, 19))
    kinds = {file.suffix for file in FILES}
    assert kinds >= {".docx", ".odt", ".txt", ".vtt", ".srt", ".pdf", ".md", ".json"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_each_says_that_it_is_invented(file: Path) -> None:
    said = file.read_bytes().decode("utf-8", "replace") if file.suffix in (".vtt", ".md", ".json") else ""
    assert MARK in said or MARK in read_file(file).text


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_each_is_long_enough_and_has_both_roles(file: Path, texts: dict[str, str]) -> None:
    assert count_words(texts[file.stem]) >= 1800
    assert {turn.role for turn in read_file(file).turns} >= {"interviewer", "participant"}


def test_no_two_share_eight_words_running(texts: dict[str, str]) -> None:
    found: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for name, text in texts.items():
        words = re.findall(r"\w+", text.casefold())
        for at in range(len(words) - 7):
            found[tuple(words[at : at + 8])].add(name)
    assert [" ".join(phrase) for phrase, names in found.items() if len(names) > 1] == []


def test_people_and_their_attributes_are_listed() -> None:
    people = rows("participants.csv")
    assert [row["participant"] for row in people] == [f"P{number}" for number in range(1, 19)]
    assert all(all(row.values()) for row in people)
    assert {row["company size"] for row in people} == {"small", "medium", "large"}
    assert {row["role"] for row in people} == {"engineer", "manager"}


def test_the_first_coder_coded_all_of_them_and_the_second_a_third_or_more() -> None:
    counts = Counter((row["coder"], row["document"]) for row in rows("codings.csv"))
    assert all(counts["Ada", f"P{number}"] >= 40 for number in range(1, 19))
    assert len([document for coder, document in counts if coder == "Ben"]) >= 6


def test_every_code_has_a_coding_and_every_coding_a_code() -> None:
    source = ROOT / "codebook" / "mlops.yaml"
    book, _ = read(source.read_bytes(), name=source.name)
    used = {row["code"] for row in rows("codings.csv")}
    assert used == {book.path(code) for code in book}


def test_every_quote_is_in_its_interview_word_for_word(texts: dict[str, str]) -> None:
    plain = {name: _plain(text) for name, text in texts.items()}
    for name in ("codings.csv", "memos.csv", "settled.csv"):
        missing = [row["quote"][:60] for row in rows(name) if _plain(row["quote"]) not in plain[row["document"]]]
        assert missing == [], name


def test_what_was_settled_had_been_coded() -> None:
    coded = {(row["document"], row["code"], row["quote"]) for row in rows("codings.csv")}
    for row in rows("settled.csv"):
        assert (row["document"], row["code"], row["quote"]) in coded
        assert row["decision"].startswith(("kept", "dropped", "recoded as "))
        assert row["reason"]


def _plain(text: str) -> str:
    """Letters and digits alone: a line's end, a time stamp's neighbourhood and typography make no difference."""
    return "".join(re.findall(r"\w", text.casefold()))
