"""Who is the employee, from what is said, with the weights that are shipped."""

import json
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.calls.recording import Role
from pipeline.calls.text import Language
from pipeline.speakers.roles import LEAST_WORDS, SURE, RoleModel, features, parts

RU, EN = Language.RU, Language.EN

AGENT = {
    RU: (
        "Компания «Волга», меня зовут Андрей, добрый день! Чем могу помочь?",
        "Назовите, пожалуйста, номер накладной, я сейчас проверю.",
        "Извините, что так вышло. Я передам на склад и перезвоню вам сегодня до шести.",
    ),
    EN: (
        "Good morning, Northgate Foods, Daniel speaking, how can I help?",
        "Could you give me your account number, please? I'll check that for you.",
        "I'm sorry about that. I'll send it over and call you back by noon tomorrow.",
    ),
}
CLIENT = {
    RU: (
        "Здравствуйте, это Марина, кафе «Заря».",
        "Мы сегодня не получили муку, это уже второй раз, когда вы её привезёте?",
        "Хорошо, спасибо, буду ждать вашего звонка.",
    ),
    EN: (
        "Hi, it's Laura from the Grand Hotel.",
        "We were two boxes short this morning, when can you get them to us?",
        "All right, thanks, I'll wait for your call then.",
    ),
}


@pytest.fixture(scope="module")
def model() -> RoleModel:
    text = resources.files("pipeline.speakers").joinpath("role_weights.json").read_text(encoding="utf-8")
    return RoleModel.of(json.loads(text))


@pytest.mark.parametrize("language", Language)
def test_employee_and_client_are_told_apart_and_surely(model: RoleModel, language: Language) -> None:
    found = parts({0: CLIENT[language], 1: AGENT[language]}, model=model, language=language)
    assert found.roles == {0: Role.CLIENT, 1: Role.AGENT}
    assert found.probability is not None
    assert found.probability >= SURE


@pytest.mark.parametrize("language", Language)
def test_the_other_way_round_is_exactly_as_unlikely(model: RoleModel, language: Language) -> None:
    one = model.first_is_agent(AGENT[language], CLIENT[language], language=language)
    other = model.first_is_agent(CLIENT[language], AGENT[language], language=language)
    assert one + other == pytest.approx(1.0)


def test_two_who_say_the_same_are_both_unknown(model: RoleModel) -> None:
    found = parts({0: AGENT[EN], 1: AGENT[EN]}, model=model, language=EN)
    assert found.roles == {}
    assert found.probability == 0.5


def test_one_voice_alone_is_never_the_employee(model: RoleModel) -> None:
    assert parts({0: (*AGENT[EN], *CLIENT[EN])}, model=model, language=EN).roles == {}


def test_who_only_says_hello_is_no_party(model: RoleModel) -> None:
    short = " ".join(["hello"] * (LEAST_WORDS - 1))
    assert parts({0: AGENT[EN], 1: (short,)}, model=model, language=EN).roles == {}


@pytest.mark.parametrize("language", Language)
def test_after_a_transfer_neither_of_two_employees_is_the_employee(
    model: RoleModel, language: Language
) -> None:
    said = {0: AGENT[language], 1: CLIENT[language], 2: AGENT[language][::-1]}
    assert Role.AGENT not in parts(said, model=model, language=language).roles.values()


def test_who_answers_an_inbound_call_is_likelier_the_employee(model: RoleModel) -> None:
    even = "so that would be two boxes of the usual for Friday morning then"
    said = {0: (even,), 1: (f"{even} yes",)}
    plain = parts(said, model=model, language=EN).probability
    opened = parts(said, model=model, language=EN, opened_inbound=0).probability
    contrary = parts(said, model=model, language=EN, opened_inbound=1).probability
    assert plain is not None
    assert opened is not None
    assert contrary is not None
    assert contrary < plain < opened


def test_the_reasons_are_words_that_were_said(model: RoleModel) -> None:
    said = {f for row in features(AGENT[EN], EN) for f in row}
    reasons = model.reasons(AGENT[EN], language=EN)
    assert len(reasons) == 5
    assert {word for word, _ in reasons} <= said


def test_the_card_says_what_the_weights_are_made_of() -> None:
    text = resources.files("pipeline.speakers").joinpath("role_weights.json").read_text(encoding="utf-8")
    card = json.loads(text)["card"]
    assert {"what", "data", "licence", "made", "calls", "scale", "figures"} <= card.keys()


WORDS = st.lists(st.sampled_from([*AGENT[EN], *CLIENT[EN], "yes", "no", "the van is late"]), max_size=6)


@given(st.dictionaries(st.integers(0, 3), WORDS, max_size=4), st.permutations(range(4)))
def test_other_numbers_for_the_speakers_change_nothing(said: dict[int, list[str]], names: list[int]) -> None:
    weights = {EN: {"=i": 0.4, "speaking": 1.0, "help": 0.8, "we": -0.7, "thanks": -0.5, "sorry": 0.6}}
    model = RoleModel(weights, {EN: 3.0})
    before = parts(said, model=model, language=EN)
    after = parts({names[s]: texts for s, texts in said.items()}, model=model, language=EN)
    if before.probability != 0.5:  # at even odds either may be called the likelier
        assert after.roles == {names[s]: role for s, role in before.roles.items()}
    assert after.probability == before.probability


@given(st.dictionaries(st.integers(0, 3), WORDS, max_size=4), st.floats(0, 1))
def test_a_less_certain_table_never_gives_a_role_that_the_certain_one_did_not(
    said: dict[int, list[str]], share: float
) -> None:
    weights = {EN: {"=i": 0.4, "speaking": 1.0, "help": 0.8, "we": -0.7, "thanks": -0.5, "sorry": 0.6}}
    sure = parts(said, model=RoleModel(weights, {EN: 3.0}), language=EN).roles
    unsure = parts(said, model=RoleModel(weights, {EN: 3.0 * share}), language=EN).roles
    assert unsure.items() <= sure.items()
