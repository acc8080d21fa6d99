"""Promises and clients reach the pages: from stored calls through the ledger to an employee's report."""

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from benchmarks.archive import made_calls
from pipeline.book import stored_book
from pipeline.calls.text import Language
from pipeline.publish import publish_period, titles_of
from pipeline.publish_asked import report_of
from pipeline.publish_calls import Shelf
from pipeline.publish_care import Stretch, employee_care, team_care
from pipeline.publish_employee import desk_of
from pipeline.reports.care import PromiseStatus
from pipeline.reports.html import employee_page
from pipeline.reports.publish import PAGES
from pipeline.settings import Settings
from pipeline.settle import settle
from pipeline.store.repository import Store, open_store
from pipeline.tools import load_cards, now

FIRST = datetime(2026, 10, 5, tzinfo=ZoneInfo("Europe/Moscow"))
AS_OF = datetime(2026, 11, 2, tzinfo=UTC)
SINCE, UNTIL = date(2026, 10, 5), date(2026, 10, 31)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    made = Settings(workspace=tmp_path_factory.mktemp("care"), workers=1)
    with open_store(made.database_url, clock=now) as store:
        for kept in made_calls(employees=2, calls=24, first=FIRST, days=6):
            store.keep(kept)
        settle(made, store, as_of=AS_OF)
    return made


@pytest.fixture
def store(settings: Settings) -> Store:
    return open_store(settings.database_url, clock=now, create=False)


def test_a_report_shows_promises_with_their_words_and_seconds(settings: Settings, store: Store) -> None:
    name = store.employees()[0]
    titles = titles_of(load_cards(None))
    report, _ = report_of(settings, store, employee=name, titles=titles, since=SINCE, until=UNTIL)
    assert report.care is not None
    assert report.care.total == len(report.care.promises) + report.care.promises_more > 0
    for line in report.care.promises:
        assert line.quote.quote in line.quote.before + line.quote.quote + line.quote.after
        assert line.call.started_at is not None
        page = employee_page(report, language=Language.EN, languages=(Language.EN,))
        assert "have not been put together" not in page
    order = [list(PromiseStatus).index(line.status) for line in report.care.promises]
    assert order == sorted(order), "the broken first"


def test_every_promise_is_answered_beside_the_score_and_the_page_and_counts_agree(
    settings: Settings, store: Store
) -> None:
    name = store.employees()[0]
    titles = titles_of(load_cards(None))
    report, _ = report_of(settings, store, employee=name, titles=titles, since=SINCE, until=UNTIL)
    assert report.care is not None
    kept, repeat = report.care.cross_call
    assert (kept.id, repeat.id) == ("promise_kept", "no_repeat_contact")
    assert kept.met + kept.not_met + kept.unsure + kept.not_applicable == report.care.total
    assert all(line.verdict is not None for line in report.care.promises)
    assert repeat.met == repeat.not_met == 0, "that nobody rang again is shown by no call"
    assert "cross_call.promise_kept.unsure" in employee_page(
        report, language=Language.RU, languages=(Language.RU,)
    )


def test_a_period_without_calls_has_no_promises(settings: Settings, store: Store) -> None:
    book = stored_book(settings, store, as_of=AS_OF)
    desk = desk_of(
        settings, folder=settings.reports_dir, titles=titles_of(load_cards(None)), generated_at=AS_OF,
        since=date(2026, 1, 1), until=date(2026, 1, 31), formats=PAGES,
    )  # fmt: skip
    stretch = Stretch(desk.since, desk.until, desk.zone, Shelf(store).seen_from(desk.folder))
    assert employee_care(store.employees()[0], book, stretch).total == 0


def test_the_team_counts_everyones_promises_and_lists_none(settings: Settings, store: Store) -> None:
    book = stored_book(settings, store, as_of=AS_OF)
    desk = desk_of(
        settings, folder=settings.reports_dir, titles=titles_of(load_cards(None)), generated_at=AS_OF,
        since=SINCE, until=UNTIL, formats=PAGES,
    )  # fmt: skip
    stretch = Stretch(desk.since, desk.until, desk.zone, Shelf(store).seen_from(desk.folder))
    team = team_care(store.employees(), book, stretch)
    assert team.total == sum(employee_care(e, book, stretch).total for e in store.employees())
    assert team.promises == ()
    index = publish_period(settings, store, desk, store.points(), account=None, book=book)
    assert "have not been put together" not in (index.parent / "team.en.html").read_text(encoding="utf-8")


def test_a_call_that_was_not_scored_leaves_its_line_out(
    settings: Settings, store: Store, tmp_path: Path
) -> None:
    desk = desk_of(
        settings, folder=tmp_path, titles=titles_of(load_cards(None)), generated_at=AS_OF,
        since=SINCE, until=UNTIL, formats=PAGES,
    )  # fmt: skip
    assert Shelf(store).seen_from(desk.folder)("0" * 64) is None
    book = stored_book(settings, store, as_of=AS_OF)
    blind = Stretch(SINCE, UNTIL, desk.zone, lambda _recording: None)
    care = employee_care(store.employees()[0], book, blind)
    assert care.promises == ()
    assert care.promises_more == care.total > 0
