"""Two readers of promises: where the tagger of events changes what the words alone say, and where not."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from pipeline.calls.recording import Call, Role
from pipeline.calls.span import Span
from pipeline.calls.text import Language
from pipeline.calls.transcript import Transcript, Utterance
from pipeline.commitments.calendar import BusinessCalendar
from pipeline.commitments.commitment import Commitment, Status
from pipeline.commitments.contact_reader import contact_of
from pipeline.commitments.contact_wire import contact_from_json, contact_to_json
from pipeline.commitments.extract import extract
from pipeline.commitments.heard import SILENT, Event, Heard, hear
from pipeline.commitments.reconcile import reconcile
from pipeline.rubrics.event_model import Levels
from pipeline.rubrics.files import MODEL, read_folder
from pipeline.tools import open_tagger

MOSCOW = ZoneInfo("Europe/Moscow")
CALENDAR = BusinessCalendar(MOSCOW)
SAID = datetime(2026, 10, 6, 10, 12, tzinfo=MOSCOW)
LEVELS = Levels(0.08, 0.3, 0.5)
UNDERTAKES: Event = (Role.AGENT, "undertaking")
HOLDS: Event = (Role.AGENT, "hold_announce")
PROMISES: Event = (Role.CLIENT, "client_promise")


def call(line: str, *, at: datetime = SAID, name: str = "c1") -> Transcript:
    role, text = line.split(": ", 1)
    language = Language.RU if any("а" <= letter <= "я" for letter in text.lower()) else Language.EN
    told = Call(id=name, employee="Ирина", client="Кафе", client_phone="+79161234567", started_at=at)
    return Transcript(replace(told, language=language), (Utterance(Role(role), Span(0, 4500), text),))


def heard(**probabilities: float) -> Heard:
    events = {"undertaking": UNDERTAKES, "hold_announce": HOLDS, "client_promise": PROMISES}
    return Heard({events[e]: (p,) for e, p in probabilities.items()}, dict.fromkeys(events.values(), LEVELS))


def found(line: str, told: Heard) -> tuple[Commitment, ...]:
    return extract(call(line), calendar=CALENDAR, heard=told)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("agent: I'll toss four on, no charge.", heard(undertaking=0.35)),
        ("agent: Ворота вам отопру.", heard(undertaking=0.35)),
        ("client: I'll read it.", heard(client_promise=0.1)),
        ("client: Ветки я подпилю, от греха.", heard(client_promise=0.1)),
    ],
)
def test_a_promise_in_no_set_form_is_heard_by_the_tagger_and_is_not_sure(line: str, told: Heard) -> None:
    assert found(line, SILENT) == ()
    (promise,) = found(line, told)
    assert not promise.sure
    assert promise.quote in line


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("agent: I'll toss four on, no charge.", heard(undertaking=0.2)),
        ("agent: Where will I toss them?", heard(undertaking=0.9)),
        ("agent: Зачем я ворота отопру?", heard(undertaking=0.9)),
        ("client: I'll read it.", heard(client_promise=0.04)),
        ("agent: Вот ключи от ворот.", heard(undertaking=0.9)),
    ],
)
def test_a_question_or_what_the_tagger_is_not_sure_of_stays_no_promise(line: str, told: Heard) -> None:
    assert found(line, told) == ()


def test_a_promise_without_a_time_that_the_tagger_doubts_is_kept_but_not_sure() -> None:
    said = "agent: Водитель вам отзвонится."
    assert [c.sure for c in found(said, heard(undertaking=0.01))] == [False]
    assert [c.sure for c in found(said, heard(undertaking=0.1))] == [True]
    assert [c.sure for c in found(said, SILENT)] == [True]
    timed = "agent: Перезвоню завтра до обеда."
    assert [c.sure for c in found(timed, heard(undertaking=0.01))] == [True], "a time outweighs the tagger"


def test_asking_to_wait_is_no_promise_unless_a_time_is_named() -> None:
    told = heard(undertaking=0.1, hold_announce=0.9)
    assert len(found("agent: I'll ask the girls.", SILENT)) == 1
    assert found("agent: I'll ask the girls.", told) == ()
    assert len(found("agent: I'll ask the girls tomorrow.", told)) == 1


def test_nobody_is_said_to_have_broken_what_may_have_been_no_promise() -> None:
    doubtful = contact_of(
        call("agent: Водитель вам перезвонит."), calendar=CALENDAR, heard=heard(undertaking=0.01)
    )
    complaint = contact_of(
        call("client: Вы обещали перезвонить, и никто не позвонил.", at=SAID + timedelta(days=3), name="c2"),
        calendar=CALENDAR,
    )
    (entry,) = reconcile([doubtful, complaint], (), as_of=SAID + timedelta(days=9)).entries
    assert entry.status is Status.CANNOT_TELL
    assert entry.settlement.proof is not None, "what points that way is shown to the person who decides"
    assert "решает человек" in entry.settlement.reason.ru
    sure = contact_of(call("agent: Водитель вам перезвонит."), calendar=CALENDAR)
    (entry,) = reconcile([sure, complaint], (), as_of=SAID + timedelta(days=9)).entries
    assert entry.status is Status.BROKEN


def test_a_promise_that_is_not_sure_survives_being_stored_and_an_older_document_is_read() -> None:
    one = contact_of(
        call("agent: Водитель вам отзвонится."), calendar=CALENDAR, heard=heard(undertaking=0.01)
    )
    document = contact_to_json(one)
    assert contact_from_json(document) == one
    del document["commitments"][0]["sure"]
    assert contact_from_json(document).commitments[0].sure


def test_the_shipped_tagger_knows_every_event_that_is_asked_of_it() -> None:
    tagger = open_tagger(None)
    assert any(name.endswith(MODEL) for name in read_folder())
    told = hear(call("agent: Перезвоню вам завтра до обеда."), tagger)
    assert told.of(UNDERTAKES, 0) > told.level(UNDERTAKES).likely
    assert told.of(PROMISES, 0) == 0.0, "an agent makes no client's promise"
    assert set(told.probabilities) == set(told.levels)
    assert not hear(call("agent: Перезвоню."), None)
