"""Who was told the rules, in a real store: what reaches HR by it, and what the database itself refuses."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError

from pipeline.calls.span import Span
from pipeline.calls.text import Language
from pipeline.review.account import AccountRole
from pipeline.review.acquaintance import Acquaintance, Way
from pipeline.review.answer import Answer, AnswerKind
from pipeline.review.calibration import Calibration
from pipeline.review.confirmation import Confirmation
from pipeline.review.dispute import Decision, Dispute
from pipeline.review.refusals import Refused, Unknown
from pipeline.rubrics.verdict import Verdict
from pipeline.scoring.evaluation import ScorecardStamp
from pipeline.store.nouns import Kept
from pipeline.store.repository import Store
from tests.store.conftest import START, Clock, acquaint, people, reviewed_alone

NOW = datetime(2026, 10, 7, tzinfo=UTC)
SOON = datetime(2030, 1, 1, tzinfo=UTC)
EMPLOYEE = "Ирина Соколова"
CARD = ScorecardStamp("client_sector", 1, f"sha256:{1:064x}")
SOURCE = "id: client_sector\nversion: 1\n"


@pytest.fixture
def desk(store: Store, call: Callable[..., Kept]) -> Store:
    """A store with one call, and nobody told the rules yet."""
    store.keep(call(1))
    people(
        store,
        ("admin", AccountRole.ADMIN, None),
        ("hr", AccountRole.HR, None),
        ("irina.leads", AccountRole.LEAD, EMPLOYEE),
    )
    return store


def opened(store: Store, key: str, by: str = "anna") -> int:
    """Reviewed as far as answers are shown; gives `seen`."""
    review = store.reviews.open(key, by=by, share=0, draw=0.5)
    store.reviews.reveal(review.id, by=by)
    return store.reviews.dossier(key, by=by).seen


def confirm(store: Store, key: str, *, seen: int | None = None, by: str = "anna") -> Confirmation:
    """Heard and confirmed; agreement is taken as shown."""
    seen = reviewed_alone(store, key, by=by) if seen is None else seen
    store.reviews.play(key, by=by, spans=[Span(0, 8000)])
    wanted = Confirmation(
        recording=key,
        evaluation=store.reviews.dossier(key).newest.id,
        criterion="farewell",
        verdict=Verdict.NOT_MET,
        by=by,
        reason="прощания действительно нет",
        at=NOW,
        quote="",
        span=Span(0, 0),
        rule="",
        scorecard="",
        controllable=True,
    )
    return store.reviews.confirm(wanted, seen=seen, margin=9, n_min=0)


def agreed(store: Store, key: str) -> None:
    """Somebody has answered alone, so that there is an agreement to reckon with."""
    made = store.reviews.calibrate(Calibration(key, "", "lead", ("boris", "lead"), NOW))
    found = store.reviews.dossier(key)
    for by in ("boris", "lead"):
        store.reviews.answer(
            [
                alone(key, found.newest.id, f.criterion, f.verdict, by, calibration=made.id)
                for f in found.newest.evaluation.findings
            ],
            seen=0,
        )


def alone(
    key: str, evaluation: str, criterion: str, verdict: Verdict, by: str, *, calibration: str | None = None
) -> Answer:
    kind = AnswerKind.CALIBRATION if calibration else AnswerKind.BLIND
    return Answer(key, evaluation, criterion, verdict, kind, by, NOW, "так слышно", calibration=calibration)


def test_acknowledged_before_call(desk: Store) -> None:
    """trust.md I2: without proof that the employee knew the rule before the call nothing is confirmed."""
    (key,) = desk.scored()
    agreed(desk, key)
    seen = reviewed_alone(desk, key)
    with pytest.raises(Refused, match="had not been acquainted with this version"):
        confirm(desk, key, seen=seen)
    acquaint(desk, day=START.date())
    with pytest.raises(Refused, match=r"05\.10\.2026, which is not shown to be before the call"):
        confirm(desk, key, seen=seen)
    acquaint(desk, day=START.date() - timedelta(days=1), employee="Пётр Другой")
    with pytest.raises(Refused, match=r"05\.10\.2026"):
        confirm(desk, key, seen=seen)
    assert desk.reviews.hr_findings() == ()
    acquaint(desk, day=START.date() - timedelta(days=1))
    confirm(desk, key, seen=seen)
    (shown,) = desk.reviews.hr_findings()
    assert shown.acquaintance.document == "лист ознакомления № 12"
    assert shown.recorder == "Lead"
    assert desk.acquaintances.text(shown.acquaintance.shown).text.startswith("Правила sha256:")
    assert desk.verify() == ()


def test_rubric_of_the_day(desk: Store) -> None:
    """trust.md EV-8: a call judged anew by a later version is no case, though the first version was known."""
    (key,) = desk.scored()
    acquaint(desk)
    agreed(desk, key)
    kept = desk.call(key)
    later = replace(kept.evaluation.scorecard, version=2, digest=f"sha256:{2:064x}")
    desk.add_evaluation(
        replace(kept.evaluation, scorecard=later),
        transcript=kept.transcript_digest,
        scorecard_source="id: client_sector\nversion: 2\n",
    )
    seen = reviewed_alone(desk, key)
    with pytest.raises(Refused, match="this version of the scorecard"):
        confirm(desk, key, seen=seen)
    acquaint(desk, version=2, day=date(2026, 10, 6))
    with pytest.raises(Refused, match="not shown to be before the call"):
        confirm(desk, key, seen=seen)


def test_an_employee_reads_the_rules_on_their_own_page_and_says_so_once(desk: Store, clock: Clock) -> None:
    ack = desk.acquaintances.acknowledge
    first = ack(EMPLOYEE, by="irina", card=CARD, source=SOURCE, text="Правила", language=Language.RU)
    assert first.way is Way.PAGE
    assert first.at == clock.now
    again = ack(EMPLOYEE, by="irina", card=CARD, source=SOURCE, text="Правила", language=Language.RU)
    assert again == replace(first, entry=again.entry, written_at=again.written_at)
    assert len(desk.acquaintances.of(EMPLOYEE)) == 1
    for by in ("anna", "lead", "irina.leads", "nobody"):
        with pytest.raises(Refused, match="only the employees themselves"):
            ack(EMPLOYEE, by=by, card=CARD, source=SOURCE, text="Правила", language=Language.RU)
    with pytest.raises(Refused):
        desk.acquaintances.annul(first.id, by="lead", reason="передумали")
    told = [(e.action, e.actor) for e in desk.entries()[-2:]]
    assert told == [("rules.shown", "irina"), ("rules.acknowledged", "irina")]
    assert desk.verify() == ()


def test_a_clock_set_back_makes_nobody_acquainted_before_what_the_log_holds(
    desk: Store, clock: Clock
) -> None:
    """The call came in on 6 October; then the server's clock says 1 October."""
    last = clock.now
    clock.now = datetime(2026, 10, 1, tzinfo=UTC)
    done = desk.acquaintances.acknowledge(
        EMPLOYEE, by="irina", card=CARD, source=SOURCE, text="Правила", language=Language.RU
    )
    assert done.at == last
    assert done.written_at == clock.now
    assert desk.verify() == ()


