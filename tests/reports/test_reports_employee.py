from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from functools import reduce
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.calls.evidence import Evidence
from pipeline.calls.text import Text
from pipeline.reports.calls import ReportCall, Titles
from pipeline.reports.employee import employee_report
from pipeline.reports.employee_report import EmployeeReport
from pipeline.reports.findings import SHOWN
from pipeline.reports.model import Standing, Step
from pipeline.reports.words import NO_WORDS
from pipeline.rubrics.verdict import Verdict
from pipeline.scoring.tally import Tally

MakeCall = Callable[..., ReportCall]
MOSCOW = ZoneInfo("Europe/Moscow")
START = datetime(2026, 10, 6, 9, 0, tzinfo=MOSCOW)
CRITERIA = ("greeting", "no_rudeness", "no_stop_phrases", "dated_promise", "outcome_stated")
VERDICTS = [v.value for v in Verdict]
# The fixtures make no state, so hypothesis may use them for every example.
LAW = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
answers = st.lists(
    st.dictionaries(st.sampled_from(CRITERIA), st.sampled_from(VERDICTS), max_size=5), min_size=0, max_size=8
)


def report(
    calls: list[ReportCall],
    titles: Titles,
    now: datetime,
    since: date | None = None,
    until: date | None = None,
) -> EmployeeReport:
    return employee_report("Ирина Соколова", calls, titles=titles, since=since, until=until, generated_at=now)


@LAW
@given(answers=answers)
def test_no_point_is_lost_or_counted_twice(
    answers: list[dict[str, str]], make_call: MakeCall, titles: Titles, now: datetime
) -> None:
    calls = [make_call(str(i), START + timedelta(days=i * 3), **a) for i, a in enumerate(answers)]
    made = report(calls, titles, now)
    total = reduce(Tally.__add__, (c.evaluation.tally for c in calls if c.evaluation), Tally())
    assert made.overall.tally == total
    assert reduce(Tally.__add__, (r.score.tally for r in made.rubrics), Tally()) == total
    assert reduce(Tally.__add__, (p.score.tally for p in made.trend.points), Tally()) == total
    assert sum(p.calls for p in made.trend.points) == made.calls == len(calls)
    rows = [row for rubric in made.rubrics for row in rubric.criteria]
    assert {r.id: r.met + r.not_met + r.unsure + r.not_applicable for r in rows} == {
        c: n for c in CRITERIA if (n := sum(c in a for a in answers))
    }
    listed = sum(g.total for g in made.groups) + len(made.awaiting) + len(made.confirmed)
    assert listed == sum(r.met + r.not_met + r.unsure for r in rows)


@LAW
@given(answers=answers, order=st.randoms(use_true_random=False))
def test_the_order_of_the_calls_changes_nothing(
    answers: list[dict[str, str]], order: object, make_call: MakeCall, titles: Titles, now: datetime
) -> None:
    calls = [make_call(str(i), START + timedelta(hours=i), **a) for i, a in enumerate(answers)]
    mixed = calls[:]
    order.shuffle(mixed)  # type: ignore[attr-defined]  # random.Random
    assert report(calls, titles, now) == report(mixed, titles, now)


def test_zero_calls_give_no_score_and_no_crash(titles: Titles, now: datetime) -> None:
    made = report([], titles, now)
    assert made.calls == 0
    assert made.overall.tally.percent is None
    assert made.overall.too_few
    assert made.trend.points == ()
    assert made.since is made.until is None


def test_all_unsure_is_no_zero(make_call: MakeCall, titles: Titles, now: datetime) -> None:
    made = report([make_call("a", START, greeting="unsure", dated_promise="unsure")], titles, now)
    assert made.overall.tally.percent is None
    assert made.coverage.assessed == 0
    assert made.coverage.unsure == Tally(2, 2)
    assert "прослушать человек" in made.coverage.unscored[0].reason.ru


def test_nothing_applied_is_told_from_all_unsure(make_call: MakeCall, titles: Titles, now: datetime) -> None:
    made = report([make_call("a", START, greeting="not_applicable")], titles, now)
    assert "не относится" in made.coverage.unscored[0].reason.ru
    assert made.coverage.unsure == Tally()


def test_a_call_with_an_empty_transcript_keeps_its_reason(
    make_call: MakeCall, titles: Titles, now: datetime
) -> None:
    reason = Text(ru="речи не слышно", en="no speech was heard")
    silent = replace(make_call("a", START), utterances=(), evaluation=None, unscored_reason=reason)
    made = report([silent, make_call("b", START + timedelta(days=1), said=())], titles, now)
    assert [u.reason for u in made.coverage.unscored] == [reason, NO_WORDS]
    assert [row.tally for row in made.call_rows] == [Tally(), None]


