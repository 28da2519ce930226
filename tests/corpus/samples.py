"""One table of transcripts of every kind, and what must come of each; tests and the fuzzer run over it."""

import json
from dataclasses import dataclass

from tests.corpus import making
from tests.corpus.making import o_paragraph, w_paragraph, w_run, w_table

ASKED = "How did you start with machine learning?"
TOLD = "I came from physics; “data” was everywhere – naïve, I know."
THEN = "And then?"
BROKE = "Then we deployed it, and it broke 🙂 twice. We rolled back."
TALK = (("Interviewer", ASKED), ("Ben", TOLD), ("Interviewer", THEN), ("Ben", BROKE))
PLAIN_BROKE = "Then we deployed it, and it broke twice. We rolled back."
PLAIN_TALK = (*TALK[:3], ("Ben", PLAIN_BROKE))
"""The talk without what Windows-1252 lacks."""


@dataclass(frozen=True)
class Sample:
    """A file by its name, and what its transcript holds."""

    name: str
    data: bytes
    turns: tuple[tuple[str | None, str], ...] = TALK
    """Who says what."""
    begins: tuple[int | None, ...] | None = None
    """When, in milliseconds; None where it is not looked at."""
    contains: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """Parts of the notes."""


def _lines(talk: tuple[tuple[str, str], ...] = TALK) -> list[str]:
    return [f"{speaker}: {said}" for speaker, said in talk]


def _docx() -> bytes:
    footnote = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    deleted = '<w:del w:id="1"><w:r><w:delText>Never mind. </w:delText></w:r></w:del>'
    said = [w_paragraph(w_run(f"{speaker}:", "<w:b/>"), w_run(f" {words}")) for speaker, words in TALK]
    return making.docx(
        w_paragraph("Interview 7")
        + said[0]
        + said[1].replace("</w:p>", f"{footnote}{deleted}</w:p>")
        + said[2]
        + said[3]
    )


def _odt() -> bytes:
    styles = (
        '<style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
    )
    said = (o_paragraph(f'<text:span text:style-name="T1">{speaker}:</text:span> {words}') for speaker, words in TALK)
    return making.odt('<text:h text:outline-level="1">Interview 7</text:h>' + "".join(said), styles=styles)


def _rtf() -> bytes:
    def coded(text: str) -> str:
        units = text.encode("utf-16-le")
        codes = (int.from_bytes(units[at : at + 2], "little", signed=True) for at in range(0, len(units), 2))
        return "".join(chr(code) if 0 < code < 128 else rf"\u{code}?" for code in codes)

    said = "\n".join(rf"{{\b {speaker}:}} {coded(words)}\par" for speaker, words in TALK)
    head = r"{\header Confidential}{\info{\author Ada}}"
    return (
        r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss\fcharset0 Arial;}}"
        + head
        + "\nInterview 7\\par\n"
        + said
        + "}"
    ).encode("ascii")


def _pdf() -> bytes:
    paragraphs = ["Interview 7", *(f"*{speaker}:* {words}" for speaker, words in PLAIN_TALK * 3)]
    return making.pdf(making.typeset(paragraphs, head="Study X", foot="Page {}", lines=6))


def _vtt() -> bytes:
    return f"""WEBVTT - recorded

NOTE not said by anybody

1
00:00:01.000 --> 00:00:03.500 align:start
<v Interviewer>{ASKED}</v>

2
00:00:04.000 --> 00:00:06.000
<v.loud Ben>I came from <i>physics</i>; “data” was

00:00:06.000 --> 00:00:09.000
<v Ben>everywhere – na&iuml;ve, I know.
<v Interviewer>{THEN}

00:10.000 --> 00:14.000
<v Ben>{BROKE}</v>
""".encode()


def _srt() -> bytes:
    lines = _lines()
    times = ["00:00:01,000 --> 00:00:03,500", "00:00:04,000 --> 00:00:09,000", "00:00:09,000 --> 00:00:10,000"]
    cues = [
        f"{number}\r\n{time}\r\n<b>{line}</b>\r\n"
        for number, (time, line) in enumerate(zip(times, lines, strict=False), 1)
    ]
    first, rest = lines[3].split(", ")
    cues.append(f"4\r\n00:00:10,000 --> 00:00:12,000\r\n{first},\r\n")
    cues.append(f"5\r\n00:00:12,000 --> 00:00:14,000\r\n{rest}\r\n")
    return "\r\n".join(cues).encode("utf-8-sig")


