"""The JSON of speech recognition, known by its shape: Whisper and its kin, AssemblyAI, Deepgram, Amazon, Otter, Rev."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from codebook.errors import UnreadableFile
from corpus.readers.columns import named_columns
from corpus.readers.decoding import decode
from corpus.readers.rendering import Utterance, gathered, number_ms, render
from corpus.readers.tables import utterances_in
from corpus.transcripts import Transcript

Json = Any
"""What json.loads gives. Nothing of its shape is certain, so a KeyError, TypeError ... below means: another shape."""


def read(data: bytes, *, name: str, speakers: Collection[str] = ()) -> Transcript:
    """The turns of a recognised recording; without speakers, its paragraphs by the pauses. Raises UnreadableFile."""
    text, notes = decode(data, name=name)
    try:
        document = json.loads(text)
    except json.JSONDecodeError as fault:
        raise UnreadableFile(
            f"{name}, line {fault.lineno}: this is no whole JSON document; it may have been cut short. Export it again "
            "from the program that made it."
        ) from fault
    except (RecursionError, ValueError) as fault:
        raise UnreadableFile(
            f"{name} is JSON that no speech recognition writes. Export the transcript as .vtt."
        ) from fault
    for shape in SHAPES:
        utterances = _try(shape, document)
        if utterances is not None:
            return render(gathered(utterances), name=name, notes=notes, language=_language(document))
    known = ", ".join(shape.name for shape in SHAPES)
    raise UnreadableFile(
        f"{name} is JSON of a shape that is not known. Known are: {known}. Export the transcript as .vtt or .docx."
    )


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of JSON: what it is called, and how its utterances are found, which fails for another kind."""

    name: str
    utterances: Callable[[Json], Iterator[Utterance]]


def _try(shape: Shape, document: Json) -> list[Utterance] | None:
    """The utterances of a document of this shape; None for another shape."""
    try:
        return list(shape.utterances(document))
    except (KeyError, TypeError, IndexError, AttributeError, ValueError):
        return None


def _utterance(text: Json, speaker: Json, begin: Json, finish: Json, *, unit_ms: float = 1000) -> Utterance:
    if not isinstance(text, str):
        raise TypeError("the words are no text")
    return Utterance(text, _name(speaker), number_ms(begin, unit_ms=unit_ms), number_ms(finish, unit_ms=unit_ms))


def _name(speaker: Json) -> str | None:
    """The speaker's name; programs that only number them are given "Speaker 1"."""
    if isinstance(speaker, bool) or not isinstance(speaker, int | str):
        return None
    name = str(speaker).strip()
    return f"Speaker {name}" if name.isdecimal() or len(name) == 1 else name or None


def _language(document: Json) -> str | None:
    """The language that a program found, where it gives its code ("en", "en_us")."""
    if not isinstance(document, dict):
        return None
    result = document.get("result")
    found = document.get("language") or document.get("language_code")
    if not found and isinstance(result, dict):
        found = result.get("language")
    code = found.replace("_", "-").partition("-")[0].lower() if isinstance(found, str) else ""
    return code if len(code) == 2 and code.isascii() and code.isalpha() else None


# -- shapes ----------------------------------------------------------------------------------------------------------


def _whisper(document: Json) -> Iterator[Utterance]:
    """Whisper, faster-whisper, whisperX, OpenAI: {"segments": [{"start": s, "end": s, "text", "speaker"?}]}"""
    for segment in document["segments"]:
        yield _utterance(segment["text"], segment.get("speaker"), segment["start"], segment["end"])


def _whisper_cpp(document: Json) -> Iterator[Utterance]:
    """{"transcription": [{"offsets": {"from": ms, "to": ms}, "text", "speaker"?}]}"""
    for piece in document["transcription"]:
        times = piece["offsets"]
        yield _utterance(piece["text"], piece.get("speaker"), times["from"], times["to"], unit_ms=1)


def _transformers(document: Json) -> Iterator[Utterance]:
    """The transformers pipeline: {"chunks": [{"timestamp": [s, s], "text"}]}, or "speakers" alike."""
    for chunk in document.get("speakers") or document["chunks"]:
        begin, finish = chunk["timestamp"]
        yield _utterance(chunk["text"], chunk.get("speaker"), begin, finish)


def _elevenlabs(document: Json) -> Iterator[Utterance]:
    """{"words": [{"type", "text", "start": s, "end": s, "speaker_id"?}]}"""
    for word in document["words"]:
        if word["type"] != "spacing":
            yield _utterance(word["text"], word.get("speaker_id"), word["start"], word["end"])


