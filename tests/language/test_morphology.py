"""What may be said of a Russian word for certain."""

import pytest

from pipeline.calls.text import Language
from pipeline.language.morphology import is_name, is_second_person_singular, possible_lemmas
from pipeline.language.pipelines import tokens
from pipeline.language.token import Token


def token(word: str) -> Token:
    return tokens(word, Language.RU)[0]


TY = """ты тебя тебе тобой твой твоя твоё твоей Твои можешь хочешь сделаешь слышишь подожди скажи дай стой
звони
перезвони жди смотри слушай давай прости извини погоди пойми напиши беги"""
NOT_TY = """вы вас ваш можете подождите скажите давайте простите постой три пошли мой пили стекли почти
пожалуй
пришли клади стали вели тут свой он она звонит понял знаешь понимаешь поди Ирина колосок 5 « зубришьте you"""
NAMES = "Ирина ирина Марина Соколова соколова львовна Львовна Роман Вера Рахимов иван"
NO_NAMES = "Добрый компания Компания роман слава Слава день Здравствуйте заказ 5 « Ivan"


@pytest.mark.parametrize("word", TY.split())
def test_ty_is_not_heard(word: str) -> None:
    assert is_second_person_singular(token(word))


@pytest.mark.parametrize("word", NOT_TY.split())
def test_ty_is_heard_where_it_is_not_certain(word: str) -> None:
    assert not is_second_person_singular(token(word))


def test_a_particle_hides_the_imperative() -> None:
    assert is_second_person_singular(tokens("подожди-ка", Language.RU)[0])


@pytest.mark.parametrize("word", NAMES.split())
def test_a_name_is_not_known(word: str) -> None:
    assert is_name(token(word))


@pytest.mark.parametrize("word", NO_NAMES.split())
def test_a_word_is_taken_for_a_name(word: str) -> None:
    assert not is_name(token(word))


def test_letters_without_a_name_stop_the_night() -> None:
    assert possible_lemmas(token("\U00017000")) == ("\U00017000",)


def test_a_homonym_keeps_one_of_its_words_only() -> None:
    assert set(possible_lemmas(token("пошли"))) == {"послать", "пойти"}
