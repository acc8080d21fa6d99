"""A small quarter with known fates: the ledger's logic, whole, as the benchmark tries it."""

from random import Random

from benchmarks.promises import matched
from benchmarks.quarter import AS_OF, CALENDAR, simulate
from pipeline.calls.recording import Role
from pipeline.commitments.contact_reader import contact_of
from pipeline.commitments.reconcile import reconcile


def test_every_fate_of_a_small_quarter_is_found_in_any_order_and_with_a_call_that_comes_late() -> None:
    quarter = simulate(400)
    contacts = [contact_of(call, calendar=CALENDAR) for call in quarter.calls]
    ledger = reconcile(contacts, quarter.events, as_of=AS_OF)
    said = {e.commitment.recording: e.status for e in ledger.entries if e.commitment.by is Role.AGENT}
    assert {call: said.get(call) for call in quarter.fates} == quarter.fates
    assert len(set(quarter.fates.values())) >= 5
    shuffled = list(contacts)
    Random(1).shuffle(shuffled)  # noqa: S311  # a shuffle, no secret
    assert reconcile(shuffled, list(reversed(quarter.events)), as_of=AS_OF) == ledger
    assert reconcile(shuffled[1:], quarter.events, as_of=AS_OF) != ledger


def test_a_found_promise_matches_one_label_within_an_utterance() -> None:
    assert matched([3, 10], [4, 10, 11]) == [(0, 0), (1, 1)]
    assert matched([3], [5]) == []
    assert matched([3, 3], [3]) == [(0, 0)]
