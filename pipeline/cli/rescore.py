"""`callaudit rescore`: stored transcripts scored again. The old evaluations stay.

No sound is heard. A `not_met` whose seconds were heard twice before is held against that second hearing
again; one whose seconds were not stands as scored and is marked as heard once. With `second_engine = none`
nothing of the kind is looked at.
"""

import sys
from typing import Annotated

import typer

from pipeline.cli.options import chosen, settings_of
from pipeline.process import load_cards, now, open_second_ear, scorecard_for
from pipeline.scoring.evaluation import Evaluation
from pipeline.scoring.rehear import Again, kept, reconsidered
from pipeline.scoring.score import score
from pipeline.store.repository import Store, StoredCall, open_store


def rescore(
    context: typer.Context,
    scorecard: Annotated[
        str | None, typer.Option(help="Scorecard for every call; default: by sector.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, keep nothing.")] = False,
) -> None:
    """Score stored transcripts with today's rubrics, as new evaluations beside the old ones.

    Nothing is heard anew: see the module's docstring for what that means to findings that were heard twice.
    """
    settings = settings_of(context)
    cards = load_cards(settings.rubrics)
    named = chosen(cards, [scorecard])[0] if scorecard else None
    listens = open_second_ear(settings) is not None
    added = 0
    with open_store(settings.database_url, clock=now, create=False) as store:
        calls = [scored.recording.call.id for scored in store.scored_calls()]
        for recording in calls:  # one at a time: an archive's transcripts do not fit in memory
            call = store.call(recording)
            sector = call.transcript.call.sector
            card = named or scorecard_for(sector, settings=settings, scorecards=cards)
            evaluation = score(card, call.transcript)
            if listens:
                evaluation = reconsidered(card, call.transcript, evaluation, heard_before(store, call))
            for line in changes(call.evaluation, evaluation):
                sys.stdout.write(f"{call.recording.name}  {line}\n")
            if not dry_run:
                added += store.add_evaluation(
                    evaluation, transcript=call.transcript_digest, scorecard_source=card.source
                )
    told = "nothing kept (--dry-run)" if dry_run else f"{added} new evaluations kept beside the old ones"
    sys.stderr.write(f"{len(calls)} calls; {told}\n")


def heard_before(store: Store, call: StoredCall) -> Again | None:
    """What was heard a second time of the transcript that is judged, whichever evaluation it is kept with."""
    return kept(
        finding.second_hearing
        for stored in store.evaluations(call.recording.call.id)
        if stored.transcript == call.transcript_digest
        for finding in stored.evaluation.findings
        if finding.second_hearing
    )


def changes(old: Evaluation, new: Evaluation) -> list[str]:
    """One line a criterion whose verdict differs, with the new one's first quote."""
    before = {finding.criterion: finding.verdict for finding in old.findings}
    lines = []
    for finding in new.findings:
        was = before.pop(finding.criterion, None)
        if was is not finding.verdict:
            quote = f"  «{finding.evidence[0].quote}»" if finding.evidence else ""
            lines.append(f"{finding.criterion}: {was or 'not asked'} → {finding.verdict}{quote}")
    return lines + [f"{criterion}: {was} → not asked" for criterion, was in before.items()]
