"""What happened between two codebooks, as a person would say it, and what becomes of the codings."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codebook import Codebook, adopt, describe, diff, read
from codebook.likeness import candidates, said
from tests.codebook.strategies import anew, codebooks, unhurried

DEFINITION = "The moderator helps since the participant is lost, or the system crashed."


@pytest.fixture
def book() -> Codebook:
    return Codebook().add_all(
        [
            ("Help", {}),
            ("Help / Moderator comment", {"definition": DEFINITION}),
            ("Velocity", {"definition": "How fast an idea is tried."}),
            ("Velocity / Rapid prototyping", {"definition": "A result within a day."}),
            ("Velocity / Domain experts", {"definition": "Those who know the matter."}),
            ("Pain points", {"kind": "pain point"}),
        ]
    )


def pairs(changes: tuple) -> list[tuple[str | None, str | None]]:
    return [(change.before, change.after) for change in changes]


class TestWithIds:
    def test_every_change_is_found_and_nothing_else(self, book: Codebook) -> None:
        new = book.rename(book.at("Velocity"), "Speed")
        new = new.move(new.at("Speed / Domain experts"), None)
        new = new.edit(new.at("Pain points"), definition="What hurts.", kind=None)
        new = new.delete(new.at("Help / Moderator comment")).add("New")
        found = diff(book, new)
        assert pairs(found.renamed) == [("Velocity", "Speed")]
        assert pairs(found.moved) == [("Velocity / Domain experts", "Domain experts")]
        assert [(change.after, change.fields) for change in found.reworded] == [("Pain points", ("definition", "kind"))]
        assert [change.after for change in found.added] == ["New"]
        assert [change.before for change in found.gone] == ["Help / Moderator comment"]
        assert found.unchanged == 2

    def test_a_colour_is_another_only_where_there_was_one(self, book: Codebook) -> None:
        blue = book.edit(book.at("Help"), colour="#0000ff")
        assert not diff(book, blue).recoloured
        red = blue.edit(blue.at("Help"), colour="#ff0000")
        assert [change.after for change in diff(blue, red).recoloured] == ["Help"]

    def test_siblings_in_another_order_are_told(self, book: Codebook) -> None:
        found = diff(book, book.move(book.at("Pain points"), None, 0))
        assert found.reordered
        assert not found.moved
        assert describe(found) == ["The order of codes is another.", "6 unchanged."]

    @given(codebooks())
    @unhurried
    def test_nothing_happened_between_a_codebook_and_itself(self, any_book: Codebook) -> None:
        found = diff(any_book, any_book)
        assert not found
        assert found.unchanged == len(any_book)
        assert describe(found) == ["No difference."]


class TestWithoutIds:
    @given(codebooks())
    @unhurried
    def test_nothing_happened_where_only_ids_differ(self, any_book: Codebook) -> None:
        found = diff(any_book, anew(any_book))
        assert not found
        assert len(found.matched) == len(any_book)

    @given(codebooks().filter(len), st.data())
    @unhurried
    def test_a_renamed_code_is_known_by_its_definition(self, any_book: Codebook, data: st.DataObject) -> None:
        code = data.draw(st.sampled_from(list(any_book)))
        old = any_book.edit(code, definition=DEFINITION)
        found = diff(old, anew(old.rename(code, "Wholly other")))
        assert [change.old for change in found.renamed] == [code.id]
        assert not found.added
        assert not found.gone

    def test_a_moved_code_is_known_by_its_name(self, book: Codebook) -> None:
        new = anew(book.move(book.at("Velocity / Domain experts"), book.at("Pain points")))
        assert pairs(diff(book, new).moved) == [("Velocity / Domain experts", "Pain points / Domain experts")]

    def test_a_renamed_theme_is_known_by_what_is_below_it(self, book: Codebook) -> None:
        old = book.edit(book.at("Velocity"), definition="")
        found = diff(old, anew(old.rename(old.at("Velocity"), "Getting things done")))
        assert pairs(found.renamed) == [("Velocity", "Getting things done")]
        assert not found.moved
        assert found.unchanged == 5

    def test_twins_are_told_apart_by_what_is_above_them(self) -> None:
        rows = [(f"{theme} / {name}", {}) for theme in ("Tools", "People") for name in ("Good", "Bad")]
        old = Codebook().add_all(
            [("Tools", {"definition": "What is used."}), ("People", {"definition": "Who works."}), *rows]
        )
        new = anew(old.rename(old.at("Tools"), "Instruments").rename(old.at("People"), "Persons"))
        found = diff(old, new)
        assert pairs(found.renamed) == [("Tools", "Instruments"), ("People", "Persons")]
        assert not found.moved
        assert not found.gone

    def test_a_slip_of_the_pen_corrected_is_a_new_name(self) -> None:
        found = diff(Codebook().add("Valdiation").add("Velocity"), Codebook().add("Validation").add("Velocity"))
        assert pairs(found.renamed) == [("Valdiation", "Validation")]

    def test_a_denial_is_no_new_name(self) -> None:
        found = diff(Codebook().add("Home page clear"), Codebook().add("Home page not clear"))
        assert not found.renamed
        assert not found.merged

    def test_several_codes_alike_to_one_new_one_are_perhaps_merged(self) -> None:
        old = Codebook().add("Task confusion").add("Task order").add("Task read again").add("Velocity")
        new = (
            Codebook()
            .add("Velocity")
            .add("Task sequence complex", definition="Confusion about the task, not done in the order, or read again.")
        )
        found = diff(old, new)
        assert not found.renamed
        assert [into.after for into in found.merged.values()] == ["Task sequence complex"] * 3

    def test_a_code_that_says_more_has_perhaps_taken_another_in(self) -> None:
        old = (
            Codebook()
            .add("Plots useful", definition="Heat maps help.")
            .add("Plot comparison", definition="Comparing plots.")
        )
        new = Codebook().add("Plots useful", definition="Heat maps help, and comparing plots in a comparison.")
        assert [into.after for into in diff(old, new).merged.values()] == ["Plots useful"]


class TestAdopting:
    @given(codebooks(), codebooks())
    @unhurried
    def test_what_was_matched_is_then_matched_by_id(self, old: Codebook, new: Codebook) -> None:
        first = diff(old, new)
        adopted = adopt(old, new)
        again = diff(old, adopted)
        assert [adopted.path(code) for code in adopted] == [new.path(code) for code in new]
        assert all(before == after for before, after in again.matched.items())
        assert set(again.matched.values()) == set(first.matched.values())
        assert first.as_json() == again.as_json()

    def test_what_the_new_one_cannot_say_stays(self, book: Codebook) -> None:
        new = Codebook().add("Pain points", definition="What hurts.").add("Velocity")
        adopted = adopt(book, new, keep=["kind"])
        assert adopted.at("Pain points").kind == "pain point"
        assert adopted.at("Pain points").definition == "What hurts."
        assert adopted.at("Velocity").definition == ""


class TestTelling:
    def test_says_what_becomes_of_codings(self, book: Codebook) -> None:
        comment, experts = book.at("Help / Moderator comment"), book.at("Velocity / Domain experts")
        new = (
            book.rename(comment, "Moderator assist").delete(experts).move(book.at("Velocity / Rapid prototyping"), None)
        )
        codings = {comment.id: 174, experts.id: 1, book.at("Velocity / Rapid prototyping").id: 1}
        assert describe(diff(book, new), codings) == [
            "renamed: Help / Moderator comment -> Help / Moderator assist (174 codings follow)",
            "moved: Velocity / Rapid prototyping -> Rapid prototyping (1 coding follows)",
            "gone: Velocity / Domain experts, bears 1 coding and stays",
            "3 unchanged.",
        ]

    def test_is_plain_data_for_programs(self, book: Codebook) -> None:
        told = diff(book, book.rename(book.at("Velocity"), "Speed").add("New")).as_json()
        assert json.loads(json.dumps(told)) == told
        assert told["renamed"] == [{"before": "Velocity", "after": "Speed"}]
        assert told["added"] == ["New"]


def test_the_work_grows_with_the_codes_and_not_with_their_pairs() -> None:
    def compared(number: int) -> int:
        rows = [
            (f"Theme {i % 40} / Code {i} of many", {"definition": f"Words that all have, and {i * 7}."})
            for i in range(number)
        ]
        codes = [said(code) for code in Codebook().add_all(rows)]
        return len(candidates(codes, codes))

    assert compared(4000) < 2.5 * compared(2000)


class TestThePublishedHistory:
    """Nine versions of a codebook of think-aloud interviews, each compared with the next.

    What was done is known: the program that they were coded in logged each change of name and each merger.
    """

    STEPS = (
        # added, gone, renamed, reworded, perhaps merged
        (6, 46, 4, 5, 16),
        (1, 20, 0, 1, 4),
        (1, 13, 0, 1, 2),
        (2, 10, 0, 3, 6),
        (1, 17, 2, 8, 4),
        (0, 3, 1, 1, 0),
        (0, 0, 1, 0, 0),
        (0, 0, 0, 0, 0),
    )
    SAID = (
        (0, "renamed: Home tab text clear -> Home tab clear"),
        (0, "renamed: Data provenance data sets terminology -> Data set filenames not clear"),
        (0, "gone: Home tab text not clear"),
        (1, "gone: Query process not understood, perhaps merged into Query process complex"),
        (3, "gone: Task order, perhaps merged into Task sequence complex"),
        (4, "renamed: Event concept not clear -> Event concept and approach not clear"),
        (4, "gone: Export data useful, perhaps merged into Export (meta)data useful"),
        (5, "renamed: Home tab clear -> Home tab elements useful"),
        (6, "renamed: Moderator comment -> Moderator assist"),
        (7, "No difference."),
    )

    @pytest.fixture
    def versions(self, shared: Path) -> list[Codebook]:
        folder = shared / "data" / "serdif" / "codebooks"
        return [
            read(path)[0] for path in sorted(folder.glob("*.csv"), key=lambda path: int(path.stem.rsplit("_", 1)[1]))
        ]

    def test_reads_right_on_every_step(self, versions: list[Codebook]) -> None:
        found = [diff(old, new) for old, new in pairwise(versions)]
        counts = [(len(d.added), len(d.gone), len(d.renamed), len(d.reworded), len(d.merged)) for d in found]
        assert counts == list(self.STEPS)
        assert not any(d.moved for d in found)
        told = [describe(d) for d in found]
        assert [(step, line) for step, line in self.SAID if line not in told[step]] == []
