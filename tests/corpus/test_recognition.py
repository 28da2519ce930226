"""What the reader of speech recognition's JSON makes of the shapes that programs write."""

import json
from typing import Any

import pytest

from codebook.errors import UnreadableFile
from corpus.readers.recognition import SHAPES, read
from corpus.transcripts import Transcript

TURNS = [("Ana", "How did it go?", 1000, 2500), ("Ben", "It broke. Twice.", 3000, 6000)]


def read_json(document: Any) -> Transcript:
    return read(json.dumps(document).encode(), name="talk.json")


def turns(transcript: Transcript) -> list[tuple[str | None, str, int | None, int | None]]:
    return [(turn.speaker, transcript.speech(turn), turn.begin_ms, turn.finish_ms) for turn in transcript.turns]


_PIECES = [("Ana", "How did it go?", 1.0, 2.5), ("Ben", "It broke.", 3.0, 4.0), ("Ben", "Twice.", 5.0, 6.0)]
_WORDS = [
    ("Ana", "How", 1.0, 1.2),
    ("Ana", "did", 1.2, 1.5),
    ("Ana", "it", 1.5, 1.8),
    ("Ana", "go?", 1.8, 2.5),
    ("Ben", "It", 3.0, 3.5),
    ("Ben", "broke.", 3.5, 4.0),
    ("Ben", "Twice.", 5.0, 6.0),
]


def _amazon_items() -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    for who, word, start, end in _WORDS:
        spoken = {"type": "pronunciation", "alternatives": [{"content": word.rstrip("?.")}], "speaker_label": who}
        items.append(spoken | {"start_time": str(start), "end_time": str(end)})
        if word[-1] in "?.":
            items.append({"type": "punctuation", "alternatives": [{"content": word[-1]}]})
    return items


DOCUMENTS: dict[str, Any] = {
    "whisperX": {
        "segments": [
            {"speaker": who, "text": f" {text}", "start": a, "end": b, "words": []} for who, text, a, b in _PIECES
        ],
        "word_segments": [],
        "language": "en",
    },
    "whisper.cpp": {
        "result": {"language": "en"},
        "transcription": [
            {"speaker": who, "text": f" {text}", "offsets": {"from": int(a * 1000), "to": int(b * 1000)}}
            for who, text, a, b in _PIECES
        ],
    },
    "transformers": {
        "text": "...",
        "chunks": [],
        "speakers": [{"speaker": who, "text": text, "timestamp": [a, b]} for who, text, a, b in _PIECES],
    },
    "ElevenLabs": {
        "words": [
            word
            for who, text, a, b in _WORDS
            for word in (
                {"text": text, "type": "word", "speaker_id": who, "start": a, "end": b},
                {"text": " ", "type": "spacing", "speaker_id": who, "start": b, "end": b},
            )
        ]
    },
    "AssemblyAI": {
        "utterances": [
            {"speaker": who, "text": text, "start": int(a * 1000), "end": int(b * 1000)} for who, text, a, b in _PIECES
        ]
    },
    "AssemblyAI, words": {
        "utterances": None,
        "words": [
            {"speaker": who, "text": text, "start": int(a * 1000), "end": int(b * 1000)} for who, text, a, b in _WORDS
        ],
    },
    "Deepgram": {
        "results": {
            "utterances": [{"speaker": who, "transcript": text, "start": a, "end": b} for who, text, a, b in _PIECES],
            "channels": [],
        }
    },
    "Deepgram, paragraphs": {
        "results": {
            "channels": [
                {
                    "alternatives": [
                        {
                            "paragraphs": {
                                "paragraphs": [
                                    {"speaker": who, "sentences": [{"text": text, "start": a, "end": b}]}
                                    for who, text, a, b in _PIECES
                                ]
                            }
                        }
                    ]
                }
            ]
        }
    },
    "Deepgram, words": {
        "results": {
            "channels": [
                {
                    "alternatives": [
                        {
                            "words": [
                                {"word": "x", "punctuated_word": text, "speaker": who, "start": a, "end": b}
                                for who, text, a, b in _WORDS
                            ]
                        }
                    ]
                }
            ]
        }
    },
    "Amazon Transcribe": {"jobName": "x", "results": {"transcripts": [], "items": _amazon_items()}},
    "Otter": {
        "speech": {
            "speakers": [{"id": 7, "speaker_name": "Ana"}],
            "transcripts": [
                {
                    "transcript": text,
                    "speaker_id": 7 if who == "Ana" else None,
                    "speaker_model_label": "Ben",
                    "start_offset": int(a * 16000),
                    "end_offset": int(b * 16000),
                }
                for who, text, a, b in _PIECES
            ],
        }
    },
    "Rev": {
        "speakers": [{"id": 0, "name": "Ana"}, {"id": 1, "name": "Ben"}],
        "monologues": [
            {
                "speaker": 0 if who == "Ana" else 1,
                "elements": [{"type": "text", "value": text, "ts": a, "end_ts": b}, {"type": "punct", "value": " "}],
            }
            for who, text, a, b in _PIECES
        ],
    },
    "a list": [{"speakerName": who, "text": text, "startTime": a, "endTime": b} for who, text, a, b in _PIECES],
    "a list under a key": {
        "title": "x",
        "entries": [{"who": who, "utterance": text, "start": a, "end": b} for who, text, a, b in _PIECES],
    },
}


