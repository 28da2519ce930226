"""Codes are proposed where a code's patterns are found, nowhere else, and each proposal says why."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.matcher import Matcher

from analysis.pattern_index import PatternIndex, prepare
from analysis.pattern_search import batches, found
from analysis.speech import LONGEST, levelled, reader
from analysis.suggestions import Suggested, matches, suggest_by_patterns
from analysis.units import sentences, splitter
from codebook import Codebook
from codebook.errors import CodebookError
from tests.analysis.strategies import unhurried
from tests.studies import transcript

ROLL = [{"LEMMA": "roll"}, {"OP": "?"}, {"LOWER": "back"}]
MODEL = [{"LEMMA": "model"}]


def suggested(
    texts: list[str],
    patterns: dict[str, list],
    codings: list[tuple[int, str, int, int]] = (),
    *,
    language: str | None = "en",
    **options,
) -> Suggested:
    """What is proposed for documents whose lines are turns, "Name: speech"; Bob asks. Codings: document, code, span."""
    documents = pd.DataFrame({"document": [f"d{n}" for n in range(len(texts))], "language": language})
    turns = pd.DataFrame(
        [
            (f"d{n}", turn.start, turn.end, None if turn.role == "interviewer" else f"p{n}", turn.role)
            for n, text in enumerate(texts)
            for turn in transcript(text).turns
        ],
        columns=["document", "start", "end", "participant", "role"],
    )
    coded = pd.DataFrame(
        [(f"d{n}", code, start, end) for n, code, start, end in codings], columns=["document", "code", "start", "end"]
    )
    codes = pd.DataFrame(
        {
            "code": [f"id of {path}" for path in patterns],
            "path": list(patterns),
            "patterns": [json.dumps(each) if each else "" for each in patterns.values()],
        }
    )
    of_document = pd.Series(texts, index=documents["document"], dtype=object)
    coded["code"] = "id of " + coded["code"].astype("str")
    return suggest_by_patterns(documents, turns, of_document, codes, coded, **options)


def quotes(texts: list[str], found: Suggested) -> list[tuple[str, str]]:
    """Each proposal's code and text."""
    return [
        (row.code.removeprefix("id of "), texts[int(row.document[1:])][row.start : row.end])
        for row in found.table.itertuples()
    ]


def proposed(text: str, patterns: dict[str, list], *codings: tuple[str, str]) -> list[tuple[str, str]]:
    """The same for one document, where codings are a code and its quote."""
    spans = [(0, code, text.index(quote), text.index(quote) + len(quote)) for code, quote in codings]
    return quotes([text], suggested([text], patterns, spans))


# What is proposed


def test_the_sentence_in_which_a_pattern_is_found_is_proposed_with_the_code() -> None:
    text = "Ana: It broke. We rolled it back at noon! Then lunch.\n"
    assert proposed(text, {"Fallback": [ROLL]}) == [("Fallback", "We rolled it back at noon!")]


def test_the_interviewer_is_not_proposed() -> None:
    assert proposed("Bob: Did you roll back?\nAna: We did.\n", {"Fallback": [ROLL]}) == []


def test_neighbouring_sentences_of_a_turn_are_one_proposal_and_those_of_two_turns_are_two() -> None:
    text = "Ana: A model. Models again. Lunch. One model.\nAna: Model.\n"
    assert proposed(text, {"Model": [MODEL]}) == [
        ("Model", "A model. Models again."),
        ("Model", "One model."),
        ("Model", "Model."),
    ]


def test_what_is_coded_with_the_code_already_is_left_out_and_other_codes_do_not_matter() -> None:
    text = "Ana: A model here. Models there. A model, too.\n"
    assert proposed(text, {"Model": [MODEL], "Other": []}, ("Model", "odels"), ("Other", "too")) == [
        ("Model", "A model here."),
        ("Model", "A model, too."),
    ]


def test_a_coding_in_another_document_does_not_matter() -> None:
    texts = ["Ana: A model.\n", "Ana: A model.\n"]
    found = suggested(texts, {"Model": [MODEL]}, [(1, "Model", 5, 13)])
    assert found.table["document"].tolist() == ["d0"]


