"""Codebooks through files: what goes out comes back, and bad files are refused in a sentence."""

from __future__ import annotations

import contextlib
import csv
import io
import random
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given

from codebook import READ, WRITTEN, Codebook, CodebookError, read, render, write
from codebook.files.entries import FIELDS
from codebook.files.refi import HELD
from tests.codebook.strategies import as_held, codebooks, unhurried


@pytest.fixture
def book() -> Codebook:
    return Codebook().add_all(
        [
            (
                "Velocity",
                {"colour": "#0072b2", "definition": "How fast an idea is tried.\n\nNot the speed of a model."},
            ),
            (
                "Velocity / Rapid prototyping",
                {"include": "Habits.", "exclude": "Luck.", "examples": ["=by dinner", "now"]},
            ),
            ("Pain points", {"kind": "pain point", "patterns": [[{"LOWER": {"IN": ["slow", "träge"]}, "OP": "+"}]]}),
        ]
    )


def sheet(rows: list[list[object]]) -> bytes:
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def refusal(data: bytes, name: str) -> str:
    with pytest.raises(CodebookError) as caught:
        read(data, name=name)
    message = str(caught.value)
    assert name in message
    assert "\n" not in message
    assert len(message) < 400
    return message


class TestThereAndBack:
    @given(codebooks())
    @unhurried
    def test_yaml_holds_everything(self, book: Codebook) -> None:
        assert read(render(book, "yaml"), name="codes.yaml") == (book, [])

    @pytest.mark.parametrize("suffix", ["csv", "xlsx"])
    @given(book=codebooks())
    @unhurried
    def test_tables_hold_everything_but_ids(self, suffix: str, book: Codebook) -> None:
        again, notes = read(render(book, suffix), name=f"codes.{suffix}")
        assert as_held(again, *FIELDS) == as_held(book, *FIELDS)
        assert notes == []

    @given(codebooks().filter(len))
    @unhurried
    def test_qdc_holds_everything_but_kinds_and_patterns(self, book: Codebook) -> None:
        again, notes = read(render(book, "qdc"), name="codes.qdc")
        assert as_held(again, "id", *HELD) == as_held(book, "id", *HELD)
        assert notes == []

    @pytest.mark.parametrize("suffix", WRITTEN)
    def test_the_same_codebook_gives_the_same_bytes(self, book: Codebook, suffix: str) -> None:
        assert render(book, suffix) == render(Codebook(list(book)), suffix)

    @pytest.mark.parametrize("suffix", READ)
    def test_a_file_on_disk(self, book: Codebook, suffix: str, tmp_path: Path) -> None:
        notes = write(book, tmp_path / f"codes{suffix}")
        assert as_held(read(tmp_path / f"codes{suffix}")[0]) == as_held(book)
        assert bool(notes) == (suffix == ".qdc")
        assert [path.name for path in tmp_path.iterdir()] == [f"codes{suffix}"]


class TestReadingOntoACodebook:
    def test_ids_come_from_codes_that_are_the_same(self, book: Codebook) -> None:
        again, _ = read(b"path\nVelocity / Fast prototyping\nVelocity\nPain points\n", name="codes.csv", onto=book)
        assert again.at("Velocity").id == book.at("Velocity").id
        assert again.at("Pain points").id == book.at("Pain points").id

    def test_what_a_table_has_no_column_for_is_not_lost(self, book: Codebook) -> None:
        again, _ = read(b"path,definition\nVelocity,\nPain points,Slow.\n", name="codes.csv", onto=book)
        assert again.at("Velocity").definition == ""
        assert again.at("Velocity").colour == "#0072b2"
        assert again.at("Pain points").kind == "pain point"
        assert again.at("Pain points").patterns == book.at("Pain points").patterns

    def test_a_qdc_file_does_not_take_kinds_away(self, book: Codebook) -> None:
        assert read(render(book, "qdc"), name="codes.qdc", onto=book)[0] == book


