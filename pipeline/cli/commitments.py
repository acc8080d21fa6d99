"""`callaudit commitments`: the promises of transcripts, or the ledger of what is stored."""

import json
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from pipeline.book import stored_book
from pipeline.calls.recording import Role
from pipeline.calls.span import clock
from pipeline.calls.text import Language
from pipeline.cli.options import settings_of
from pipeline.cli.score import QUOTES, read_transcript
from pipeline.commitments.commitment import Commitment, Status, commitment_to_json
from pipeline.commitments.extract import extract
from pipeline.commitments.ledger import LedgerEntry, entry_to_json
from pipeline.errors import UserError
from pipeline.settings import Settings
from pipeline.settle import calendar_of
from pipeline.store.repository import open_store
from pipeline.tools import now

STATUSES = {
    Status.OPEN: ("открыто", "open"),
    Status.KEPT: ("выполнено", "kept"),
    Status.LATE: ("с опозданием", "late"),
    Status.BROKEN: ("нарушено", "broken"),
    Status.CANCELLED: ("отменено", "cancelled"),
    Status.CANNOT_TELL: ("не видно", "cannot tell"),
}
NO_TIME = {Language.RU: "срок не назван", Language.EN: "no time said"}
PARTIES = {Role.AGENT: ("сотрудник", "agent"), Role.CLIENT: ("клиент", "client")}


def commitments(
    context: typer.Context,
    transcripts: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[TRANSCRIPT.json…]", help="transcript files; none: the stored ledger"),
    ] = None,
    employee: Annotated[str | None, typer.Option(help="Only theirs (ledger).")] = None,
    status: Annotated[Status | None, typer.Option(help="Only promises that stand so (ledger).")] = None,
    language: Annotated[Language, typer.Option(help="Language of the table.")] = Language.RU,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object per line")] = False,
) -> None:
    """Who promised what by when, and what became of it."""
    settings = settings_of(context)
    if transcripts:
        _of_transcripts(transcripts, settings=settings, as_json=as_json)
        return
    with open_store(settings.database_url, clock=now, create=False) as store:
        book = stored_book(settings, store, as_of=now())
    shown = [
        e
        for e in book.entries
        if (employee is None or e.commitment.employee == employee) and (status is None or e.status is status)
    ]
    for entry in shown:
        lines = [json.dumps(entry_to_json(entry), ensure_ascii=False)] if as_json else _entry(entry, language)
        for line in lines:
            typer.echo(line)
    if not as_json:
        for note in book.notes:
            sys.stderr.write(f"{note.of(language)}\n")


def _of_transcripts(paths: list[Path], *, settings: Settings, as_json: bool) -> None:
    calendar, faults = calendar_of(settings), 0
    for path in paths:
        try:
            transcript = read_transcript(path)
        except UserError as fault:
            faults += 1
            typer.echo(fault.message, err=True)
            continue
        found = extract(transcript, calendar=calendar)
        if as_json:
            told = {"recording": transcript.call.id, "commitments": [commitment_to_json(c) for c in found]}
            typer.echo(json.dumps(told, ensure_ascii=False))
            continue
        typer.echo(transcript.call.id)
        for commitment in found:
            typer.echo(f"  {_promise(commitment, transcript.call.language or Language.EN)}")
    if faults:
        raise typer.Exit(2)


def _promise(commitment: Commitment, language: Language) -> str:
    opening, closing = QUOTES[language]
    party = PARTIES[commitment.by][language is Language.EN]
    said = f"{opening}{commitment.quote}{closing}"
    return f"{clock(commitment.evidence.span.start_ms):>7}  {party:10}{_due(commitment, language):18}{said}"


def _due(commitment: Commitment, language: Language) -> str:
    if commitment.due is None:
        return commitment.due_text or NO_TIME[language]
    return moment(commitment.due.at)


def _entry(entry: LedgerEntry, language: Language) -> Iterator[str]:
    opening, closing = QUOTES[language]
    commitment, settlement = entry.commitment, entry.settlement
    status = STATUSES[entry.status][language is Language.EN]
    said = moment(commitment.said_at) if commitment.said_at else "–"
    yield (
        f"{status:14}{said:18}{commitment.employee} → {commitment.client}: "
        f"{opening}{commitment.quote}{closing} ({_due(commitment, language)})"
    )
    shown = (
        f": {opening}{settlement.proof.evidence.quote}{closing}"
        if settlement.proof and settlement.proof.evidence
        else ""
    )
    at = f"{moment(settlement.at)}  " if settlement.at else ""
    yield f"{'':14}{at}{settlement.reason.of(language)}{shown}"


def moment(at: datetime) -> str:
    """A moment as tables show it."""
    return at.strftime("%Y-%m-%d %H:%M")
