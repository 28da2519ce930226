"""The language of a transcript is guessed from what is said, always the same, or not at all."""

import pytest

from corpus.language import guess
from corpus.readers import read

SAID = {
    "en": "We deployed the model on a Friday, and then it broke twice before anybody had looked at the dashboards.",
    "de": "Wir haben das Modell an einem Freitag ausgerollt, und dann ist es zweimal kaputtgegangen.",
    "fr": "Nous avons déployé le modèle un vendredi, et puis il est tombé en panne deux fois.",
    "es": "Desplegamos el modelo un viernes y luego se rompió dos veces antes de que alguien mirara los tableros.",
    "nl": "We hebben het model op een vrijdag uitgerold en toen ging het twee keer stuk voordat iemand ernaar keek.",
    "zh": "我们在一个星期五部署了这个模型，然后在任何人查看仪表板之前它就坏了两次，我们只好把它撤回来。",
}


@pytest.mark.parametrize("language", SAID)
def test_a_few_lines_tell_the_language(language: str) -> None:
    found = guess(SAID[language])
    assert found.language == language
    assert found.sure


def test_a_guess_is_always_the_same() -> None:
    mixed = SAID["en"] + SAID["de"] + SAID["nl"]
    assert len({guess(mixed) for _ in range(5)}) == 1


@pytest.mark.parametrize("text", ["", "Yes.", "1234 " * 100, "🙂" * 100])
def test_too_little_to_go_by_is_no_language(text: str) -> None:
    assert guess(text) == (None, 0.0)


def test_the_whole_of_a_transcript_counts_and_not_its_beginning() -> None:
    assert guess([SAID["en"]] * 30 + [SAID["fr"]] * 300).language == "fr"
    assert guess([SAID["en"], SAID["fr"] * 1000]).language == "fr"


def test_labels_do_not_count() -> None:
    text = "".join(f"Interviewer With Long Name: {line}\n" for line in SAID["fr"].split(", "))
    assert read(text.encode(), name="a.txt").language == "fr"


def test_a_language_given_is_not_guessed() -> None:
    assert read(f"Ana: {SAID['fr']}".encode(), name="a.txt", language="nl").language == "nl"


def test_a_doubtful_guess_is_noted() -> None:
    transcript = read(f"Ana: {SAID['en']}\nBen: {SAID['de']}\n".encode(), name="a.txt")
    assert any("--language" in note for note in transcript.notes)