def test_a_paper_is_recorded_by_a_lead_or_an_administrator_and_not_about_themselves(desk: Store) -> None:
    acquaint(desk, by="admin")
    with pytest.raises(Refused, match="on record already"):
        acquaint(desk, by="lead")
    for by in ("anna", "hr", "irina"):
        with pytest.raises(Unknown):
            acquaint(desk, by=by, document="другой лист")
    with pytest.raises(Refused, match="recorded by somebody else"):
        acquaint(desk, by="irina.leads", document="другой лист")
    with pytest.raises(Refused, match="has not come yet"):
        acquaint(desk, day=date(2026, 10, 7), document="завтрашний лист")
    acquaint(desk, day=date(2026, 10, 6), document="сегодняшний лист")


def test_an_annulled_paper_takes_with_it_what_rested_on_it(desk: Store) -> None:
    (key,) = desk.scored()
    paper = acquaint(desk)
    agreed(desk, key)
    done = confirm(desk, key)
    assert len(desk.reviews.hr_findings()) == 1
    desk.acquaintances.annul(paper.id, by="lead", reason="расписался однофамилец")
    assert desk.reviews.hr_findings() == ()
    assert desk.reviews.hr_employees() == ()
    with pytest.raises(Unknown):
        desk.reviews.hr_finding(done.id)
    with pytest.raises(Refused, match="annulled already"):
        desk.acquaintances.annul(paper.id, by="lead", reason="ещё раз")
    with pytest.raises(Unknown):
        desk.acquaintances.annul("0" * 64, by="lead", reason="такой нет")
    with pytest.raises(Unknown):
        desk.acquaintances.annul(paper.id, by="anna", reason="не её дело")
    (kept,) = desk.acquaintances.of(EMPLOYEE)
    assert (kept.holds, kept.annulled_by, kept.annulled_why) == (False, "lead", "расписался однофамилец")
    acquaint(desk)
    assert [f.confirmation.id for f in desk.reviews.hr_findings()] == [done.id]
    assert desk.verify() == ()