def _assemblyai(document: Json) -> Iterator[Utterance]:
    """{"utterances": [{"speaker", "start": ms, "end": ms, "text"}]}, else words alike."""
    for piece in document.get("utterances") or document["words"]:
        yield _utterance(piece["text"], piece.get("speaker"), piece["start"], piece["end"], unit_ms=1)


def _deepgram(document: Json) -> Iterator[Utterance]:
    """{"results": {"utterances": [{"start": s, "end": s, "transcript", "speaker"?}]}}, else paragraphs, else words."""
    results = document["results"]
    if results.get("utterances"):
        for piece in results["utterances"]:
            yield _utterance(piece["transcript"], piece.get("speaker"), piece["start"], piece["end"])
        return
    for channel in results["channels"]:
        best = channel["alternatives"][0]
        for paragraph in best.get("paragraphs", {}).get("paragraphs", []):
            for sentence in paragraph["sentences"]:
                yield _utterance(sentence["text"], paragraph.get("speaker"), sentence["start"], sentence["end"])
        if "paragraphs" not in best:
            for word in best["words"]:
                text = word.get("punctuated_word") or word["word"]
                yield _utterance(text, word.get("speaker"), word["start"], word["end"])


def _amazon(document: Json) -> Iterator[Utterance]:
    """Amazon Transcribe: {"results": {"items": [{"type", "alternatives": [{"content"}], "start_time"?, ...}]}}

    Punctuation has no time and belongs to the word before it.
    """
    items = document["results"]["items"]
    speakers = _amazon_speakers(document["results"])
    for item, following in zip_longest(items, items[1:]):
        if item["type"] == "punctuation":
            continue
        text = item["alternatives"][0]["content"]
        if following and following["type"] == "punctuation":
            text += following["alternatives"][0]["content"]
        speaker = item.get("speaker_label") or speakers.get(item["start_time"])
        yield _utterance(text, speaker, item["start_time"], item["end_time"])


def _amazon_speakers(results: Json) -> Mapping[str, str]:
    """Who speaks at a time, as older results tell it."""
    segments = (results.get("speaker_labels") or {}).get("segments", [])
    return {item["start_time"]: item["speaker_label"] for segment in segments for item in segment["items"]}


def _otter(document: Json) -> Iterator[Utterance]:
    """Otter: {"transcripts": [{"transcript", "start_offset", "speaker_id"}], "speakers": [{"id", "speaker_name"}]}

    Its times count 1/16000 s.
    """
    speech = document.get("speech", document)
    names = {speaker["id"]: speaker["speaker_name"] for speaker in speech.get("speakers") or []}
    for piece in speech["transcripts"]:
        speaker = piece.get("speaker_name") or names.get(piece.get("speaker_id")) or piece.get("speaker_model_label")
        yield _utterance(piece["transcript"], speaker, piece["start_offset"], piece["end_offset"], unit_ms=1 / 16)


def _rev(document: Json) -> Iterator[Utterance]:
    """Rev: {"monologues": [{"speaker", "elements": [{"value", "ts": s, "end_ts": s}]}]}"""
    names = {speaker["id"]: speaker["name"] for speaker in document.get("speakers") or []}
    for monologue in document["monologues"]:
        elements = monologue["elements"]
        begins = [element["ts"] for element in elements if "ts" in element]
        ends = [element["end_ts"] for element in elements if "end_ts" in element]
        speaker = names.get(monologue["speaker"], monologue["speaker"])
        text = "".join(element["value"] for element in elements)
        yield _utterance(text, speaker, min(begins, default=None), max(ends, default=None))


def _turns(document: Json) -> Iterator[Utterance]:
    """A list of turns as one would write it oneself, alone or under any key: [{"speaker", "text", "start"? ...}]"""
    lists = [document, *document.values()] if isinstance(document, dict) else [document]
    for turns in lists:
        if isinstance(turns, list) and turns and all(isinstance(turn, dict) for turn in turns):
            names = list(dict.fromkeys(key for turn in turns for key in turn))
            columns = named_columns(names)
            if columns:
                yield from utterances_in(([turn.get(name) for name in names] for turn in turns), columns)
                return
    raise KeyError("no list of turns")


SHAPES = (
    Shape("Whisper (whisperX, faster-whisper, OpenAI)", _whisper),
    Shape("whisper.cpp", _whisper_cpp),
    Shape("transformers", _transformers),
    Shape("ElevenLabs", _elevenlabs),
    Shape("AssemblyAI", _assemblyai),
    Shape("Deepgram", _deepgram),
    Shape("Amazon Transcribe", _amazon),
    Shape("Otter", _otter),
    Shape("Rev", _rev),
    Shape('a list of turns with "speaker" and "text"', _turns),
)