def test_the_table_has_its_columns_and_their_kinds_with_rows_and_without() -> None:
    columns = ["document", "participant", "start", "end", "code", "score", "why"]
    full = suggested(["Ana: A model.\n"], {"Model": [MODEL]}).table
    for empty in (
        suggested([], {"Model": [MODEL]}),
        suggested(["Ana: No.\n"], {"Model": [MODEL]}),
        suggested(["Ana: A model.\n"], {"Model": []}),
        suggested(["Ana: A model.\n"], {}),
    ):
        assert empty.table.columns.tolist() == full.columns.tolist() == columns
        assert empty.table.dtypes[["start", "end", "score", "why"]].equals(
            full.dtypes[["start", "end", "score", "why"]]
        )
        assert empty.table.empty
    assert full["participant"].tolist() == ["p0"]


def test_proposals_come_by_document_place_and_order_of_the_codes() -> None:
    texts = ["Ana: Lunch. We rolled models back.\n", "Ana: A model.\n"]
    found = suggested(texts, {"Z": [MODEL], "A": [ROLL]})
    assert quotes(texts, found) == [
        ("Z", "We rolled models back."),
        ("A", "We rolled models back."),
        ("Z", "A model."),
    ]


def test_the_score_grows_with_the_patterns_found_in_the_passage() -> None:
    patterns = {"Fallback": [ROLL, MODEL, [{"LOWER": "noon"}]]}
    texts = ["Ana: A model. Lunch. A model. We roll back. And: model.\n", "Ana: Model. At noon we roll back.\n"]
    assert suggested(texts, patterns).table["score"].tolist() == pytest.approx([1 / 2, 2 / 3, 3 / 4])


def test_why_tells_what_was_matched_each_once_and_the_longest_of_those_that_overlap() -> None:
    patterns = {"Fallback": [ROLL, [{"LOWER": "back"}], MODEL]}
    found = suggested(["Ana: We roll it  back, model by model.\n"], patterns)
    assert found.table["why"].tolist() == ["roll it back; model"]


def test_why_is_a_few_words() -> None:
    patterns = {"A": [[{"LOWER": "one"}, {"OP": "*"}, {"LOWER": "nine"}]], "B": [[{"LENGTH": {"==": 3}}]]}
    found = suggested(["Ana: one two three four five six seven eight nine ten.\n"], patterns)
    assert found.table["why"].tolist() == ["one two three … seven eight nine", "one; two; six; 1 more"]


def test_the_words_read_are_those_of_participants() -> None:
    assert suggested(["Bob: How do you do?\nAna: It's fine. Really.\n"], {"Model": [MODEL]}).words == 3


def test_only_the_documents_asked_for_are_looked_at() -> None:
    found = suggested(["Ana: A model.\n"], {"Model": [MODEL]})
    assert len(found.table) == 1
    documents = pd.DataFrame({"document": ["other"], "language": ["en"]})
    turns = pd.DataFrame({"document": ["d0"], "start": [0], "end": [7], "participant": ["p"], "role": ["participant"]})
    codes = pd.DataFrame({"code": ["c"], "path": ["C"], "patterns": [json.dumps([MODEL])]})
    codings = pd.DataFrame({"document": [], "code": [], "start": [], "end": []})
    found = suggest_by_patterns(documents, turns, pd.Series({"d0": "A model"}), codes, codings)
    assert found.table.empty


def test_codings_may_be_categories_or_text() -> None:
    text = "Ana: A model here. Lunch. A model there.\n"
    codings = pd.DataFrame({"document": ["d0"], "code": ["c"], "start": [7], "end": [9]})
    documents = pd.DataFrame({"document": ["d0"], "language": ["en"]})
    turns = pd.DataFrame({"document": ["d0"], "start": [5], "end": [40], "participant": ["p"], "role": [None]})
    codes = pd.DataFrame({"code": ["c"], "path": ["C"], "patterns": [json.dumps([MODEL])]})
    tables = [
        suggest_by_patterns(documents, turns, pd.Series({"d0": text}), codes, codings.astype(kind)).table
        for kind in ({}, {"document": "category", "code": "category"}, {"document": object, "code": object})
    ]
    assert [len(table) for table in tables] == [1, 1, 1]