def test_a_call_that_turns_out_to_be_anothers_leaves_hr(desk: Store, call: Callable[..., Kept]) -> None:
    (key,) = desk.scored()
    acquaint(desk)
    agreed(desk, key)
    confirm(desk, key)
    kept = call(1, employee="Пётр Другой")
    desk.keep(kept)
    assert desk.reviews.hr_findings() == ()


def test_of_an_undated_call_nothing_reaches_hr(store: Store, desk: Store, call: Callable[..., Kept]) -> None:
    desk.keep(call(2, started_at=None))
    key = call(2).recording.call.id
    acquaint(desk)
    agreed(desk, key)
    seen = reviewed_alone(desk, key)
    with pytest.raises(Refused, match="time of the call is not known"):
        confirm(store, key, seen=seen)


# What the database itself refuses


@contextmanager
def hand(url: str) -> Iterator[Callable[..., None]]:
    """A hand with the database's password: `put(table, **row)`."""
    engine = create_engine(url)

    def put(table: str, **row: object) -> None:
        names, values = ", ".join(row), ", ".join(f":{name}" for name in row)
        with engine.begin() as connection:
            if engine.dialect.name == "sqlite":
                connection.execute(text("PRAGMA foreign_keys=ON"))
            connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({values})"), row)  # noqa: S608  # our own names

    try:
        yield put
    finally:
        engine.dispose()


def one_row(url: str, table: str) -> dict[str, object]:
    engine = create_engine(url)
    with engine.connect() as connection:
        row = dict(connection.execute(text(f"SELECT * FROM {table}")).mappings().one())  # noqa: S608  # our own names
        row["entry"] = connection.execute(text("SELECT max(seq) FROM audit")).scalar_one()
    engine.dispose()
    return row


def test_the_database_takes_no_confirmation_of_rules_that_the_employee_did_not_know(
    desk: Store, url: str
) -> None:
    (key,) = desk.scored()
    paper = acquaint(desk)
    agreed(desk, key)
    confirm(desk, key)
    desk.reviews.viewed("recordings/x", by="anna")
    row = {**one_row(url, "confirmations"), "id": "f" * 64}
    with hand(url) as put:
        with pytest.raises(DBAPIError, match="another scorecard than the one that judged"):
            put("confirmations", **row | {"scorecard": f"client_sector 9 {CARD.digest}"})
        desk.acquaintances.annul(paper.id, by="lead", reason="не та бумага")
        acquaint(desk, day=date(2026, 10, 5), document="в день звонка")
        row = {**one_row(url, "confirmations"), "id": "f" * 64}
        desk.reviews.viewed("recordings/x", by="anna")
        with pytest.raises(DBAPIError, match="not acquainted with this version of the scorecard before"):
            put("confirmations", **row)
        acquaint(desk, document="вовремя")
        desk.reviews.viewed("recordings/x", by="anna")
        put("confirmations", **one_row(url, "confirmations") | {"id": "f" * 64})


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"account": "anna"}, "recorded by a lead or an administrator"),
        ({"account": "irina.leads"}, "recorded by a lead or an administrator"),
        ({"way": "page", "paper": "", "account": "lead"}, "employees themselves|ck_acquaintances_way"),
        ({"paper": " "}, "ck_acquaintances_way"),
        ({"way": "said"}, "ck_acquaintances_way"),
        ({"scorecard": "sha256:" + "9" * 64}, "of another scorecard|(?i)foreign key"),
    ],
    ids=str,
)
def test_the_database_takes_no_acquaintance_that_nobody_answers_for(
    desk: Store, url: str, changed: dict[str, object], told: str
) -> None:
    acquaint(desk)
    desk.reviews.viewed("recordings/x", by="anna")
    row = {**one_row(url, "acquaintances"), "id": "f" * 64}
    with hand(url) as put:
        with pytest.raises(DBAPIError) as refused:
            put("acquaintances", **row | changed)
        assert re.search(told.replace("(?i)", ""), str(refused.value), re.IGNORECASE)
        put("acquaintances", **row)


