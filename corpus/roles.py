"""Who asks and who answers: the interviewer found by what speakers are called, else by who asks the questions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from corpus.transcripts import Role, Transcript, Turn

# English, German, French, Spanish, Dutch and Italian words, without accents. In a label each stands alone, with a
# number ("Interviewer 2") or beside a name ("Maria (interviewer)").
_INTERVIEWER = frozenset(
    """
    interviewer interviewers moderator facilitator researcher investigator host cohost int mod question
    interviewerin interviewende interviewender moderatorin moderation forscher forscherin gastgeber gastgeberin frage
    intervieweur intervieweuse enqueteur enquetrice chercheur chercheuse moderateur moderatrice animateur animatrice
    entrevistador entrevistadora investigador investigadora moderador moderadora presentador presentadora pregunta
    interviewster onderzoeker gespreksleider gespreksleidster vraag
    intervistatore intervistatrice moderatore moderatrice ricercatore ricercatrice domanda
    """.split()
)
_PARTICIPANT = frozenset(
    """
    interviewee interviewees participant participants respondent respondents informant subject guest narrator
    interviewpartner interviewpartnerin interviewte interviewter befragte befragter teilnehmer teilnehmerin proband
    probandin gast interviewe interviewes enquete enquetee participante repondant repondante invite invitee
    entrevistado entrevistada encuestado encuestada invitado invitada respondiente respuesta
    geinterviewde deelnemer deelneemster respondente
    intervistato intervistata partecipante answer antwort antwoord reponse risposta
    """.split()
)
_UNKNOWN = frozenset(
    """
    unknown unknownspeaker unidentified unidentifiedspeaker unbekannt unbekanntersprecher unbekanntesprecherin inconnu
    inconnue locuteurinconnu desconocido desconocida hablantedesconocido onbekend onbekendespreker
    """.split()
)
_LETTER = re.compile(r"\W*([A-Za-z])\W?(\d*)\W*")

_QUESTION_AT_END = re.compile(r"[?？؟][\s\W]*\Z")

# Measured on 100 published interviews: 19 to 89 % of the host's turns end in a question, 0 to 17 % of the guest's.
_ASKS_AT_LEAST = 0.15
_ASKS_TIMES_MORE = 1.5
_ASKS_LIKE_THE_FIRST = 0.6


@lru_cache(maxsize=4096)
def speaker_key(name: str) -> str:
    """What makes two spellings of a speaker one, as "Interviewer 1", "INTERVIEWER1" and "interviewer1 1" are."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    folded = re.sub(r"(\d+)(?:[\s_]+\1)+(?!\d)", r"\1", folded)
    return "".join(letter for letter in folded if unicodedata.category(letter)[0] in "LMN")


def is_unknown(name: str) -> bool:
    """Whether a label says that nobody knows who spoke, as "Unknown Speaker" does."""
    return speaker_key(name) in _UNKNOWN


def role_by_word(name: str) -> Role | None:
    """The role that a speaker's name says in so many words: "Interviewer 2", "Befragte", "Host (Maria)"."""
    words = set(_plain_words(name))
    asks, answers = bool(words & _INTERVIEWER), bool(words & _PARTICIPANT)
    if asks == answers:
        return None
    return "interviewer" if asks else "participant"


def role_of(name: str, others: Collection[str] = ()) -> Role | None:
    """The role that a name says by a word or by its letter: "I", "Q", "P1" do; "A" or "R" only beside such `others`."""
    role = role_by_word(name)
    match = _LETTER.fullmatch(name)
    if role is not None or match is None:
        return role
    letter, numbered = match[1].upper(), bool(match[2])
    beside = {other[1].upper() for other in map(_LETTER.fullmatch, others) if other} - {letter}
    # Question and answer; German Frage, Dutch vraag; a moderator among participants.
    if letter in "IQ" or (letter in "FV" and beside == {"A"}) or (letter == "M" and beside and beside <= set("BPR")):
        return "interviewer"
    if (letter in "ABEPR" and beside & set("IQ")) or (letter == "A" and beside in ({"F"}, {"V"})):
        return "participant"
    numbers_participants = letter in "BP" or (letter == "R" and "P" not in beside)
    return "participant" if numbered and numbers_participants else None


def excerpt(name: str) -> str:
    """A speaker's name, short enough for a message."""
    return name if len(name) <= 40 else name[:39] + "…"


