"""What Whisper is known to invent gives no words; what people do say is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.calls.span import Span
from pipeline.calls.transcript import Word
from pipeline.engines.base import Why
from pipeline.engines.guards import parted

CREDITS = (
    "Субтитры сделал DimaTorzok",
    "Субтитры делал DimaTorzok",
    "Субтитры создавал DimaTorzok",
    "Субтитры добавил DimaTorzok",
    "Субтитры подогнал «Симон»!",
    "Редактор субтитров А.Семкин Корректор А.Егорова",
    "Редактор субтитров А. Синецкая Корректор А. Кулакова",
    "Редактор субтитров Т.Горелова",
    "Спасибо за субтитры Алексею Дубровскому!",
    "Subtitles by the Amara.org community",
    "Transcription by CastingWords",
    "Transcribed by Otter.ai",
    "Untertitel im Auftrag des ZDF für funk, 2017",
    "СПОКОЙНАЯ МУЗЫКА",
    "ДИНАМИЧНАЯ МУЗЫКА",
    "ПОЛИЦЕЙСКАЯ СИРЕНА",
)
SIGN_OFFS = (
    "Продолжение следует...",
    "Смотрите продолжение в следующей серии...",
    "Спасибо за просмотр!",
    "Спасибо за внимание.",
    "Подписывайтесь на канал!",
    "Ставьте лайки и подписывайтесь на канал",
    "До новых встреч!",
    "Тревожная музыка",
    "Thank you for watching!",
    "Thanks for watching!",
    "Thank you so much for watching. ",
    "Please subscribe to my channel.",
    "Don't forget to like and subscribe!",
    "See you in the next video.",
    "To be continued...",
    "[Music]",
    "(upbeat music)",
    "(phone ringing)",
)
SAID = (
    "Thank you.",
    "Thank you for calling, goodbye.",
    "Bye-bye.",
    "I'm sorry.",
    "Спасибо.",
    "Спасибо за звонок, до свидания.",
    "Извините.",
    "Алло, алло, алло.",
    "Thanks for watching out for us.",
    "Спасибо за внимание к нашей проблеме.",
    "Продолжение следует ждать в пятницу.",
    "Корректор мы отправим завтра.",
    "Я посмотрю субтитры в вашем ролике.",
    "The music on hold is too loud.",
    "ООО ТД ВКУС",
    "S-I-T-I-L-L-E.",
    "Наш сайт www.kolosok.ru, заходите.",
)


def words(text: str, *, probability: float = 0.9, at_ms: int = 1000) -> tuple[Word, ...]:
    spelled = enumerate(text.split())
    return tuple(
        Word(w, Span(at_ms + i * 300, at_ms + i * 300 + 250), probability)
        for i, w in spelled
        if any(map(str.isalnum, w))
    )


def believed(text: str, *, probability: float = 0.9, no_speech: float = 0.02, until_ms: int = 60_000) -> str:
    cut = parted(words(text, probability=probability), speech=[Span(0, until_ms)], no_speech=no_speech)
    return " ".join(w.text for part, why in cut if why is None for w in part)


@pytest.mark.parametrize("text", CREDITS)
def test_credits_are_thrown_away_however_sure_the_engine_is(text: str) -> None:
    assert believed(text) == ""


@pytest.mark.parametrize("text", CREDITS[:11])
def test_credits_glued_to_what_was_said_cost_nothing_of_it(text: str) -> None:
    assert believed(f"Хорошо, до свидания. {text}") == "Хорошо, до свидания."
    assert believed(f"{text.rstrip('!')}. Алло, слушаю вас.").endswith("Алло, слушаю вас.")


@pytest.mark.parametrize("text", SIGN_OFFS)
def test_sign_offs_fall_where_the_sound_is_doubtful_and_only_there(text: str) -> None:
    assert believed(text) == " ".join(w.text for w in words(text)), "clear speech is kept"
    assert believed(text, probability=0.4) == ""
    assert believed(text, no_speech=0.5) == ""
    assert believed(text, until_ms=1100) == "", "mostly outside speech"
    glued = f"Хорошо, до свидания. {text}"
    assert believed(glued, no_speech=0.5) == "Хорошо, до свидания."


@pytest.mark.parametrize("text", SAID)
def test_what_people_say_on_the_telephone_is_kept_even_where_it_is_doubtful(text: str) -> None:
    assert believed(text, probability=0.3) == " ".join(w.text for w in words(text))


def test_an_employee_who_thanks_for_the_attention_within_a_sentence_is_quoted_whole() -> None:
    text = "На этом всё, спасибо за внимание, всего доброго."
    assert believed(text, probability=0.3) == text


def test_where_nobody_speaks_nothing_is_believed_however_sure_the_engine_is() -> None:
    assert believed("I'm sorry. I'm sorry.", probability=0.95, no_speech=0.7) == ""


def test_doubtful_words_are_not_believed_where_perhaps_nobody_speaks() -> None:
    assert believed("I'm gonna have to go back", probability=0.4, no_speech=0.4) == ""
    assert believed("I'm gonna have to go back", probability=0.6, no_speech=0.4) != ""
    assert believed("Да.", probability=0.4, no_speech=0.25) == "Да."


def test_a_mere_guess_is_no_evidence() -> None:
    assert believed("Хрёшьу так", probability=0.2) == ""


def test_words_without_probabilities_are_believed() -> None:
    run = tuple(Word(w, Span(0, 100)) for w in ("Добрый", "день"))
    assert [why for _, why in parted(run, speech=[Span(0, 100)], no_speech=0.0)] == [None]


@given(
    st.lists(st.sampled_from([*CREDITS, *SIGN_OFFS, *SAID, "да.", "нет"]), min_size=1, max_size=5),
    st.floats(0, 1),
    st.floats(0, 1),
)
def test_guards_part_a_run_and_lose_no_word_of_it(
    texts: list[str], probability: float, no_speech: float
) -> None:
    run = words(" ".join(texts), probability=probability)
    cut = list(parted(run, speech=[Span(0, 3000)], no_speech=no_speech))
    assert tuple(w for part, _ in cut for w in part) == run
    assert all(part for part, _ in cut)
    assert {why for _, why in cut} <= {None, *Why}