# How text is read


@pytest.mark.parametrize(
    "text",
    ["It drifts.", "Drifting data.", "DRIFTS!", "it has\ndrifted", "it  drifts,  it does", "“drifts”"],
)
def test_a_lemma_is_found_in_any_form_at_the_start_of_a_sentence_too(text: str) -> None:
    assert len(matches([[{"LEMMA": "drift"}]], text)) == 1


@pytest.mark.parametrize(
    ("lemma", "word"), [("data", "data"), ("datum", "data"), ("Models", "model"), ("python", "Python"), ("was", "is")]
)
def test_a_lemma_in_a_pattern_may_be_in_any_form(lemma: str, word: str) -> None:
    assert matches([[{"LEMMA": lemma}], [{"LEMMA": {"IN": [lemma, "x"]}}]], word) == [(0, word), (1, word)]
    assert matches([[{"LEMMA": {"NOT_IN": [lemma]}}]], word) == []


def test_an_s_after_an_apostrophe_is_no_form_of_have_or_be() -> None:
    said = "It's late, she's left and Ana’s model has drifted."
    assert matches([[{"LEMMA": "have"}], [{"LEMMA": "be"}]], said) == [(0, "has")]
    assert len(matches([[{"LEMMA": "'s"}]], said)) == 3


def test_a_word_is_found_as_written_where_the_pattern_says_so() -> None:
    text = "Git, not git."
    assert matches([[{"TEXT": "git"}], [{"ORTH": "Git"}], [{"LOWER": "git"}]], text) == [
        (1, "Git"),
        (2, "Git"),
        (0, "git"),
        (2, "git"),
    ]


def test_white_space_and_curly_apostrophes_make_no_difference() -> None:
    pattern = [{"LOWER": "do"}, {"LOWER": "n't"}, {"LOWER": "roll"}, {"LOWER": "back"}]
    for text in ("We don't roll back", "We don’t\u00a0roll\r\n  back"):
        assert [said for _, said in matches([pattern], text)] == [text[3:]]
    assert matches([[{"LOWER": "do"}, {"LOWER": "n’t"}]], "I don't") == [(0, "don't")]


def test_a_pattern_does_not_reach_from_one_sentence_into_the_next() -> None:
    assert matches([[{"LOWER": "roll"}, {"IS_PUNCT": True}, {"LOWER": "back"}]], "We roll. Back then.") == []


def test_a_match_is_the_longest_of_those_that_overlap() -> None:
    assert matches([[{"LOWER": "very", "OP": "+"}]], "very very very, very") == [(0, "very very very"), (0, "very")]


def test_speech_without_full_stops_is_taken_in_parts() -> None:
    text = "Ana: " + "and then we wait " * 60 + "for the model " + "and then we wait " * 60
    ((_, said),) = proposed(text + "\n", {"Model": [MODEL]})
    assert "the model" in said
    assert len(said.split()) <= LONGEST


def test_text_beyond_the_basic_plane_keeps_its_places() -> None:
    text = "Ana: 👩‍💻 wow.  \t We\u00a0👍  rolled\n\n back שלום!\n"
    turns = pd.DataFrame(
        {"document": ["d"], "start": [5], "end": [len(text) - 1], "participant": ["p"], "role": ["participant"]}
    )
    documents = pd.DataFrame({"document": ["d"], "language": ["en"]})
    codes = pd.DataFrame({"code": ["c"], "path": ["C"], "patterns": [json.dumps([ROLL])]})
    none = pd.DataFrame({"document": [], "code": [], "start": [], "end": []})
    (row,) = suggest_by_patterns(documents, turns, pd.Series({"d": text}), codes, none).table.itertuples()
    assert text[row.start : row.end] == text[text.index("We") : -1]
    assert row.why == "rolled back"


