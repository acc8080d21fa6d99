"""Reads one call as the client's history keeps it."""

from collections.abc import Collection

from pipeline.calls.transcript import Transcript
from pipeline.clients.matter_reader import matter_of
from pipeline.clients.rival_reader import rival_offers
from pipeline.clients.visit import Visit
from pipeline.commitments.calendar import BusinessCalendar
from pipeline.commitments.contact_reader import contact_of


def visit_of(transcript: Transcript, *, calendar: BusinessCalendar, rivals: Collection[int] = ()) -> Visit:
    """Read a call.

    Args:
        transcript: of the call.
        calendar: for due times.
        rivals: utterances in which something else, such as the tagger of events, hears a rival's offer.
    """
    contact = contact_of(transcript, calendar=calendar)
    return Visit(
        contact, matter_of(transcript), rival_offers(transcript, commitments=contact.commitments, told=rivals)
    )
