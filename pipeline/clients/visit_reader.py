"""Reads one call as the client's history keeps it."""

from pipeline.calls.transcript import Transcript
from pipeline.clients.matter_reader import matter_of
from pipeline.clients.rival_reader import RIVAL_LEAST, rival_offers
from pipeline.clients.visit import Visit
from pipeline.commitments.calendar import BusinessCalendar
from pipeline.commitments.contact_reader import contact_of
from pipeline.commitments.heard import RIVAL, hear
from pipeline.rubrics.event_model import EventModel


def visit_of(
    transcript: Transcript, *, calendar: BusinessCalendar, events: EventModel | None = None
) -> Visit:
    """Read a call.

    Args:
        transcript: of the call.
        calendar: for due times.
        events: the tagger of events, a second source for promises and rivals' offers; None: the words alone
            decide.
    """
    heard = hear(transcript, events)
    contact = contact_of(transcript, calendar=calendar, heard=heard)
    return Visit(
        contact,
        matter_of(transcript),
        rival_offers(
            transcript, commitments=contact.commitments, told=heard.at(RIVAL, RIVAL_LEAST) if heard else None
        ),
    )
