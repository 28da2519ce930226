"""Codes and their tree: looking up, changing, and what must hold after any change."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from codebook import Code, Codebook, CodebookError
from codebook.names import name_key
from tests.codebook.strategies import codebooks, names, texts, unhurried


@pytest.fixture
def book() -> Codebook:
    return Codebook().add_all(
        [
            ("Velocity", {"definition": "How fast an idea is tried.", "colour": "#0072B2"}),
            ("Velocity / Rapid prototyping", {"definition": "A result in a day.", "examples": ["by dinner"]}),
            ("Velocity / Domain experts", {}),
            ("Pain points", {"kind": "pain point"}),
            ("Pain points / Data errors", {}),
            ("Pain points / Data errors / Silent ones", {"kind": "counter"}),
        ]
    )


def paths(book: Codebook) -> list[str]:
    return [book.path(code) for code in book]


class TestACode:
    def test_has_clean_texts(self) -> None:
        code = Code("  Rapid \t prototyping ", definition=" one\r\ntwo \n", examples=("a\nb", "  "), colour="#ABCDEF")
        assert code.name == "Rapid prototyping"
        assert code.definition == "one\ntwo"
        assert code.examples == ("a b",)
        assert code.colour == "#abcdef"

    @pytest.mark.parametrize(
        ("name", "why"),
        [
            ("", "empty"),
            (" \u200b", "empty"),
            ("a / b", "levels of a path"),
            ("a /", "levels of a path"),
            ("/ a", "levels of a path"),
            ("a\nb", "line break"),
            ("a\u2028b", "line break"),
            ("a\x07b", "control"),
        ],
    )
    def test_refuses_a_name_that_no_path_can_hold(self, name: str, why: str) -> None:
        with pytest.raises(CodebookError, match=why):
            Code(name)

    @pytest.mark.parametrize(
        ("fields", "why"),
        [
            ({"colour": "blue"}, "#0072b2"),
            ({"kind": "topic"}, "theme, pain point, layer, counter, context"),
            ({"patterns": ({"LOWER": "x"},)}, "patterns are a list"),
            ({"patterns": ([],)}, "patterns are a list"),
            ({"patterns": ([{"LOWER": object()}],)}, "patterns are a list"),
            ({"patterns": ([{"LENGTH": float("nan")}],)}, "patterns are a list"),
            ({"examples": "one text"}, "a list"),
            ({"id": ""}, "empty id"),
        ],
    )
    def test_refuses_a_value_and_says_what_it_can_be(self, fields: dict[str, object], why: str) -> None:
        with pytest.raises(CodebookError, match=why):
            Code("Velocity", **fields)  # type: ignore[arg-type]

    def test_keeps_patterns_apart_from_the_list_they_came_in(self) -> None:
        token = {"LOWER": "rapid"}
        code = Code("Velocity", patterns=([token],))
        token["LOWER"] = "slow"
        assert code.patterns == ([{"LOWER": "rapid"}],)


class TestACodebook:
    def test_is_in_the_order_of_the_tree_whatever_the_order_of_the_codes(self) -> None:
        top, below, other = Code("A"), Code("B"), Code("C")
        child = Code("A1", parent=top.id)
        assert paths(Codebook([child, top, below, other])) == ["A", "A / A1", "B", "C"]

    def test_refuses_an_id_twice(self) -> None:
        with pytest.raises(CodebookError, match="same id"):
            Codebook([Code("A", id="1"), Code("B", id="1")])

    def test_refuses_siblings_that_differ_in_case_or_space_alone(self) -> None:
        with pytest.raises(CodebookError, match='two codes "rapid PROTOTYPING"'):
            Codebook([Code("Rapid  prototyping"), Code("rapid PROTOTYPING")])

    def test_refuses_an_unknown_parent(self) -> None:
        with pytest.raises(CodebookError, match="not in the codebook"):
            Codebook([Code("A", parent="nobody")])

    def test_refuses_a_circle(self) -> None:
        with pytest.raises(CodebookError, match="below itself"):
            Codebook([Code("A", parent="b", id="a"), Code("B", parent="a", id="b"), Code("C")])

    def test_refuses_a_bottomless_tree(self) -> None:
        with pytest.raises(CodebookError, match="100 levels"):
            Codebook().add(" / ".join("x" * 101))

    def test_knows_where_a_code_stands(self, book: Codebook) -> None:
        silent = book.at("Pain points / Data errors / Silent ones")
        assert book.path(silent) == "Pain points / Data errors / Silent ones"
        assert book.theme(silent.id) == "Pain points"
        assert book.depth(silent) == 2
        assert book.parent(silent) == book.at("Pain points / Data errors")
        assert [code.name for code in book.children()] == ["Velocity", "Pain points"]
        assert [code.name for code in book.children(book.at("Velocity"))] == ["Rapid prototyping", "Domain experts"]
        assert [code.name for code in book.descendants(book.at("Pain points"))] == ["Data errors", "Silent ones"]
        assert silent in book
        assert silent.id in book
        assert "elsewhere" not in book

    def test_inherits_kinds_from_above(self, book: Codebook) -> None:
        assert book.kind(book.at("Velocity / Rapid prototyping")) == "theme"
        assert book.kind(book.at("Pain points / Data errors")) == "pain point"
        assert book.kind(book.at("Pain points / Data errors / Silent ones")) == "counter"

    def test_does_not_know_an_id_of_elsewhere(self, book: Codebook) -> None:
        with pytest.raises(CodebookError, match="look it up anew"):
            book["elsewhere"]

    def test_of_10_000_codes_is_made_and_asked_at_once(self) -> None:
        # No clock: each path is looked at once on the way down, so the test ends at once or is noticed by all.
        book = Codebook().add_all([(f"Theme {i % 25} / Code {i}", {}) for i in range(10_000)])
        again = Codebook(list(book))
        assert len(again) == 10_025
        assert all(again.at(book.path(code)) == code and again.find(code.name) == code for code in book)


class TestFinding:
    @pytest.mark.parametrize(
        "text",
        ["Velocity / Rapid prototyping", "velocity / RAPID  prototyping", "rapid prototyping", " Rapid Prototyping"],
    )
    def test_takes_a_path_or_an_unambiguous_end_of_it(self, book: Codebook, text: str) -> None:
        assert book.find(text) == book.at("Velocity / Rapid prototyping")

    def test_takes_the_ending_of_a_longer_path(self, book: Codebook) -> None:
        assert book.find("data errors / silent ones").name == "Silent ones"

    def test_prefers_a_whole_path(self) -> None:
        book = Codebook().add("Other / Time").add("Time")
        assert book.path(book.find("time")) == "Time"

    def test_names_those_that_it_could_be(self) -> None:
        book = Codebook().add("A / Other").add("B / Other")
        with pytest.raises(CodebookError, match='could be "A / Other" or "B / Other"'):
            book.find("other")

    def test_names_the_nearest_where_there_is_none(self, book: Codebook) -> None:
        with pytest.raises(CodebookError, match=r'did you mean "Velocity / Rapid prototyping"'):
            book.find("rapd protoyping")

    def test_warns_of_names_nearly_there(self, book: Codebook) -> None:
        assert [code.name for code in book.near_duplicates("Rapid prototypíng")] == ["Rapid prototyping"]
        assert [code.name for code in book.near_duplicates("prototyping, rapid")] == ["Rapid prototyping"]
        assert not book.near_duplicates("Versioning")


class TestChanging:
    def test_adding_makes_what_is_missing_above(self, book: Codebook) -> None:
        new = book.add("velocity / Tools / Notebooks", definition="Where ideas are tried.")
        assert paths(new)[3:5] == ["Velocity / Tools", "Velocity / Tools / Notebooks"]
        assert new.at("Velocity / Tools / Notebooks").definition == "Where ideas are tried."
        assert len(book) == 6

    def test_adding_refuses_what_is_there(self, book: Codebook) -> None:
        with pytest.raises(CodebookError, match="already"):
            book.add("VELOCITY / rapid prototyping")

    def test_adding_refuses_fields_that_no_code_has(self, book: Codebook) -> None:
        with pytest.raises(CodebookError, match='no field "color"'):
            book.add("X", color="#000000")

    def test_rows_may_name_a_code_after_those_below_it(self) -> None:
        book = Codebook().add_all([("a / B", {}), ("A", {"definition": "Now."})])
        assert paths(book) == ["A", "A / B"]
        assert book.at("A").definition == "Now."

    def test_a_renamed_code_keeps_its_id_and_what_is_below(self, book: Codebook) -> None:
        code = book.at("Pain points")
        new = book.rename(code, "Troubles")
        assert new.path(code) == "Troubles"
        assert "Troubles / Data errors / Silent ones" in paths(new)

    def test_renaming_refuses_the_name_of_a_sibling(self, book: Codebook) -> None:
        with pytest.raises(CodebookError, match="two codes"):
            book.rename(book.at("Velocity / Domain experts"), "rapid prototyping")

    def test_a_moved_code_takes_along_what_is_below(self, book: Codebook) -> None:
        new = book.move(book.at("Pain points / Data errors"), book.at("Velocity"), 1)
        assert paths(new) == [
            "Velocity",
            "Velocity / Rapid prototyping",
            "Velocity / Data errors",
            "Velocity / Data errors / Silent ones",
            "Velocity / Domain experts",
            "Pain points",
        ]
        assert paths(new.move(new.at("Velocity / Data errors"), None))[-2:] == [
            "Data errors",
            "Data errors / Silent ones",
        ]

    def test_siblings_change_places(self, book: Codebook) -> None:
        new = book.move(book.at("Pain points"), None, 0)
        assert [code.name for code in new.children()] == ["Pain points", "Velocity"]

    def test_moving_refuses_a_place_below_itself(self, book: Codebook) -> None:
        with pytest.raises(CodebookError, match="below itself"):
            book.move(book.at("Pain points"), book.at("Pain points / Data errors / Silent ones"))

    def test_merging_keeps_the_target_and_adds_what_the_source_says_more(self, book: Codebook) -> None:
        source, target = book.at("Pain points / Data errors"), book.at("Velocity / Rapid prototyping")
        new = book.edit(source, definition="Wrong values.", examples=["by dinner", "upside down"]).merge(source, target)
        merged = new[target.id]
        assert merged.definition == "A result in a day.\nWrong values."
        assert merged.examples == ("by dinner", "upside down")
        assert source not in new
        assert "Velocity / Rapid prototyping / Silent ones" in paths(new)

    def test_merging_a_code_into_the_one_above(self, book: Codebook) -> None:
        new = book.merge(book.at("Pain points / Data errors"), book.at("Pain points"))
        assert paths(new)[-2:] == ["Pain points", "Pain points / Silent ones"]

    @pytest.mark.parametrize(
        ("source", "target", "why"),
        [
            ("Velocity", "Velocity", "into itself"),
            ("Pain points", "Pain points / Data errors", "other way round"),
        ],
    )
    def test_merging_refuses_what_would_lose_codes(self, book: Codebook, source: str, target: str, why: str) -> None:
        with pytest.raises(CodebookError, match=why):
            book.merge(book.at(source), book.at(target))

    def test_merging_refuses_children_of_one_name(self) -> None:
        book = Codebook().add("A / Same").add("B / same")
        with pytest.raises(CodebookError, match='"Same" below them'):
            book.merge(book.at("A"), book.at("B"))

    def test_splitting_makes_codes_below(self, book: Codebook) -> None:
        new = book.split(book.at("Velocity / Domain experts"), ["Nurses", "Judges"])
        assert paths(new)[3:5] == ["Velocity / Domain experts / Nurses", "Velocity / Domain experts / Judges"]

    def test_deleting_refuses_to_take_others_along_unasked(self, book: Codebook) -> None:
        with pytest.raises(CodebookError, match="has 2 codes below it"):
            book.delete(book.at("Pain points"))
        assert len(book.delete(book.at("Pain points"), with_descendants=True)) == 3

    def test_editing_leaves_name_and_place_to_others(self, book: Codebook) -> None:
        assert book.edit(book.at("Velocity"), kind="layer").at("Velocity").kind == "layer"
        with pytest.raises(CodebookError, match="rename or move"):
            book.edit(book.at("Velocity"), name="Speed")


class AnySequenceOfOperations(RuleBasedStateMachine):
    """After any operations, done or refused: paths are unique, ids stay with their codes, the tree is whole."""

    @initialize(book=codebooks())
    def begin(self, book: Codebook) -> None:
        self.book = book
        self.ids = {code.id for code in book}

    def pick(self, data: st.DataObject) -> Code | None:
        return data.draw(st.sampled_from(list(self.book))) if len(self.book) else None

    def take(self, new: Codebook, *, gone: int = 0, made: int | None = 0) -> None:
        kept = {code.id for code in new} & self.ids
        assert len(kept) == len(self.book) - gone
        assert made is None or len(new) == len(kept) + made
        self.book, self.ids = new, {code.id for code in new}

    @rule(data=st.data(), name=names)
    def add(self, data: st.DataObject, name: str) -> None:
        above = self.pick(data)
        path = f"{self.book.path(above)} / {name}" if above else name
        try:
            self.take(self.book.add(path), made=1)
        except CodebookError:
            assert name_key(path) in {name_key(other) for other in self.book.paths}

    @rule(data=st.data(), name=names, definition=texts)
    def rename_and_edit(self, data: st.DataObject, name: str, definition: str) -> None:
        if code := self.pick(data):
            self.take(self.book.edit(code, definition=definition))
            siblings = {
                name_key(other.name) for other in self.book.children(self.book.parent(code)) if other.id != code.id
            }
            try:
                self.take(self.book.rename(code, name))
            except CodebookError:
                assert name_key(Code(name).name) in siblings

    @rule(data=st.data(), position=st.none() | st.integers(0, 4))
    def move(self, data: st.DataObject, position: int | None) -> None:
        code, above = self.pick(data), self.pick(data)
        if code:
            try:
                new = self.book.move(code, above, position)
            except CodebookError:
                return
            place = [sibling.id for sibling in new.children(above)].index(code.id)
            assert place == min(len(new.children(above)) - 1, len(self.book) if position is None else position)
            self.take(new)

    @rule(data=st.data())
    def merge(self, data: st.DataObject) -> None:
        source, target = self.pick(data), self.pick(data)
        if source and target:
            try:
                self.take(self.book.merge(source, target), gone=1)
            except CodebookError:
                return
            assert self.book[target.id].name == target.name

    @rule(data=st.data(), parts=st.lists(names, min_size=1, max_size=3))
    def split(self, data: st.DataObject, parts: list[str]) -> None:
        if code := self.pick(data):
            try:
                self.take(self.book.split(code, parts), made=len(parts))
            except CodebookError:
                return

    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        if code := self.pick(data):
            self.take(self.book.delete(code, with_descendants=True), gone=1 + len(self.book.descendants(code)))

    @invariant()
    def the_tree_is_whole(self) -> None:
        book = getattr(self, "book", Codebook())
        keys = [name_key(book.path(code)) for code in book]
        assert len(set(keys)) == len(keys)
        assert [code for top in book.children() for code in (top, *book.descendants(top))] == list(book)
        for code in book:
            above = book.parent(code)
            assert book.path(code) == (f"{book.path(above)} / {code.name}" if above else code.name)
            assert book.depth(code) == (book.depth(above) + 1 if above else 0)
            assert book.at(book.path(code)) == book.find(book.path(code)) == book[code.id] == code
            assert book.theme(code) == book.path(code).split(" / ")[0]


TestAnySequenceOfOperations = AnySequenceOfOperations.TestCase
TestAnySequenceOfOperations.settings = unhurried


class TestTheFrame:
    def test_has_a_row_a_code(self, book: Codebook) -> None:
        frame = book.edit(book.at("Velocity"), patterns=[[{"LOWER": "fast"}]], examples=["a", "b"]).to_frame()
        assert list(frame.columns) == [
            *("code", "position", "path", "name", "parent", "theme", "kind", "colour"),
            *("definition", "include", "exclude", "examples", "patterns"),
        ]
        first, last = frame.iloc[0], frame.iloc[-1]
        assert (first["path"], first["examples"], first["patterns"]) == ("Velocity", "a\nb", '[[{"LOWER": "fast"}]]')
        assert (last["theme"], last["kind"], last["position"]) == ("Pain points", "counter", 5)
        assert frame["parent"].isna().tolist() == [True, False, False, True, False, False]

    def test_has_its_columns_without_codes_too(self) -> None:
        assert list(Codebook().to_frame().columns) == list(Codebook().add("A").to_frame().columns)

    @given(codebooks())
    @unhurried
    def test_has_what_the_codebook_says(self, book: Codebook) -> None:
        frame = book.to_frame()
        assert frame["path"].tolist() == paths(book)
        assert frame["kind"].tolist() == [book.kind(code) for code in book]
