"""What became of each promise: a pure fold over calls and events.

The first thing that shows it decides, in the order in which things happened, whatever the order in which
they were told. So the same calls and events give the same ledger, and a call that arrives late changes
only what it shows. Where nothing shows, nothing is claimed: a promise whose time has passed in silence
is "cannot tell", not "broken".
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipeline.calls.client import Clients, clients_of
from pipeline.calls.recording import Direction, Role
from pipeline.calls.text import CALLS, Noun, Text
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
    ru="обещания не с чем сопоставить: {calls} без клиента или с номера, общего для нескольких клиентов",
    en="nothing can settle the promises of {calls}: no client is named, or several clients share the number",
)
NO_START_NOTE = Text(
    ru="обещания и слова клиентов не встают по порядку: {calls} без времени начала",
    en="promises and words cannot be put in order: {calls} without a start time",
)
LOST_EVENTS_NOTE = Text(
    ru="нечего закрывать: {events} о клиентах, которых нет ни в одном звонке",
    en="there is nothing to settle: {events} of clients that no call knows",
)
EVENTS = Noun("событие", "события", "событий", "event", "events")
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


def reconcile(
    contacts: Iterable[Contact],
    events: Iterable[ClientEvent],
    *,
    as_of: datetime,
    clients: Clients | None = None,
) -> Ledger:
    """Settle every promise.

    Args:
        contacts: calls, in any order; one told twice counts once.
        events: imported events, in any order; one told twice counts once.
        as_of: up to when things are known; what happened later is left out.
        clients: who is who, where these are not all calls; None: these tell.
    """
    calls = sorted(
        {c.recording: c for c in contacts}.values(),
        key=lambda c: (c.started_at is None, c.started_at or as_of, c.recording),
    )
    known = sorted({e.id: e for e in events}.values(), key=lambda e: (e.at, e.id))
    clients = clients or clients_of([*(c.party for c in calls), *(e.party for e in known)])
    settled: dict[str, Settlement] = {}
    for line in _time_lines(calls, known, clients, as_of).values():
        settled |= _fold(line)
    entries = [
        LedgerEntry(
            commitment,
            _fair(commitment, settled[commitment.id])
            if commitment.id in settled
            else _unsettled(commitment, clients.key(call.party), as_of),
        )
        for call in calls
        for commitment in call.commitments
    ]
    notes = (*clients.notes, *_notes(calls, known, clients))
    return Ledger(tuple(sorted(entries, key=_order)), clients, notes, _notes_of(calls, clients))


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


def _unsettled(commitment: Commitment, key: str | None, as_of: datetime) -> Settlement:
    """How a promise stands that nothing shows."""
    said, due = commitment.said_at, commitment.due
    if said is None:
        return Settlement(commitment.id, Status.CANNOT_TELL, reasons.NO_START)
    if due is not None and due.at < said:
        return Settlement(commitment.id, Status.CANNOT_TELL, reasons.DUE_IN_PAST)
    if key is None:
        return Settlement(commitment.id, Status.CANNOT_TELL, reasons.NO_CLIENT)
    if due is not None and as_of > due.at:
        return Settlement(commitment.id, Status.CANNOT_TELL, reasons.NOTHING_SHOWS)
    if due is None and as_of - said >= timedelta(days=STALE_DAYS):
        reason = reasons.NOTHING_SHOWS_UNTIMED.filled(days=STALE_DAYS)
        return Settlement(commitment.id, Status.CANNOT_TELL, reason)
    return Settlement(commitment.id, Status.OPEN, reasons.OPEN_TIMED if due else reasons.OPEN_UNTIMED)


def _fair(commitment: Commitment, settlement: Settlement) -> Settlement:
    """Nobody is said to have broken what may have been no promise; that it was done may be said."""
    if commitment.sure or settlement.status not in {Status.BROKEN, Status.LATE}:
        return settlement
    return Settlement(commitment.id, Status.CANNOT_TELL, reasons.NOT_SURE, settlement.at, settlement.proof)


def _fold(line: Sequence[_Happening]) -> dict[str, Settlement]:
    """What one client's time line shows, by commitment: the first thing that shows it decides."""
    made: list[Commitment] = []
    settled: dict[str, Settlement] = {}
    for happening in line:
        earlier = [c for c in made if c.said_at is not None and c.said_at < happening.at]
        for settlement in _shown(earlier, settled, happening):
            settled.setdefault(settlement.commitment, settlement)
        if happening.contact is not None:
            made += [c for c in happening.contact.commitments if not _before_itself(c)]
    return settled


def _before_itself(commitment: Commitment) -> bool:
    return (
        commitment.due is not None
        and commitment.said_at is not None
        and commitment.due.at < commitment.said_at
    )


