"""The ledger: what later calls and events show, and that the order of telling does not matter."""

from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.calls.client import Party
from pipeline.calls.recording import Call, Direction, Role
from pipeline.calls.span import Span
from pipeline.calls.text import Language
from pipeline.calls.transcript import Transcript, Utterance
from pipeline.commitments.calendar import BusinessCalendar
from pipeline.commitments.commitment import Status
from pipeline.commitments.contact import Contact
from pipeline.commitments.contact_reader import contact_of
from pipeline.commitments.contact_wire import contact_from_json, contact_to_json
from pipeline.commitments.events import ClientEvent, event_from_json, event_to_json
from pipeline.commitments.ledger import Ledger, Settlement, StatusCounts, entry_to_json
from pipeline.commitments.reconcile import reconcile

MOSCOW = ZoneInfo("Europe/Moscow")
CALENDAR = BusinessCalendar(MOSCOW)
PHONE = "+79161234567"
AS_OF = datetime(2026, 12, 1, tzinfo=MOSCOW)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=MOSCOW)


def contact(
    name: str,
    at: str | None,
    *lines: str,
    direction: Direction = Direction.INBOUND,
    phone: str | None = PHONE,
    client: str = "Кафе",
) -> Contact:
    said = [line.split(": ", 1) for line in lines]
    russian = any("а" <= letter <= "я" for line in lines for letter in line.lower())
    transcript = Transcript(
        call=Call(
            id=name,
            employee="Ирина",
            client=client,
            client_phone=phone,
            started_at=moment(at) if at else None,
            direction=direction,
            language=Language.RU if russian else Language.EN,
        ),
        utterances=tuple(
            Utterance(Role(role), Span(i * 5000, i * 5000 + 4500), text)
            for i, (role, text) in enumerate(said)
        ),
    )
    return contact_of(transcript, calendar=CALENDAR)


PROMISED = contact("a", "2026-10-06T10:12", "client: Когда ответите?", "agent: Перезвоню завтра до обеда.")


def statuses(
    *contacts: Contact, events: tuple[ClientEvent, ...] = (), as_of: datetime = AS_OF
) -> list[Status]:
    return [entry.status for entry in reconcile(contacts, events, as_of=as_of).entries]


def test_a_call_back_in_time_keeps_the_promise_and_one_after_it_is_late() -> None:
    in_time = contact("b", "2026-10-07T11:00", "client: Да, слушаю.", direction=Direction.OUTBOUND)
    late = contact("c", "2026-10-07T16:00", "client: Да, слушаю.", direction=Direction.OUTBOUND)
    assert statuses(PROMISED, in_time) == [Status.KEPT]
    assert statuses(PROMISED, late) == [Status.LATE]


def test_a_call_that_nobody_answered_keeps_no_promise() -> None:
    silent = contact("b", "2026-10-07T11:00", "agent: Алло? Алло?", direction=Direction.OUTBOUND)
    assert statuses(PROMISED, silent) == [Status.CANNOT_TELL]


@pytest.mark.parametrize(
    "words",
    ["Вы обещали перезвонить, и никто не позвонил.", "Ну что там с моим вопросом? Вы обещали перезвонить."],
)
def test_the_client_who_had_to_ring_first_shows_it_broken_with_both_quotes(words: str) -> None:
    complaint = contact("b", "2026-10-08T10:00", f"client: {words}")
    (entry,) = reconcile([PROMISED, complaint], (), as_of=AS_OF).entries
    assert entry.status is Status.BROKEN
    assert entry.settlement.proof is not None
    assert entry.settlement.proof.evidence is not None
    assert entry.settlement.proof.evidence.quote == words
    assert "завтра" in entry.commitment.quote


def test_a_complaint_before_the_time_breaks_nothing() -> None:
    early = contact("b", "2026-10-06T11:00", "client: Вы обещали перезвонить, и никто не позвонил.")
    assert statuses(PROMISED, early) == [Status.CANNOT_TELL]


def test_silence_after_the_time_is_not_held_against_anybody() -> None:
    assert statuses(PROMISED) == [Status.CANNOT_TELL]
    assert statuses(PROMISED, as_of=moment("2026-10-07T09:00")) == [Status.OPEN]


