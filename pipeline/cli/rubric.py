"""`callaudit rubric lint | test | show`."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.calls.text import Noun
from pipeline.cli.options import chosen
from pipeline.rubrics.files import read_folder
from pipeline.rubrics.lint import lint as lint_card
from pipeline.rubrics.load import load_scorecards
from pipeline.scoring.examples import failures
from pipeline.tools import load_cards

rubric_app = typer.Typer(
    help="Check rubrics, run their own examples, print a scorecard.", no_args_is_help=True
)

Names = Annotated[
    list[str] | None, typer.Argument(metavar="[NAME]…", help="scorecard ids; all when none is given")
]
Folder = Annotated[
    Path | None, typer.Option("--rubrics", help="folder of rubrics; the ones that came along by default")
]

EXAMPLES = Noun("пример", "примера", "примеров", "example", "examples")
SCORECARDS = Noun("оценочный лист", "оценочных листа", "оценочных листов", "scorecard", "scorecards")


@rubric_app.command()
def lint(names: Names = None, rubrics: Folder = None) -> None:
    """Read every rubric strictly and remark on what is unwise. Exit 1 when there is anything to say."""
    cards, problems = load_scorecards(read_folder(rubrics))
    remarks = [str(problem) for problem in problems]
    if not problems or names:
        remarks += [remark for card in chosen(cards, names or ()) for remark in lint_card(card)]
    for remark in dict.fromkeys(remarks):
        typer.echo(remark)
    if remarks:
        raise typer.Exit(1)
    typer.echo(f"{SCORECARDS.counted(len(cards)).en}, nothing to remark on")


@rubric_app.command(name="test")
def run_examples(names: Names = None, rubrics: Folder = None) -> None:
    """Run the examples written in the rubrics. Exit 1 when one gets another verdict."""
    told: dict[str, None] = {}
    count = 0
    seen: set[str] = set()
    for card in chosen(load_cards(rubrics), names or ()):
        fresh = {c.id for _, c, _ in card.criteria} - seen
        seen |= fresh
        ran, failed = failures(card, fresh)
        count += ran
        told.update(dict.fromkeys(failed))
    for line in told:
        typer.echo(line)
    typer.echo(f"{EXAMPLES.counted(count).en}, {len(told)} failing")
    if told:
        raise typer.Exit(1)


@rubric_app.command()
def show(names: Names = None, rubrics: Folder = None) -> None:
    """Print scorecards: questions, weights, what answers them."""
    for card in chosen(load_cards(rubrics), names or ()):
        total = sum(weight for _, _, weight in card.criteria)
        typer.echo(
            f"{card.id} (version {card.version}, {card.digest[:19]}…): {card.title.ru} / {card.title.en}"
        )
        typer.echo(f"for the sector {card.sector}; {len(card.criteria)} criteria, {total} points")
        for weighted in card.rubrics:
            points = sum(c.weight for c in weighted.rubric.criteria) * weighted.weight
            typer.echo(f"\n{weighted.rubric.title.ru} / {weighted.rubric.title.en}, {points} points")
            for criterion in weighted.rubric.criteria:
                weight = criterion.weight * weighted.weight
                severity = "" if criterion.severity == "normal" else f", {criterion.severity}"
                typer.echo(f"  {criterion.id} ({weight}{severity})")
                typer.echo(f"      {criterion.question.ru}")
                typer.echo(f"      {criterion.question.en}")
        typer.echo()