@unhurried
@given(st.text())
def test_any_text_is_read_and_every_place_is_one_in_it(text: str) -> None:
    for _, said in matches([[{}]], text):
        assert said in text
        assert said.strip() == said != ""


def tokens_of_spacy(text: str) -> list[tuple]:
    """The tokens of a text by spaCy's own pipeline, with whether they begin a sentence."""
    return [
        (token.text, token.norm_, token.lower_, token.idx, bool(token.is_sent_start), bool(token.whitespace_))
        for token in splitter("en")(text)
    ]


def tokens_read(text: str) -> list[tuple]:
    """The same as they are read here."""
    speech = reader("en").read(["So.", text, "", "No"])
    return [
        (token.text, token.norm_, token.lower_, speech.place_of(number, token.i, token.i + 1)[0], *starts)
        for number in np.flatnonzero(speech.text == 1).tolist()
        for token in speech.sentence_of(number)
        for starts in [(bool(token.is_sent_start), bool(token.whitespace_))]
    ]


said_oddly = st.lists(
    st.sampled_from(
        ["don't", "We'll", "U.S.", "8-)", "e.g.,", "(So", "what?!", "\u3002", '."', "Then:", "\u00bf", "x...y", "5pm"]
    )
    | st.text(st.characters(codec="utf-8"), max_size=6),
    max_size=12,
)


@unhurried
@given(said_oddly)
def test_tokens_and_sentences_are_those_of_spacy(pieces: list[str]) -> None:
    text = levelled(" ".join(" ".join(pieces).split()))
    assert tokens_read(text) == tokens_of_spacy(text)


def test_sentences_are_those_of_other_tables_in_real_interviews(shared: Path) -> None:
    from corpus import readers

    for file in sorted((shared / "data" / "podcast").glob("*.md"))[:3]:
        read = readers.read(file.read_bytes(), name=file.name)
        turns = pd.DataFrame(
            [("d", turn.start, turn.end, "p", turn.role) for turn in read.turns],
            columns=["document", "start", "end", "participant", "role"],
        )
        listed = sentences(turns, pd.Series({"d": read.text}), pd.Series({"d": "en"}))
        speech = reader("en").read([read.speech(turn) for turn in read.turns])
        assert len(listed) > 100
        offset = turns["start"].to_numpy()[speech.text]
        ends = np.diff(speech.start)
        found = [speech.place_of(number, 0, int(end)) for number, end in enumerate(ends)]
        assert (np.array(found) + offset[:, None]).tolist() == listed[["start", "end"]].to_numpy().tolist()


# What cannot be used is told


@pytest.mark.parametrize(
    ("token", "reason"),
    [
        ({"POS": "NOUN"}, "POS is known only to a trained pipeline"),
        ({"ent_type": "ORG"}, "ENT_TYPE is known only to a trained pipeline"),
        ({"_": {"mine": 1}}, "an attribute of one's own"),
        ({"LOWER": "a", "lower": "b"}, "one of LOWER is there twice"),
        ({"LOWR": "model"}, "LOWR of token 1: Extra inputs are not permitted"),
        ({"LOWER": 5}, "LOWER of token 1"),
        ({"LOWER": ["a", "b"]}, "LOWER of token 1"),
        ({"LOWER": {"IN": "abc"}}, "LOWER of token 1"),
        ({"LEMMA": {"IN": [1, 2]}}, "LEMMA of token 1"),
        ({"LEMMA": {"IN": None}}, "LEMMA of token 1"),
        ({"TEXT": {"REGEX": "("}}, "unterminated subpattern"),
        ({"LOWER": "a", "OP": "maybe"}, "OP of token 1"),
        ({"LOWER": "a", "OP": "{3,2}"}, "Unknown operator"),
        ({"LOWER": "a", "OP": "{99999999}"}, "asks for more than 100 tokens"),
        ({"LOWER": "a", "OP": 1}, "OP of token 1"),
    ],
)
def test_a_pattern_that_cannot_be_used_is_told_by_its_code_and_number_and_the_others_go_on(token, reason: str) -> None:
    text = "Ana: A model.\n"
    found = suggested([text], {"Other": [MODEL], "A / B": [MODEL, [token]]})
    (warning,) = found.warnings
    assert warning.startswith("A / B: pattern 2 cannot be used: ")
    assert reason in warning
    assert "\n" not in warning
    assert quotes([text], found) == [("Other", "A model."), ("A / B", "A model.")]
    with pytest.raises(CodebookError, match=r"^Pattern 1 cannot be used: "):
        matches([[token]], text)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["IN", "REGEX", "==", "x"]), inner),
    max_leaves=4,
)