def with_roles(transcript: Transcript, *, interviewers: Collection[str] = ()) -> Transcript:
    """The transcript with a role for each turn.

    Interviewers are those named (whatever the case, a part of the name where only one speaker bears it), else those
    whom the file or their label calls so, else whoever asks the questions, which a note then says. Everybody else is a
    participant. A turn whose speaker is unnamed is the participant's where no participant is named; else its role
    stays open, as does that of an "Unknown Speaker".
    """
    chosen, notes = _named(transcript, interviewers)
    told = not chosen and any(turn.role for turn in transcript.turns)
    if not chosen and not told:
        chosen, guess = _found(transcript)
        notes += guess
    open_speaker = any(speaker not in chosen for speaker in transcript.speakers)
    unnamed: Role | None = "interviewer" if None in chosen else None if open_speaker else "participant"

    def role(turn: Turn) -> Role | None:
        if told and turn.role:
            return turn.role
        if turn.speaker is None:
            return unnamed
        if turn.speaker in chosen:
            return "interviewer"
        return None if is_unknown(turn.speaker) else "participant"

    return replace(
        transcript,
        turns=tuple(replace(turn, role=role(turn)) for turn in transcript.turns),
        notes=transcript.notes + tuple(notes),
    )


@dataclass(slots=True)
class _Voice:
    """How often someone speaks, and asks; the spellings "Theo" and "Theo:" are one voice."""

    speakers: set[str | None]
    turns: int = 0
    questions: int = 0

    @property
    def asks(self) -> float:
        return self.questions / self.turns


def _named(transcript: Transcript, names: Collection[str]) -> tuple[set[str | None], list[str]]:
    """The speakers whom `names` mean, and a note for each name that means nobody or several."""
    chosen: set[str | None] = set()
    notes: list[str] = []
    for name in names:
        meant = speakers_called(name, transcript.speakers)
        if len(meant) == 1 or len({speaker_key(speaker) for speaker in meant}) == 1:
            chosen.update(meant)
            continue
        speakers = ", ".join(excerpt(speaker) for speaker in transcript.speakers) or "nobody named"
        told = f'Several speakers could be meant by "{name}"' if meant else f'No speaker is called "{name}"'
        notes.append(f"{told}; those who speak are: {speakers}.")
    return chosen, notes


def speakers_called(name: str, speakers: Sequence[str]) -> list[str]:
    """The speakers whose name is `name`, else those of whose name it is the beginning or one of the words."""
    key = speaker_key(name)
    same = [speaker for speaker in speakers if speaker_key(speaker) == key]
    if same or not key:
        return same
    return [
        speaker
        for speaker in speakers
        if speaker_key(speaker).startswith(key) or key in (speaker_key(word) for word in speaker.split())
    ]


def _found(transcript: Transcript) -> tuple[set[str | None], list[str]]:
    """The interviewers by what they are called, else by how often they ask; the latter with a note."""
    speakers = transcript.speakers
    roles = {speaker: role_of(speaker, speakers) for speaker in speakers}
    called: set[str | None] = {speaker for speaker, role in roles.items() if role == "interviewer"}
    voices = _voices(transcript)
    if called or len(voices) < 2:
        return called, []
    askers = _askers([voice for voice in voices if not any(roles.get(name or "") for name in voice.speakers)], voices)
    if not askers:
        return set(), ["Could not tell who the interviewer is; say --interviewer NAME."]
    names = " and ".join(min(excerpt(name or "the unnamed speaker") for name in voice.speakers) for voice in askers)
    note = f"Took {names} for the interviewer{'s' * (len(askers) > 1)}; say --interviewer NAME if that is wrong."
    return {name for voice in askers for name in voice.speakers}, [note]


def _askers(candidates: list[_Voice], voices: list[_Voice]) -> list[_Voice]:
    """The candidate who asks most, and those who ask nearly as much; nobody unless someone else asks far less."""
    first = max(candidates, key=lambda voice: (voice.asks, voice.turns), default=None)
    if first is None or first.asks < _ASKS_AT_LEAST:
        return []
    enough = max(_ASKS_AT_LEAST, _ASKS_LIKE_THE_FIRST * first.asks)
    # One question is no interviewer's habit, unless nobody else asks any.
    askers = [voice for voice in candidates if voice is first or (voice.questions > 1 and voice.asks >= enough)]
    others = [voice for voice in voices if voice not in askers]
    answered = sum(voice.questions for voice in others) / max(1, sum(voice.turns for voice in others))
    return askers if others and first.asks >= _ASKS_TIMES_MORE * answered else []


def _voices(transcript: Transcript) -> list[_Voice]:
    """Everyone who speaks, in order of the text; turns without a name count where they can be one person's."""
    voices: dict[str, _Voice] = {}
    unnamed_is_one = len(transcript.speakers) == 1
    for turn in transcript.turns:
        if turn.speaker is None and not unnamed_is_one:
            continue
        voice = voices.setdefault(speaker_key(turn.speaker or "") or (turn.speaker or ""), _Voice(set()))
        voice.speakers.add(turn.speaker)
        voice.turns += 1
        voice.questions += _QUESTION_AT_END.search(transcript.text, max(turn.start, turn.end - 8), turn.end) is not None
    return list(voices.values())


def _plain_words(name: str) -> list[str]:
    """The words of a name in lower case, without accents and digits."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return re.findall(r"[^\W\d_]+", plain)
