"""What goes in comes out; running again changes nothing. On SQLite and on PostgreSQL."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pipeline.calls.recording import UNKNOWN, Rejected, RejectedKind
from pipeline.calls.text import Text
from pipeline.errors import UserError
from pipeline.rubrics.verdict import Verdict
from pipeline.scoring.evaluation import Finding
from pipeline.store.nouns import ItemState, Kept, ScoredCall
from pipeline.store.repository import Store, open_store

SILENT = Text(ru="тишина на всём протяжении", en="silence throughout")


def test_what_is_kept_comes_back_as_it_was(store: Store, call: Callable[..., Kept]) -> None:
    kept = call(1)
    store.keep(kept)
    (stored,) = store.calls()
    assert stored.recording == kept.recording
    assert stored.recording.call.started_at is not None
    assert stored.recording.call.started_at.isoformat() == "2026-10-05T10:13:00+03:00"
    assert stored.transcript == kept.transcript
    assert stored.evaluation == kept.evaluation
    assert stored.duration_ms == kept.duration_ms
    assert store.call(kept.recording.call.id) == stored
    assert store.scored_calls() == (ScoredCall(stored.recording, stored.duration_ms, stored.evaluation),)
    playback = store.playback(kept.recording.call.id)
    assert playback is not None
    assert (playback.path, playback.mutes) == (kept.playback, kept.mutes)
    assert store.done() == {kept.recording.call.id}


def test_keeping_again_changes_nothing(store: Store, call: Callable[..., Kept]) -> None:
    run = store.start_run()
    kept = call(1, run=run)
    store.register(kept.recording, run=run, duration_ms=12_000)
    store.keep(kept)
    before = (
        store.entries(),
        store.calls(),
        store.evaluations(kept.recording.call.id),
        store.run_account(run),
    )
    store.keep(kept)
    store.register(kept.recording, run=run, duration_ms=12_000)
    store.fail(run, kept.recording.call.id, reason="too late")
    assert before == (
        store.entries(),
        store.calls(),
        store.evaluations(kept.recording.call.id),
        store.run_account(run),
    )


def test_registering_is_amended_until_the_call_is_done_and_then_stays(
    store: Store, call: Callable[..., Kept]
) -> None:
    kept = call(1)
    unnamed = replace(kept.recording, call=replace(kept.recording.call, employee=UNKNOWN, language=None))
    store.register(unnamed, run=None, duration_ms=None)
    assert store.employees() == (UNKNOWN,)
    store.register(kept.recording, run=None, duration_ms=None)
    store.register(kept.recording, run=None, duration_ms=None)
    assert store.employees() == ("Ирина Соколова",)
    assert [e.action for e in store.entries()] == ["recording.registered", "recording.amended"]
    store.keep(kept)
    store.register(unnamed, run=None, duration_ms=1)
    assert store.calls()[0].recording == kept.recording
    assert store.calls()[0].duration_ms == kept.duration_ms
    assert store.verify() == ()


def test_a_rescore_stands_beside_the_old_and_is_the_one_that_counts(
    store: Store, call: Callable[..., Kept]
) -> None:
    first, second = call(1), call(1, version=2, answer=Verdict.UNSURE)
    store.keep(first)
    digest = store.calls()[0].transcript_digest
    added = [
        store.add_evaluation(second.evaluation, transcript=digest, scorecard_source=second.scorecard_source)
        for _ in range(2)
    ]
    assert added == [True, False]
    assert [e.evaluation for e in store.evaluations(first.recording.call.id)] == [
        first.evaluation,
        second.evaluation,
    ]
    assert store.scored_calls()[0].evaluation == second.evaluation
    card = first.evaluation.scorecard
    assert store.scored_calls(scorecard=card.digest)[0].evaluation == first.evaluation
    assert store.scored_calls(scorecard=[card.id])[0].evaluation == second.evaluation
    assert store.scored_calls(scorecard="vip") == ()
    assert store.verify() == ()


def test_a_mended_detector_may_answer_otherwise_by_the_same_scorecard(
    store: Store, call: Callable[..., Kept]
) -> None:
    store.keep(call(1))
    digest = store.calls()[0].transcript_digest
    other = call(1, answer=Verdict.UNSURE)
    assert store.add_evaluation(other.evaluation, transcript=digest, scorecard_source=other.scorecard_source)
    assert store.calls()[0].evaluation == other.evaluation


def test_an_evaluation_of_other_words_is_refused(store: Store, call: Callable[..., Kept]) -> None:
    one, two = call(1), call(2)
    store.keep(one)
    digest = store.calls()[0].transcript_digest
    before = store.entries()
    for evaluation, transcript in ((two.evaluation, digest), (one.evaluation, "0" * 64)):
        with pytest.raises(ValueError, match="no transcript of recording"):
            store.add_evaluation(evaluation, transcript=transcript, scorecard_source="x")
    assert store.entries() == before
    with pytest.raises(ValueError, match="evaluation is of recording"):
        replace(one, evaluation=two.evaluation)


def test_an_archive_is_read_and_rescored_in_pieces(store: Store, call: Callable[..., Kept]) -> None:
    kept = [call(n) for n in (3, 1, 2)]
    for one in kept:
        store.keep(one)
    later = {n: call(n, version=2, answer=Verdict.UNSURE) for n in (1, 2, 3)}
    assert store.scored() == tuple(later[n].recording.call.id for n in (1, 2, 3)), "by start"
    piece = store.calls_of(store.scored()[:2])
    assert [c.recording.call.id for c in piece] == list(store.scored()[:2])
    digests = {c.recording.call.id: c.transcript_digest for c in piece}
    new = [
        (one.evaluation, digests[one.recording.call.id], one.scorecard_source) for one in (later[1], later[2])
    ]
    assert (store.add_evaluations(new), store.add_evaluations(new)) == (2, 0)
    assert [c.evaluation for c in store.calls_of(store.scored())] == [
        later[1].evaluation,
        later[2].evaluation,
        kept[0].evaluation,
    ]
    both = store.evaluations_of(store.scored()[:2])
    assert [e.evaluation.scorecard.version for e in both] == [1, 1, 2, 2], "oldest first"
    assert store.evaluations_of(store.scored(), holding=("second_hearing", "judge")) == ()
    assert store.verify() == ()


def test_one_evaluation_that_is_refused_keeps_its_whole_piece_out(
    store: Store, call: Callable[..., Kept]
) -> None:
    store.keep(call(1))
    (stored,) = store.calls()
    good = call(1, version=2)
    finding = good.evaluation.findings[0]
    invented = replace(
        good.evaluation,
        findings=(replace(finding, evidence=(replace(finding.evidence[0], quote="Прощайте"),)),),
    )
    before = store.entries()
    for other in (invented, replace(invented, findings=(_moved(finding, 99),))):
        with pytest.raises(ValueError, match="greeting: the quote"):
            store.add_evaluations(
                (e, stored.transcript_digest, good.scorecard_source) for e in (good.evaluation, other)
            )
    assert store.entries() == before


def _moved(finding: Finding, utterance: int) -> Finding:
    return replace(finding, evidence=(replace(finding.evidence[0], utterance=utterance),))


def test_a_quote_that_the_transcript_does_not_bear_out_is_refused(call: Callable[..., Kept]) -> None:
    kept = call(1)
    turned = replace(kept.transcript, utterances=kept.transcript.utterances[1:])
    with pytest.raises(ValueError, match="greeting"):
        replace(kept, transcript=turned)


def test_utterances_out_of_order_are_refused_because_evidence_counts_them(
    store: Store, call: Callable[..., Kept]
) -> None:
    kept = call(1)
    first, *rest = kept.transcript.utterances
    with pytest.raises(ValueError, match="not sorted"):
        store.keep(replace(kept, transcript=replace(kept.transcript, utterances=(first, *reversed(rest)))))
    assert store.calls() == ()
    assert store.entries() == ()


def test_calls_are_chosen_by_employee_and_half_open_period(store: Store, call: Callable[..., Kept]) -> None:
    for n in range(4):
        store.keep(call(n, employee="Anna" if n % 2 else "Борис"))
    store.keep(call(9, employee="Anna", started_at=None))
    start = datetime.fromisoformat("2026-10-05T10:12:00+03:00")
    assert [c.recording.name for c in store.calls(employee="Anna")] == [
        "call-1.wav",
        "call-3.wav",
        "call-9.wav",
    ]
    chosen = store.calls(
        since=start + timedelta(minutes=1), until=(start + timedelta(minutes=3)).astimezone(UTC)
    )
    assert [c.recording.name for c in chosen] == ["call-1.wav", "call-2.wav"]
    assert store.employees() == ("Anna", "Борис")
    assert store.calls(employee="nobody") == ()


def test_a_recording_is_found_by_the_beginning_of_its_id(store: Store, call: Callable[..., Kept]) -> None:
    kept = call(1)
    store.keep(kept)
    identity = kept.recording.call.id
    assert store.recording(identity[:6].upper()) == kept.recording
    for prefix, said in ((identity[:3], "first four"), ("%%%%", "first four"), ("0" * 8, "no recording")):
        with pytest.raises(UserError, match=said):
            store.recording(prefix)
    with pytest.raises(UserError, match="no such call"):
        store.call("0" * 64)


def test_two_recordings_with_one_beginning_are_not_confused(store: Store, call: Callable[..., Kept]) -> None:
    kept = call(1)
    twin = kept.recording.call.id[:8] + "0" * 56
    store.register(kept.recording, run=None, duration_ms=1)
    store.register(
        replace(kept.recording, call=replace(kept.recording.call, id=twin)), run=None, duration_ms=1
    )
    with pytest.raises(UserError, match="several recordings"):
        store.recording(twin[:8])


def test_a_bad_file_that_comes_every_night_is_in_quarantine_once(store: Store) -> None:
    by_name = Rejected("out-89160000000.wav", RejectedKind.UNREADABLE, SILENT)
    by_bytes = Rejected("b.wav", RejectedKind.SILENT, SILENT, sha256="b" * 64)
    for _night in range(3):
        run = store.start_run()
        for rejected in (by_name, by_bytes):
            store.quarantine(rejected, run=run)
        store.finish_run(run)
        assert store.run_account(run).quarantined == 2
    first, second = store.quarantined()
    assert (first.name, first.sha256, first.kind) == (by_name.name, None, RejectedKind.UNREADABLE)
    assert (second.sha256, second.reason) == ("b" * 64, SILENT)
    assert first.first_seen < first.last_seen
    acts = [e for e in store.entries() if e.action == "quarantine.entered"]
    assert len(acts) == 2
    assert not any("8916" in e.object for e in acts), "a phone number stands in the log for ever"


def test_what_is_taken_after_all_leaves_quarantine(store: Store, call: Callable[..., Kept]) -> None:
    kept = call(1)
    identity = kept.recording.call.id
    store.quarantine(Rejected(kept.recording.name, RejectedKind.UNREADABLE, SILENT), run=None)
    store.quarantine(Rejected("else.wav", RejectedKind.NO_NOTICE, SILENT, sha256=identity), run=None)
    store.register(kept.recording, run=None, duration_ms=None)
    assert len(store.quarantined()) == 2, "registered is not yet taken: it may turn out silent"
    store.keep(kept)
    assert store.quarantined() == ()
    store.quarantine(Rejected("else.wav", RejectedKind.SILENT, SILENT, sha256=identity), run=None)
    assert [q.kind for q in store.quarantined()] == [RejectedKind.SILENT]


def test_a_file_first_known_by_name_and_then_by_its_bytes_is_one_file(store: Store) -> None:
    rejected = Rejected("a.wav", RejectedKind.UNREADABLE, SILENT)
    store.quarantine(rejected, run=None)
    store.quarantine(replace(rejected, sha256="a" * 64), run=None)
    assert [q.sha256 for q in store.quarantined()] == ["a" * 64]


def test_the_account_counts_what_became_of_each_file(store: Store, call: Callable[..., Kept]) -> None:
    run = store.start_run()
    good, bad, silent, left = (call(n, run=run) for n in range(4))
    for kept in (good, bad, silent, left):
        store.register(kept.recording, run=run, duration_ms=kept.duration_ms)
    store.keep(good)
    store.fail(run, bad.recording.call.id, reason="OSError: disk full")
    store.quarantine(
        Rejected(silent.recording.name, RejectedKind.SILENT, SILENT, sha256=silent.recording.call.id), run=run
    )
    store.quarantine(Rejected("x.txt", RejectedKind.NOT_AUDIO, SILENT), run=run)
    store.note_known(7, run=run)
    account = store.finish_run(run)
    assert (account.accepted, account.known, account.quarantined, account.failed, account.pending) == (
        1,
        7,
        2,
        1,
        1,
    )
    assert account.audio_ms == good.duration_ms
    assert account.elapsed_ms > 0
    assert {i.name: (i.state, i.reason) for i in account.items} == {
        "call-0.wav": (ItemState.ACCEPTED, ""),
        "call-1.wav": (ItemState.FAILED, "OSError: disk full"),
        "call-2.wav": (ItemState.QUARANTINED, "silence throughout"),
        "call-3.wav": (ItemState.PENDING, ""),
        "x.txt": (ItemState.QUARANTINED, "silence throughout"),
    }
    assert store.finish_run(run, state="failed") == account, "a closed run was written again"
    assert store.runs() == (account,)
    assert store.done() == {good.recording.call.id}


def test_a_call_that_failed_and_then_worked_is_accepted(store: Store, call: Callable[..., Kept]) -> None:
    run = store.start_run()
    kept = call(1, run=run)
    store.register(kept.recording, run=run, duration_ms=1)
    store.fail(run, kept.recording.call.id, reason="  ")
    assert store.run_account(run).items[0].reason == "no reason was given"
    store.keep(kept)
    assert (store.run_account(run).accepted, store.run_account(run).failed) == (1, 0)


def test_an_unknown_run_is_told_by_its_number(store: Store) -> None:
    with pytest.raises(UserError, match="run 9"):
        store.run_account(9)


def test_what_was_kept_is_there_when_opened_again(url: str, call: Callable[..., Kept]) -> None:
    moment = datetime(2026, 10, 6, tzinfo=UTC)
    with open_store(url, clock=lambda: moment) as store:
        store.keep(call(1))
        head = store.head()
    with open_store(url, clock=lambda: moment, create=False) as store:
        assert len(store.calls()) == 1
        assert store.head() == head
        assert store.verify(anchor=head) == ()
