"""Files that cannot be read are refused with one sentence that says which file, what is wrong, and what to do."""

import io
import re
from collections.abc import Callable

import pytest

from codebook.errors import UnreadableFile
from corpus.readers import read
from corpus.readers.archives import MOST_BYTES, Archive
from corpus.readers.rendering import MOST_CHARACTERS
from tests.corpus.making import docx, odt, pdf, typeset, unzipped, w_paragraph, xlsx, zipped
from tests.corpus.samples import SAMPLES, Sample

ARCHIVES = [sample for sample in SAMPLES if sample.data.startswith(b"PK")]
BINARY = [*ARCHIVES, *(sample for sample in SAMPLES if sample.name.endswith(".pdf"))]
WITH_AN_END = [*BINARY, *(sample for sample in SAMPLES if sample.name.endswith((".rtf", ".json")))]
OLE = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(504)

every_kind = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
every_archive = pytest.mark.parametrize("sample", ARCHIVES, ids=lambda sample: sample.name)


def refusal(data: bytes, name: str) -> str:
    """The sentences with which a file is refused."""
    with pytest.raises(UnreadableFile) as refused:
        read(data, name=name)
    message = str(refused.value)
    assert message.startswith(name)
    assert message.endswith(".")
    assert len(message) < 450
    return message


# -- damaged ----------------------------------------------------------------------------------------------------------


@every_kind
def test_an_empty_file_is_refused(sample: Sample) -> None:
    assert "is empty" in refusal(b"", sample.name)


@every_kind
def test_a_file_of_blanks_is_refused(sample: Sample) -> None:
    refusal(b" \n \n", sample.name)


@pytest.mark.parametrize("sample", WITH_AN_END, ids=lambda sample: sample.name)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_file_cut_short_is_refused(sample: Sample, share: float) -> None:
    assert re.search("cut short|damaged", refusal(sample.data[: int(len(sample.data) * share)], sample.name))


@pytest.mark.parametrize(
    "sample", [sample for sample in SAMPLES if sample not in WITH_AN_END], ids=lambda sample: sample.name
)
@pytest.mark.parametrize("share", [0.01, 0.3, 0.6, 0.9])
def test_a_text_cut_short_is_read_as_far_as_it_goes_or_refused(sample: Sample, share: float) -> None:
    try:
        transcript = read(sample.data[: int(len(sample.data) * share)], name=sample.name)
    except UnreadableFile:
        return
    assert transcript.text


@every_kind
def test_a_file_of_zero_bytes_is_refused(sample: Sample) -> None:
    refusal(bytes(10_000), sample.name)


@every_kind
def test_zero_bytes_within_never_reach_the_text(sample: Sample) -> None:
    middle = len(sample.data) // 2
    try:
        transcript = read(sample.data[:middle] + b"\0\0" + sample.data[middle:], name=sample.name)
    except UnreadableFile:
        return
    assert "\0" not in transcript.text


# -- of another kind than the name says -------------------------------------------------------------------------------


@every_kind
@pytest.mark.parametrize("other", BINARY, ids=lambda sample: sample.name)
def test_a_file_of_another_kind_is_refused(sample: Sample, other: Sample) -> None:
    if sample.name.rpartition(".")[2] != other.name.rpartition(".")[2] and {"csv", "tsv"}.isdisjoint(
        sample.name.split(".")
    ):
        refusal(other.data, sample.name)


@pytest.mark.parametrize("name", ["a.docx", "a.odt", "a.xlsx", "a.pdf", "a.rtf", "a.json", "a.vtt", "a.srt", "a.csv"])
def test_plain_text_under_another_name_is_refused(name: str) -> None:
    refusal(b"Ana: How did it go?\nBen: It broke.\n", name)


@pytest.mark.parametrize("name", ["a.docx", "a.odt", "a.xlsx", "a.csv", "a.txt", "a.rtf", "a.pdf"])
def test_a_document_of_an_old_office_version_is_refused(name: str) -> None:
    refusal(OLE + "WordDocument".encode("utf-16-le") + bytes(1000), name)


def test_a_zip_of_something_else_is_refused() -> None:
    assert "lacks the part word/document.xml" in refusal(zipped({"readme.txt": "x"}), "a.docx")
    assert "lacks the part content.xml" in refusal(zipped({"readme.txt": "x"}), "a.odt")
    assert "no Excel workbook" in refusal(zipped({"readme.txt": "x"}), "a.xlsx")


# -- locked -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.odt"])
def test_an_office_document_with_a_password_is_refused_with_the_way_out(name: str) -> None:
    message = refusal(OLE + "EncryptedPackage".encode("utf-16-le") + bytes(1000), name)
    assert "protected by a password" in message
    assert "remove the password" in message


@pytest.mark.parametrize("method", ["RC4-40", "RC4-128"])
def test_a_pdf_with_a_password_is_refused_with_the_way_out(method: str) -> None:
    pypdf = pytest.importorskip("pypdf")
    writer = pypdf.PdfWriter(io.BytesIO(pdf(typeset(["Ana: Yes."]))))
    writer.encrypt("secret", algorithm=method)
    buffer = io.BytesIO()
    writer.write(buffer)
    message = refusal(buffer.getvalue(), "a.pdf")
    assert "protected by a password" in message
    assert "remove the password" in message


