"""What became of each promise: a pure fold over calls and events.

The first thing that shows it decides, in the order in which things happened, whatever the order in which
they were told. So the same calls and events give the same ledger, and a call that arrives late changes
only what it shows. Where nothing shows, nothing is claimed: a promise whose time has passed in silence
is "cannot tell", not "broken".
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipeline.calls.client import Clients, clients_of
from pipeline.calls.recording import Direction, Role
from pipeline.calls.text import Text
from pipeline.commitments import reasons
from pipeline.commitments.commitment import Action, Commitment, Status
from pipeline.commitments.contact import Contact, Signal, SignalKind
from pipeline.commitments.events import KINDS, ClientEvent
from pipeline.commitments.ledger import Ledger, LedgerEntry, Proof, Settlement

STALE_DAYS = 30
"""A promise without a time is open for so long; our choice, four weeks and the weekends around them."""

UNTIMED_FEWEST_DAYS = 1
"""Nobody breaks a promise without a time on the day it was made, whatever is said that day."""

NO_CLIENT_NOTE = Text(
    ru="{n} звонк. без клиента или с номера нескольких клиентов: их обещания не с чем сопоставить",
    en="{n} calls have no client, or a number that several clients share: nothing can settle their promises",
)
NO_START_NOTE = Text(
    ru="{n} звонк. без времени начала: их обещания и слова в порядок не встают",
    en="{n} calls have no start time: their promises and words cannot be put in order",
)
LOST_EVENTS_NOTE = Text(
    ru="{n} событ. о клиентах, которых нет ни в одном звонке",
    en="{n} events are of clients that no call knows",
)
UNKNOWN_KINDS_NOTE = Text(
    ru="события неизвестного вида ничего не закрывают: {kinds}",
    en="events of unknown kinds settle nothing: {kinds}",
)


@dataclass(frozen=True, slots=True)
class _Happening:
    """A later call or an event, on one client's time line."""

    at: datetime
    id: str
    contact: Contact | None = None
    event: ClientEvent | None = None


def reconcile(contacts: Iterable[Contact], events: Iterable[ClientEvent], *, as_of: datetime) -> Ledger:
    """Settle every promise.

    Args:
        contacts: calls, in any order; one told twice counts once.
        events: imported events, in any order; one told twice counts once.
        as_of: up to when things are known; what happened later is left out.
    """
    calls = sorted(
        {c.recording: c for c in contacts}.values(),
        key=lambda c: (c.started_at is None, c.started_at or as_of, c.recording),
    )
    known = sorted({e.id: e for e in events}.values(), key=lambda e: (e.at, e.id))
    clients = clients_of([*(c.party for c in calls), *(e.party for e in known)])
    lines = _time_lines(calls, known, clients, as_of)
    entries = []
    for call in calls:
        key = clients.key(call.party)
        for commitment in call.commitments:
            later = lines.get(key, ()) if key else ()
            entries.append(LedgerEntry(commitment, _settle(commitment, key, later, as_of)))
    notes = (*clients.notes, *_notes(calls, known, clients))
    return Ledger(tuple(sorted(entries, key=_order)), clients, notes)


def _order(entry: LedgerEntry) -> tuple[bool, float, str, int, str]:
    c = entry.commitment
    return c.said_at is None, c.said_at.timestamp() if c.said_at else 0.0, c.recording, c.utterance, c.id


def _time_lines(
    calls: Sequence[Contact], events: Sequence[ClientEvent], clients: Clients, as_of: datetime
) -> dict[str, list[_Happening]]:
    lines: dict[str, list[_Happening]] = {}
    for call in calls:
        key = clients.key(call.party)
        if key and call.started_at is not None and call.started_at <= as_of:
            lines.setdefault(key, []).append(_Happening(call.started_at, call.recording, contact=call))
    for event in events:
        key = clients.key(event.party)
        if key and event.at <= as_of:
            lines.setdefault(key, []).append(_Happening(event.at, event.id, event=event))
    for line in lines.values():
        line.sort(key=lambda h: (h.at, h.id))
    return lines


def _settle(
    commitment: Commitment, key: str | None, line: Sequence[_Happening], as_of: datetime
) -> Settlement:
    said, due = commitment.said_at, commitment.due
    if said is None:
        return Settlement(commitment.id, Status.CANNOT_TELL, reasons.NO_START)
    if due is not None and due.at < said:
        return Settlement(commitment.id, Status.CANNOT_TELL, reasons.DUE_IN_PAST)
    if key is None:
        return Settlement(commitment.id, Status.CANNOT_TELL, reasons.NO_CLIENT)
    for happening in line:
        if happening.at <= said or happening.id == commitment.recording:
            continue
        settled = next(_shown(commitment, happening, line), None)
        if settled is not None:
            return settled
    return _unsettled(commitment, said, as_of)


def _unsettled(commitment: Commitment, said: datetime, as_of: datetime) -> Settlement:
    if commitment.due is not None:
        passed = as_of > commitment.due.at
        return Settlement(
            commitment.id,
            Status.CANNOT_TELL if passed else Status.OPEN,
            reasons.NOTHING_SHOWS if passed else reasons.OPEN_TIMED,
        )
    days = (as_of - said).days
    if days >= STALE_DAYS:
        return Settlement(commitment.id, Status.CANNOT_TELL, reasons.NOTHING_SHOWS_UNTIMED.filled(days=days))
    return Settlement(commitment.id, Status.OPEN, reasons.OPEN_UNTIMED)


