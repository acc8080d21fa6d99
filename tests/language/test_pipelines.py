"""Tokens, lemmas and sentences of telephone transcripts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.calls.text import Language
from pipeline.language.pipelines import pipeline, sentences, tokens
from pipeline.language.token import Token


def cut(text: str, language: Language = Language.RU) -> list[str]:
    return [t.text for t in tokens(text, language)]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("«Колосок», Ирина…слушаю", ["«", "Колосок", "»", ",", "Ирина", "…", "слушаю"]),
        ("подожди-ка,да?Нет.Вот", ["подожди", "-", "ка", ",", "да", "?", "Нет", ".", "Вот"]),
        ("всё-таки по-вашему", ["всё", "-", "таки", "по", "-", "вашему"]),
        ("тел.8916 и т.д.", ["тел", ".", "8916", "и", "т.д", "."]),
        ("ну вот так и живём", ["ну", "вот", "так", "и", "живём"]),
        ("\n два   слова\t", ["два", "слова"]),
    ],
)
def test_russian_is_cut_in_the_wrong_places(text: str, pieces: list[str]) -> None:
    assert cut(text) == pieces


def test_english_is_cut_in_the_wrong_places() -> None:
    assert cut("I'll follow-up,okay?Right. your id is ill", Language.EN) == [
        "I", "'ll", "follow", "-", "up", ",", "okay", "?", "Right", ".", "your", "id", "is", "ill",
    ]  # fmt: skip


def test_yo_and_case_make_two_words_of_one() -> None:
    (token,) = tokens("ЁЛКИ", Language.RU)
    assert (token.lower, token.lemma) == ("елки", "елка")


@pytest.mark.parametrize(
    ("word", "lemma"),
    [
        ("перезвоню", "перезвонить"),
        ("клиентов", "клиент"),
        ("лучше", "хороший"),
        ("перезвоним", "перезвонить"),
    ],
)
def test_a_russian_form_does_not_lead_to_its_word(word: str, lemma: str) -> None:
    assert tokens(word, Language.RU)[0].lemma == lemma


@pytest.mark.parametrize(
    ("words", "lemma"),
    [
        ("apologize apologizes apologized apologizing", "apologize"),
        ("call calls called calling", "call"),
        ("promise promises promised promising", "promise"),
        ("deliver delivers delivered delivering", "deliver"),
        ("delivery deliveries", "delivery"),
        ("check checks checked checking", "check"),
        ("transfer transfers transferred transferring", "transfer"),
        ("make makes made making", "make"),
        ("update updates updated updating", "update"),
        ("receive receives received receiving", "receive"),
        ("change changes changed changing", "change"),
        ("handle handles handled handling", "handle"),
        ("wait waits waited waiting", "wait"),
        ("try tries tried trying", "try"),
        ("use uses used using", "use"),
        ("be is are was were been being", "be"),
        ("fix fixes fixed fixing", "fix"),
        ("arrange arranged arranging", "arrange"),
        ("address addresses addressed addressing", "address"),
        ("replace replaces replaced replacing", "replace"),
        ("visit visits visited visiting", "visit"),
        ("order orders ordered ordering", "order"),
    ],
)
def test_english_forms_part_from_their_word(words: str, lemma: str) -> None:
    assert {t.lemma for t in tokens(words, Language.EN)} == {lemma}


def test_words_that_only_look_inflected_lose_their_end() -> None:
    kept = ["this", "is", "nothing", "morning", "speed", "always", "business", "need", "hundred"]
    kept.remove("is")
    assert [t.lemma for t in tokens(" ".join(kept), Language.EN)] == kept


def test_contractions_keep_their_apostrophe_as_lemma() -> None:
    assert [t.lemma for t in tokens("we'll can't gonna", Language.EN)] == [
        "we",
        "will",
        "can",
        "not",
        "go",
        "to",
    ]


def test_sentences_run_together() -> None:
    text = "Добрый день. Чем помочь?"
    assert [text[a:b] for a, b in sentences(text, Language.RU)] == ["Добрый день.", "Чем помочь?"]
    assert sentences("без точек и больших букв", Language.RU) == ((0, 24),)


def test_the_pipeline_is_built_twice() -> None:
    assert pipeline(Language.RU) is pipeline(Language.RU)


def test_a_token_that_is_not_its_slice_is_accepted() -> None:
    with pytest.raises(ValueError, match="own slice"):
        Token("да", "да", "да", 0, 5, is_word=True)


@given(st.text(max_size=60), st.sampled_from(Language))
def test_tokens_are_slices_of_the_text_and_lose_no_letter(text: str, language: Language) -> None:
    found = tokens(text, language)
    assert all(text[t.start_char : t.end_char] == t.text for t in found)
    assert "".join("".join(t.text.split()) for t in found) == "".join(text.split())
