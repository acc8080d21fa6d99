"""The book of all clients, or of one employee's, out of the store. Composition only; `settle` reads calls.

Apart from `settle`, so that processes that only show it load neither tokenizers nor dictionaries.
"""

from datetime import datetime

from pipeline.calls.client import clients_of
from pipeline.clients.book import Book, Common, book_of
from pipeline.clients.matter import weights_of
from pipeline.collector import rare_collections
from pipeline.settings import Settings
from pipeline.store.repository import Store


def stored_book(settings: Settings, store: Store, *, as_of: datetime) -> Book:
    """The book of what was read so far; nothing is written."""
    with rare_collections():
        return book_of(
            store.promises.visits(),
            store.promises.events(),
            as_of=as_of.astimezone(settings.zone),
            repeat_days=settings.repeat_days,
        )


def book_about(settings: Settings, store: Store, employee: str, *, as_of: datetime) -> Book:
    """One employee's part of the book, as `stored_book(…).of(employee)` gives it.

    Only calls of the clients that they spoke with are read in full: what becomes of a promise, and a
    client's rhythm, hang on all calls with that client, whoever took them. Of the others it takes who rang,
    which tells what numbers and names are one client, and what for: a word tells the more the rarer it is.

    Args:
        settings: zone and repeat window.
        store: what was read so far.
        employee: as in the metadata.
        as_of: now; what happened later is left out.
    """
    told = [o for o in store.promises.outlines() if o.started_at is None or o.started_at <= as_of]
    events = [event for event in store.promises.events() if event.at <= as_of]
    parties = {o.party for o in told}
    clients = clients_of([*parties, *(event.party for event in events)])
    keys = {party: clients.key(party) for party in parties}
    own = {keys[o.party] for o in told if o.employee == employee} - {None}
    dated = (o for o in told if o.started_at is not None and keys[o.party] is not None)
    book = book_of(
        store.promises.visits([o.recording for o in told if o.employee == employee or keys[o.party] in own]),
        events,
        as_of=as_of.astimezone(settings.zone),
        repeat_days=settings.repeat_days,
        common=Common(clients, weights_of(o.words for o in dated if o.words is not None)),
    )
    return book.of(employee)