_TIMES = (1.0, 4.0, 9.0, 10.0)
_BEGINS = (1000, 4000, 9000, 10000)


def _csv() -> bytes:
    rows = [f'{time};{speaker};"{said}"' for time, (speaker, said) in zip(_TIMES, PLAIN_TALK, strict=True)]
    return "\r\n".join(["Beginn;Sprecher;Äußerung", *rows, ""]).encode("cp1252")


def _tsv() -> bytes:
    rows = [f"{said}\t{int(time * 1000)}\t{speaker}" for time, (speaker, said) in zip(_TIMES, TALK, strict=True)]
    return "\n".join(["utterance\tstart_ms\tspeaker_name", *rows]).encode("utf-8")


def _xlsx() -> bytes:
    rows = [[speaker, f"00:00:{int(time):02}", said] for time, (speaker, said) in zip(_TIMES, TALK, strict=True)]
    return making.xlsx([["Study X"], ["Who", "Start", "What was said"], *rows])


def _json(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8")


_SEGMENTS = [
    {"start": time, "end": time + 1, "text": f" {said}", "speaker": speaker}
    for time, (speaker, said) in zip(_TIMES, TALK, strict=True)
]
_UTTERANCES = [
    {
        "start": int(time * 1000),
        "end": int(time * 1000) + 900,
        "text": said,
        "speaker": "A" if speaker == "Interviewer" else "B",
    }
    for time, (speaker, said) in zip(_TIMES, TALK, strict=True)
]

SAMPLES = (
    Sample("plain.txt", "\n".join(_lines()).encode()),
    Sample("marked.md", "\n\n".join(["# Interview 7", *(f"**{who}:** {said}" for who, said in TALK)]).encode()),
    Sample(
        "word.docx",
        _docx(),
        contains=("Interview 7\nInterviewer: How",),
        lacks=("Never mind",),
        notes=("Footnotes were left out (1)", "tracked changes"),
    ),
    Sample(
        "table.docx",
        making.docx(
            w_table(
                [
                    ["Time", "Speaker", "Text"],
                    *([f"0:{int(time):02}", *turn] for time, turn in zip(_TIMES, TALK, strict=True)),
                ]
            )
        ),
        begins=_BEGINS,
        contains=(f"0:01\tInterviewer\t{ASKED}\n0:04\tBen",),
    ),
    Sample("open.odt", _odt(), contains=("Interview 7\nInterviewer: How",)),
    Sample("rich.rtf", _rtf(), contains=("Interview 7\nInterviewer: How",), lacks=("Confidential", "Ada")),
    Sample("print.pdf", _pdf(), turns=PLAIN_TALK * 3, lacks=("Study X", "Page"), notes=("Running heads",)),
    Sample("meeting.vtt", _vtt(), begins=(1000, 4000, 6000, 10000), lacks=("not said", "<", "align")),
    Sample("film.srt", _srt(), begins=_BEGINS, lacks=("-->", "<b>")),
    Sample("semicolons.csv", _csv(), turns=PLAIN_TALK, begins=_BEGINS, notes=("Windows-1252",)),
    Sample("tabs.tsv", _tsv(), begins=_BEGINS),
    Sample("sheet.xlsx", _xlsx(), begins=_BEGINS, contains=(f"[00:00:01] Interviewer: {ASKED}",), lacks=("Study X",)),
    Sample("whisperx.json", _json({"segments": _SEGMENTS, "language": "en", "word_segments": []}), begins=_BEGINS),
    Sample(
        "assemblyai.json",
        _json({"id": "x", "status": "completed", "utterances": _UTTERANCES, "language_code": "en_us"}),
        turns=tuple(("Speaker A" if who == "Interviewer" else "Speaker B", said) for who, said in TALK),
        begins=_BEGINS,
    ),
)
