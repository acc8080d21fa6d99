"""The reports of the sample calls as written, in both languages: a lead would be shown just this."""

import json
import re
from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from pipeline.calls.text import Language
from pipeline.calls.wire import transcript_from_json
from pipeline.publish import titles_of
from pipeline.reports.calls import ReportCall
from pipeline.reports.employee import employee_report, judge, points_of
from pipeline.reports.employee_report import EmployeeReport
from pipeline.reports.html import employee_page, team_page
from pipeline.reports.practise import TeamExample, team_examples
from pipeline.reports.team import TeamReport, team_report
from pipeline.scoring.score import score
from pipeline.settings import SCORECARDS
from pipeline.tools import load_cards

Gold = Callable[[str, str], None]
BOTH = (Language.RU, Language.EN)
ZONE = ZoneInfo("Europe/Moscow")
NOW = datetime(2026, 10, 17, 2, 0, tzinfo=ZONE)
EXPECTED = Path(__file__).parents[2] / "sample_calls" / "expected"


@pytest.fixture(scope="module")
def made() -> tuple[tuple[EmployeeReport, ...], TeamReport]:
    cards = load_cards(None)
    titles = titles_of(cards)
    calls: dict[str, list[ReportCall]] = defaultdict(list)
    for path in sorted(EXPECTED.glob("*.transcript.json")):
        transcript = transcript_from_json(json.loads(path.read_text(encoding="utf-8")))
        call = transcript.call
        calls[call.employee].append(
            ReportCall(
                recording_id=call.id,
                name=path.name.removesuffix(".transcript.json"),
                started_at=call.started_at,
                client=call.client,
                direction=call.direction,
                sector=call.sector,
                language=call.language,
                duration_ms=transcript.utterances[-1].span.end_ms,
                utterances=transcript.utterances,
                evaluation=score(cards[SCORECARDS[call.sector]], transcript),
                playback=f"../playback/{call.id}.opus",
            )
        )
    good: dict[str, list[TeamExample]] = defaultdict(list)
    for name, theirs in sorted(calls.items()):
        for criterion, examples in team_examples(
            judge(theirs, zone=ZONE), employee=name, titles=titles
        ).items():
            good[criterion].extend(examples)
    reports = tuple(
        employee_report(
            name, theirs, titles=titles, since=date(2026, 9, 16), until=date(2026, 10, 16), generated_at=NOW,
            team=good,
        )
        for name, theirs in sorted(calls.items())
    )  # fmt: skip
    points = [points_of(name, call) for name, theirs in calls.items() for call in theirs]
    return reports, team_report(reports, points, titles=titles, generated_at=NOW)


@pytest.mark.parametrize("language", BOTH)
def test_the_reports_of_the_sample_calls_read_as_they_did(
    language: Language, made: tuple[tuple[EmployeeReport, ...], TeamReport], gold: Gold
) -> None:
    reports, team = made
    for report in reports:
        page = employee_page(report, language=language, languages=BOTH)
        gold(f"sample.{report.stem}.{language}.html", without_style(page))
    gold(f"sample.team.{language}.html", without_style(team_page(team, language=language, languages=BOTH)))


def test_twelve_calls_conclude_nothing(made: tuple[tuple[EmployeeReport, ...], TeamReport]) -> None:
    reports, team = made
    assert sum(report.calls for report in reports) == 12
    assert all(report.overall.too_few and report.machine_only for report in reports)
    assert team.spread.compared == 0
    assert all(row.apart is None for row in team.spread.rows)


def without_style(page: str) -> str:
    return re.sub(r"<style>.*?</style>", "<style/>", page, flags=re.DOTALL)