def _shown(
    made: Sequence[Commitment], settled: Mapping[str, Settlement], happening: _Happening
) -> Iterator[Settlement]:
    """What one call or event shows of the promises made before it."""
    contact, event = happening.contact, happening.event
    if event is not None:
        named = {"kind": event.kind, "reference": event.reference or ""}
        in_time, late = reasons.EVENT.filled(**named), reasons.EVENT_LATE.filled(**named)
        fitting = [c for c in made if event.shows(c)]
        for commitment in _done_by(fitting, settled, happening.at)[:1]:
            yield _done(commitment, happening, Proof(event=event), in_time, late)
    if contact is None:
        return
    for signal in contact.signals:
        for commitment in _meant(made, signal, happening.at):
            yield from _said(commitment, signal, happening)
    if contact.direction is Direction.OUTBOUND and contact.reached:
        calls = [c for c in made if c.by is Role.AGENT and c.kind is Action.CALL]
        for commitment in _done_by(calls, settled, happening.at):
            in_time = reasons.CALLED if commitment.due else reasons.CALLED_UNTIMED
            yield _done(commitment, happening, Proof(contact.recording), in_time, reasons.CALLED_LATE)


def _done_by(
    fitting: Sequence[Commitment], settled: Mapping[str, Settlement], at: datetime
) -> list[Commitment]:
    """The open promises that a deed fulfils, the most pressing first.

    All whose time has not passed; of those whose time has, only the one that was made last: a deed after
    a newer promise was made for the newer, and says nothing of an old one that nobody spoke of again.
    """
    still = [c for c in fitting if c.id not in settled]
    pending = [c for c in still if c.due is None or at <= c.due.at]
    if pending:
        return sorted(pending, key=lambda c: (c.due is None, c.due.at if c.due else at, c.id))
    return [c for c in still if c.said_at == max(f.said_at for f in fitting if f.said_at is not None)]


def _meant(made: Sequence[Commitment], signal: Signal, at: datetime) -> list[Commitment]:
    """The promises that a client's words are about: of their kind, those of the call that made such last.

    A complaint or a question is about promises whose time has passed.
    """
    by = Role.CLIENT if signal.kind is SignalKind.DONE else Role.AGENT
    fitting = [c for c in made if c.by is by and _fits(c, signal)]
    if signal.kind in {SignalKind.BROKEN, SignalKind.ASKS}:
        fitting = [c for c in fitting if _passed(c, at)]
    if not fitting:
        return []
    newest = max(fitting, key=lambda c: (c.said_at or at, c.id)).recording
    return [c for c in fitting if c.recording == newest]


def _said(commitment: Commitment, signal: Signal, happening: _Happening) -> Iterator[Settlement]:
    """What the client's words in a later call show of a promise that they are about."""
    timed = commitment.due is not None
    outcome = {
        SignalKind.DONE: (Status.KEPT, reasons.CLIENT_DID),
        SignalKind.THANKS: (Status.KEPT, reasons.THANKED),
        SignalKind.THANKS_LATE: (Status.LATE, reasons.THANKED_LATE),
        SignalKind.CANCELS: (Status.CANCELLED, reasons.CANCELLED),
        SignalKind.BROKEN: (Status.BROKEN, reasons.TOLD_BROKEN if timed else reasons.TOLD_BROKEN_UNTIMED),
        SignalKind.ASKS: (Status.BROKEN, reasons.CLIENT_ASKED) if timed else None,
    }[signal.kind]
    if outcome is not None:
        proof = Proof(happening.id, signal.evidence)
        yield Settlement(commitment.id, outcome[0], outcome[1], happening.at, proof)


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
    yield from _gaps([c for c in calls if c.commitments], clients)
    seen = {clients.key(c.party) for c in calls} - {None}
    if unknown := sum(clients.key(e.party) not in seen for e in events):
        yield LOST_EVENTS_NOTE.filled(events=EVENTS.counted(unknown))
    if kinds := sorted({e.kind for e in events} - set(KINDS)):
        yield UNKNOWN_KINDS_NOTE.filled(kinds=", ".join(kinds))


def _notes_of(calls: Sequence[Contact], clients: Clients) -> dict[str, tuple[Text, ...]]:
    """By employee: what of their own calls could not be put together."""
    promising: dict[str, list[Contact]] = {}
    for call in calls:
        if call.commitments:
            promising.setdefault(call.employee, []).append(call)
    gaps = {employee: tuple(_gaps(theirs, clients)) for employee, theirs in promising.items()}
    return {employee: notes for employee, notes in gaps.items() if notes}


def _gaps(promising: Sequence[Contact], clients: Clients) -> Iterator[Text]:
    if lost := sum(clients.key(c.party) is None for c in promising):
        yield NO_CLIENT_NOTE.filled(calls=CALLS.counted(lost))
    if undated := sum(c.started_at is None for c in promising):
        yield NO_START_NOTE.filled(calls=CALLS.counted(undated))
