"""The book of all clients out of the store. Composition only; reading calls anew is `settle`'s.

Apart from `settle`, so that processes that only show it load neither tokenizers nor dictionaries.
"""

from datetime import datetime

from pipeline.clients.book import Book, book_of
from pipeline.settings import Settings
from pipeline.store.repository import Store


def stored_book(settings: Settings, store: Store, *, as_of: datetime) -> Book:
    """The book of what was read so far; nothing is written."""
    return book_of(
        store.promises.visits(),
        store.promises.events(),
        as_of=as_of.astimezone(settings.zone),
        repeat_days=settings.repeat_days,
    )
