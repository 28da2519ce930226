"""The kinds of file that transcripts come in: one row a kind, its module loaded only when such a file is read."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any

from codebook.errors import UnreadableFile, VivavoceError
from corpus.language import guess
from corpus.readers.decoding import kind_of
from corpus.roles import excerpt, speakers_called, with_roles
from corpus.transcripts import Transcript

LARGEST_FILE = 200_000_000
"""Bytes of a file, of whatever kind, that are read at the most."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A kind of file: `target` ("module:function") reads it, where `sniff` is None or says of its bytes that it is one.

    A target is called with the file's bytes, `name` and `speakers`, and returns a Transcript. `extra` is the optional
    part of the installation that it needs.
    """

    id: str
    label: str
    suffixes: tuple[str, ...]
    target: str
    extra: str | None = None
    sniff: str | None = None


READERS: tuple[Reader, ...] = (
    Reader("text", "plain text", (".txt",), "corpus.readers.text:read"),
    Reader("markdown", "Markdown", (".md", ".markdown"), "corpus.readers.markdown:read"),
    Reader("docx", "a Word document", (".docx",), "corpus.readers.docx:read"),
    Reader("odt", "an OpenDocument text", (".odt",), "corpus.readers.odt:read"),
    Reader("rtf", "an RTF document", (".rtf",), "corpus.readers.rtf:read"),
    Reader("pdf", "a PDF", (".pdf",), "corpus.readers.pdf:read"),
    Reader("vtt", "WebVTT captions", (".vtt",), "corpus.readers.captions:read_vtt"),
    Reader("srt", "SRT captions", (".srt",), "corpus.readers.captions:read_srt"),
    Reader("table", "a table of turns", (".csv", ".tsv", ".xlsx"), "corpus.readers.tables:read"),
    Reader("recognition", "speech recognition's JSON", (".json",), "corpus.readers.recognition:read"),
)

# What people try, and what they should do instead.
_INSTEAD = {
    **dict.fromkeys((".doc", ".dot", ".pages", ".wpd"), "save it as .docx"),
    **dict.fromkeys((".htm", ".html"), "save its text as .txt or .docx"),
    **dict.fromkeys((".xls", ".ods", ".numbers"), "save it as .xlsx or .csv"),
    **dict.fromkeys((".mp3", ".mp4", ".m4a", ".wav", ".ogg", ".flac", ".mov", ".webm"), "give its transcript"),
    **dict.fromkeys((".qdpx", ".qda", ".sqlite3"), "it is a project: use `vivavoce load`"),
    ".zip": "unpack it and give the folder",
}


def read_file(
    path: Path, *, speakers: Collection[str] = (), interviewers: Collection[str] = (), language: str | None = None
) -> Transcript:
    """The transcript in a file; see `read`.

    Raises:
        UnreadableFile: the file is not there, may not be read, is too large, or is not what its name says.
    """
    try:
        if path.is_dir():
            raise UnreadableFile(f"{path} is a folder; give the files in it.")
        if not path.is_file():
            raise UnreadableFile(f"{path} is not there; check the name.")
        if path.stat().st_size > LARGEST_FILE:
            raise UnreadableFile(
                f"{path.name} is larger than {LARGEST_FILE // 1_000_000} MB; a transcript is far smaller."
            )
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or "the name is no file's"
        raise UnreadableFile(f"{path.name} cannot be read: {reason}.") from None
    return read(data, name=path.name, speakers=speakers, interviewers=interviewers, language=language)


def read(
    data: bytes,
    *,
    name: str,
    speakers: Collection[str] = (),
    interviewers: Collection[str] = (),
    language: str | None = None,
) -> Transcript:
    """The transcript that a file's bytes hold, by the suffix of its name, with roles and a language.

    Args:
        speakers: names known to be speakers' labels in it.
        interviewers: names of those who ask; found where none is given.
        language: its code, such as "en"; guessed where it is not given.

    Raises:
        UnreadableFile: the file is of no supported kind, not what its name says, or damaged. Nothing else.
    """
    reader = reader_for(name, data)
    if not data:
        raise UnreadableFile(f"{name} is empty; there is nothing to read in it.")
    kind = kind_of(data)
    if kind is not None and kind.suffixes and not set(kind.suffixes) & set(reader.suffixes):
        raise UnreadableFile(f"{name} is {kind.label}, not {reader.label}; name it {' or '.join(kind.suffixes)}.")
    transcript = _read_by(reader, data, name=name, speakers=speakers)
    if not transcript.text.strip():
        raise UnreadableFile(f"{name} is {reader.label} without any text; there is nothing to read in it.")
    transcript = replace(transcript, format=reader.id)
    return finished(transcript, speakers=speakers, interviewers=interviewers, language=language)


def finished(
    transcript: Transcript,
    *,
    speakers: Collection[str] = (),
    interviewers: Collection[str] = (),
    language: str | None = None,
) -> Transcript:
    """A transcript with its language, its roles and what is doubtful about it, whoever has read it."""
    transcript = _in_a_language(transcript, language)
    return with_roles(transcript.noting(*_doubts(transcript, speakers)), interviewers=interviewers)


def reader_for(name: str, data: bytes) -> Reader:
    """The reader for a file of this name and content.

    Raises:
        UnreadableFile: there is none for its suffix.
    """
    suffix = Path(name).suffix.lower()
    rows = [reader for reader in READERS if suffix in reader.suffixes]
    if not rows:
        instead = _INSTEAD.get(suffix, f"these are read: {', '.join(sorted(supported()))}")
        kind = f"files ending in {suffix}" if suffix else "files without a suffix"
        raise UnreadableFile(f"{name}: {kind} are not read as transcripts; {instead}.")
    sniffed = [reader for reader in rows if reader.sniff and _target(reader.sniff)(data)]
    return next(iter(sniffed + [reader for reader in rows if not reader.sniff]), rows[0])


def supported() -> frozenset[str]:
    """The suffixes of files that can be read."""
    return frozenset(suffix for reader in READERS for suffix in reader.suffixes)


def transcripts_in(paths: Iterable[Path]) -> tuple[list[Path], list[Path]]:
    """The files to read among `paths`, and those passed over, both in natural order and each once.

    Folders are walked. In them, files of no supported kind are passed over, and hidden files and the lock files of word
    processors are not even mentioned. A path that is no folder is always among the files to read.
    """
    from natsort import natsorted, ns

    wanted: dict[Path, None] = {}
    passed_over: dict[Path, None] = {}
    for path in paths:
        if not os.path.isdir(path):
            wanted[path] = None
            continue
        for file in _files_below(path):
            (wanted if file.suffix.lower() in supported() else passed_over)[file] = None
    return natsorted(wanted, key=str, alg=ns.IGNORECASE), natsorted(passed_over, key=str, alg=ns.IGNORECASE)


def _files_below(folder: Path) -> Iterator[Path]:
    """Files of a folder and its folders, hidden ones left out; and the folders that may not be read."""
    closed: list[Path] = []
    for parent, folders, files in os.walk(folder, onerror=lambda error: closed.append(Path(str(error.filename)))):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(parent, name) for name in files if not name.startswith((".", "~$")))
    yield from closed


def _read_by(reader: Reader, data: bytes, *, name: str, speakers: Collection[str]) -> Transcript:
    """What the reader makes of the data; whatever a library raises on damaged data becomes an UnreadableFile."""
    try:
        transcript: Transcript = _target(reader.target)(data, name=name, speakers=speakers)
    except VivavoceError:
        raise
    except MemoryError:
        raise UnreadableFile(f"{name} needs more memory than there is; split it into one file an interview.") from None
    except ModuleNotFoundError as error:
        extra = f"vivavoce[{reader.extra}]" if reader.extra else "vivavoce again"
        raise UnreadableFile(f"{name}: {reader.label} needs the library {error.name}; install {extra}.") from error
    except Exception as error:
        what = type(error).__name__
        raise UnreadableFile(
            f"{name} does not read as {reader.label} ({what}): it may be damaged; open it, save it again and retry."
        ) from error
    return transcript


def _target(target: str) -> Callable[..., Any]:
    module, function = target.split(":")
    found: Callable[..., Any] = getattr(import_module(module), function)
    return found


def _in_a_language(transcript: Transcript, language: str | None) -> Transcript:
    """The transcript with the language given, or the file's own, or a guess from what is said; doubts are noted."""
    if known := language or transcript.language:
        return replace(transcript, language=known)
    found = guess(transcript.text[turn.start : turn.end] for turn in transcript.turns)
    if found.language is None:
        return transcript.noting(
            *["Too little is said in it to tell its language; say --language."][: len(transcript.turns)]
        )
    transcript = replace(transcript, language=found.language)
    if found.sure:
        return transcript
    return transcript.noting(
        f"Took its language for {found.language}, without being sure; say --language if it is not."
    )


def _doubts(transcript: Transcript, speakers: Collection[str]) -> Iterator[str]:
    """What the researcher should know of the speakers found."""
    if not transcript.turns:
        yield "Nothing said was found in it: it has no turns."
    elif not transcript.speakers:
        yield (
            "No speakers were found: each paragraph is taken for a turn of the participant. Begin paragraphs with a"
            " name and a colon, or say --speaker NAME where names already begin them."
        )
    for speaker in speakers:
        if transcript.speakers and not speakers_called(speaker, transcript.speakers):
            yield f'No turn of a speaker "{excerpt(speaker)}" was found.'