def test_the_database_lets_no_fault_stand_unheard(desk: Store, url: str) -> None:
    (key,) = desk.scored()
    disputed = dispute(desk, key)
    row: dict[str, object] = {
        "dispute": disputed.id,
        "account": "boris",
        "verdict": "not_met",
        "reason": "так и есть",
        "evidence": "[]",
        "at": "2026-10-07 00:00:00+00:00",
    }
    with hand(url) as put:
        desk.reviews.viewed("recordings/x", by="boris")
        with pytest.raises(DBAPIError, match="who lets a fault stand has played"):
            put("decisions", **row, entry=desk.entries()[-1].seq)
        with pytest.raises(Refused, match="first play what it rests on: 0:00–0:08"):
            decide(desk, disputed, Verdict.NOT_MET)
        desk.reviews.play(key, by="boris", spans=[Span(0, 7000)])
        with pytest.raises(Refused, match="first play"):
            decide(desk, disputed, Verdict.NOT_MET)
    desk.reviews.play(key, by="boris", spans=[Span(6900, 8000)])
    decide(desk, disputed, Verdict.NOT_MET)


# Who has seen answers does not answer blind


def dispute(store: Store, key: str) -> Dispute:
    store.reviews.release(key, by="lead", deadline=SOON)
    evaluation = store.reviews.dossier(key).newest.id
    return store.reviews.dispute(
        Dispute(key, evaluation, "farewell", Verdict.NOT_MET, "irina", "я попрощалась", NOW, SOON)
    )


def decide(store: Store, disputed: Dispute, verdict: Verdict) -> None:
    seen = store.reviews.dossier(disputed.recording).seen
    store.reviews.decide(Decision(disputed.id, "boris", verdict, "переслушал сам", NOW), seen=seen)


def see(store: Store, key: str, *, by: str = "boris") -> None:
    evaluation = store.reviews.dossier(key).newest.id
    store.reviews.see(key, evaluation=evaluation, by=by, thing="disputes/x")


def test_who_has_read_a_dispute_reviews_a_grave_call_no_more(desk: Store) -> None:
    (key,) = desk.scored()
    see(desk, key)
    count = len(desk.entries())
    see(desk, key)
    assert len(desk.entries()) == count
    with pytest.raises(Refused, match="Another controller will review it"):
        desk.reviews.open(key, by="boris", share=0, draw=0.5)
    assert desk.reviews.open(key, by="anna", share=0, draw=0.5).blind
    with pytest.raises(Refused, match="seen already by Boris"):
        desk.reviews.calibrate(Calibration(key, "", "lead", ("boris", "lead"), NOW))


def test_a_plain_call_is_then_open_to_them_at_once_whatever_the_lot(
    desk: Store, call: Callable[..., Kept]
) -> None:
    desk.keep(call(3, answer=Verdict.UNSURE))
    key = call(3).recording.call.id
    see(desk, key)
    assert not desk.reviews.open(key, by="boris", share=1.0, draw=0.0).blind
    assert desk.reviews.open(key, by="anna", share=1.0, draw=0.0).blind