@pytest.mark.parametrize("shape", DOCUMENTS)
def test_every_shape_gives_the_same_turns(shape: str) -> None:
    assert turns(read_json(DOCUMENTS[shape])) == TURNS


def test_older_results_of_amazon_name_speakers_apart() -> None:
    document = json.loads(json.dumps(DOCUMENTS["Amazon Transcribe"]))
    spoken = [item for item in document["results"]["items"] if item["type"] == "pronunciation"]
    labels = [{"start_time": item["start_time"], "speaker_label": item.pop("speaker_label")} for item in spoken]
    document["results"]["speaker_labels"] = {"segments": [{"items": labels}]}
    assert turns(read_json(document)) == TURNS


def test_the_language_that_a_program_heard_is_kept() -> None:
    assert read_json(DOCUMENTS["whisperX"]).language == "en"
    assert read_json(DOCUMENTS["whisper.cpp"]).language == "en"
    assert read_json(DOCUMENTS["AssemblyAI"] | {"language_code": "de_de"}).language == "de"
    assert read_json(DOCUMENTS["AssemblyAI"] | {"language": "german"}).language is None


@pytest.mark.parametrize(
    ("speaker", "name"), [("A", "Speaker A"), (0, "Speaker 0"), ("SPEAKER_00", "SPEAKER_00"), ({}, None)]
)
def test_speakers_who_are_only_counted_get_a_name(speaker: Any, name: str | None) -> None:
    assert read_json({"segments": [{"speaker": speaker, "text": "Yes.", "start": 0, "end": 1}]}).speakers == (
        (name,) if name else ()
    )


def test_without_speakers_pauses_begin_paragraphs() -> None:
    segments = [
        {"text": text, "start": a, "end": b} for text, a, b in [(" We had", 0, 2), (" it.", 2, 3), (" But", 7, 8)]
    ]
    assert turns(read_json({"text": "", "segments": segments, "language": "en"})) == [
        (None, "We had it.", 0, 3000),
        (None, "But", 7000, 8000),
    ]


def test_times_that_make_no_sense_are_no_times() -> None:
    odd = [(float("nan"), 1), (-1, 2), (5, 3), ("x", None), (1e300, 1e308), (True, [])]
    segments = [{"speaker": str(number) * 2, "text": "Yes.", "start": a, "end": b} for number, (a, b) in enumerate(odd)]
    times = [(begin, finish) for _, _, begin, finish in turns(read_json({"segments": segments}))]
    assert times == [(None, 1000), (1000, 2000), (5000, None), (None, None), (None, None), (None, None)]


def test_what_no_database_holds_is_replaced() -> None:
    transcript = read(b'[{"who": "A\\u0000na", "text": "b\\ud83d c\\r\\nd", "start": 1}]', name="odd.json")
    assert turns(transcript) == [("A\ufffdna", "b\ufffd c\nd", 1000, None)]


@pytest.mark.parametrize(
    "document", [{}, [], [1, 2], {"a": {"b": 1}}, "text", None, {"segments": 5}, [{"name": "Ana", "age": 3}]]
)
def test_another_shape_is_refused_naming_those_known(document: Any) -> None:
    with pytest.raises(
        UnreadableFile, match=r"^talk\.json is JSON of a shape that is not known\. Known are: Whisper"
    ) as error:
        read_json(document)
    assert all(shape.name in str(error.value) for shape in SHAPES)


def test_a_recording_in_which_nobody_speaks_is_refused() -> None:
    with pytest.raises(UnreadableFile, match=r"^talk\.json holds no speech"):
        read_json({"segments": [], "text": ""})


@pytest.mark.parametrize(
    "data", [b'{"segments": [{"text": "We ha', b"[" * 100_000, b"[" + b"7" * 5000 + b"]", b"Ana: Yes."]
)
def test_what_is_no_whole_json_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"^half\.json"):
        read(data, name="half.json")
