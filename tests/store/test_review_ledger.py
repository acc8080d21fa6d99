"""What people write in a real store: opened, answered, confirmed; what the database itself refuses."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from pipeline.calls.attribution import Attribution, Basis
from pipeline.calls.span import Span
from pipeline.review.account import AccountRole
from pipeline.review.answer import Answer, AnswerKind
from pipeline.review.calibration import Calibration, comparison
from pipeline.review.confirmation import Confirmation
from pipeline.review.dispute import Decision, Dispute
from pipeline.review.note import Note
from pipeline.review.queue import QueueKind
from pipeline.review.refusals import Overtaken, Refused, Unknown
from pipeline.review.standing import Stage
from pipeline.rubrics.verdict import Severity, Verdict
from pipeline.store.nouns import Kept
from pipeline.store.nouns_review import Dossier
from pipeline.store.repository import Store
from pipeline.store.review_agreement import agreement
from tests.store.conftest import acquaint, people, reviewed_alone

NOW = datetime(2026, 10, 7, tzinfo=UTC)
SOON = datetime(2030, 1, 1, tzinfo=UTC)
EMPLOYEE = "Ирина Соколова"


@pytest.fixture
def desk(store: Store, call: Callable[..., Kept]) -> Store:
    """A store with one call, two controllers, a lead, HR, and the employee of the call."""
    store.keep(call(1))
    people(store, ("hr", AccountRole.HR, None))
    acquaint(store)
    return store


def recording(store: Store) -> str:
    return store.scored()[0]


def opened(store: Store, by: str = "anna", *, reveal: bool = True) -> Dossier:
    key = recording(store)
    review = store.reviews.open(key, by=by, share=0, draw=0.5)
    if reveal:
        store.reviews.reveal(review.id, by=by)
    return store.reviews.dossier(key, by=by)


def answer(found: Dossier, verdict: Verdict, *, criterion: str = "farewell", **other: object) -> Answer:
    base = Answer(
        recording=found.recording.call.id,
        evaluation=found.newest.id,
        criterion=criterion,
        verdict=verdict,
        kind=AnswerKind.OVERRIDE,
        by=found.by or "anna",
        at=NOW,
        reason="слышно прощание в конце",
    )
    return replace(base, **other)  # type: ignore[arg-type]


def confirmation(found: Dossier, *, criterion: str = "farewell") -> Confirmation:
    return Confirmation(
        recording=found.recording.call.id,
        evaluation=found.newest.id,
        criterion=criterion,
        verdict=found.standings[criterion].verdict,
        by=found.by or "anna",
        reason="прощания действительно нет",
        at=NOW,
        quote="",
        span=Span(0, 0),
        rule="",
        scorecard="",
        controllable=True,
    )


def alone(store: Store, by: str = "anna") -> Dossier:
    """As `opened`, but for the answers that were given first."""
    reviewed_alone(store, recording(store), by=by)
    return store.reviews.dossier(recording(store), by=by)


def confirmed(store: Store, by: str = "anna") -> Confirmation:
    """Listened to and confirmed; agreement is taken as shown (a margin of 9 and no pairs needed)."""
    found = alone(store, by)
    store.reviews.play(recording(store), by=by, spans=[Span(0, 8000)])
    pairs(store)
    return store.reviews.confirm(confirmation(found), seen=found.seen, margin=9, n_min=1)


def pairs(store: Store) -> None:
    """Two people have answered blind, so that there is something to reckon agreement with."""
    key = recording(store)
    made = store.reviews.calibrate(Calibration(key, "", "lead", ("boris", "lead"), NOW))
    for by in ("boris", "lead"):
        calibrated(store, made, by)


def released(store: Store) -> None:
    store.reviews.release(recording(store), by="lead", deadline=SOON)


def dispute(store: Store, *, by: str = "irina", criterion: str = "farewell") -> Dispute:
    found = store.reviews.dossier(recording(store))
    return store.reviews.dispute(
        Dispute(
            recording=found.recording.call.id,
            evaluation=found.newest.id,
            criterion=criterion,
            verdict=Verdict.UNSURE,
            by=by,
            reason="я попрощалась",
            opened_at=NOW,
            deadline=SOON,
        )
    )


def test_a_grave_call_is_opened_blind_and_opening_again_is_the_same_review(desk: Store) -> None:
    review = desk.reviews.open(recording(desk), by="anna", share=0, draw=0.5)
    assert review.blind
    assert review.sealed
    assert desk.reviews.open(recording(desk), by="anna", share=0, draw=0.9) == review
    assert desk.reviews.open(recording(desk), by="boris", share=0, draw=0.9).id != review.id
    shown = desk.reviews.reveal(review.id, by="anna")
    assert not shown.sealed
    assert desk.reviews.reveal(review.id, by="anna") == shown
    with pytest.raises(Unknown):
        desk.reviews.reveal(review.id, by="boris")


def test_an_override_needs_the_machine_to_be_shown_and_counts(desk: Store) -> None:
    found = opened(desk, reveal=False)
    with pytest.raises(Refused, match="blind"):
        desk.reviews.answer([answer(found, Verdict.NOT_APPLICABLE)], seen=found.seen)
    found = opened(desk)
    desk.reviews.answer([answer(found, Verdict.NOT_APPLICABLE)], seen=found.seen)
    now = desk.reviews.dossier(recording(desk)).standings["farewell"]
    assert (now.verdict, now.by, now.stage) == (Verdict.NOT_APPLICABLE, "anna", Stage.OVERRIDDEN)
    assert desk.verify() == ()
    assert [e.actor for e in desk.entries() if e.action == "answer.given"] == ["anna"]


def test_two_controllers_on_one_call_the_second_is_told_and_nothing_is_written(desk: Store) -> None:
    one, two = opened(desk, "anna"), opened(desk, "boris")
    desk.reviews.answer([answer(one, Verdict.NOT_APPLICABLE)], seen=one.seen)
    with pytest.raises(Overtaken, match="anna") as told:
        desk.reviews.answer([answer(two, Verdict.UNSURE)], seen=two.seen)
    assert told.value.by == "anna"
    assert len(desk.reviews.dossier(recording(desk)).answers) == 1


def test_a_night_that_scores_anew_meanwhile_is_told_of(desk: Store) -> None:
    found = opened(desk)
    kept = desk.call(recording(desk))
    other = replace(
        kept.evaluation, scorecard=replace(kept.evaluation.scorecard, version=2, digest="sha256:" + "2" * 64)
    )
    desk.add_evaluation(other, transcript=kept.transcript_digest, scorecard_source="id: client_sector\n")
    with pytest.raises(Overtaken, match="machine"):
        desk.reviews.answer([answer(found, Verdict.UNSURE)], seen=found.seen)


def test_blind_answers_come_before_the_machines_and_do_not_count(desk: Store) -> None:
    found = opened(desk, reveal=False)
    blind = [
        answer(found, Verdict.MET, criterion="greeting", kind=AnswerKind.BLIND, reason=""),
        answer(found, Verdict.NOT_MET, kind=AnswerKind.BLIND),
    ]
    desk.reviews.answer(blind, seen=0)
    assert desk.reviews.dossier(recording(desk)).standings["farewell"].by == "machine"
    found = opened(desk)
    with pytest.raises(Refused, match="shown"):
        desk.reviews.answer(blind, seen=found.seen)


def test_confirming_without_having_played_the_seconds_is_refused(desk: Store) -> None:
    found = alone(desk)
    pairs(desk)
    desk.reviews.play(recording(desk), by="boris", spans=[Span(0, 8000)])
    desk.reviews.play(recording(desk), by="anna", spans=[Span(0, 4000)])
    with pytest.raises(Refused, match=r"first play .* 0:00–0:08"):
        desk.reviews.confirm(confirmation(found), seen=found.seen, margin=9, n_min=1)
    desk.reviews.play(recording(desk), by="anna", spans=[Span(3900, 7900)])
    done = desk.reviews.confirm(confirmation(found), seen=found.seen, margin=9, n_min=1)
    assert (done.span, done.rule, done.quote) == (Span(0, 8000), "searched", "")
    (shown,) = desk.reviews.hr_findings()
    assert (shown.confirmation.by, shown.confirmer, shown.employee) == ("anna", "Anna", EMPLOYEE)
    assert desk.verify() == ()


def test_what_is_only_advice_is_not_confirmed(desk: Store) -> None:
    found = alone(desk)
    desk.reviews.play(recording(desk), by="anna", spans=[Span(0, 8000)])
    with pytest.raises(Refused, match="stays advice"):
        desk.reviews.confirm(confirmation(found), seen=found.seen)


def test_a_dispute_takes_a_finding_from_hr_until_another_decides(desk: Store) -> None:
    confirmed(desk)
    released(desk)
    opened_dispute = dispute(desk)
    assert desk.reviews.hr_findings() == ()
    seen = desk.reviews.dossier(recording(desk)).seen
    upheld = Decision(opened_dispute.id, "anna", Verdict.NOT_MET, "прощания нет", NOW)
    desk.reviews.play(recording(desk), by="boris", spans=[Span(0, 8000)])
    with pytest.raises(Refused, match="somebody else"):
        desk.reviews.decide(upheld, seen=seen)
    with pytest.raises(Refused, match="your own call"):
        desk.reviews.decide(replace(upheld, by="irina"), seen=seen)
    desk.reviews.decide(replace(upheld, by="boris"), seen=seen)
    (shown,) = desk.reviews.hr_findings()
    assert shown.disputed is not None
    assert shown.decider == "Boris"
    assert desk.verify() == ()


def test_a_dispute_that_is_granted_takes_it_from_hr_for_good(desk: Store) -> None:
    done = confirmed(desk)
    released(desk)
    disputed = dispute(desk)
    seen = desk.reviews.dossier(recording(desk)).seen
    desk.reviews.decide(Decision(disputed.id, "boris", Verdict.NOT_APPLICABLE, "оборвалось", NOW), seen=seen)
    assert desk.reviews.hr_findings() == ()
    with pytest.raises(Unknown):
        desk.reviews.hr_finding(done.id)
    now = desk.reviews.dossier(recording(desk)).standings["farewell"]
    assert (now.verdict, now.stage, now.by) == (Verdict.NOT_APPLICABLE, Stage.DECIDED, "boris")


def test_only_the_employee_disputes_and_only_what_was_released(desk: Store) -> None:
    with pytest.raises(Refused):
        dispute(desk)
    released(desk)
    with pytest.raises(Refused):
        dispute(desk, by="anna")
    dispute(desk)
    with pytest.raises(Refused, match="already"):
        dispute(desk)


def test_a_disputed_answer_is_changed_by_the_decision_only(desk: Store) -> None:
    released(desk)
    dispute(desk)
    found = opened(desk)
    with pytest.raises(Refused, match="disputed"):
        desk.reviews.answer([answer(found, Verdict.UNSURE)], seen=found.seen)


def test_after_a_dispute_it_never_becomes_worse(desk: Store) -> None:
    released(desk)
    disputed = dispute(desk)
    seen = desk.reviews.dossier(recording(desk)).seen
    desk.reviews.decide(Decision(disputed.id, "boris", Verdict.NOT_APPLICABLE, "оборвалось", NOW), seen=seen)
    found = opened(desk)
    with pytest.raises(Refused, match="cannot become worse"):
        desk.reviews.answer([answer(found, Verdict.NOT_MET)], seen=found.seen)


def test_a_late_dispute_is_told_the_day(desk: Store) -> None:
    desk.reviews.release(recording(desk), by="lead", deadline=datetime(2026, 10, 6, 1, tzinfo=UTC))
    with pytest.raises(Refused, match=r"06\.10\.2026"):
        dispute(desk)


def row(desk: Store, url: str, **changed: object) -> dict[str, object]:
    """A good row of `confirmations`, changed; what it needs is in the store."""
    done = confirmed(desk)
    desk.reviews.viewed("recordings/x", by="anna")  # an entry of the log that no row has yet
    engine = create_engine(url)
    with engine.connect() as connection:
        found = connection.execute(text("SELECT * FROM confirmations")).mappings().one()
        entry = connection.execute(text("SELECT max(seq) FROM audit")).scalar_one()
    engine.dispose()
    assert found["id"] == done.id
    return {**found, "id": "f" * 64, "entry": entry, **changed}


def put_behind(url: str, row: dict[str, object]) -> None:
    """Insert a row by hand, as somebody with the database's password would."""
    names, values = ", ".join(row), ", ".join(f":{name}" for name in row)
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            if engine.dialect.name == "sqlite":
                connection.execute(text("PRAGMA foreign_keys=ON"))
            connection.execute(text(f"INSERT INTO confirmations ({names}) VALUES ({values})"), row)  # noqa: S608  # our own names
    finally:
        engine.dispose()