@unhurried
@given(st.lists(st.dictionaries(st.sampled_from(["LOWER", "lower", "LEMMA", "LENGTH", "OP", "x"]), json_values)))
def test_no_pattern_whatever_it_holds_stops_the_search(pattern: list) -> None:
    index = PatternIndex(reader("en"), [pattern, MODEL])
    hits = list(index.find(reader("en").read(["A model."])))
    assert 1 in {hit.pattern for hit in hits}


def test_a_language_without_a_table_of_lemmas_is_told_and_words_are_matched_as_they_are() -> None:
    texts = ["Ana: Modely model.\n", "Ana: Modely.\n"]
    found = suggested(texts, {"Model": [MODEL]}, language="sk")
    assert quotes(texts, found) == [("Model", "Modely model.")]
    (warning,) = found.warnings
    assert 'no table of lemmas for 2 documents of the language "sk"' in warning
    assert suggested(texts, {"Model": [[{"LOWER": "model"}]]}, language="sk").warnings == ()


@pytest.mark.parametrize("language", [None, "zz", "th"])
def test_a_language_that_is_missing_or_unknown_is_read_all_the_same(language: str | None) -> None:
    texts = ["Ana: Um model. Dois.\n"]
    found = suggested(texts, {"Model": [MODEL]}, language=language)
    assert quotes(texts, found) == [("Model", "Um model.")]
    assert len(found.warnings) == 1


# The index changes nothing but the time

WORDS = ["we", "We", "roll", "rolled", "back", "data", "Data", "model", "models", "7", "n't", "don't", "v2"]
said = st.lists(st.sampled_from([*WORDS, ".", ",", "!", "\n", "  "]), max_size=30).map(" ".join)
forms = st.sampled_from(["we", "roll", "back", "datum", "data", "model", "models", "Data", "7", "n't", "do", "absent"])
written = st.sampled_from(["LOWER", "LEMMA", "TEXT", "ORTH"])
strings = (
    forms
    | st.fixed_dictionaries({"IN": st.lists(forms, max_size=3)})
    | st.fixed_dictionaries({"NOT_IN": st.lists(forms, max_size=3)})
    | st.sampled_from(
        [{"REGEX": "^m"}, {"REGEX": {"IN": ["^d", "l$"]}}, {"FUZZY": "rol"}, {"IN": ["roll"], "REGEX": "^r"}]
    )
)
described = st.one_of(
    st.dictionaries(written, strings, min_size=1, max_size=2),
    st.sampled_from(
        [
            {},
            {"IS_ALPHA": True},
            {"LIKE_NUM": True},
            {"IS_PUNCT": False},
            {"LENGTH": {">=": 5}},
            {"IS_TITLE": True},
            {"SHAPE": "xd"},
            {"lemma": {"in": ["roll", "datum"]}},
            {"NORM": "not"},
            {"IS_SENT_START": True},
            {"SPACY": True, "LOWER": "we"},
        ]
    ),
)
operators = st.sampled_from([None, None, None, "?", "*", "+", "!", "{1,2}", "{2}", "{0,1}", "{,2}", "{0}"])
tokens = st.tuples(described, operators).map(lambda both: both[0] | ({"OP": both[1]} if both[1] else {}))
any_patterns = st.lists(st.lists(tokens, min_size=1, max_size=3), min_size=1, max_size=6)


