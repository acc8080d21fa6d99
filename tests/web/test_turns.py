"""The line before the pages: whoever came first is served first, and a page that fails leaves its place."""

from threading import Event, Thread

import pytest

from pipeline.web.turns import Turns


def test_whoever_came_first_is_first_and_no_more_are_in_than_there_are_places() -> None:
    turns, order, inside, most = Turns(places=1), [], 0, 0
    go = Event()

    def come(number: int) -> None:
        nonlocal inside, most
        with turns.turn():
            inside += 1
            most = max(most, inside)
            order.append(number)
            if number == 0:
                go.wait(10)
            inside -= 1

    people = []
    for number in range(6):
        people.append(Thread(target=come, args=(number,)))
        people[-1].start()
        while len(turns._line) + len(order) <= number:
            pass  # until they are in the line
    go.set()
    for person in people:
        person.join(10)
    assert order == [0, 1, 2, 3, 4, 5]
    assert most == 1


def test_a_page_that_fails_leaves_its_place() -> None:
    turns = Turns(places=1)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), turns.turn():
            _ = 1 / 0
    with turns.turn():
        assert turns._free == 0
    assert turns._free == 1