class TestTables:
    def test_only_a_path_is_needed_and_parents_are_made(self) -> None:
        book, notes = read("tag;description\nZeit / Mühe;Was es kostet\n".encode("cp1252"), name="codes.csv")
        assert as_held(book, "definition") == [("Zeit", ""), ("Zeit / Mühe", "Was es kostet")]
        assert notes == []

    @pytest.mark.parametrize("header", ["Path", "CODE", "tag", "Name", "Theme code"])
    def test_headers_have_synonyms(self, header: str) -> None:
        book, _ = read(sheet([[header, "Description", "Color"], ["Velocity", "Speed", "#ABC"]]), name="codes.xlsx")
        assert as_held(book, "definition", "colour") == [("Velocity", "Speed", "#aabbcc")]

    def test_other_columns_are_named_in_a_note(self) -> None:
        _, notes = read(b"tag,number of highlights\nVelocity,12\n", name="codes.csv")
        assert notes == ['Columns that say nothing of a code were left out: "number of highlights".']

    def test_the_first_of_two_rows_with_one_path_is_kept(self) -> None:
        book, notes = read(b"path,definition\nVelocity,first\nvelocity,second\n", name="codes.csv")
        assert as_held(book, "definition") == [("Velocity", "first")]
        assert notes == ['row 3: "velocity" was left out, since row 2 has it already.']

    def test_an_impossible_colour_is_left_out_with_a_note(self) -> None:
        book, notes = read(b"path,colour\nVelocity,bluish\n", name="codes.csv")
        assert book.at("Velocity").colour == ""
        assert notes == ['row 2: "bluish" is no colour such as #0072b2, and was left out.']

    def test_numbers_in_a_workbook_are_names_too(self) -> None:
        assert as_held(read(sheet([["path"], [2020], [1.5]]), name="codes.xlsx")[0]) == [("2020",), ("1.5",)]

    def test_a_single_pattern_needs_no_outer_list(self) -> None:
        book, _ = read(b'path,patterns\nVelocity,"[{""LOWER"": ""fast""}]"\n', name="codes.csv")
        assert book.at("Velocity").patterns == ([{"LOWER": "fast"}],)

    def test_no_cell_becomes_a_formula(self) -> None:
        book = Codebook().add_all([(name, {"definition": "@SUM(A1)"}) for name in ("=cmd|' /C calc'!A0", "+1", "-1")])
        workbook = openpyxl.load_workbook(io.BytesIO(render(book, "xlsx")))
        cells = [cell for row in workbook.active.iter_rows(min_row=2, max_col=2) for cell in row]
        assert {cell.data_type for cell in cells} == {"s"}
        assert all(cell.quotePrefix for cell in cells)
        rows = list(csv.reader(io.StringIO(render(book, "csv").decode())))[1:]
        assert all(cell.startswith("'") for row in rows for cell in row[:2])

    def test_a_text_too_long_for_a_cell_is_not_cut_in_silence(self) -> None:
        with pytest.raises(CodebookError, match=r"\.yaml or \.csv"):
            render(Codebook().add("Velocity", definition="x" * 40_000), "xlsx")


