"""Promises in a real store: read once, settled when something shows it, the past appended to."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.book import book_about, stored_book
from pipeline.calls.client import Party
from pipeline.calls.recording import Direction, Role
from pipeline.calls.span import Span
from pipeline.calls.transcript import Utterance
from pipeline.clients.book import Book
from pipeline.commitments.commitment import Status
from pipeline.commitments.events import ClientEvent
from pipeline.settings import Settings
from pipeline.settle import settle
from pipeline.store.nouns import Kept
from pipeline.store.repository import Store
from pipeline.tools import open_tagger

START = datetime.fromisoformat("2026-10-05T10:12:00+03:00")
LATER = datetime(2026, 12, 1, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(workspace=tmp_path)


def saying(
    kept: Kept,
    *lines: str,
    at: datetime = START,
    direction: Direction = Direction.INBOUND,
    client: str = "Кафе",
) -> Kept:
    """The call with these lines after its own, of this client, at this time."""
    end = kept.transcript.span.end_ms
    said = tuple(
        Utterance(Role(role), Span(end + 1000 * n, end + 1000 * n + 900), text)
        for n, (role, text) in enumerate(line.split(": ", 1) for line in lines)
    )
    call = replace(
        kept.transcript.call, started_at=at, direction=direction, client=client, client_phone="+79161234567"
    )
    transcript = replace(kept.transcript, call=call, utterances=(*kept.transcript.utterances, *said))
    return replace(kept, recording=replace(kept.recording, call=call), transcript=transcript)


def of_words(book: Book, words: str) -> Status:
    (entry,) = [e for e in book.entries if words in e.commitment.quote]
    return entry.status


def test_a_promise_is_settled_by_a_later_call_and_both_answers_stay(
    store: Store, call: Callable[..., Kept], settings: Settings
) -> None:
    store.keep(saying(call(1), "agent: Перезвоню завтра до обеда."))
    first = settle(settings, store, as_of=START + timedelta(hours=1))
    assert of_words(first, "Перезвоню") is Status.OPEN
    complaint = "client: Вы обещали перезвонить, и никто не позвонил."
    store.keep(saying(call(2), complaint, at=START + timedelta(days=3)))
    second = settle(settings, store, as_of=LATER)
    assert of_words(second, "Перезвоню") is Status.BROKEN
    (promise,) = [e.commitment for e in second.entries if "Перезвоню" in e.commitment.quote]
    history = store.promises.settlements(promise.id)
    assert [h["status"] for h in history] == ["open", "broken"]
    assert "Перезвоню" in history[1]["quote"]
    assert "никто не позвонил" in history[1]["proof"]["evidence"]["quote"]
    assert store.verify() == ()


def test_settling_again_writes_nothing(store: Store, call: Callable[..., Kept], settings: Settings) -> None:
    store.keep(saying(call(1), "agent: Перезвоню завтра до обеда."))
    settle(settings, store, as_of=LATER)
    head = store.head()
    settle(settings, store, as_of=LATER)
    assert store.head() == head


def test_a_call_that_arrives_late_gives_the_ledger_of_calls_in_order(
    store: Store, call: Callable[..., Kept], settings: Settings
) -> None:
    back = saying(call(2), "client: Да.", at=START + timedelta(hours=25), direction=Direction.OUTBOUND)
    store.keep(back)
    settle(settings, store, as_of=LATER)
    store.keep(saying(call(1), "agent: Перезвоню завтра до обеда."))
    assert of_words(settle(settings, store, as_of=LATER), "Перезвоню") is Status.KEPT


def test_corrected_metadata_have_a_call_read_again(
    store: Store, call: Callable[..., Kept], settings: Settings
) -> None:
    wrong = saying(call(1), "agent: Перезвоню завтра до обеда.", client="unknown")
    wrong = replace(
        wrong,
        recording=replace(wrong.recording, call=replace(wrong.recording.call, client_phone=None)),
        transcript=replace(wrong.transcript, call=replace(wrong.transcript.call, client_phone=None)),
    )
    store.keep(wrong)
    assert of_words(settle(settings, store, as_of=START), "Перезвоню") is Status.CANNOT_TELL
    right = replace(wrong.recording, call=replace(wrong.recording.call, client="Кафе"))
    store.keep(replace(wrong, recording=right))
    assert of_words(settle(settings, store, as_of=START + timedelta(hours=1)), "Перезвоню") is Status.OPEN


def test_another_calendar_has_the_times_reckoned_anew(
    store: Store, call: Callable[..., Kept], settings: Settings
) -> None:
    eve = datetime.fromisoformat("2026-11-03T10:00:00+03:00")
    store.keep(saying(call(1), "agent: Пришлю через один рабочий день.", at=eve))

    def due(country: str) -> str:
        book = settle(settings.model_copy(update={"country": country}), store, as_of=LATER)
        (found,) = [e.commitment.due for e in book.entries if "рабочий" in e.commitment.quote]
        assert found is not None
        return found.at.date().isoformat()

    assert (due("RU"), due("")) == ("2026-11-05", "2026-11-04")


def test_another_tagger_has_the_calls_read_again_and_the_same_one_does_not(
    store: Store, call: Callable[..., Kept], settings: Settings
) -> None:
    store.keep(saying(call(1), "agent: Перезвоню завтра до обеда."))
    settle(settings, store, as_of=LATER)
    tagger = open_tagger(None)
    head = store.head()
    settle(settings, store, as_of=LATER, events=tagger)
    assert store.head() != head
    head = store.head()
    settle(settings, store, as_of=LATER, events=tagger)
    assert store.head() == head


def test_an_event_imported_twice_is_one_event_and_settles(
    store: Store, call: Callable[..., Kept], settings: Settings
) -> None:
    store.keep(saying(call(1), "agent: Счёт пришлю завтра."))
    sent = ClientEvent(Party("8 916 123-45-67"), "invoice_sent", START + timedelta(days=1), "№ 17")
    assert store.promises.add_events([sent, sent], source="crm.csv") == 1
    assert store.promises.add_events([sent], source="crm.csv") == 0
    assert store.promises.events() == (sent,)
    assert of_words(settle(settings, store, as_of=LATER), "Счёт") is Status.KEPT
    assert stored_book(settings, store, as_of=LATER).entries == settle(settings, store, as_of=LATER).entries


def test_outlines_tell_who_rang_and_what_for_and_a_part_of_the_book_is_built_on_them(
    store: Store, call: Callable[..., Kept], settings: Settings
) -> None:
    fish = "client: Мне нужна накладная на сёмгу, недостача восемь килограмм."
    store.keep(saying(call(1), "agent: Перезвоню завтра до обеда.", fish))
    store.keep(saying(call(2), fish, at=START + timedelta(days=2)))
    store.keep(saying(call(3), at=START + timedelta(days=3), client="Лавка"))
    whole = settle(settings, store, as_of=LATER)
    outlines = {o.recording: o for o in store.promises.outlines()}
    for visit in store.promises.visits():
        outline = outlines.pop(visit.contact.recording)
        assert (outline.party, outline.employee) == (visit.contact.party, visit.contact.employee)
        assert outline.started_at == visit.contact.started_at
        assert outline.words == (visit.matter.words if visit.matter else None)
    assert not outlines
    employee = visit.contact.employee
    assert whole.of(employee).repeats
    assert book_about(settings, store, employee, as_of=LATER) == whole.of(employee)
