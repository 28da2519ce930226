"""YAML for people: read leniently, written readably, changed in place with its comments."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from codebook import Codebook, read, render, write
from tests.codebook.strategies import NASTY, as_held, codebooks, unhurried

BY_HAND = """\
# Our codebook. Ada keeps it.
title: A study of models

codes:
  # What makes people fast
  - name: Velocity  # first
    colour: "#0072b2"  # of Okabe and Ito
    definition: >
      How fast an idea
      is tried.
    # examples come later
    codes:
      # seen in all interviews
      - name: Rapid prototyping
        include: Habits
        owner: Ada

      # seen in some
      - name: Domain experts
  # What hurts
  - name: Pain points
    kind: pain point

# the end
closing: yes
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "codes.yaml"
    path.write_text(BY_HAND, encoding="utf-8")
    write(read(path)[0], path)  # puts in the ids
    return path


def lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if " id: " not in line]


def changed(file: Path, change: object) -> list[str]:
    """The lines of the file, ids aside, after a change of its codebook was written to it."""
    book, _ = read(file)
    new = change(book)  # type: ignore[operator]
    assert write(new, file) == []
    assert read(file)[0] == new
    return lines(file)


class TestReading:
    def test_takes_what_people_write(self) -> None:
        book, notes = read(
            b"""
- Velocity
- name: No
  description: Said no.
  color: "#ABC"
  Kind: Pain_Point
  examples: |
    one
    two
  patterns: '[[{"LOWER": "no"}]]'
- name: 1.10
  definition: ~
  examples: [three, 4]
  patterns:
    - - LOWER: no
        IS_PUNCT: false
        LENGTH: {">=": 2}
      - {OP: "?"}
""",
            name="codes.yaml",
        )
        assert [code.name for code in book] == ["Velocity", "No", "1.10"]
        assert book.at("no").kind == "pain point"
        assert book.at("no").examples == ("one", "two")
        assert book.at("1.10").examples == ("three", "4")
        assert book.at("1.10").patterns == ([{"LOWER": "no", "IS_PUNCT": False, "LENGTH": {">=": 2}}, {"OP": "?"}],)
        assert notes == []

    def test_names_what_it_left_out(self) -> None:
        _, notes = read(BY_HAND.encode(), name="codes.yaml")
        assert notes == [
            'Left out, since it is outside of codes: "title", "closing".',
            'line 16: "owner" says nothing of a code: left out.',
        ]

    def test_gives_a_new_id_where_one_was_copied(self) -> None:
        same = "0f9f8a0e-0000-0000-0000-00000000000b"
        book, notes = read(
            f"- {{name: A, id: {same}}}\n- {{name: B, id: {same}}}\n- {{name: C, id: c}}".encode(), name="c.yaml"
        )
        assert book.at("A").id == same
        assert len({code.id for code in book}) == 3
        assert len(notes) == 2

    @pytest.mark.parametrize("data", [b"codes:\n", b"codes: []\n", b"codes: ~\n"])
    def test_an_empty_codebook_is_one(self, data: bytes) -> None:
        assert read(data, name="codes.yaml") == (Codebook(), [])


class TestWriting:
    def test_is_for_people(self) -> None:
        book = (
            Codebook()
            .add("Velocity", kind="theme", definition="word " * 40, examples=["We did: it"])
            .add("Velocity / No")
        )
        text = "\n".join(line for line in render(book, "yaml").decode().splitlines() if " id: " not in line)
        assert text.replace(" word", "word") == (
            "codes:\n"
            "  - name: Velocity\n"
            "    kind: theme\n"
            "    definition: >\n"
            f"     {'word' * 20}\n"
            f"     {'word' * 20}\n"
            "    examples:\n"
            '      - "We did: it"\n'
            "    codes:\n"
            '      - name: "No"'
        )

    @given(codebooks())
    @unhurried
    def test_is_what_other_readers_of_yaml_read(self, book: Codebook) -> None:
        def names(codes: list[dict]) -> list[str]:
            return [name for code in codes for name in (code["name"], *names(code.get("codes", [])))]

        assert names(yaml.safe_load(render(book, "yaml"))["codes"] or []) == [code.name for code in book]