class TestREFI:
    def test_is_valid_by_the_standards_schema(self, book: Codebook, shared: Path) -> None:
        from lxml import etree

        schema = etree.XMLSchema(etree.parse(shared / "refi" / "Codebook.xsd"))
        schema.assertValid(etree.fromstring(render(book, "qdc")))
        schema.assertValid(etree.fromstring(render(Codebook().add("x").add("y"), "qdc")))

    def test_says_what_it_cannot_hold(self, book: Codebook, tmp_path: Path) -> None:
        assert write(book, tmp_path / "codes.qdc") == [
            "A .qdc file has no place for kinds (1 code) and patterns (1 code): left out."
        ]

    def test_puts_what_to_include_into_the_description(self, book: Codebook) -> None:
        assert "Include: Habits.\n\nExclude: Luck.\n\nExamples:\n- =by dinner" in render(book, "qdc").decode()

    @pytest.mark.parametrize("namespace", ["urn:QDA-XML:codebook:1.0", "urn:QDA-XML:project:1.0"])
    def test_reads_what_programs_write(self, namespace: str) -> None:
        book, notes = read(
            f"""<CodeBook xmlns="{namespace}"><Codes>
            <Code guid="{{0F9F8A0E-0000-0000-0000-00000000000A}}" name="Work / life" isCodable="false" color="#ABC">
              <Code guid="not a guid" name="" isCodable="true"/>
              <Code guid="0f9f8a0e-0000-0000-0000-00000000000b" name="Twin" isCodable="true"/>
              <Code guid="0f9f8a0e-0000-0000-0000-00000000000c" name="twin" isCodable="true"/>
            </Code></Codes>
            <Sets><Set guid="0f9f8a0e-0000-0000-0000-00000000000d" name="s"/></Sets></CodeBook>""".encode(),
            name="codes.qdc",
        )
        assert as_held(book, "colour") == [
            ("Work/life", "#aabbcc"),
            ("Work/life / (no name)", ""),
            ("Work/life / Twin", ""),
            ("Work/life / twin (2)", ""),
        ]
        assert book.at("Work/life").id == "{0F9F8A0E-0000-0000-0000-00000000000A}"
        assert len(notes) == 5

    def test_reads_the_codes_of_a_project(self, shared: Path) -> None:
        with zipfile.ZipFile(shared / "refi" / "nvivo-mac-15.qdpx") as archive:
            project = next(name for name in archive.namelist() if name.endswith(".qde"))
            book, _ = read(archive.read(project), name="project.qdc")
        assert len(book) == 262

    def test_refuses_entities(self) -> None:
        bomb = b'<!DOCTYPE a [<!ENTITY b "c">]><CodeBook><Codes><Code name="&b;"/></Codes></CodeBook>'
        assert "document type" in refusal(bomb, "codes.qdc")

    def test_refuses_to_write_no_code(self) -> None:
        with pytest.raises(CodebookError, match="at least one"):
            render(Codebook(), "qdc")


class TestDocx:
    def test_is_a_document_to_read(self, book: Codebook) -> None:
        from docx import Document

        paragraphs = Document(io.BytesIO(render(book, "docx"))).paragraphs
        headings = [(p.style.name, p.text) for p in paragraphs if p.style.name.startswith("Heading")]
        assert headings == [("Heading 1", "Velocity"), ("Heading 2", "Rapid prototyping"), ("Heading 1", "Pain points")]
        assert "Include: Habits." in [p.text for p in paragraphs]
        assert [p.text for p in paragraphs if p.style.name == "List Bullet"] == ["=by dinner", "now"]

    def test_is_not_read_back(self, book: Codebook) -> None:
        assert ".yaml" in refusal(render(book, "docx"), "codes.docx")