def test_thanks_for_the_thing_done_keep_the_promise() -> None:
    sent = contact("a", "2026-10-06T10:12", "agent: Счёт пришлю завтра.")
    thanks = contact("b", "2026-10-09T10:00", "client: Счёт получили, спасибо. У меня другой вопрос.")
    assert statuses(sent, thanks) == [Status.KEPT]


def test_a_client_who_no_longer_wants_it_cancels_it() -> None:
    cancel = contact("b", "2026-10-06T15:00", "client: Перезванивать уже не надо, мы решили сами.")
    assert statuses(PROMISED, cancel) == [Status.CANCELLED]


def event(kind: str, at: str, **party: str | None) -> ClientEvent:
    return ClientEvent(
        Party(party.get("phone", PHONE), party.get("client") or "unknown"), kind, moment(at), "17"
    )


def test_an_imported_event_settles_a_promise_of_its_kind_and_thing_only() -> None:
    sent = contact("a", "2026-10-06T10:12", "agent: Счёт пришлю завтра.")
    assert statuses(sent, events=(event("invoice_sent", "2026-10-07T15:00"),)) == [Status.KEPT]
    assert statuses(sent, events=(event("invoice_sent", "2026-10-09T15:00"),)) == [Status.LATE]
    assert statuses(sent, events=(event("contract_sent", "2026-10-07T15:00"),)) == [Status.CANNOT_TELL]
    assert statuses(sent, events=(event("order_placed", "2026-10-07T15:00"),)) == [Status.CANNOT_TELL]


def test_a_phone_number_in_another_spelling_is_the_same_client_and_another_name_is_not() -> None:
    same = contact(
        "b", "2026-10-07T11:00", "client: Да.", phone="8 (916) 123-45-67", direction=Direction.OUTBOUND
    )
    other = contact(
        "c", "2026-10-07T11:00", "client: Да.", phone=None, client="Пекарня", direction=Direction.OUTBOUND
    )
    assert statuses(PROMISED, same) == [Status.KEPT]
    assert statuses(PROMISED, other) == [Status.CANNOT_TELL]


def test_two_clients_with_one_phone_are_told_apart_by_name_and_said_clearly() -> None:
    other = contact("b", "2026-10-07T11:00", "client: Да.", client="Пекарня", direction=Direction.OUTBOUND)
    nameless = contact("c", "2026-10-07T11:30", "client: Да.", client="unknown", direction=Direction.OUTBOUND)
    ledger = reconcile([PROMISED, other, nameless], (), as_of=AS_OF)
    assert [e.status for e in ledger.entries] == [Status.CANNOT_TELL]
    assert any("Кафе" in note.ru and "Пекарня" in note.ru and PHONE not in note.ru for note in ledger.notes)


def test_a_call_without_client_or_start_is_kept_and_said_to_settle_nothing() -> None:
    nobody = contact("x", "2026-10-06T10:00", "agent: Перезвоню завтра.", phone=None, client="unknown")
    timeless = contact("y", None, "agent: Перезвоню завтра.")
    ledger = reconcile([nobody, timeless], (), as_of=AS_OF)
    assert [e.status for e in ledger.entries] == [Status.CANNOT_TELL] * 2
    assert len(ledger.notes) == 2


def test_an_event_of_an_unknown_client_or_kind_is_said_and_not_lost() -> None:
    ledger = reconcile(
        [PROMISED], (event("fax_sent", "2026-10-07T10:00", phone="+79990001122"),), as_of=AS_OF
    )
    assert any("fax_sent" in n.en for n in ledger.notes)
    assert any("no call knows" in n.en for n in ledger.notes)


def test_a_time_before_the_call_itself_is_said_clearly() -> None:
    wrong = contact("a", "2026-10-06T10:12", "agent: Перезвоню вам 1 октября в 15:00.")
    (entry,) = reconcile([wrong], (), as_of=AS_OF).entries
    assert entry.status is Status.CANNOT_TELL
    assert "before the call" in entry.settlement.reason.en


def test_what_happened_after_the_day_asked_about_is_left_out() -> None:
    late = contact("c", "2026-10-07T16:00", "client: Да.", direction=Direction.OUTBOUND)
    assert statuses(PROMISED, late, as_of=moment("2026-10-07T14:00")) == [Status.CANNOT_TELL]


def test_a_verdict_without_proof_is_refused() -> None:
    with pytest.raises(ValueError, match="without proof"):
        Settlement("x", Status.BROKEN, reconcile([PROMISED], (), as_of=AS_OF).entries[0].settlement.reason)