def test_a_call_without_score_must_say_why(make_call: MakeCall) -> None:
    with pytest.raises(ValueError, match="needs the reason"):
        replace(make_call("a", START), evaluation=None)


def test_a_quote_that_was_not_said_is_refused(make_call: MakeCall) -> None:
    made = make_call("a", START, greeting="met")
    with pytest.raises(ValueError, match="is not what utterance 0 says"):
        replace(made, utterances=made.utterances[1:] + made.utterances[:1])


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "https://example.org/a.opus", "//host/a.opus", "/etc/passwd", ""]
)
def test_a_playback_link_cannot_lead_out_of_the_workspace(link: str, make_call: MakeCall) -> None:
    with pytest.raises(ValueError, match="must be relative"):
        replace(make_call("a", START), playback=link)


def test_the_same_recording_twice_is_not_counted_twice(
    make_call: MakeCall, titles: Titles, now: datetime
) -> None:
    with pytest.raises(ValueError, match="the same recording twice"):
        report([make_call("a", START), make_call("a", START)], titles, now)


def test_below_n_min_nothing_may_be_concluded(make_call: MakeCall, titles: Titles, now: datetime) -> None:
    calls = [make_call(str(i), START + timedelta(days=i), greeting="met") for i in range(30)]
    assert report(calls[:29], titles, now).overall.too_few
    enough = report(calls, titles, now)
    assert not enough.overall.too_few
    assert not enough.trend.too_few
    assert not enough.rubrics[0].score.too_few


def test_days_are_counted_in_the_zone_of_the_report(
    make_call: MakeCall, titles: Titles, now: datetime
) -> None:
    late = make_call("a", datetime(2026, 10, 31, 22, 30, tzinfo=UTC), greeting="met")  # 1 November in Moscow
    assert report([late], titles, now, until=date(2026, 10, 31)).calls == 0
    made = report([late], titles, now, since=date(2026, 11, 1))
    assert made.calls == 1
    assert made.trend.points[0].start == date(2026, 11, 1)
    abroad = now.astimezone(timezone(timedelta(hours=-5)))
    assert report([late], titles, abroad, until=date(2026, 10, 31)).calls == 1


def test_both_ends_of_the_period_are_included(make_call: MakeCall, titles: Titles, now: datetime) -> None:
    calls = [make_call(str(i), START + timedelta(days=i)) for i in range(4)]
    made = report(calls, titles, now, since=date(2026, 10, 7), until=date(2026, 10, 8))
    assert made.calls == 2
    with pytest.raises(ValueError, match="before it starts"):
        report(calls, titles, now, since=date(2026, 10, 8), until=date(2026, 10, 7))


def test_a_call_without_a_date_is_never_silently_dropped(
    make_call: MakeCall, titles: Titles, now: datetime
) -> None:
    undated = make_call("a", None, greeting="met")
    made = report([undated], titles, now)
    assert (made.calls, made.coverage.undated, made.trend.points) == (1, 1, ())
    bounded = report([undated], titles, now, since=date(2026, 1, 1))
    assert (bounded.calls, bounded.coverage.undated_left_out) == (0, 1)


def test_a_fatal_suggestion_is_never_among_the_findings(
    make_call: MakeCall, titles: Titles, now: datetime
) -> None:
    made = report([make_call("a", START, no_rudeness="not_met", greeting="not_met")], titles, now)
    assert [f.criterion for f in made.awaiting] == ["no_rudeness"]
    assert made.awaiting[0].standing is Standing.AWAITING
    assert made.confirmed == ()
    assert {c.criterion for g in made.groups for c in g.criteria} == {"greeting"}
    row = next(r for r in made.rubrics[0].criteria if r.id == "no_rudeness")
    assert row.awaiting == row.not_met == 1


def test_a_confirmed_fatal_finding_waits_no_more(make_call: MakeCall, titles: Titles, now: datetime) -> None:
    sure = make_call("a", START, no_rudeness="not_met", confirmed=("no_rudeness",))
    made = report([sure], titles, now)
    assert made.awaiting == ()
    assert [f.standing for f in made.confirmed] == [Standing.CONFIRMED]


def test_a_rubric_no_longer_known_is_shown_by_its_id(make_call: MakeCall, now: datetime) -> None:
    made = report([make_call("a", START, greeting="met")], Titles({}, {}), now)
    assert made.rubrics[0].title.ru == "courtesy"
    assert made.rubrics[0].criteria[0].title.en == "greeting"