class TestBadFiles:
    @pytest.mark.parametrize("name", [f"codes{suffix}" for suffix in READ])
    @pytest.mark.parametrize(
        "data", [b"", b"  \n", b"\0\0\0\0", b"PK\x03\x04cut", b"\x89PNG\r\n\x1a\n", b"{}", b"<a/>"]
    )
    def test_are_refused(self, name: str, data: bytes) -> None:
        refusal(data, name)

    @pytest.mark.parametrize("suffix", READ)
    def test_a_file_cut_short_is_refused_or_read_up_to_there(self, book: Codebook, suffix: str) -> None:
        whole = render(book, suffix)
        for end in range(0, len(whole), max(1, len(whole) // 60)):
            with contextlib.suppress(CodebookError):
                assert len(read(whole[:end], name=f"codes{suffix}")[0]) <= len(book)

    @pytest.mark.parametrize("suffix", READ)
    def test_a_damaged_file_raises_nothing_but_our_own_error(self, book: Codebook, suffix: str) -> None:
        chance = random.Random(7)
        whole = render(book, suffix)
        junk = [
            b"\0",
            b"\xff\xfe",
            b"&amp",
            b"<",
            b"[" * 300,
            b"*a",
            b"&a",
            b": ",
            b"\t",
            b'"',
            b"- ",
            b"\n",
            b"!!python/x",
            b"9" * 5000,
        ]
        for _ in range(150):
            damaged = bytearray(whole)
            for _ in range(chance.randint(1, 4)):
                at = chance.randrange(len(damaged))
                damaged[at : at + chance.randint(0, 9)] = chance.choice([*junk, chance.randbytes(3)])
            with contextlib.suppress(CodebookError):
                read(bytes(damaged), name=f"codes{suffix}")

    def test_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(CodebookError, match=r"codes\.yaml cannot be opened"):
            read(tmp_path / "codes.yaml")

    def test_a_folder_that_is_not_there(self, book: Codebook, tmp_path: Path) -> None:
        with pytest.raises(CodebookError, match=r"codes\.yaml cannot be written"):
            write(book, tmp_path / "nowhere" / "codes.yaml")

    def test_a_workbook_without_a_column_for_the_path(self) -> None:
        assert 'no column "path"' in refusal(sheet([["title"], ["Velocity"]]), "codes.xlsx")

    def test_a_zip_bomb(self) -> None:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for part in range(3):
                archive.writestr(f"xl/{part}.xml", bytes(100_000_000))
        assert "unpacks" in refusal(file.getvalue(), "codes.xlsx")

    def test_an_alias_bomb(self) -> None:
        bomb = "a: &a [x]\n" + "".join(
            f"{chr(98 + i)}: &{chr(98 + i)} [*{chr(97 + i)}, *{chr(97 + i)}]\n" for i in range(20)
        )
        assert "line 2: an alias" in refusal(bomb.encode(), "codes.yaml")

    def test_brackets_without_end(self) -> None:
        assert "nested too deeply" in refusal(b"[" * 100_000, "codes.yaml")

    def test_a_very_large_file(self) -> None:
        assert "MB" in refusal(b"path\n" + b"x" * 10_000_000, "codes.csv")

    @pytest.mark.parametrize(
        ("data", "name", "place", "remedy"),
        [
            (b"path,kind\nA,theme\nB,topic\n", "c.csv", "row 3", "theme, pain point, layer, counter, context"),
            (b"path,patterns\nA,[[\n", "c.csv", "row 2", '{"LOWER": "rapid"}'),
            (b'path,patterns\nA,"[[1]]"\n', "c.csv", "row 2", '{"LOWER": "rapid"}'),
            (b"path\nA /  / B\n", "c.csv", "row 2", 'write "/"'),
            (b"codes:\n  - name: A\n    kind: topic\n", "c.yaml", "line 2", "one of theme"),
            (b"codes:\n  - name: A / B\n", "c.yaml", "line 2", 'write "/"'),
            (b"codes:\n  - definition: A\n", "c.yaml", "line 2", "give it one"),
            (b"codes:\n  - name: A\n    definition: [x]\n", "c.yaml", "line 3", "as one text"),
            (b"codes:\n  - name: A\n    name: B\n", "c.yaml", "line 3", "remove one"),
            (b"codes:\n  - name: A\n    codes: B\n", "c.yaml", "line 3", "- name: ..."),
            (b"codes:\n  - name: 'A\n", "c.yaml", "line", "mend or remove"),
            (b"codes:\n  - name: \x01\n", "c.yaml", "U+0001", "remove it"),
            (b"codes: A\n", "c.yaml", "list of codes", "codes:"),
            (b"<CodeBook><Codes>", "c.qdc", "line 1", "export the codebook again"),
            (b"<CodeBook/>", "c.qdc", "<Codes>", "export a codebook"),
        ],
    )
    def test_the_message_names_place_and_remedy(self, data: bytes, name: str, place: str, remedy: str) -> None:
        message = refusal(data, name)
        assert place in message
        assert remedy in message


def test_a_published_codebook_is_read(shared: Path) -> None:
    first, notes = read(shared / "data" / "serdif" / "codebooks" / "codebook_20220223_0.csv")
    assert len(first) == 120
    assert len(notes) == 1
    last, _ = read(shared / "data" / "serdif" / "codebooks" / "codebook_20220303_8.csv")
    assert len(last) == 22
    assert last.find("additional feature suggestion").definition.count("\n") == 5


def test_messages_hold_no_more_than_an_excerpt() -> None:
    message = refusal(f"path,kind\nA,{'secret ' * 100}\n".encode(), "codes.csv")
    assert max(map(len, re.findall('"[^"]*"', message))) <= 62