LINES = (
    "agent: Перезвоню завтра до обеда.",
    "agent: Счёт пришлю завтра.",
    "agent: Привезём в пятницу.",
    "client: Вы обещали перезвонить, и никто не позвонил.",
    "client: Счёт получили, спасибо.",
    "client: Не надо уже ничего.",
    "client: Где мой заказ?",
    "client: Оплачу завтра.",
    "client: Я уже оплатила.",
)
_contacts = st.builds(
    lambda n, day, hour, line, out, phone: contact(
        f"call{n}",
        f"2026-10-{day:02}T{hour:02}:00",
        line,
        "client: Ага.",
        direction=Direction.OUTBOUND if out else Direction.INBOUND,
        phone=phone,
        client="unknown",
    ),
    st.integers(0, 30),
    st.integers(1, 20),
    st.integers(8, 20),
    st.sampled_from(LINES),
    st.booleans(),
    st.sampled_from([PHONE, "+79990001122", None]),
)
_events = st.builds(
    lambda kind, day: event(kind, f"2026-10-{day:02}T12:00"),
    st.sampled_from(["invoice_sent", "order_shipped", "call_made"]),
    st.integers(1, 20),
)


@given(
    st.lists(_contacts, max_size=8, unique_by=lambda c: c.recording),
    st.lists(_events, max_size=4),
    st.randoms(),
)
@settings(max_examples=60, deadline=None)
def test_the_ledger_is_the_same_in_any_order_and_told_twice(
    contacts: list[Contact], events: list[ClientEvent], random: Random
) -> None:
    ledger = reconcile(contacts, events, as_of=AS_OF)
    mixed, mixed_events = contacts * 2, events * 2
    random.shuffle(mixed)
    random.shuffle(mixed_events)
    assert reconcile(mixed, mixed_events, as_of=AS_OF) == ledger
    assert StatusCounts.of(ledger.entries).total == len(ledger.entries)


@given(_contacts)
@settings(max_examples=30, deadline=None)
def test_a_contact_survives_being_stored(one: Contact) -> None:
    assert contact_from_json(contact_to_json(one)) == one


def test_an_event_survives_being_stored_and_an_entry_tells_both_quotes() -> None:
    told = event("invoice_sent", "2026-10-07T15:00")
    assert event_from_json(event_to_json(told)) == told
    complaint = contact("b", "2026-10-08T10:00", "client: Вы обещали перезвонить, и никто не позвонил.")
    ledger: Ledger = reconcile([PROMISED, complaint], (), as_of=AS_OF)
    document = entry_to_json(ledger.entries[0])
    assert document["quote"] == "Перезвоню завтра до обеда."
    assert document["proof"]["evidence"]["quote"].startswith("Вы обещали")


def test_later_means_later_by_the_clock_and_the_same_moment_is_not() -> None:
    same = contact("b", "2026-10-06T10:12", "client: Да.", direction=Direction.OUTBOUND)
    before = contact(
        "c",
        (moment("2026-10-06T10:12") - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M"),
        "client: Да.",
        direction=Direction.OUTBOUND,
    )
    assert statuses(PROMISED, same, before) == [Status.CANNOT_TELL]


def test_a_stale_promise_reads_the_same_every_night_so_that_nothing_is_appended() -> None:
    made = contact("a", "2026-10-06T10:12", "agent: Перезвоню вам.")
    month, later = (
        reconcile([made], (), as_of=moment("2026-10-06T10:12") + timedelta(days=days)) for days in (31, 77)
    )
    assert month.entries[0].status is Status.CANNOT_TELL
    assert month.entries[0].settlement == later.entries[0].settlement


def test_what_could_not_be_told_is_counted_in_whole_words_and_for_each_employee() -> None:
    lost = [
        contact(str(n), "2026-10-06T10:00", "agent: Перезвоню завтра.", phone=None, client="unknown")
        for n in range(3)
    ]
    one, three = (reconcile(lost[:n], (), as_of=AS_OF) for n in (1, 3))
    assert ("1 звонок без клиента" in one.notes[0].ru, "of 1 call:" in one.notes[0].en) == (True, True)
    assert ("3 звонка без клиента" in three.notes[0].ru, "of 3 calls:" in three.notes[0].en) == (True, True)
    assert three.notes_of == {"Ирина": three.notes}
    assert reconcile([PROMISED], (), as_of=AS_OF).notes_of == {}
