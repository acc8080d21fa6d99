"""Answers as a form brings them."""

from datetime import UTC, datetime

import pytest

from pipeline.calls.recording import Call, Role
from pipeline.calls.span import Span
from pipeline.calls.text import Text
from pipeline.calls.transcript import Transcript, Utterance
from pipeline.review.answer import Answer, AnswerKind
from pipeline.rubrics.verdict import Verdict
from pipeline.web.given import Given, Occasion, answers, changed, faults, given, second_ms

NOW = datetime(2026, 10, 6, 9, 0, tzinfo=UTC)
TITLES = {"greeting": Text(ru="Приветствие", en="Greeting"), "farewell": Text(ru="Прощание", en="Farewell")}
SAID = Transcript(
    Call("x"),
    (
        Utterance(Role.AGENT, Span(0, 2_000), "Добрый день"),
        Utterance(Role.AGENT, Span(60_000, 62_000), "До свидания"),
    ),
)
BLIND = Occasion("x", "e", AnswerKind.BLIND, "anna", NOW)


def test_a_question_that_was_left_alone_is_no_answer_and_a_strange_one_is_not_read() -> None:
    form = {
        "verdict.greeting": "met",
        "reason.greeting": "  ",
        "verdict.farewell": "",
        "reason.farewell": " ",
        "verdict.invented": "not_met",
    }
    assert given(form, TITLES) == (Given("greeting", "met"),)


def test_control_marks_that_no_keyboard_makes_are_taken_out_of_a_reason() -> None:
    [one] = given({"verdict.greeting": "unsure", "reason.greeting": "не\x00 слышно\r\nсовсем"}, TITLES)
    assert one.reason == "не слышно\nсовсем"


@pytest.mark.parametrize(
    ("one", "alone", "wrong"),
    [
        (Given("greeting", "met"), True, None),
        (Given("greeting", "not_applicable"), True, None),
        (Given("greeting", "not_met"), True, "bad_reason"),
        (Given("greeting", "unsure", "??"), True, "bad_reason"),
        (Given("greeting", "met"), False, "bad_reason"),
        (Given("greeting", "met", "ясно слышно"), False, None),
        (Given("greeting", "", "слышно"), False, "bad_verdict"),
        (Given("greeting", "best", "слышно"), False, "bad_verdict"),
        (Given("greeting", "met", "а" * 5_000), True, "bad_reason"),
        (Given("greeting", "met", "слышно", "1:5"), False, "bad_second"),
        (Given("greeting", "met", "слышно", "2:00"), False, "bad_second"),
        (Given("greeting", "met", "слышно", "1:01"), False, None),
    ],
)
def test_what_is_wrong_is_said_with_the_questions_name(one: Given, alone: bool, wrong: str | None) -> None:  # noqa: FBT001  # a parameter
    found = faults([one], TITLES, alone=alone, duration_ms=90_000)
    assert len(found) == (wrong is not None)
    assert all(text.ru.startswith("Приветствие") and text.en.startswith("Greeting") for text in found)


def test_nothing_answered_is_said_too() -> None:
    assert len(faults([], TITLES, alone=True, duration_ms=1)) == 1


def test_an_answer_that_says_the_same_again_is_not_written_again() -> None:
    before = {
        "greeting": Answer("x", "e", "greeting", Verdict.MET, AnswerKind.BLIND, "anna", NOW),
        "farewell": Answer(
            "x", "e", "farewell", Verdict.UNSURE, AnswerKind.BLIND, "anna", NOW, reason="не слышно"
        ),
    }
    same = (Given("greeting", "met"), Given("farewell", "unsure", "не слышно"))
    assert changed(same, before) == ()
    assert changed((Given("greeting", "met", at="0:01"),), before) == (Given("greeting", "met", at="0:01"),)
    assert changed((Given("farewell", "unsure", "шум"),), before) == (Given("farewell", "unsure", "шум"),)
    assert changed(same, {}) == same


def test_a_second_points_at_the_words_said_there() -> None:
    typed = (Given("greeting", "met", at="0:01"), Given("farewell", "not_met", "оборвал", "1:10"))
    first, second = answers(typed, occasion=BLIND, transcript=SAID)
    assert [e.quote for e in (*first.evidence, *second.evidence)] == ["Добрый день", "До свидания"]
    assert [a.evidence for a in answers(typed, occasion=BLIND, transcript=None)] == [(), ()]


def test_seconds_are_read_as_the_page_prints_them() -> None:
    assert [second_ms(t) for t in ("0:00", "83:00", "1:02:03", "1:60", "-1:00", "1:05 ", "٣:٠٥")] == [
        0,
        4_980_000,
        3_723_000,
        None,
        None,
        None,
        None,
    ]