@pytest.mark.parametrize(
    "changed",
    [
        {"account": "machine"},
        {"account": "nobody"},
        {"account": "boris"},
        {"reason": "  "},
        {"answer": "0" * 64},
        {"play": "0" * 64},
        {"verdict": "met"},
        {"kind": "override"},
        {"criterion": "greeting"},
        {"start_ms": 9_000_000, "end_ms": 9_000_001},
    ],
    ids=str,
)
def test_the_database_takes_no_confirmation_without_a_person_a_play_an_answer_a_reason(
    desk: Store, url: str, changed: dict[str, object]
) -> None:
    forged = row(desk, url, **changed)
    with pytest.raises(DBAPIError):
        put_behind(url, forged)


def test_the_row_that_those_tests_change_is_good(desk: Store, url: str) -> None:
    put_behind(url, row(desk, url))


@pytest.mark.parametrize(
    ("account", "verdict", "told"),
    [
        ("anna", "not_met", "another than who gave the disputed answer"),
        ("irina", "not_met", "does not decide their own"),
    ],
)
def test_the_database_takes_no_decision_by_the_author_or_the_employee(
    desk: Store, url: str, account: str, verdict: str, told: str
) -> None:
    confirmed(desk)
    released(desk)
    disputed = dispute(desk)
    desk.reviews.play(recording(desk), by=account, spans=[Span(0, 8000)])
    with pytest.raises(DBAPIError, match=told):
        decide_behind(url, disputed.id, account, verdict)


