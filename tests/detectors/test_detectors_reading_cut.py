"""Plain words are cut without spaCy, and exactly as spaCy cuts them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.calls.text import Language
from pipeline.detectors.reading import PLAIN, _cut
from pipeline.language.pipelines import pipeline

MARKS = ("", ",", "?", "!", ".")
LETTERS = {Language.RU: "абвгеёжийкстуыья", Language.EN: "abcdeimnorstuwxy"}


def by_spacy(chunk: str, language: Language) -> list[tuple[str, str, int]]:
    return [(token.text, token.norm_, token.idx) for token in pipeline(language).make_doc(chunk)]


@pytest.mark.parametrize("language", Language)
def test_no_rule_of_spacys_own_is_passed_over(language: Language) -> None:
    """ "cannot", "etc." and "Mr," are what spaCy says, with any mark behind them and in any case."""
    stems = {rule.strip(".,?!") for rule in pipeline(language).tokenizer.rules} - {""}
    written = {form(stem) + mark for stem in stems for mark in MARKS for form in (str, str.lower, str.title)}
    assert any(map(PLAIN.fullmatch, written)) == (language is Language.EN)
    for chunk in written:
        assert list(_cut(chunk, language)) == by_spacy(chunk, language)


@given(st.data(), st.sampled_from(Language))
def test_words_with_a_mark_are_cut_as_spacy_cuts_them(data: st.DataObject, language: Language) -> None:
    letters = LETTERS[language]
    word = data.draw(st.text(letters + letters.upper(), min_size=1, max_size=9))
    chunk = word + data.draw(st.sampled_from((*MARKS, "...", "-ка", ".)", ":")))
    assert list(_cut(chunk, language)) == by_spacy(chunk, language)