class TestChangingInPlace:
    def test_nothing_changed_changes_nothing(self, file: Path) -> None:
        before = file.read_bytes()
        assert changed(file, lambda book: book) == BY_HAND.splitlines()
        assert file.read_bytes() == before

    def test_ids_are_written_so_that_a_codebook_keeps_its_identity(self, file: Path) -> None:
        assert read(file)[0] == read(file)[0]

    def test_a_changed_value_keeps_the_remark_beside_it(self, file: Path) -> None:
        now = changed(file, lambda book: book.edit(book.at("Velocity"), colour="#d55e00"))
        assert '    colour: "#d55e00"  # of Okabe and Ito' in now
        assert len(now) == len(BY_HAND.splitlines())

    def test_only_the_changed_lines_change(self, file: Path) -> None:
        now = changed(
            file, lambda book: book.rename(book.at("Velocity"), "Speed").edit(book.at("Velocity"), definition="Hm.")
        )
        expected = BY_HAND.replace("name: Velocity", "name: Speed")
        expected = expected.replace("definition: >\n      How fast an idea\n      is tried.", "definition: Hm.")
        assert now == expected.splitlines()

    def test_a_deleted_code_takes_its_own_comment_along_and_no_other(self, file: Path) -> None:
        now = changed(file, lambda book: book.delete(book.at("Velocity / Rapid prototyping")))
        gone = ["# seen in all interviews", "- name: Rapid prototyping", "include: Habits", "owner: Ada"]
        assert now == [line for line in BY_HAND.splitlines() if line.strip() not in gone]

    def test_a_moved_code_takes_its_comment_along(self, file: Path) -> None:
        now = changed(file, lambda book: book.move(book.at("Pain points"), None, 0))
        assert (
            now.index("  # What hurts") < now.index("  - name: Pain points") < now.index("  # What makes people fast")
        )
        now = changed(file, lambda book: book.move(book.at("Velocity / Domain experts"), None, 0))
        at = now.index("  # seen in some")
        assert now[at + 1] == "  - name: Domain experts"
        now = changed(file, lambda book: book.move(book.at("Domain experts"), book.at("Pain points")))
        assert now[now.index("    codes:", now.index("  - name: Pain points")) + 2 :][:2] == [
            "      # seen in some",
            "      - name: Domain experts",
        ]

    def test_new_codes_and_fields_find_their_place(self, file: Path) -> None:
        now = changed(
            file,
            lambda book: book.add("Velocity / Rapid prototyping / Notebooks").edit(book.at("Velocity"), kind="layer"),
        )
        assert now[now.index("  - name: Velocity  # first") + 1] == "    kind: layer"
        assert now[now.index("        owner: Ada") + 1 :][:2] == ["        codes:", "          - name: Notebooks"]

    def test_a_hand_made_file_is_matched_by_likeness(self, tmp_path: Path) -> None:
        path = tmp_path / "codes.yaml"
        path.write_text(
            "codes:\n- name: Rapid prototyping  # mine\n  definition: A result in a day.\n", encoding="utf-8"
        )
        book = Codebook().add("Fast prototyping", definition="A result in a day.")
        write(book, path)
        assert lines(path)[:2] == ["codes:", "- name: Fast prototyping  # mine"]
        assert read(path)[0] == book

    @pytest.mark.parametrize(
        "text",
        [
            "codes: [{name: A}]\n",
            "# mine\n- A\n- {name: B}\n",
            "codes:\n  -\n    name: A\n",
            'codes:\n  - name: A\n    definition: "x\u2028y"\n  - name: B\n',
            "codes:\n  - {name: A, codes: [B]}\n",
        ],
    )
    def test_a_layout_without_lines_for_each_code_is_written_anew_and_said(self, text: str, tmp_path: Path) -> None:
        path = tmp_path / "codes.yaml"
        path.write_text(text, encoding="utf-8")
        book = read(path)[0].add("New")
        assert "written anew" in write(book, path)[0]
        assert read(path)[0] == book
        assert path.read_text(encoding="utf-8").startswith("# mine") == text.startswith("# mine")

    def test_line_ends_stay(self, tmp_path: Path) -> None:
        path = tmp_path / "codes.yaml"
        path.write_bytes(b"codes:\r\n  - name: A  # mine\r\n")
        write(read(path)[0].add("B"), path)
        assert path.read_bytes().count(b"\r\n") == path.read_bytes().count(b"\n") == 5

    @given(codebooks(), codebooks())
    @unhurried
    def test_any_codebook_can_be_written_over_any_other(self, old: Codebook, new: Codebook) -> None:
        from codebook.files.yaml_writing import render_yaml

        written, _ = render_yaml(new, existing=render(old, "yaml"))
        assert read(written, name="codes.yaml")[0] == new

    @given(codebooks().filter(len), st.data())
    @unhurried
    def test_any_change_keeps_the_comments_of_the_other_codes(self, book: Codebook, data: st.DataObject) -> None:
        from codebook.files.yaml_writing import render_yaml

        comments: dict[str, str] = {}
        text: list[str] = []
        for line in render(book, "yaml").decode().splitlines():
            if line.lstrip().startswith("- name: "):
                text.append(f"{line[: len(line) - len(line.lstrip())]}# comment {len(comments)}")
                comments[list(book)[len(comments)].id] = text[-1].strip()
            text.append(line)
        code = data.draw(st.sampled_from(list(book)))
        new = data.draw(
            st.sampled_from(
                [
                    book.delete(code, with_descendants=True),
                    book.move(code, None, 0) if book.parent(code) is None else book,
                    book.add(f"{book.path(code)} / quite new"),
                    book.edit(code, definition="now: this\nand that", examples=NASTY),
                ]
            )
        )
        written, notes = render_yaml(new, existing="\n".join(text).encode())
        assert notes == []
        assert read(written, name="codes.yaml")[0] == new
        kept = [line.strip() for line in written.decode().splitlines() if line.lstrip().startswith("# comment ")]
        assert kept == [comments[code.id] for code in new if code.id in comments]


@pytest.mark.parametrize("name", ["mlops.yaml", "mlops-2024.yaml"])
def test_the_codebooks_of_the_reference_study_are_read(name: str) -> None:
    import codebook

    book, notes = read(Path(codebook.__file__).parent / name)
    assert notes == []
    assert {("Velocity",), ("Versioning",)} <= set(as_held(book))
    assert {book.path(code).count(" / ") for code in book} == {0, 1, 2}