def test_the_database_takes_no_decision_that_makes_it_worse(desk: Store, url: str) -> None:
    released(desk)
    disputed = dispute(desk, criterion="greeting")
    with pytest.raises(DBAPIError, match="never makes it worse"):
        decide_behind(url, disputed.id, "boris", "not_applicable")


def decide_behind(url: str, disputed: str, account: str, verdict: str) -> None:
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            entry = connection.execute(text("SELECT max(seq) FROM audit")).scalar_one()
            connection.execute(
                text(
                    "INSERT INTO decisions (dispute, account, verdict, reason, evidence, at, entry) "
                    "VALUES (:d, :a, :v, 'потому что', '[]', '2026-10-07 00:00:00+00:00', :e)"
                ),
                {"d": disputed, "a": account, "v": verdict, "e": entry},
            )
    finally:
        engine.dispose()


def test_the_deadline_of_a_release_is_that_of_the_clock(desk: Store) -> None:
    soon = desk.reviews.dossier(recording(desk)).newest.created_at + timedelta(hours=1)
    desk.reviews.release(recording(desk), by="lead", deadline=soon)
    dispute(desk)
    (waiting,) = desk.reviews.disputes()
    assert (waiting.dispute.reason, waiting.authors) == ("я попрощалась", ())


def test_reports_are_given_what_people_said_in_the_machines_place(desk: Store) -> None:
    before = desk.points()
    found = opened(desk)
    desk.reviews.answer([answer(found, Verdict.NOT_APPLICABLE)], seen=found.seen)
    (shown,) = desk.calls(counted=True)
    assert [f.verdict for f in shown.evaluation.findings] == [Verdict.MET, Verdict.NOT_APPLICABLE]
    assert shown.evaluation.findings[1].reason.ru == "слышно прощание в конце"
    said = shown.said["farewell"]
    assert (list(shown.said), said.stage, said.confirmed) == (["farewell"], Stage.OVERRIDDEN, False)
    assert said.by == next(a.name for a in desk.accounts.all() if a.id == "anna")
    (raw,) = desk.calls()
    assert raw.evaluation.findings[1].verdict is Verdict.NOT_MET
    assert (before[0].tally.possible, desk.points()[0].tally.possible) == (8, 5)


