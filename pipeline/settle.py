"""Promises and clients over everything that is stored: read new calls, settle, keep. Composition only."""

from datetime import datetime

from pipeline.book import stored_book
from pipeline.calendars import business_calendar
from pipeline.calls.transcript import Transcript
from pipeline.clients.book import Book
from pipeline.clients.visit import Visit
from pipeline.clients.visit_reader import visit_of
from pipeline.commitments.calendar import BusinessCalendar
from pipeline.settings import Settings
from pipeline.store.repository import Store


def settle(settings: Settings, store: Store, *, as_of: datetime) -> Book:
    """Read the calls that are new, settle the ledger, keep what has changed.

    Args:
        settings: zone, production calendar, working hours, repeat window.
        store: where it is kept.
        as_of: now; what happened later is left out.

    Returns:
        The book, as of then.

    Raises:
        UserError: the settings name a calendar that does not exist.
    """
    calendar = calendar_of(settings)

    def read(transcript: Transcript) -> Visit:
        return visit_of(transcript, calendar=calendar)

    store.promises.read_new(read, basis=basis_of(settings))
    book = stored_book(settings, store, as_of=as_of)
    store.promises.settle(book.entries)
    return book


def calendar_of(settings: Settings) -> BusinessCalendar:
    """The business calendar that the settings name."""
    return business_calendar(
        settings.zone, country=settings.country, work_from=settings.work_from, work_to=settings.work_to
    )


def basis_of(settings: Settings) -> str:
    """What due times depend on besides the words: where it changes, calls are read again."""
    return f"{settings.timezone}|{settings.country}|{settings.work_from}|{settings.work_to}"