def by_plain_matcher(texts: list[str], patterns: list) -> set[tuple]:
    """Every pattern tried on every sentence."""
    of_language = reader("en")
    plain = Matcher(of_language.vocab)
    for number, pattern in enumerate(patterns):
        plain.add(str(number), [prepare(pattern, of_language)], greedy="LONGEST")
    speech = of_language.read(texts)
    return {
        (int(speech.text[sentence]), sentence, int(match.label_), *speech.place_of(sentence, match.start, match.end))
        for sentence in range(len(speech.text))
        for match in plain(speech.sentence_of(sentence), as_spans=True)
    }


@unhurried
@given(st.lists(said, max_size=4), any_patterns)
def test_the_index_finds_what_a_matcher_finds_that_tries_everything(texts: list[str], patterns: list) -> None:
    index = PatternIndex(reader("en"), patterns)
    assert index.refused == {}
    found = {
        (hit.text, hit.sentence, hit.pattern, *place)
        for hit in index.find(reader("en").read(texts))
        for place in hit.places
    }
    assert found == by_plain_matcher(texts, patterns)


@pytest.mark.parametrize(
    ("pattern", "tried"),
    [
        ([{"LEMMA": "roll"}, {"OP": "*"}, {"LOWER": {"IN": ["back", "out"]}}], [1, 4]),
        ([{"LEMMA": "roll"}, {"LOWER": {"IN": ["back", "out"]}}], [1]),
        ([{"LEMMA": "roll"}, {"OP": "{,2}"}, {"LOWER": "back"}], [4]),
        ([{"LEMMA": "roll"}, {"OP": "?"}, {"OP": "?"}, {"LOWER": "back"}], [4]),
        ([{"LEMMA": "roll"}, {"LOWER": "absent", "OP": "!"}, {"LOWER": "all"}], [4]),
        ([{"LEMMA": "roll"}, {"IS_ALPHA": True, "OP": "{1,}"}, {"LOWER": "back"}], [4]),
        ([{"LEMMA": "roll"}, {"IS_ALPHA": True, "OP": "{1}"}, {"LOWER": "back"}], []),
        ([{"LEMMA": "roll"}, {"LIKE_NUM": True, "OP": "+"}, {"LOWER": "back"}], [4]),
        ([{"LOWER": "it", "OP": "?"}, {"LEMMA": "roll", "OP": "+"}, {"LOWER": "back"}], [4]),
        ([{"LEMMA": "roll", "OP": "?"}, {"LOWER": "absent", "OP": "!"}, {"LOWER": "but"}], [3]),
    ],
)
def test_a_pattern_is_tried_only_where_its_words_are_in_order_and_near_enough(pattern: list, tried: list[int]) -> None:
    speech = reader("en").read(["We roll. Rolled out. The back. Not back but roll. Roll it all back."])
    assert PatternIndex(reader("en"), [pattern])._candidates(speech)[0].tolist() == tried


def test_a_pattern_that_names_no_word_is_tried_only_where_a_word_is_like_it() -> None:
    patterns = [[{"TEXT": {"REGEX": r"^v\d"}}], [{"LIKE_NUM": True, "OP": "+"}, {"LENGTH": {">": 4}, "OP": "?"}], [{}]]
    speech = reader("en").read(["We ship v2. Nine of them. Nothing."])
    tried = PatternIndex(reader("en"), patterns)._candidates(speech)
    assert list(zip(*(each.tolist() for each in tried), strict=True)) == [(0, 0), (0, 2), (1, 1), (1, 2), (2, 2)]


def test_batches_hold_every_text_once_in_order_and_one_language_each() -> None:
    texts = [str(number) * 60_000 for number in range(10)]
    languages = ["en", "de"] * 5
    made = batches(texts, languages)
    assert sorted(place for batch in made for place in batch.places) == list(range(10))
    assert all(batch.texts == [texts[place] for place in batch.places] for batch in made)
    assert all({languages[place] for place in batch.places} == {batch.language} for batch in made)
    assert len(made) == 2