def test_confirming_a_fatal_finding_names_it_for_the_reports(store: Store, call: Callable[..., Kept]) -> None:
    kept = call(1)
    greeting, farewell = kept.evaluation.findings
    grave = replace(farewell, severity=Severity.FATAL)
    store.keep(replace(kept, evaluation=replace(kept.evaluation, findings=(greeting, grave))))
    people(store, ("hr", AccountRole.HR, None))
    acquaint(store)
    (shown,) = store.calls(counted=True)
    assert shown.evaluation.fatal_suggested == ("farewell",)
    confirmed(store)
    (shown,) = store.calls(counted=True)
    assert (shown.evaluation.confirmed_fatal, shown.evaluation.fatal_suggested) == (("farewell",), ())
    assert shown.said["farewell"].confirmed
    assert store.calls()[0].said == {}, "the machine's own evaluation is nobody's answer"


def test_a_persons_words_stay_when_the_night_scores_anew_unless_they_would_cost_more(desk: Store) -> None:
    found = opened(desk)
    desk.reviews.answer([answer(found, Verdict.NOT_APPLICABLE)], seen=found.seen)
    kept = desk.call(recording(desk))
    anew = replace(
        kept.evaluation, scorecard=replace(kept.evaluation.scorecard, version=2, digest="sha256:" + "2" * 64)
    )
    desk.add_evaluation(anew, transcript=kept.transcript_digest, scorecard_source="id: client_sector\n")
    assert desk.reviews.dossier(recording(desk)).standings["farewell"].verdict is Verdict.NOT_APPLICABLE
    spoken = replace(anew.findings[1], verdict=Verdict.MET, searched=None, evidence=anew.findings[0].evidence)
    better = replace(
        anew,
        findings=(anew.findings[0], spoken),
        scorecard=replace(anew.scorecard, version=3, digest="sha256:" + "3" * 64),
    )
    desk.add_evaluation(better, transcript=kept.transcript_digest, scorecard_source="id: client_sector\n")
    assert desk.reviews.dossier(recording(desk)).standings["farewell"].verdict is Verdict.MET


