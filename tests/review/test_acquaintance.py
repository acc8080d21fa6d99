"""An employee is told the rules before they are judged by them: what counts as told, and as before."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.calls.evidence import Evidence
from pipeline.calls.recording import UNKNOWN, Role
from pipeline.calls.span import Span
from pipeline.calls.text import Language, Text
from pipeline.review.acquaintance import (
    NAMELESS,
    NOT_ACQUAINTED,
    UNDATED,
    Acquaintance,
    Way,
    before,
    signed,
    unacquainted,
)
from pipeline.review.confirmation import NOT_HEARD, asks_to_hear, once, refusal
from pipeline.review.dispute import UNHEARD, Decision, Dispute, undecidable
from pipeline.review.listening import Play
from pipeline.review.review import Review
from pipeline.review.standing import Standing
from pipeline.rubrics.verdict import Verdict
from pipeline.scoring.evaluation import Finding, Searched

CALL = datetime(2026, 10, 5, 10, 12, tzinfo=timezone(timedelta(hours=3)))
NOW = datetime(2026, 10, 7, tzinfo=UTC)
WHO = "Ирина Соколова"
CARD = "sha256:" + "1" * 64


def page(at: datetime) -> Acquaintance:
    return Acquaintance(WHO, CARD, Way.PAGE, at, "irina", Language.RU)


def paper(day: date, **other: object) -> Acquaintance:
    made = Acquaintance(
        WHO, CARD, Way.PAPER, signed(day, UTC), "lead", Language.RU, document="лист ознакомления № 12"
    )
    return replace(made, **other)  # type: ignore[arg-type]


def why(*known: Acquaintance, employee: str = WHO, at: datetime | None = CALL) -> Text | None:
    return unacquainted(known, employee=employee, started_at=at)


def test_told_a_moment_before_the_call_is_told_and_at_the_same_moment_is_not() -> None:
    assert why(page(CALL - timedelta(microseconds=1))) is None
    assert why(page(CALL)) is not None
    assert why(page(CALL + timedelta(days=1))) is not None


def test_a_paper_signed_on_the_day_of_the_call_does_not_show_that_it_was_before() -> None:
    """It bears a day and no hour."""
    assert why(paper(date(2026, 10, 4))) is None
    late = why(paper(date(2026, 10, 5)))
    assert late is not None
    assert "05.10.2026" in late.ru
    assert "05.10.2026" in late.en


def test_an_annulled_paper_proves_nothing() -> None:
    assert why(paper(date(2026, 9, 1), annulled_at=NOW)) == NOT_ACQUAINTED
    assert why(paper(date(2026, 9, 1), annulled_at=NOW), paper(date(2026, 9, 2))) is None


def test_of_a_call_without_a_time_or_a_name_nothing_can_be_shown() -> None:
    assert why(paper(date(2026, 9, 1)), at=None) == UNDATED
    assert why(employee=UNKNOWN) == NAMELESS
    assert why() == NOT_ACQUAINTED


@given(
    days=st.lists(st.integers(-40, 40), max_size=6),
    annulled=st.lists(st.booleans(), min_size=6, max_size=6),
)
def test_the_first_that_holds_and_was_before_is_the_proof(days: list[int], annulled: list[bool]) -> None:
    known = [
        replace(page(CALL + timedelta(hours=n)), entry=i, annulled_at=NOW if gone else None)
        for i, (n, gone) in enumerate(zip(days, annulled, strict=False))
    ]
    proof = before(known, CALL)
    assert (proof is None) == (why(*known) is not None)
    if proof is not None:
        assert proof.holds
        assert proof.at < CALL
        assert all(one.at >= proof.at for one in known if one.holds)
    # Another record never takes a proof away.
    assert before([*known, page(CALL - timedelta(days=400))], CALL) is not None


@pytest.mark.parametrize(
    "wrong",
    [
        {"employee": " "},
        {"employee": UNKNOWN},
        {"document": "№"},
        {"document": "л" * 201},
        {"at": datetime(2026, 9, 1)},  # noqa: DTZ001  # that is what is wrong with it
        {"way": Way.PAGE},
    ],
)
def test_an_acquaintance_that_proves_nothing_is_not_made(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # each says its own
        paper(date(2026, 9, 1), **wrong)


QUOTE = Evidence(0, 0, 6, "Добрый", Span(0, 900), Role.AGENT, "phrase:greeting")


def finding(verdict: Verdict = Verdict.NOT_MET, *quotes: Evidence, searched: bool = True) -> Finding:
    return Finding(
        criterion="farewell",
        rubric="courtesy",
        verdict=verdict,
        weight=3,
        reason=Text(ru="прощания нет", en="no farewell"),
        searched=Searched(Text(ru="прощание", en="a farewell"), Role.AGENT, Span(0, 8000))
        if searched
        else None,
        evidence=quotes,
    )


def refused(plays: list[Play], unknown: Text | None) -> Text | None:
    return refusal(
        finding(),
        Standing(Verdict.NOT_MET),
        plays,
        "anna",
        None,
        review=Review("v", "r", "e", "anna", blind=False, opened_at=NOW),
        alone=True,
        unacquainted=unknown,
    )


def test_whoever_was_not_told_the_rules_is_not_confirmed_against_and_that_is_said_before_listening() -> None:
    assert refused([], NOT_ACQUAINTED) == NOT_ACQUAINTED
    told = refused([], None)
    assert told is not None
    assert asks_to_hear(told)
    assert not asks_to_hear(NOT_ACQUAINTED)
    assert asks_to_hear(NOT_HEARD.filled(spans="0:01"))


def test_a_quote_found_by_two_looks_is_one_quote() -> None:
    twice = replace(QUOTE, rule="pattern:other")
    part = replace(QUOTE, start_char=2, end_char=6, quote="брый", span=Span(300, 900))
    later = replace(QUOTE, utterance=4, span=Span(9000, 9900))
    assert once([later, QUOTE, twice, part]) == (QUOTE, later)
    assert once([part, QUOTE]) == (QUOTE,)
    assert once([]) == ()


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 20), st.integers(1, 8)), max_size=12),
)
def test_every_quoted_letter_is_still_in_a_quote_and_no_quote_within_another(
    places: list[tuple[int, int, int]],
) -> None:
    quotes = [
        Evidence(
            u, a, a + n, "х" * n, Span(u * 10_000 + a * 100, u * 10_000 + (a + n) * 100), Role.AGENT, "r"
        )
        for u, a, n in places
    ]
    kept = once(quotes)
    letters = {(q.utterance, c) for q in quotes for c in range(q.start_char, q.end_char)}
    assert letters == {(q.utterance, c) for q in kept for c in range(q.start_char, q.end_char)}
    assert once(kept) == kept
    starts = [q.span.start_ms for q in kept]
    assert starts == sorted(starts)
    for one in kept:
        for other in kept:
            inside = one.utterance == other.utterance and (
                other.start_char <= one.start_char and one.end_char <= other.end_char
            )
            assert one is other or not inside


def stands(of: Finding, *plays: Play, verdict: Verdict | None = None, **other: object) -> Text | None:
    dispute = Dispute("r", "e", "farewell", of.verdict, "irina", "было", NOW, NOW, id="d")
    decision = Decision("d", "boris", verdict or of.verdict, "переслушано", NOW)
    return undecidable(dispute, replace(decision, **other), (), finding=of, plays=plays)  # type: ignore[arg-type]


def test_whoever_lets_an_answer_stand_has_heard_what_it_rests_on() -> None:
    """A quote; else the whole stretch in which something was sought in vain, as for a confirmation."""
    whole, quoted = Play("r", "boris", Span(0, 8000), NOW), Play("r", "boris", Span(0, 900), NOW)
    assert stands(finding()) == UNHEARD.filled(spans="0:00–0:08")
    assert stands(finding(), quoted) == UNHEARD.filled(spans="0:00–0:08")
    assert stands(finding(), whole) is None
    assert stands(finding(), replace(whole, by="anna")) is not None
    assert stands(finding(Verdict.NOT_MET, QUOTE), quoted) is None
    assert stands(finding(Verdict.UNSURE, QUOTE)) is not None
    # Other words named: those are what it rests on now.
    named = replace(QUOTE, utterance=2, span=Span(8000, 8900))
    assert stands(finding(Verdict.NOT_MET, QUOTE), quoted, evidence=(named,)) is not None


def test_an_answer_that_cites_nothing_has_nothing_to_be_heard_and_a_change_for_the_better_needs_no_ear() -> (
    None
):
    assert stands(finding(Verdict.NOT_APPLICABLE, searched=False)) is None
    assert stands(finding(Verdict.UNSURE, searched=False)) is None
    assert stands(finding(), verdict=Verdict.UNSURE) is None