def _shown(commitment: Commitment, happening: _Happening, line: Sequence[_Happening]) -> Iterator[Settlement]:
    """What one later call or event shows of a promise, if anything."""
    if happening.event is not None:
        if happening.event.shows(commitment):
            yield _done(
                commitment,
                happening,
                Proof(event=happening.event),
                *(
                    text.filled(kind=happening.event.kind, reference=happening.event.reference or "")
                    for text in (reasons.EVENT, reasons.EVENT_LATE)
                ),
            )
        return
    contact = happening.contact
    assert contact is not None  # noqa: S101 - a happening is one or the other
    for signal in contact.signals:
        if _meant(commitment, signal, happening, line):
            yield from _said(commitment, signal, happening)
    if commitment.by is Role.AGENT and commitment.kind is Action.CALL:
        rang = contact.direction is Direction.OUTBOUND and contact.reached
        if rang:
            in_time = reasons.CALLED if commitment.due else reasons.CALLED_UNTIMED
            yield _done(commitment, happening, Proof(contact.recording), in_time, reasons.CALLED_LATE)


def _said(commitment: Commitment, signal: Signal, happening: _Happening) -> Iterator[Settlement]:
    """What the client's words in a later call show of a promise that they are about."""
    proof = Proof(happening.id, signal.evidence)
    passed = _passed(commitment, happening.at)

    def settled(status: Status, reason: Text) -> Settlement:
        return Settlement(commitment.id, status, reason, happening.at, proof)

    if commitment.by is Role.CLIENT:
        if signal.kind is SignalKind.DONE:
            yield settled(Status.KEPT, reasons.CLIENT_DID)
        return
    match signal.kind:
        case SignalKind.THANKS:
            yield settled(Status.KEPT, reasons.THANKED)
        case SignalKind.THANKS_LATE:
            yield settled(Status.LATE, reasons.THANKED_LATE)
        case SignalKind.CANCELS:
            yield settled(Status.CANCELLED, reasons.CANCELLED)
        case SignalKind.BROKEN if passed:
            reason = reasons.TOLD_BROKEN if commitment.due else reasons.TOLD_BROKEN_UNTIMED
            yield settled(Status.BROKEN, reason)
        case SignalKind.ASKS if passed and commitment.due is not None:
            yield settled(Status.BROKEN, reasons.CLIENT_ASKED)
        case _:
            return


def _meant(commitment: Commitment, signal: Signal, happening: _Happening, line: Sequence[_Happening]) -> bool:
    """Whether the client's words are about this promise: its kind, and no newer one of the kind before them.

    Words that name no kind are about the promise that was made last.
    """
    rivals = [
        other
        for earlier in line
        if earlier.contact is not None and earlier.at < happening.at
        for other in earlier.contact.commitments
        if other.by is commitment.by and other.said_at is not None and other.said_at < happening.at
    ]
    fitting = [c for c in rivals if _fits(c, signal)]
    # Promises of one call are meant together; a newer promise of the kind takes an older one's place.
    newest = max((c.said_at for c in fitting if c.said_at is not None), default=None)
    if newest is None or not _fits(commitment, signal):
        return False
    last = next(c.recording for c in reversed(fitting) if c.said_at == newest)
    if signal.kind in {SignalKind.BROKEN, SignalKind.ASKS}:
        due = [c for c in fitting if _passed(c, happening.at)]
        return (
            commitment in due
            and commitment.recording == max(due, key=lambda c: (c.said_at or happening.at, c.id)).recording
        )
    return commitment.recording == last


def _fits(commitment: Commitment, signal: Signal) -> bool:
    if signal.about is None or commitment.kind is Action.OTHER:
        return True
    if signal.about is Action.DELIVER and commitment.kind is Action.SEND:
        return True  # «где заказ» of what was to be sent
    if signal.about in {Action.CALL, Action.CHECK}:
        return commitment.kind in {Action.CALL, Action.CHECK}
    return commitment.kind is signal.about or commitment.kind is Action.ARRANGE


def _passed(commitment: Commitment, at: datetime) -> bool:
    if commitment.due is not None:
        return at > commitment.due.at
    return commitment.said_at is not None and at >= commitment.said_at + timedelta(days=UNTIMED_FEWEST_DAYS)


def _done(
    commitment: Commitment, happening: _Happening, proof: Proof, in_time: Text, late: Text
) -> Settlement:
    kept = commitment.due is None or happening.at <= commitment.due.at
    return Settlement(
        commitment.id, Status.KEPT if kept else Status.LATE, in_time if kept else late, happening.at, proof
    )


def _notes(calls: Sequence[Contact], events: Sequence[ClientEvent], clients: Clients) -> Iterator[Text]:
    promising = [c for c in calls if c.commitments]
    if lost := sum(clients.key(c.party) is None for c in promising):
        yield NO_CLIENT_NOTE.filled(n=lost)
    if undated := sum(c.started_at is None for c in promising):
        yield NO_START_NOTE.filled(n=undated)
    seen = {clients.key(c.party) for c in calls} - {None}
    if unknown := sum(clients.key(e.party) not in seen for e in events):
        yield LOST_EVENTS_NOTE.filled(n=unknown)
    if kinds := sorted({e.kind for e in events} - set(KINDS)):
        yield UNKNOWN_KINDS_NOTE.filled(kinds=", ".join(kinds))
