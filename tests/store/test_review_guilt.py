"""What a fault needs to be confirmed: an answer given before any were seen, and that it was the employee's.

And since when it has been known. In both databases, and by hands that go past the program.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import DBAPIError

from pipeline.calls.span import Span
from pipeline.review.account import AccountRole
from pipeline.review.answer import Answer, AnswerKind
from pipeline.review.calibration import Calibration
from pipeline.review.confirmation import Confirmation
from pipeline.review.refusals import Refused
from pipeline.rubrics.verdict import Severity, Verdict
from pipeline.store import log
from pipeline.store.nouns import Kept
from pipeline.store.report_sightings import ReadReport
from pipeline.store.repository import Store, open_store
from pipeline.store.review_rows import confirmation_row
from pipeline.store.review_write import put, write_answer
from pipeline.store.tables_review import ConfirmationRow
from tests.store.conftest import START, Clock, acquaint, people, reviewed_alone, undo_8

NOW = datetime(2026, 10, 7, tzinfo=UTC)
EMPLOYEE = "Ирина Соколова"


@pytest.fixture
def desk(store: Store) -> Store:
    """People, and an employee who was told the rules."""
    people(store, *((name, AccountRole.CONTROLLER, None) for name in ("vera", "zina")))
    return store


@pytest.fixture
def engine(url: str) -> Engine:
    return create_engine(url)


def kept(store: Store, made: Kept) -> str:
    store.keep(made)
    if not store.acquaintances.of(EMPLOYEE):
        acquaint(store)
    key: str = made.recording.call.id
    return key


def opened(store: Store, key: str, *, by: str) -> int:
    """Opened, and whatever it takes the answers shown; nothing was answered first."""
    review = store.reviews.open(key, by=by, share=0, draw=0.5)
    store.reviews.reveal(review.id, by=by)
    return store.reviews.dossier(key, by=by).seen


def wanted(store: Store, key: str, *, by: str, controllable: bool | None = True) -> Confirmation:
    newest = store.reviews.dossier(key).newest.id
    return Confirmation(
        recording=key,
        evaluation=newest,
        criterion="farewell",
        verdict=Verdict.NOT_MET,
        by=by,
        reason="прощания действительно нет",
        at=NOW,
        quote="",
        span=Span(0, 0),
        rule="",
        scorecard="",
        controllable=controllable,
    )


def confirm(store: Store, key: str, *, by: str, controllable: bool | None = True) -> Confirmation:
    """Heard by them; that machine and people agree is taken as shown."""
    store.reviews.play(key, by=by, spans=[Span(0, 8000)])
    seen = store.reviews.dossier(key, by=by).seen
    agreed(store, key)
    return store.reviews.confirm(
        wanted(store, key, by=by, controllable=controllable), seen=seen, margin=9, n_min=0
    )


def agreed(store: Store, key: str) -> None:
    """Somebody has answered alone, so that there is an agreement to reckon with."""
    if not store.reviews.dossier(key).calibrations:
        made = store.reviews.calibrate(Calibration(key, "", "lead", ("vera", "zina"), NOW))
        calibrated(store, made, "vera", "zina")


def calibrated(store: Store, made: Calibration, *people: str) -> None:
    judged = next(e for e in store.reviews.dossier(made.recording).evaluations if e.id == made.evaluation)
    for by in people:
        given = [
            Answer(
                made.recording,
                made.evaluation,
                f.criterion,
                f.verdict,
                AnswerKind.CALIBRATION,
                by,
                NOW,
                "так слышно",
                calibration=made.id,
            )
            for f in judged.evaluation.findings
        ]
        store.reviews.answer(given, seen=0)


def override(store: Store, key: str, verdict: Verdict, *, by: str) -> None:
    found = store.reviews.dossier(key, by=by)
    answer = Answer(
        key, found.newest.id, "farewell", verdict, AnswerKind.OVERRIDE, by, NOW, "слышу иначе, чем машина"
    )
    store.reviews.answer([answer], seen=found.seen)


def anew(store: Store, key: str) -> None:
    """The night scores the call again."""
    call = store.call(key)
    card = replace(call.evaluation.scorecard, version=2, digest=f"sha256:{2:064x}")
    store.add_evaluation(
        replace(call.evaluation, scorecard=card),
        transcript=call.transcript_digest,
        scorecard_source="id: client_sector\nversion: 2\n",
    )
    acquaint(store, version=2)


def test_a_plain_fault_is_reviewed_blind_too_and_good_work_by_lot(
    desk: Store, call: Callable[..., Kept]
) -> None:
    for n, answer in ((1, Verdict.NOT_MET), (2, Verdict.UNSURE), (3, Verdict.MET)):
        made = call(n, answer=answer)
        plain = tuple(replace(f, severity=Severity.NORMAL) for f in made.evaluation.findings)
        key = kept(desk, replace(made, evaluation=replace(made.evaluation, findings=plain)))
        review = desk.reviews.open(key, by="anna", share=0, draw=0.5)
        assert review.blind is (answer is Verdict.NOT_MET)


def test_who_was_shown_the_answers_first_confirms_no_fault_of_their_own_finding(
    desk: Store, call: Callable[..., Kept]
) -> None:
    """The machine was unsure, the review open; a person heard a fault: another has to hear it alone."""
    key = kept(desk, call(1, answer=Verdict.UNSURE))
    opened(desk, key, by="anna")
    override(desk, key, Verdict.NOT_MET, by="anna")
    with pytest.raises(Refused, match="before seeing any answers"):
        confirm(desk, key, by="anna")
    assert desk.reviews.hr_findings() == ()
    second = desk.reviews.open(key, by="boris", share=0, draw=0.5)
    assert second.sealed, "a person’s «not met» makes the next review blind"
    reviewed_alone(desk, key, by="boris", verdict=Verdict.UNSURE)
    done = confirm(desk, key, by="boris")
    (shown,) = desk.reviews.hr_findings()
    assert (shown.confirmation.id, shown.alone) == (done.id, Verdict.UNSURE)
    assert desk.verify() == ()


def test_a_review_revealed_before_the_question_was_answered_confirms_nothing_bad(
    desk: Store, call: Callable[..., Kept]
) -> None:
    key = kept(desk, call(1))
    opened(desk, key, by="anna")
    with pytest.raises(Refused, match="before seeing any answers"):
        confirm(desk, key, by="anna")


def test_good_practice_is_confirmed_by_whoever_has_heard_it(desk: Store, call: Callable[..., Kept]) -> None:
    key = kept(desk, call(1, answer=Verdict.UNSURE))
    seen = opened(desk, key, by="anna")
    agreed(desk, key)
    desk.reviews.play(key, by="anna", spans=[Span(0, 12_000)])
    praise = replace(
        wanted(desk, key, by="anna", controllable=None), criterion="greeting", verdict=Verdict.MET
    )
    desk.reviews.confirm(praise, seen=seen, margin=9, n_min=0)
    (shown,) = desk.reviews.hr_findings()
    assert (shown.confirmation.verdict, shown.confirmation.controllable) == (Verdict.MET, None)
    assert desk.verify() == ()


def test_who_answered_a_calibration_is_not_asked_again_and_may_confirm(
    desk: Store, call: Callable[..., Kept]
) -> None:
    key = kept(desk, call(1))
    made = desk.reviews.calibrate(Calibration(key, "", "lead", ("anna", "boris"), NOW))
    calibrated(desk, made, "anna", "boris")
    # They looked at the comparison, too: by then they had answered.
    desk.reviews.see(key, evaluation=made.evaluation, by="anna", thing=f"calibrations/{made.id}")
    for by in ("anna", "boris"):
        assert not desk.reviews.open(key, by=by, share=1.0, draw=0.0).blind
    confirm(desk, key, by="anna")
    assert len(desk.reviews.hr_findings()) == 1
    # Scored anew it is another question: whoever knows the first answers was told what to listen for.
    anew(desk, key)
    with pytest.raises(Refused, match="Another controller"):
        desk.reviews.open(key, by="anna", share=0, draw=0.5)
    assert desk.reviews.open(key, by="boris", share=0, draw=0.5).sealed


def test_an_earlier_evaluation_that_was_open_at_once_was_a_hint(
    desk: Store, call: Callable[..., Kept], url: str
) -> None:
    """As an archive from before the rule has it: the fault was shown, then the call was scored anew."""
    key = kept(desk, call(1, answer=Verdict.UNSURE))
    opened(desk, key, by="anna")
    override(desk, key, Verdict.NOT_MET, by="anna")
    anew(desk, key)
    reviewed_alone(desk, key, by="anna", verdict=Verdict.NOT_MET)
    desk.reviews.play(key, by="anna", spans=[Span(0, 8000)])
    row = forged(desk, key, url, by="anna")
    with pytest.raises(DBAPIError, match="before seeing any answers"):
        by_hand(url, row)


def test_whether_it_depended_on_the_employee_has_no_default(desk: Store, call: Callable[..., Kept]) -> None:
    key = kept(desk, call(1))
    reviewed_alone(desk, key)
    with pytest.raises(Refused, match="whether it depended on the employee"):
        confirm(desk, key, by="anna", controllable=None)
    with pytest.raises(ValueError, match="only a fault"):
        wanted(desk, key, by="anna", controllable=False)
    confirm(desk, key, by="anna")
    (shown,) = desk.reviews.hr_findings()
    assert shown.confirmation.controllable is True
    assert shown.alone is Verdict.NOT_MET


def forged(store: Store, key: str, url: str, *, by: str) -> dict[str, object]:
    """A row of `confirmations` that is good in all but what a test changes."""
    newest = store.reviews.dossier(key).newest
    with store._writing(by) as pen:
        answer = Answer(
            key, newest.id, "farewell", Verdict.NOT_MET, AnswerKind.CONFIRM, by, NOW, "прощания нет"
        )
        given = write_answer(pen, answer, transcript=newest.transcript)
    store.reviews.viewed("recordings/x", by=by)
    card = newest.evaluation.scorecard
    row = confirmation_row(
        replace(
            wanted(store, key, by=by),
            answer=given["id"],
            play=store.reviews.plays(key, by=by)[-1].id,
            span=Span(0, 8000),
            rule="searched",
            scorecard=f"{card.id} {card.version} {card.digest}",
        )
    )
    engine = create_engine(url)
    with engine.connect() as connection:
        entry = connection.execute(text("SELECT max(seq) FROM audit")).scalar_one()
    engine.dispose()
    return {**row, "id": "f" * 64, "at": "2026-10-07 00:00:00+00:00", "entry": entry}


def by_hand(url: str, row: dict[str, object]) -> None:
    names, values = ", ".join(row), ", ".join(f":{name}" for name in row)
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            connection.execute(text(f"INSERT INTO confirmations ({names}) VALUES ({values})"), row)  # noqa: S608  # our own names
    finally:
        engine.dispose()


def test_the_database_takes_no_fault_that_was_not_answered_alone_or_not_theirs(
    desk: Store, call: Callable[..., Kept], url: str
) -> None:
    key, other = kept(desk, call(1)), kept(desk, call(2))
    opened(desk, key, by="anna")  # shown without an answer
    desk.reviews.play(key, by="anna", spans=[Span(0, 8000)])
    with pytest.raises(DBAPIError, match="before seeing any answers"):
        by_hand(url, forged(desk, key, url, by="anna"))
    reviewed_alone(desk, other, by="anna")
    desk.reviews.play(other, by="anna", spans=[Span(0, 8000)])
    row = forged(desk, other, url, by="anna")
    for said in (None, False):
        with pytest.raises(DBAPIError, match="one that depended on the employee"):
            by_hand(url, row | {"controllable": said})
    by_hand(url, row)


def test_an_answer_given_after_the_answers_were_shown_is_none_given_alone(
    desk: Store, call: Callable[..., Kept], url: str, engine: Engine
) -> None:
    """Even where it came into the table past the triggers that refuse it."""
    key = kept(desk, call(1))
    opened(desk, key, by="anna")
    desk.reviews.play(key, by="anna", spans=[Span(0, 8000)])
    row = forged(desk, key, url, by="anna")
    with engine.begin() as connection:
        late = dict(connection.execute(text("SELECT * FROM answers")).mappings().one())
        late |= {"id": "e" * 64, "kind": "blind", "entry": row["entry"]}
        with_triggers_off(connection, "answers")
        names, values = ", ".join(late), ", ".join(f":{name}" for name in late)
        connection.execute(text(f"INSERT INTO answers ({names}) VALUES ({values})"), late)  # noqa: S608  # our own names
    engine.dispose()
    with pytest.raises(DBAPIError, match="before seeing any answers"):
        by_hand(url, row)


def with_triggers_off(connection: Connection, table: str) -> None:
    if connection.dialect.name == "sqlite":
        named = text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table")
        for name in connection.execute(named, {"table": table}).scalars().all():
            connection.execute(text(f"DROP TRIGGER {name}"))
    else:
        # For this transaction: the database serves the tests after this one.
        connection.execute(text("SET LOCAL session_replication_role = replica"))


def test_what_was_confirmed_before_stays_and_says_that_it_was_not_asked(
    desk: Store, call: Callable[..., Kept], url: str, engine: Engine
) -> None:
    key = kept(desk, call(1))
    opened(desk, key, by="anna")  # as then: not answered first
    desk.reviews.play(key, by="anna", spans=[Span(0, 8000)])
    with engine.begin() as connection:
        undo_8(connection)
    row = forged(desk, key, url, by="anna")
    row = {name: value for name, value in row.items() if name not in {"id", "entry", "controllable"}}
    with desk._writing("anna") as pen:
        put(pen, ConfirmationRow, row | {"at": pen.now}, action=log.CONFIRMED)
    engine.dispose()
    with open_store(url, clock=lambda: NOW) as again:
        (shown,) = again.reviews.hr_findings()
        assert (shown.confirmation.controllable, shown.alone) == (None, None)
        assert again.verify() == ()
        with pytest.raises(Refused, match="before seeing any answers"):
            confirm(again, key, by="anna")
    # To say afterwards that it had been asked is a change, and named.
    with engine.begin() as connection:
        with_triggers_off(connection, "confirmations")
        connection.execute(text("UPDATE confirmations SET controllable = true"))
    engine.dispose()
    with open_store(url, clock=lambda: NOW) as again:
        assert [altered.table for altered in again.verify()] == ["confirmations"]


# Since when it has been known


def report(written_at: datetime, **changed: object) -> ReadReport:
    week = ReadReport(
        "week-2026-W41/employee-irina.ru.html",
        EMPLOYEE,
        START - timedelta(days=1),
        START + timedelta(days=1),
        written_at,
    )
    return replace(week, **changed)  # type: ignore[arg-type]


def test_a_lead_who_read_a_report_with_the_call_in_it_has_seen_the_finding(
    desk: Store, call: Callable[..., Kept], clock: Clock
) -> None:
    key = kept(desk, call(1))
    reviewed_alone(desk, key)  # a controller who looks starts no clock
    confirm(desk, key, by="anna")
    (found,) = desk.reviews.hr_findings()
    alone = desk.reviews.hr_known(found)
    assert (alone.seen_at, alone.seen_by) == (None, "")
    assert alone.flagged_at is not None
    assert alone.flagged_at < alone.discovered_at == alone.confirmed_at == found.confirmation.at
    assert alone.earliest == alone.flagged_at
    for other in (
        report(clock.now, employee="Пётр Другой"),
        report(clock.now, since=START + timedelta(hours=1)),
        report(clock.now, until=START - timedelta(hours=1)),
        report(alone.flagged_at - timedelta(seconds=1)),  # written before the machine had said so
    ):
        desk.reviews.read_report(other, by="lead")
    assert desk.reviews.hr_known(found) == alone
    count = len(desk.entries())
    read = report(clock.now)
    desk.reviews.read_report(read, by="lead")
    desk.reviews.read_report(read, by="lead")
    assert len(desk.entries()) == count + 1
    known = desk.reviews.hr_known(found)
    assert known.seen_by == "Lead"
    assert known.seen_at is not None
    assert known.seen_at > known.confirmed_at
    assert known.discovered_at == known.confirmed_at
    assert desk.verify() == ()


@pytest.mark.parametrize(
    "changed", [{}, {"employee": "", "since": None, "until": None}], ids=["theirs", "unknown"]
)
def test_read_before_it_was_confirmed_the_report_begins_the_month(
    desk: Store, call: Callable[..., Kept], clock: Clock, changed: dict[str, object]
) -> None:
    key = kept(desk, call(1))
    desk.reviews.read_report(report(clock.now, **changed), by="lead")
    reviewed_alone(desk, key)
    confirm(desk, key, by="anna")
    known = desk.reviews.hr_known(desk.reviews.hr_findings()[0])
    assert known.seen_at is not None
    assert known.discovered_at == known.seen_at < known.confirmed_at


def test_a_lead_who_opened_the_call_before_it_was_a_fault_may_have_looked_again(
    desk: Store, call: Callable[..., Kept]
) -> None:
    key = kept(desk, call(1, answer=Verdict.UNSURE))
    evaluation = desk.reviews.dossier(key).newest.id
    desk.reviews.see(key, evaluation=evaluation, by="lead", thing=f"calls/{key}")
    opened(desk, key, by="anna")
    override(desk, key, Verdict.NOT_MET, by="anna")
    reviewed_alone(desk, key, by="boris")
    confirm(desk, key, by="boris")
    known = desk.reviews.hr_known(desk.reviews.hr_findings()[0])
    heard = next(a for a in desk.reviews.dossier(key).answers if a.kind is AnswerKind.OVERRIDE)
    assert known.flagged_at is None, "the machine was unsure"
    assert (known.seen_at, known.seen_by, known.discovered_at) == (heard.at, "Lead", heard.at)


def test_only_a_lead_is_told_of_as_a_reader_of_reports(desk: Store, clock: Clock) -> None:
    with pytest.raises(DBAPIError, match="reports are read by leads"):
        desk.reviews.read_report(report(clock.now), by="anna")