def test_what_is_found_is_the_same_whatever_the_number_of_processes_and_batches(monkeypatch) -> None:
    texts = [f"Ana: A model {number}. We rolled it back.\nBob: A model?\nAna: Data, model.\n" for number in range(9)]
    patterns = {"Model": [MODEL, [{"LOWR": "x"}]], "Fallback": [ROLL]}
    whole = suggested(texts, patterns)
    monkeypatch.setattr("analysis.pattern_search.AT_ONCE", 40)
    assert suggested(texts, patterns).table.equals(whole.table)
    shared_out = suggested(texts, patterns, processes=2)
    assert shared_out.table.equals(whole.table)
    assert shared_out.warnings == whole.warnings


def test_who_watches_sees_each_piece_go_by() -> None:
    seen = []

    def watch(pieces, total):
        for piece in pieces:
            seen.append((len(piece), total))
            yield piece

    assert len(suggested(["Ana: A model.\n"], {"Model": [MODEL]}, watch=watch).table) == 1
    assert seen == [(1, 1)]


# The whole against a slow and obvious way


@unhurried
@given(
    st.lists(st.lists(said, min_size=1, max_size=3), max_size=3),
    st.lists(any_patterns, min_size=1, max_size=3),
    st.data(),
)
def test_proposals_are_those_of_a_loop_over_sentences(spoken, books, data) -> None:
    texts = ["".join(f"Ana: {' '.join(turn.split())}\n" for turn in turns) for turns in spoken]
    spans = st.tuples(st.integers(0, 60), st.integers(1, 20))
    codings = [
        (document, f"C{code}", start, start + length)
        for document in range(len(texts))
        for code in range(len(books))
        for start, length in data.draw(st.lists(spans, max_size=1))
    ]
    found = suggested(texts, {f"C{number}": book for number, book in enumerate(books)}, codings)
    expected = []
    for document, text in enumerate(texts):
        for turn in transcript(text).turns:
            speech = text[turn.start : turn.end]
            read = reader("en").read([speech])
            places = [read.place_of(n, 0, int(length)) for n, length in enumerate(np.diff(read.start))]
            for code, book in enumerate(books):
                at = {
                    sentence: {
                        pattern for _, where, pattern, *_ in by_plain_matcher([speech], book) if where == sentence
                    }
                    for sentence in range(len(places))
                }
                free = [
                    sentence
                    for sentence, patterns in at.items()
                    if patterns
                    and not any(
                        in_document == document
                        and name == f"C{code}"
                        and start < turn.start + places[sentence][1]
                        and turn.start + places[sentence][0] < end
                        for in_document, name, start, end in codings
                    )
                ]
                for first in free:
                    if first - 1 in free:
                        continue
                    last = first
                    while last + 1 in free:
                        last += 1
                    n = len(set.union(*(at[sentence] for sentence in range(first, last + 1))))
                    start, end = turn.start + places[first][0], turn.start + places[last][1]
                    expected.append((f"d{document}", start, end, f"id of C{code}", n / (n + 1)))
    columns = ["document", "start", "end", "code", "score"]
    assert sorted(found.table[columns].itertuples(index=False, name=None)) == sorted(expected)
    assert np.array_equal(found.table.index, range(len(expected)))


def test_the_codebooks_own_table_of_codes_is_understood() -> None:
    book = Codebook().add("Fallback", patterns=(ROLL,)).add("Other")
    documents = pd.DataFrame({"document": ["d"], "language": ["en"]})
    turns = pd.DataFrame({"document": ["d"], "start": [0], "end": [13], "participant": ["p"], "role": ["participant"]})
    none = pd.DataFrame({"document": [], "code": [], "start": [], "end": []})
    found = suggest_by_patterns(documents, turns, pd.Series({"d": "We roll back."}), book.to_frame(), none)
    assert found.table["code"].tolist() == [book.find("Fallback").id]


def test_searches_do_not_disturb_each_other() -> None:
    (batch,) = batches(["A model rolled back."], ["en"])
    pair = [json.dumps([MODEL]), json.dumps([ROLL, MODEL])]
    assert [len(found(patterns, batch)) for patterns in (*pair, *pair)] == [1, 2, 1, 2]