def test_roles_put_right_take_a_confirmed_finding_from_hr(desk: Store) -> None:
    confirmed(desk)
    kept = desk.call(recording(desk))
    fixed = replace(kept.transcript, attribution=Attribution(Basis.CORRECTED, corrected=1))
    seen = desk.reviews.dossier(recording(desk)).seen
    desk.reviews.correct_roles(
        recording(desk), fixed, kept.evaluation, "id: client_sector\n", by="boris", seen=seen
    )
    assert desk.reviews.hr_findings() == ()
    assert len(desk.reviews.dossier(recording(desk)).evaluations) == 2
    assert desk.call(recording(desk)).transcript.attribution == fixed.attribution
    assert desk.verify() == ()


def test_calibration_answers_are_hidden_until_all_have_answered(desk: Store) -> None:
    key = recording(desk)
    made = desk.reviews.calibrate(Calibration(key, "", "lead", ("anna", "boris"), NOW))
    found = desk.reviews.dossier(key, by="anna")
    assert found.sealed
    assert desk.reviews.counts("anna")[QueueKind.CALIBRATION] == 1
    calibrated(desk, made, "anna")
    assert desk.reviews.agreement()["farewell"].machine_human.n == 1
    assert desk.reviews.dossier(key, by="boris").answers == ()
    assert len(desk.reviews.dossier(key, by="anna").answers) == 2
    assert desk.reviews.calibration(made.id, by="boris")[0].missing == ("boris",)
    assert desk.reviews.calibration(made.id, by="boris")[2] == ()
    calibrated(desk, made, "boris")
    closed, judged, given = desk.reviews.calibration(made.id, by="anna")
    assert not closed.open
    compared = comparison(closed, judged.evaluation, given)
    assert [(c.criterion, c.unanimous, c.with_machine) for c in compared] == [
        ("greeting", True, 2),
        ("farewell", True, 2),
    ]
    assert desk.reviews.counts("anna")[QueueKind.CALIBRATION] == 0
    agreed = desk.reviews.agreement()["farewell"]
    assert (agreed.machine_human.n, agreed.human_human.n, agreed.human_human.percent) == (2, 1, 1.0)
    with desk._reading() as connection:
        assert agreement(connection) == desk.reviews.agreement(), (
            "what was read at once differs from bit by bit"
        )
    with pytest.raises(Refused, match="not invited"):
        calibrated(desk, made, "lead")


