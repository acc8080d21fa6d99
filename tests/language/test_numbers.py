"""Spoken and written numbers: their digits, their readings, their characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.calls.text import Language
from pipeline.language.numbers import NumberPiece, number_runs


def runs(text: str, language: Language | None = None) -> list[str]:
    return [run.digits for run in number_runs(text, language)]


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("четыре один один один", ["4111"]),
        ("сорок один одиннадцать", ["4111"]),
        ("Сорока одного, пяти, двумстам", ["415200"]),
        ("двести сорок восемь, сорока пяти", ["24845"]),
        ("ЧЕТЫРЕ НУЛЯ, двадцать один, шестнадцать", ["00002116"]),
        ("три ноля восемь пять", ["00085"]),
        ("сто четыре нуля", ["1000000"]),
        ("две семёрки три тройки", ["77333"]),
        ("двадцать-один", ["21"]),
        ("двадцать одна тысяча двести", ["21200"]),
        ("41 тысяча", ["41000"]),
        ("четырёх шестьсят", ["460"]),
        ("4111 один один", ["411111"]),
        ("4111-1111 1111,1111", ["4111111111111111"]),
        ("8.916.123.45.67", ["89161234567"]),
        ("+7 (916) 123-45-67", ["79161234567"]),
        ("4276 эээ 3800 ну 12", ["4276380012"]),
        ("four one one one double four oh", ["4111440"]),
        ("double eight, one, oh, four, two, slash B", ["881042"]),
        ("oh seven seven", ["077"]),
        ("treble 7 three zeros", ["777000"]),
        ("forty-one eleven", ["4111"]),
        ("nineteen eighty four", ["1984"]),
        ("one ninety-eight", ["198"]),
        ("five hundred and forty", ["540"]),
        ("eleven hundred", ["1100"]),
        ("two thousand and twenty two", ["2022"]),
        ("seven and a half", ["7"]),
    ],
)
def test_a_number_is_heard_wrong(said: str, digits: list[str]) -> None:
    assert runs(said) == digits


@pytest.mark.parametrize(
    "said",
    [
        "в 10:30, 12.05.2026, 3.50, 12/27, $380, 380 ₽, 25%, A5, 6308x, 192.168.100.101, 1,234,567",
        "one second, oh no, put me as an oh",
        "double glazing, пятёрка рядом, нулей",
        "состояние, столбик, тристан, семья, пятница, often, tent, bone",
        "",
        "…",
    ],
)
def test_what_is_no_number_is_taken_for_digits(said: str) -> None:
    digits = [run.digits for run in number_runs(said) if not run.ordinal]
    assert digits in ([], ["1"])  # "one second" counts one


def test_quantities_on_either_side_of_a_word_run_together() -> None:
    assert runs("сорок два ящика по триста двадцать рублей") == ["42", "320"]


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("двадцать третьего", 23),
        ("22nd", 22),
        ("5-го", 5),
        ("twenty second", 22),
        ("третий", 3),
        ("сорок шестого", 46),
    ],
)
def test_an_ordinal_is_no_dictated_number(said: str, value: int) -> None:
    (run,) = number_runs(said)
    assert run.ordinal
    assert run.pieces[0].value == value


def test_other_readings_of_a_number_are_lost() -> None:
    (run,) = number_runs("двести сорок восемь")
    assert run.readings == ("248", "2408", "20048", "200408")
    (run,) = number_runs("сорок, один")
    assert run.readings == ("401",)


def test_pieces_of_a_run_lose_their_characters() -> None:
    text = "код: сорок один, double four - 12"
    (run,) = number_runs(text)
    assert [text[p.start_char : p.end_char] for p in run.pieces] == ["сорок один", "double four", "12"]
    assert text[run.start_char : run.end_char] == "сорок один, double four - 12"


def test_an_amount_is_not_told_from_digits() -> None:
    (run,) = number_runs("три тысячи двести")
    assert run.pieces[0].amount
    assert run.pieces[0].value == 3200


def test_words_of_the_other_language_count_as_numbers() -> None:
    assert runs("пять five", Language.RU) == ["5"]
    assert runs("пять five", Language.EN) == ["5"]
    assert runs("пять five") == ["55"]


def test_a_recognisers_stutter_breaks_the_reading() -> None:
    assert len(runs("1" * 9_000)[0]) == 9_000
    assert runs("один " * 500) == ["1" * 500]


def test_a_piece_without_digits_is_accepted() -> None:
    with pytest.raises(ValueError, match="strings of digits"):
        NumberPiece(0, 3, ("12a",), 12)


@given(st.text() | st.text("0123456789 ,.-один два сорок тысяча oh four"))
def test_pieces_are_in_order_and_inside_the_text(text: str) -> None:
    end = 0
    for run in number_runs(text):
        for piece in run.pieces:
            assert end <= piece.start_char < piece.end_char <= len(text)
            end = piece.end_char


@given(st.text("0123456789", min_size=1, max_size=19))
def test_digits_read_one_by_one_come_back(digits: str) -> None:
    for names in (
        "ноль один два три четыре пять шесть семь восемь девять",
        "zero one two three four five six seven eight nine",
    ):
        said = " ".join(names.split()[int(d)] for d in digits)
        assert any(digits in run.readings for run in number_runs(said))