def test_rubrics_and_criteria_stand_in_the_order_of_the_titles(
    make_call: MakeCall, titles: Titles, now: datetime
) -> None:
    verdicts = dict.fromkeys(reversed(CRITERIA), "met")
    made = report([make_call("a", START, **verdicts)], titles, now)
    assert [r.id for r in made.rubrics] == list(titles.rubrics)
    assert [c.id for c in made.rubrics[0].criteria] == ["greeting", "no_stop_phrases", "no_rudeness"]


def test_what_is_not_shown_is_counted(make_call: MakeCall, titles: Titles, now: datetime) -> None:
    calls = [
        make_call(str(i), START + timedelta(hours=i), no_stop_phrases="not_met", greeting="not_met")
        for i in range(80)
    ]
    calls.append(make_call("rare", START - timedelta(days=9), outcome_stated="not_met"))
    made = report(calls, titles, now)
    not_met = made.groups[0]
    assert not_met.total == 161
    assert not_met.shown == SHOWN[Verdict.NOT_MET]
    assert all(c.total == len(c.rows) + c.left_out for c in not_met.criteria)
    assert [c.criterion for c in not_met.criteria if c.left_out == 0] == ["outcome_stated"]


def test_what_waits_for_a_person_is_never_cut_for_space(
    make_call: MakeCall, titles: Titles, now: datetime
) -> None:
    calls = [make_call(str(i), START + timedelta(hours=i), no_rudeness="not_met") for i in range(150)]
    assert len(report(calls, titles, now).awaiting) == 150


def test_the_quote_stands_in_its_sentence_and_plays_its_second(
    make_call: MakeCall, titles: Titles, now: datetime
) -> None:
    made = report([make_call("a", START, no_stop_phrases="not_met")], titles, now)
    quote = made.groups[0].criteria[0].rows[0].quotes[0]
    assert quote.quote == "Я не знаю, это не ко мне, звоните на склад."
    assert quote.link is not None
    assert quote.link.endswith(".opus#t=10.9")
    silent = report([make_call("a", START, no_stop_phrases="not_met", playback=False)], titles, now)
    assert silent.groups[0].criteria[0].rows[0].quotes[0].link is None


@pytest.mark.parametrize(
    ("days", "step", "points"),
    [
        (0, Step.DAY, 1),
        (13, Step.DAY, 14),
        (14, Step.WEEK, 3),
        (300, Step.MONTH, 11),
        (4000, Step.YEAR, 12),
    ],
)
def test_the_trend_is_as_fine_as_can_be_read(  # fixtures
    days: int, step: Step, points: int, make_call: MakeCall, titles: Titles, now: datetime
) -> None:
    calls = [
        make_call("a", START, greeting="met"),
        make_call("b", START + timedelta(days=days), greeting="not_met"),
    ]
    made = report(calls[: 1 if days == 0 else 2], titles, now).trend
    assert (made.step, len(made.points)) == (step, points)


def test_a_week_without_calls_is_a_gap_and_no_zero(
    make_call: MakeCall, titles: Titles, now: datetime
) -> None:
    calls = [
        make_call("a", START, greeting="met"),
        make_call("b", START + timedelta(days=21), greeting="met"),
    ]
    points = report(calls, titles, now).trend.points
    assert [p.calls for p in points] == [1, 0, 0, 1]
    assert [p.score.tally.percent for p in points] == [100.0, None, None, 100.0]
    assert points[0].start == date(2026, 10, 5)  # a Monday: ISO weeks
    assert points[0].end == date(2026, 10, 11)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"duration_ms": -1}, "cannot last"),
        ({"started_at": START.replace(tzinfo=None)}, "needs a UTC offset"),
        ({"recording_id": "f" * 64}, "of another call"),
    ],
)
def test_a_call_that_cannot_be_is_refused(changed: dict[str, Any], told: str, make_call: MakeCall) -> None:
    with pytest.raises(ValueError, match=told):
        replace(make_call("a", START, greeting="met"), **changed)


def test_a_report_without_a_zone_would_have_no_days(titles: Titles, now: datetime) -> None:
    with pytest.raises(ValueError, match="needs a zone"):
        report([], titles, now.replace(tzinfo=None))


def test_what_stands_before_a_quote_is_cut_between_words(
    make_call: MakeCall, titles: Titles, now: datetime
) -> None:
    made = make_call("a", START, said=("слово " * 60 + "добрый день",), greeting="met")
    assert made.evaluation
    quote = Evidence.cut(made.utterances, 0, 360, 371, rule="test")
    finding = replace(made.evaluation.findings[0], evidence=(quote,))
    made = replace(made, evaluation=replace(made.evaluation, findings=(finding,)))
    shown = report([made], titles, now).groups[-1].criteria[0].rows[0].quotes[0]
    assert shown.quote == "добрый день"
    assert shown.before.startswith("… слово слово")
    assert len(shown.before) < 75
