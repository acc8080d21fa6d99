"""The chain: whatever is done to a log afterwards shows, and is named."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.audit.chain import (
    START,
    ZEROS,
    Act,
    AuditEntry,
    Broken,
    BrokenKind,
    Head,
    entry_from_json,
    entry_to_json,
    link,
    verify,
)

NIGHT = datetime(2026, 10, 5, 2, 0, tzinfo=UTC)
LENGTHS = st.integers(2, 12)


def log(length: int, *, salt: str = "") -> list[AuditEntry]:
    entries: list[AuditEntry] = []
    head = START
    for n in range(length):
        act = Act("machine", "transcript.kept", f"transcripts/{n}", {"n": n, "salt": salt})
        entries.append(link(head, act, at=NIGHT + timedelta(seconds=n)))
        head = entries[-1].head
    return entries


def named(broken: tuple[Broken, ...]) -> set[int]:
    return {n for b in broken for n in range(b.seq, b.last + 1)}


@given(st.integers(0, 12))
def test_an_untouched_log_holds(length: int) -> None:
    entries = log(length)
    assert verify(entries) == ()
    assert verify(entries, anchor=entries[-1].head if entries else START) == ()


def test_the_first_entry_follows_sixty_four_zeros() -> None:
    assert log(1)[0].previous == ZEROS == "0" * 64


@given(
    LENGTHS,
    st.data(),
    st.sampled_from(["at", "actor", "action", "object", "payload_hash", "previous", "hash"]),
)
def test_an_edited_entry_is_named(length: int, data: st.DataObject, field: str) -> None:
    entries = log(length)
    n = data.draw(st.integers(0, length - 1))
    entries[n] = replace(entries[n], **{field: getattr(entries[n], field) + "x"})
    broken = verify(entries)
    assert Broken(BrokenKind.ALTERED, n + 1, n + 1) in broken


@given(LENGTHS, st.data())
def test_an_edited_entry_that_was_sealed_again_shows_in_the_next(length: int, data: st.DataObject) -> None:
    entries = log(length)
    n = data.draw(st.integers(0, length - 2))
    edited = replace(entries[n], actor="nobody")
    entries[n] = replace(edited, hash=edited.sealed)
    assert verify(entries) == (Broken(BrokenKind.UNLINKED, n + 2, n + 2),)


@given(LENGTHS, st.data())
def test_a_deleted_entry_is_named(length: int, data: st.DataObject) -> None:
    entries = log(length)
    n = data.draw(st.integers(0, length - 2))
    del entries[n]
    assert verify(entries) == (Broken(BrokenKind.MISSING, n + 1, n + 1),)


def test_neighbours_deleted_together_are_told_as_one_gap() -> None:
    entries = log(9)
    del entries[2:6]
    assert verify(entries) == (Broken(BrokenKind.MISSING, 3, 6),)


@given(LENGTHS, st.data())
def test_swapped_entries_are_both_named(length: int, data: st.DataObject) -> None:
    entries = log(length)
    i, j = sorted(data.draw(st.lists(st.integers(0, length - 1), min_size=2, max_size=2, unique=True)))
    entries[i], entries[j] = entries[j], entries[i]
    broken = verify(entries)
    assert {b.kind for b in broken} == {BrokenKind.REORDERED}
    assert named(broken) == {i + 1, j + 1}


@given(LENGTHS, st.data())
def test_entries_that_swapped_their_numbers_are_named(length: int, data: st.DataObject) -> None:
    entries = log(length)
    i, j = sorted(data.draw(st.lists(st.integers(0, length - 1), min_size=2, max_size=2, unique=True)))
    entries[i], entries[j] = replace(entries[j], seq=i + 1), replace(entries[i], seq=j + 1)
    assert {i + 1, j + 1} <= {b.seq for b in verify(entries) if b.kind is BrokenKind.ALTERED}


@given(LENGTHS, st.data())
def test_an_inserted_entry_is_named(length: int, data: st.DataObject) -> None:
    entries = log(length)
    place = data.draw(st.integers(0, length - 1))
    head = entries[place - 1].head if place else START
    forged = link(head, Act("machine", "evaluation.kept", "evaluations/forged", {}), at=NIGHT)
    entries.insert(place, forged)
    broken = verify(entries)
    assert Broken(BrokenKind.INSERTED, place + 1, place + 1) in broken


@given(LENGTHS, st.data())
def test_a_copied_entry_is_named(length: int, data: st.DataObject) -> None:
    entries = log(length)
    n = data.draw(st.integers(0, length - 1))
    entries.insert(n, entries[n])
    assert verify(entries) == (Broken(BrokenKind.INSERTED, n + 1, n + 1),)


@given(LENGTHS, st.data())
def test_a_cut_tail_shows_only_against_an_anchor(length: int, data: st.DataObject) -> None:
    entries = log(length)
    anchor = entries[-1].head
    left = entries[: data.draw(st.integers(0, length - 1))]
    assert verify(left) == ()
    assert verify(left, anchor=anchor) == (Broken(BrokenKind.CUT, length, length),)


@given(LENGTHS)
def test_a_log_built_anew_shows_only_against_an_anchor(length: int) -> None:
    anchor = log(length)[-1].head
    forged = log(length, salt="other")
    assert verify(forged) == ()
    assert verify(forged, anchor=anchor) == (Broken(BrokenKind.REBUILT, length, length),)


@given(LENGTHS)
def test_a_log_that_grew_still_meets_its_old_anchor(length: int) -> None:
    entries = log(length)
    assert verify(entries, anchor=entries[length // 2].head) == ()


def test_numbers_below_one_and_text_that_json_cannot_hold_do_not_stop_the_verifier() -> None:
    entries = log(3)
    broken = verify([replace(entries[0], seq=0), *entries[:2], replace(entries[2], actor="\ud800")])
    assert broken == (Broken(BrokenKind.INSERTED, 0, 0), Broken(BrokenKind.ALTERED, 3, 3))


@pytest.mark.parametrize("kind", list(BrokenKind))
def test_every_fault_is_told_in_both_languages_with_its_number(kind: BrokenKind) -> None:
    assert "7" in Broken(kind, 7, 7).what.ru
    assert "7–9" in Broken(kind, 7, 9).what.en


def test_an_export_line_reads_back_and_a_strange_one_is_refused() -> None:
    entry = log(1)[0]
    assert entry_from_json(entry_to_json(entry)) == entry
    with pytest.raises(ValueError, match="'seq' as int"):
        entry_from_json(entry_to_json(entry) | {"seq": "1"})


def test_the_time_is_kept_in_utc_and_a_time_without_offset_is_refused() -> None:
    moscow = datetime(2026, 10, 5, 5, 0, tzinfo=timezone(timedelta(hours=3)))
    act = Act("machine", "run.started", "runs/1", {})
    assert link(START, act, at=moscow).at == "2026-10-05T02:00:00.000000Z"
    with pytest.raises(ValueError, match="UTC offset"):
        link(START, act, at=moscow.replace(tzinfo=None))


def test_an_act_without_its_actor_is_refused() -> None:
    with pytest.raises(ValueError, match="actor"):
        Act(" ", "run.started", "runs/1", {})


def test_a_head_reads_back_and_a_mistyped_one_is_refused() -> None:
    head = log(3)[-1].head
    assert Head.read(f" {head}\n") == head
    for wrong in ("", "3", "3:xyz", "-1:" + ZEROS, "3:" + ZEROS[1:]):
        with pytest.raises(ValueError, match="anchor reads"):
            Head.read(wrong)
