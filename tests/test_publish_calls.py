"""A night's reports: each call read once for all periods, the same files from one process as from several."""

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from benchmarks.archive import made_calls
from pipeline import publish_worker
from pipeline.book import book_about, stored_book
from pipeline.errors import UserError
from pipeline.publish import publish_period, titles_of
from pipeline.publish_asked import report_of
from pipeline.publish_calls import Shelf, good_calls
from pipeline.publish_care import Stretch, employee_care
from pipeline.publish_employee import Desk, Person, desk_of, lines_of, report_and_calls
from pipeline.publish_worker import Order, send
from pipeline.reports.publish import Format
from pipeline.settings import Settings
from pipeline.settle import settle
from pipeline.store.nouns import StoredCall
from pipeline.store.repository import Store, open_store
from pipeline.tools import load_cards, now

FIRST = datetime(2026, 10, 5, tzinfo=ZoneInfo("Europe/Moscow"))
AS_OF = datetime(2026, 11, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    made = Settings(workspace=tmp_path_factory.mktemp("night"), workers=2)
    with open_store(made.database_url, clock=now) as store:
        for kept in made_calls(employees=3, calls=36, first=FIRST, days=6):
            playback = made.playback_dir / f"{kept.recording.call.id}.opus"
            playback.parent.mkdir(parents=True, exist_ok=True)
            playback.write_bytes(b"opus")
            store.keep(replace(kept, playback=str(playback)))
        settle(made, store, as_of=AS_OF)
    return made


@pytest.fixture
def store(settings: Settings) -> Store:
    return open_store(settings.database_url, clock=now, create=False)


def desk(settings: Settings, folder: Path, *, days: tuple[int, int] = (5, 10)) -> Desk:
    first, last = (date(2026, 10, day) for day in days)
    return desk_of(
        settings, folder=folder, titles=titles_of(load_cards(None)), generated_at=AS_OF,
        since=first, until=last, formats=tuple(Format),
    )  # fmt: skip


def test_a_call_is_read_once_for_all_periods(
    settings: Settings, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    read = store.calls_of

    def counted(recordings: Collection[str], **options: Any) -> tuple[StoredCall, ...]:
        asked.extend(recordings)
        return read(recordings, **options)

    monkeypatch.setattr(store, "calls_of", counted)
    shelf, points = Shelf(store), store.tallies()
    month = good_calls(
        shelf, points, titles=titles_of(load_cards(None)), zone=settings.zone, folder=settings.reports_dir
    )
    queries = len(asked)
    assert 0 < queries <= 2 * 3, "two calls each"
    day = good_calls(
        shelf, points, titles=titles_of(load_cards(None)), zone=settings.zone, folder=settings.workspace
    )
    assert len(asked) == queries, "nothing is read again"
    assert month.keys() == day.keys()
    shelf.seen_from(settings.reports_dir)("0" * 64)
    shelf.seen_from(settings.reports_dir)("0" * 64)
    assert len(asked) == queries + 1, "that there is none is remembered, too"


def test_links_lead_to_the_copy_from_every_folder(settings: Settings, store: Store) -> None:
    shelf = Shelf(store)
    (recording, *_) = (call.recording_id for call in store.points())
    for folder in (settings.reports_dir, settings.reports_dir / "week-2026-W41"):
        call = shelf.seen_from(folder)(recording)
        assert call is not None
        assert call.playback is not None
        assert (folder / call.playback).resolve() == settings.playback_dir.resolve() / f"{recording}.opus"


def test_one_employees_part_of_the_book_says_all_of_them(settings: Settings, store: Store) -> None:
    book = stored_book(settings, store, as_of=AS_OF)
    made = desk(settings, settings.reports_dir)
    stretch = Stretch(made.since, made.until, made.zone, Shelf(store).seen_from(made.folder))
    for employee in store.employees():
        whole = employee_care(employee, book, stretch)
        assert whole.total
        assert employee_care(employee, book.of(employee), stretch) == whole
        assert len(book.of(employee).entries) < len(book.entries)


def test_several_processes_write_what_one_writes(
    settings: Settings, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = stored_book(settings, store, as_of=AS_OF)
    written: list[dict[str, bytes]] = []
    for name, worth in (("one", 10_000), ("two", 1)):
        monkeypatch.setattr(publish_worker, "WORTH_SHARING", worth)
        made = desk(settings, tmp_path / name / "reports")
        index = publish_period(settings, store, made, store.points(), account=None, book=book)
        written.append({path.name: path.read_bytes() for path in index.parent.iterdir()})
    one, two = written
    assert one.keys() == two.keys()
    assert len(one) == 3 * 7 + 7 + 4
    assert [name for name in one if one[name] != two[name]] == []


def test_what_another_process_could_not_do_is_told_in_its_words(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "reports").write_text("a file in the folder's place")
    made = desk(settings, tmp_path / "reports")
    with open_store(settings.database_url, clock=now, create=False) as store:
        people = tuple(Person(name) for name in store.employees())
    with pytest.raises(UserError, match="reports: the report cannot be written"):
        send(Order(made, people, {}))


def test_what_is_read_for_one_employee_tells_all_that_the_whole_book_tells_of_them(
    settings: Settings, store: Store
) -> None:
    book = stored_book(settings, store, as_of=AS_OF)
    for employee in store.employees():
        assert book_about(settings, store, employee, as_of=AS_OF) == book.of(employee)
    early = datetime(2026, 10, 8, tzinfo=UTC)
    (one, *_) = store.employees()
    part = book_about(settings, store, one, as_of=early)
    assert part == stored_book(settings, store, as_of=early).of(one)
    assert 0 < len(part.entries) < len(book.of(one).entries), "later calls are left out"


def test_an_employees_report_is_that_of_the_night(settings: Settings, store: Store, tmp_path: Path) -> None:
    made = desk(settings, tmp_path / "reports")
    titles = made.titles
    everyone = good_calls(
        Shelf(store), store.tallies(), titles=titles, zone=made.zone, folder=settings.reports_dir
    )
    (one, *_) = store.employees()
    asked, lines = report_of(
        settings, store, employee=one, titles=titles, since=made.since, until=made.until, listed=True
    )
    book = stored_book(settings, store, as_of=asked.generated_at)
    at_night = replace(made, folder=settings.reports_dir, generated_at=asked.generated_at)
    whole, calls = report_and_calls(at_night, store, Person(one, book.of(one)), team=everyone)
    assert any(item.team for item in asked.practise)
    assert asked == whole
    assert lines == lines_of(at_night, calls)


def test_the_tally_of_a_call_is_the_sum_of_its_points(store: Store) -> None:
    points = {call.recording_id: call.total for call in store.points()}
    assert {call.recording_id: call for call in store.tallies()} == points
    since = datetime(2026, 10, 7, tzinfo=UTC)
    part = store.tallies(since=since, until=AS_OF)
    assert {c.recording_id for c in part} == {p.recording_id for p in store.points(since=since, until=AS_OF)}
    assert 0 < len(part) < len(points)