def test_a_pdf_that_only_forbids_printing_is_read() -> None:
    pypdf = pytest.importorskip("pypdf")
    writer = pypdf.PdfWriter(io.BytesIO(pdf(typeset(["Ana: Yes."]))))
    writer.encrypt("", "owner", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    assert read(buffer.getvalue(), name="a.pdf").text == "Ana: Yes."


def test_a_zip_with_a_password_is_refused() -> None:
    data = bytearray(docx(w_paragraph("Ana: Yes.")))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 1)
    assert "protected by a password" in refusal(bytes(data), "a.docx")


# -- malicious --------------------------------------------------------------------------------------------------------


def bomb(sample: Sample, member: str, content: bytes) -> bytes:
    """The sample with one of its members replaced."""
    return zipped(unzipped(sample.data) | {member: content})


@every_archive
def test_a_zip_bomb_is_refused(sample: Sample) -> None:
    data = bomb(sample, "picture.png", bytes(30_000_000))
    assert len(data) < 100_000
    assert "unpacks to far more" in refusal(data, sample.name)


def test_many_members_that_unpack_to_too_much_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_BYTES <= 200_000_000
    monkeypatch.setattr("corpus.readers.archives.MOST_BYTES", 5_000)
    with pytest.raises(UnreadableFile, match=r"^a\.docx unpacks to far more"):
        Archive(zipped({str(number): "x" * 1000 for number in range(6)}), name="a.docx", what="Word document")


def test_too_many_members_are_refused() -> None:
    assert "unpacks" in refusal(zipped({str(number): "" for number in range(10_001)}), "a.docx")


LAUGHS = "<!DOCTYPE a [" + "".join(
    f'<!ENTITY l{number} "{f"&l{number - 1};" * 10 if number else "ha" * 10}">' for number in range(10)
)
FILE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">'
ENTITIES: dict[str, Callable[[str], str]] = {
    "billion laughs": lambda xml: xml.replace("?>", f"?>{LAUGHS}]>", 1).replace("Interviewer", "&l9;", 1),
    "a file of the machine": lambda xml: xml.replace("?>", f"?>{FILE}]>", 1).replace("Interviewer", "&x;", 1),
    "a harmless one": lambda xml: xml.replace("?>", '?><!DOCTYPE a [<!ENTITY n "Ana">]>', 1).replace("Ben", "&n;"),
    "only a document type": lambda xml: xml.replace("?>", '?><!DOCTYPE a SYSTEM "http://127.0.0.1/x.dtd">', 1),
    "in UTF-16": lambda xml: xml.replace("UTF-8", "UTF-16").replace("?>", f"?>{FILE}]>", 1),
}
TEXTS = {
    "a.docx": ("word/document.xml", docx(w_paragraph("Interviewer: Yes.") + w_paragraph("Ben: No."))),
    "a.odt": ("content.xml", odt("<text:p>Interviewer: Yes.</text:p><text:p>Ben: No.</text:p>")),
    "a.xlsx": ("xl/worksheets/sheet1.xml", xlsx([["speaker", "text"], ["Interviewer", "Yes."], ["Ben", "No."]])),
}


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("entity", ENTITIES)
def test_xml_with_entities_is_refused(name: str, entity: str) -> None:
    member, data = TEXTS[name]
    members = unzipped(data)
    xml = members[member].decode()
    xml = xml if xml.startswith("<?xml") else f'<?xml version="1.0" encoding="UTF-8"?>{xml}'
    encoding = "utf-16" if entity == "in UTF-16" else "utf-8"
    harmful = zipped(members | {member: ENTITIES[entity](xml).encode(encoding)})
    assert "document type" in refusal(harmful, name)


@pytest.mark.parametrize("depth", [300, 3_000])
def test_elements_within_elements_without_end_are_refused(depth: int) -> None:
    nested = "<w:smartTag>" * depth + "x" + "</w:smartTag>" * depth
    assert "damaged" in refusal(docx(w_paragraph("Ana: Yes.") + f"<w:p>{nested}</w:p>"), "a.docx")
    assert "damaged" in refusal(odt("<text:p>" + "<text:span>" * depth + "</text:span>" * depth + "</text:p>"), "a.odt")


# -- too long ---------------------------------------------------------------------------------------------------------


def test_a_text_of_more_than_twenty_million_characters_is_refused_with_the_way_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert MOST_CHARACTERS == 20_000_000
    monkeypatch.setattr("corpus.readers.rendering.MOST_CHARACTERS", 100)
    for sample in SAMPLES:
        if sample.name.endswith((".docx", ".odt", ".rtf", ".vtt", ".srt", ".csv", ".tsv", ".xlsx", ".json")):
            assert "Split it into a file for each interview" in refusal(sample.data, sample.name)


@pytest.mark.parametrize("name", ["a.txt", "a.json", "a.rtf", "a.docx", "a.pdf"])
def test_a_hundred_megabytes_are_refused_at_once(name: str) -> None:
    refusal(b"Ana: we had a model and it broke. " * 3_000_000, name)