def test_who_has_seen_meanwhile_answers_no_calibration_and_the_database_says_so_too(
    desk: Store, url: str
) -> None:
    (key,) = desk.scored()
    made = desk.reviews.calibrate(Calibration(key, "", "lead", ("anna", "boris"), NOW))
    evaluation = made.evaluation
    told = alone(key, evaluation, "greeting", Verdict.MET, "anna", calibration=made.id)
    desk.reviews.answer([told], seen=0)
    row = {**one_row(url, "answers"), "id": "f" * 64, "account": "boris"}
    see(desk, key)
    with pytest.raises(Refused, match="cannot answer blind"):
        desk.reviews.answer([replace(told, by="boris")], seen=0)
    with hand(url) as put:
        desk.reviews.viewed("recordings/x", by="boris")
        entry = desk.entries()[-1].seq
        with pytest.raises(DBAPIError, match="does not answer it blind"):
            put("answers", **row | {"entry": entry})
        review = {
            "id": "e" * 64,
            "recording": key,
            "evaluation": evaluation,
            "account": "boris",
            "blind": True,
            "opened_at": "2026-10-07 00:00:00+00:00",
            "entry": entry,
        }
        with pytest.raises(DBAPIError, match="does not review it blind"):
            put("reviews", **review)


def test_answers_by_who_knew_an_earlier_evaluation_measure_nothing(desk: Store) -> None:
    """Scored anew, the call is answered alone once more; whoever had seen the first answers is no measure."""
    (key,) = desk.scored()
    opened(desk, key, "anna")
    kept = desk.call(key)
    later = replace(kept.evaluation.scorecard, version=2, digest=f"sha256:{2:064x}")
    desk.add_evaluation(
        replace(kept.evaluation, scorecard=later),
        transcript=kept.transcript_digest,
        scorecard_source="id: client_sector\nversion: 2\n",
    )
    evaluation = desk.reviews.dossier(key).newest.id
    for by in ("anna", "boris"):
        review = desk.reviews.open(key, by=by, share=0, draw=0.5)
        assert review.sealed
        desk.reviews.answer([alone(key, evaluation, "farewell", Verdict.NOT_MET, by)], seen=0)
        desk.reviews.reveal(review.id, by=by)
    agreement = desk.reviews.agreement()["farewell"]
    assert (agreement.machine_human.n, agreement.human_human.n) == (1, 0)


# However many they are


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        said.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_hr_asks_as_few_questions_of_many_findings_as_of_one(desk: Store, call: Callable[..., Kept]) -> None:
    acquaint(desk)
    keys = list(desk.scored())
    agreed(desk, keys[0])
    for n in range(2, 8):
        desk.keep(call(n))
        keys.append(call(n).recording.call.id)
    asked = []
    for key in keys:
        confirm(desk, key)
        with counted(desk._engine) as said:
            found = desk.reviews.hr_findings()
        asked.append(len(said))
        assert len(found) == len(asked)
    assert {f.confirmation.recording for f in found} == set(keys)
    assert len(set(asked)) == 1, asked
    assert asked[0] <= 15
    assert desk.reviews.hr_employees() == (EMPLOYEE,)


def test_who_may_be_judged_and_by_what(desk: Store, call: Callable[..., Kept]) -> None:
    desk.keep(call(2, employee="Пётр Другой"))
    desk.keep(call(3, employee="unknown"))
    assert desk.acquaintances.people() == (EMPLOYEE, "Пётр Другой")
    assert desk.acquaintances.sectors(EMPLOYEE) == {EMPLOYEE: {"client"}}
    assert desk.acquaintances.sectors("Новая Сотрудница") == {}
    assert desk.acquaintances.sectors().keys() == {EMPLOYEE, "Пётр Другой", "unknown"}
    other = Acquaintance(EMPLOYEE, CARD.digest, Way.PAPER, NOW, "lead", Language.RU, document="лист № 1")
    with pytest.raises(ValueError, match="shown sha256"):
        desk.acquaintances.record(
            other, card=replace(CARD, digest=f"sha256:{2:064x}"), source=SOURCE, text="Правила"
        )
