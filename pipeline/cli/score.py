"""`callaudit score TRANSCRIPT.json…`: evaluations to stdout, nothing stored."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from pipeline.asking import open_judge
from pipeline.calls.span import clock
from pipeline.calls.text import Language
from pipeline.calls.transcript import Transcript
from pipeline.calls.wire import TranscriptError, transcript_from_json
from pipeline.cli.options import chosen, settings_of
from pipeline.errors import UserError
from pipeline.process import scorecard_for
from pipeline.scoring.evaluation import Evaluation, evaluation_to_json
from pipeline.scoring.score import score as evaluate
from pipeline.tools import PROBLEMS_SHOWN as SHOWN
from pipeline.tools import load_cards

QUOTES = {Language.RU: ("«", "»"), Language.EN: ("“", "”")}


def score(
    context: typer.Context,
    transcripts: Annotated[list[Path], typer.Argument(metavar="TRANSCRIPT.json…", help="transcript files")],
    scorecard: Annotated[
        str | None, typer.Option(help="scorecard id; by the transcript's sector when not given")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object per line, in input order")] = False,
    rubrics: Annotated[Path | None, typer.Option("--rubrics", help="folder of rubrics")] = None,
    ask: Annotated[bool, typer.Option("--judge", help="ask the settings' language model, too")] = False,
) -> None:
    """Score transcripts against a scorecard."""
    settings = settings_of(context, rubrics=rubrics)
    cards = load_cards(settings.rubrics)
    judge = open_judge(settings, cards) if ask else None
    if ask and judge is None:
        raise UserError("settings, judge_url: --judge asks a language model; name the endpoint you run")
    named = chosen(cards, [scorecard])[0] if scorecard else None
    faults = 0
    for path in transcripts:
        try:
            transcript = read_transcript(path)
            card = named or scorecard_for(transcript.call.sector, settings=settings, scorecards=cards)
        except UserError as fault:
            faults += 1
            typer.echo(fault.message, err=True)
            continue
        evaluation = evaluate(card, transcript)
        if judge:
            considered = judge.consider(card, transcript, evaluation)
            evaluation = considered.evaluation
            if considered.note:
                typer.echo(f"{path}: {considered.note.en}", err=True)
        if as_json:
            typer.echo(json.dumps(evaluation_to_json(evaluation), ensure_ascii=False))
        else:
            for line in table(evaluation, transcript):
                typer.echo(line)
    if faults:
        raise typer.Exit(2)


def read_transcript(path: Path) -> Transcript:
    """A transcript file.

    Raises:
        UserError: missing, no JSON, or no transcript: file, place, remedy.
    """
    if not path.is_file():
        what = "a folder" if path.is_dir() else "no such file"
        raise UserError(f"{path}: {what}; name a transcript as `callaudit transcribe --json` writes it")
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as fault:
        raise UserError(
            f"{path}:{fault.lineno}:{fault.colno}: broken JSON ({fault.msg}); mend it there"
        ) from fault
    except UnicodeDecodeError as fault:
        raise UserError(f"{path}: not UTF-8 text (byte {fault.start}); save it as UTF-8") from fault
    except (OSError, RecursionError) as fault:
        raise UserError(f"{path}: cannot be read ({fault}); check the file") from fault
    try:
        return transcript_from_json(document)
    except TranscriptError as fault:
        shown = "; ".join(fault.problems[:SHOWN])
        more = f" (and {len(fault.problems) - SHOWN} more)" if len(fault.problems) > SHOWN else ""
        raise UserError(f"{path}: no transcript: {shown}{more}; see contracts, “Transcript JSON”") from fault


def table(evaluation: Evaluation, transcript: Transcript) -> Iterator[str]:
    """An evaluation as people read it: verdict, criterion, time, quote."""
    language = transcript.call.language or Language.EN
    opening, closing = QUOTES[language]
    percent = evaluation.tally.percent
    shown = "not scored" if percent is None else f"{percent} %"
    tally = evaluation.tally
    yield (
        f"{evaluation.recording}  {evaluation.scorecard.id} v{evaluation.scorecard.version}  "
        f"{tally.earned} of {tally.possible} points, {shown}"
    )
    for finding in evaluation.findings:
        yield f"  {finding.verdict:15}{finding.criterion:28}{finding.reason.of(language)}"
        for evidence in finding.evidence[:2]:
            said = f"{opening}{evidence.quote}{closing}"
            yield f"  {'':15}{clock(evidence.span.start_ms):>7}  {evidence.role}: {said}"
    if evaluation.fatal_suggested:
        yield f"  fatal, to be confirmed by a person: {', '.join(evaluation.fatal_suggested)}"
    if evaluation.unsure:
        yield f"  for a person to decide: {', '.join(evaluation.unsure)}"
    yield ""