def calibrated(store: Store, made: Calibration, by: str) -> None:
    """That person answers as the machine does."""
    found = store.reviews.dossier(made.recording, by=by)
    store.reviews.answer(
        [
            answer(found, f.verdict, criterion=f.criterion, kind=AnswerKind.CALIBRATION, calibration=made.id)
            for f in found.newest.evaluation.findings
        ],
        seen=0,
    )


def test_who_has_seen_the_answers_is_not_invited_to_calibrate(desk: Store) -> None:
    opened(desk, "anna")
    with pytest.raises(Refused, match="seen already by Anna"):
        desk.reviews.calibrate(Calibration(recording(desk), "", "lead", ("anna", "boris"), NOW))
    assert desk.reviews.calibrations() == ()


def test_a_waiting_calibration_comes_before_a_review(desk: Store) -> None:
    made = desk.reviews.calibrate(Calibration(recording(desk), "", "lead", ("anna", "boris"), NOW))
    with pytest.raises(Refused, match="give them first"):
        desk.reviews.open(recording(desk), by="anna", share=0, draw=0.5)
    calibrated(desk, made, "anna")


def test_a_quote_that_nobody_said_is_refused(desk: Store) -> None:
    found = opened(desk)
    quote = found.newest.evaluation.findings[0].evidence[0]
    with pytest.raises(ValueError, match="is not what utterance 0 says"):
        desk.reviews.answer(
            [answer(found, Verdict.MET, evidence=(replace(quote, quote="Доброе"),))], seen=found.seen
        )
    with pytest.raises(Refused, match="point at the words"):
        desk.reviews.answer([answer(found, Verdict.MET)], seen=found.seen)
    desk.reviews.answer([answer(found, Verdict.MET, evidence=(quote,))], seen=found.seen)
    assert desk.reviews.dossier(recording(desk)).counted.findings[1].evidence == (quote,)


def test_the_employee_sees_what_was_released_who_listened_and_nothing_of_others(desk: Store) -> None:
    key = recording(desk)
    with pytest.raises(Unknown):
        desk.reviews.released_call(key, employee=EMPLOYEE)
    desk.reviews.play(key, by="anna", spans=[Span(0, 1000), Span(900, 2000), Span(5000, 5000)])
    desk.reviews.play(key, by="irina", spans=[Span(0, 1000)])
    released(desk)
    shown = desk.reviews.released_call(key, employee=EMPLOYEE)
    assert shown.counted == shown.released
    with pytest.raises(Unknown):
        desk.reviews.released_call(key, employee="Пётр Чужой")
    desk.reviews.acknowledge(key, by="irina")
    with pytest.raises(Unknown):
        desk.reviews.acknowledge(key, by="anna")
    (listed,) = desk.reviews.released(EMPLOYEE)
    assert listed.release.acknowledged_at is not None
    (heard,) = desk.reviews.listeners(EMPLOYEE)
    assert (heard.name, heard.role, heard.play.span) == ("Anna", "controller", Span(0, 2000))
    assert desk.reviews.released("Пётр Чужой") == ()


def test_notes_assignment_and_looks_are_told_in_the_log_with_the_person(desk: Store) -> None:
    key = recording(desk)
    desk.reviews.note(Note(key, "anna", "перезвонить клиенту", NOW, at_ms=4000))
    desk.reviews.assign(key, "boris", "lead")
    desk.reviews.viewed(f"recordings/{key}", by="hr")
    desk.reviews.exported("reports/team.xlsx", by="lead")
    found = desk.reviews.dossier(key)
    assert [n.text for n in found.notes] == ["перезвонить клиенту"]
    assert found.assignee == "boris"
    assert [(e.action, e.actor) for e in desk.entries()[-4:]] == [
        ("note.written", "anna"),
        ("call.assigned", "lead"),
        ("page.viewed", "hr"),
        ("report.exported", "lead"),
    ]
    assert desk.verify() == ()


def test_an_agreeing_review_is_done_by_saying_so(desk: Store) -> None:
    found = opened(desk, reveal=False)
    assert found.review is not None
    with pytest.raises(Refused):
        desk.reviews.finish(found.review.id, by="anna")
    found = opened(desk)
    assert found.review is not None
    desk.reviews.finish(found.review.id, by="anna")
    (waiting,) = desk.reviews.unreleased()
    assert waiting.reviewers == ("anna",)
    released(desk)
    assert desk.reviews.unreleased() == ()
