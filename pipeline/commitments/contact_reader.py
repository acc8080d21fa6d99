"""Reads a call as the ledger sees it: what was promised in it, what the client says of earlier promises."""

from collections.abc import Iterator

from pipeline.calls.client import Party
from pipeline.calls.evidence import Evidence
from pipeline.calls.recording import Role
from pipeline.calls.text import Language
from pipeline.calls.transcript import Transcript
from pipeline.commitments import patterns_later as later
from pipeline.commitments.calendar import BusinessCalendar
from pipeline.commitments.contact import Contact, Signal, SignalKind
from pipeline.commitments.extract import extract, plain_letters


def contact_of(transcript: Transcript, *, calendar: BusinessCalendar) -> Contact:
    """Read a call.

    Args:
        transcript: of the call.
        calendar: for due times.
    """
    call = transcript.call
    return Contact(
        recording=call.id,
        party=Party(call.client_phone, call.client),
        employee=call.employee,
        started_at=call.started_at,
        direction=call.direction,
        reached=any(u.role in {Role.CLIENT, Role.UNKNOWN} for u in transcript.utterances),
        commitments=extract(transcript, calendar=calendar),
        signals=tuple(_signals(transcript)),
    )


def _signals(transcript: Transcript) -> Iterator[Signal]:
    language = transcript.call.language
    if language is None:
        return
    for i, utterance in enumerate(transcript.utterances):
        if utterance.role is not Role.CLIENT:
            continue
        text = plain_letters(utterance.text)
        kind = _kind(text, language)
        if kind is not None:
            about = next((action for action, words in later.ABOUT if words.search(text)), None)
            yield Signal(kind, Evidence.whole(transcript.utterances, i, rule=f"later:{kind}"), about)


def _kind(text: str, language: Language) -> SignalKind | None:
    """The strongest thing the words say: a complaint before thanks («спасибо, но так и не привезли»)."""
    if later.BROKEN[language].search(text):
        return SignalKind.BROKEN
    if later.THANKS[language].search(text):
        return SignalKind.THANKS_LATE if later.LATE[language].search(text) else SignalKind.THANKS
    for kind, words in (
        (SignalKind.CANCELS, later.CANCELS),
        (SignalKind.ASKS, later.ASKS),
        (SignalKind.DONE, later.DONE),
    ):
        if words[language].search(text):
            return kind
    return None
