"""`callaudit rescore`: stored transcripts scored again, and what that changes."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.calls.text import CALLS, Language, Noun
from pipeline.cli.changes import change_documents, change_table
from pipeline.cli.options import chosen, settings_of
from pipeline.errors import UserError
from pipeline.rescore import Job, Rescored, by_sector, rescored
from pipeline.rubrics.files import read_folder
from pipeline.rubrics.load import load_scorecards
from pipeline.rubrics.rubric import Scorecard
from pipeline.scoring.judged import Asking
from pipeline.store.repository import open_store
from pipeline.tools import now, open_second_ear

NEW = Noun("новая оценка", "новые оценки", "новых оценок", "new evaluation", "new evaluations")


def rescore(
    context: typer.Context,
    scorecard: Annotated[
        str | None, typer.Option(help="Scorecard for every call; default: by sector.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, keep nothing.")] = False,
    rubrics: Annotated[
        Path | None, typer.Option("--rubrics", help="Folder of (draft) rubrics; default: the settings'.")
    ] = None,
    language: Annotated[Language, typer.Option(help="Language of the table.")] = Language.RU,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per changed answer.")] = False,
) -> None:
    """Score stored transcripts with today's rubrics, as new evaluations beside the old ones.

    Nothing is heard anew. With --dry-run nothing is kept either: try a draft on the archive with
    --rubrics DRAFT --dry-run and read, criterion by criterion, which calls it would answer otherwise.
    """
    settings = settings_of(context, rubrics=rubrics)
    cards = draft(settings.rubrics)
    named = chosen(cards, [scorecard])[0] if scorecard else None
    job = Job(
        database=settings.database_url,
        cards=by_sector(cards, named, settings),
        twice=open_second_ear(settings) is not None,
        asking=Asking(settings.judge_model, frozenset(settings.judge_criteria))
        if settings.judge_url
        else None,
        keep=not dry_run,
        at=now(),
    )
    calls: list[Rescored] = []
    added = 0
    count = 0
    with open_store(settings.database_url, clock=now, create=False) as store:
        for piece in rescored(store, job, workers=settings.workers):
            count += len(piece.calls)
            added += piece.added
            calls += [call for call in piece.calls if call.changes or call.requoted]
            if sys.stderr.isatty():
                sys.stderr.write(f"\r{CALLS.counted(count).en}")
    lines = (
        (json.dumps(document, ensure_ascii=False) for document in change_documents(calls, cards))
        if as_json
        else change_table(calls, cards, language=language, zone=settings.zone)
    )
    for line in lines:
        sys.stdout.write(f"{line}\n")
    told = "nothing kept (--dry-run)" if dry_run else f"{NEW.counted(added).en} kept beside the old ones"
    changed = sum(bool(call.changes) for call in calls)
    sys.stderr.write(f"{CALLS.counted(count).en}, {changed} of them answered otherwise; {told}\n")


def draft(folder: Path | None) -> dict[str, Scorecard]:
    """The scorecards of a folder.

    Raises:
        UserError: with every problem in it, one a line: whoever drafts mends them all at once.
    """
    cards, problems = load_scorecards(read_folder(folder))
    if problems:
        raise UserError("the rubrics cannot be used:\n" + "\n".join(map(str, problems)))
    if not cards:
        raise UserError("the rubric folder holds no scorecard; add one file with the key 'scorecard'")
    return cards
