"""Views told together, and pages read at one moment."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from pipeline.errors import UserError
from pipeline.review.queue import QueueFilter
from pipeline.store.nouns import Kept
from pipeline.store.repository import Store, open_store
from pipeline.store.together import Together, Told

PEOPLE = 12


def viewed(thing: str, by: str = "anna") -> Told:
    return Told("page.viewed", thing, by, {})


def test_who_comes_while_another_writes_is_written_together_and_in_order() -> None:
    written: list[list[str]] = []
    begun, go_on = Event(), Event()

    def write(told: Sequence[Told]) -> None:
        written.append([one.thing for one in told])
        begun.set()
        assert go_on.wait(10)

    line = Together(write)
    with ThreadPoolExecutor(PEOPLE) as pool:
        first = pool.submit(line.tell, viewed("/first"))
        assert begun.wait(10)
        others = []
        for n in range(3):
            others.append(pool.submit(line.tell, viewed(f"/{n}")))
            while len(line._line) <= n:
                pass
        assert not any(one.done() for one in (first, *others)), "a page was sent before its view was told"
        go_on.set()
        for one in (first, *others):
            one.result(10)
    assert written == [["/first"], ["/0", "/1", "/2"]]


def test_where_the_log_cannot_be_written_nobody_is_told_that_it_was() -> None:
    def write(told: Sequence[Told]) -> None:
        raise UserError(f"the disk is full: {len(told)}")

    line = Together(write)
    with ThreadPoolExecutor(PEOPLE) as pool:
        told = [pool.submit(line.tell, viewed(f"/{n}")) for n in range(PEOPLE)]
        for one in told:
            with pytest.raises(UserError, match="disk is full"):
                one.result(10)


@pytest.mark.parametrize("stores", ["one store", "two stores"])
def test_every_view_of_everybody_stands_in_the_log_once_and_in_their_order(
    url: str, store: Store, stores: str
) -> None:
    start = Barrier(PEOPLE)
    with open_store(url, clock=store._clock) as other, ThreadPoolExecutor(PEOPLE) as pool:
        mine = (store, other if stores == "two stores" else store)

        def look(n: int) -> None:
            start.wait()
            for page in range(5):
                mine[n % 2].accounts.tell("page.viewed", f"/calls/{page}", by=f"user{n}")

        list(pool.map(look, range(PEOPLE)))
        for n in range(PEOPLE):
            told = store.accounts.log(actor=f"user{n}")
            assert [entry.object for entry in reversed(told)] == [f"/calls/{page}" for page in range(5)]
        assert store.verify() == (), "the chain forked"


def test_what_is_read_at_one_moment_does_not_change_under_a_page(
    store: Store, call: Callable[..., Kept]
) -> None:
    store.keep(call(1))
    with store.moment() as still:
        assert len(still.scored()) == 1
        store.keep(call(2))
        assert len(still.scored()) == 1, "half of the page would be younger than the other"
        assert len(still.reviews.queue(QueueFilter())) == 1
    assert len(store.scored()) == 2
