"""A draft tried on stored calls: what it would answer otherwise. Nothing is kept."""

import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import TYPE_CHECKING

from pipeline.calls.text import Text
from pipeline.rescore import Job, Rescored, by_sector, rescored
from pipeline.rubrics.load import load_scorecards
from pipeline.rubrics.problem import Problem
from pipeline.rubrics.rubric import Scorecard
from pipeline.rubrics.verdict import Verdict
from pipeline.scoring.changes import Change
from pipeline.scoring.judged import Asking
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.store.repository import Store

MOST_CALLS = 200
SECONDS = 30
"""A page is waited for so long at most; our choice. The command works through whole archives."""
PIECE = 10
LISTED = 20
"""Calls listed under one question; the counts are of all."""


@dataclass(frozen=True, slots=True)
class CallChange:
    """One call's changed answer."""

    call: Rescored
    change: Change


@dataclass(frozen=True, slots=True)
class CriterionChange:
    """One question: how many answers go which way, and the first calls."""

    criterion: str
    title: Text
    ways: tuple[tuple[Verdict | None, Verdict | None, int], ...]
    listed: tuple[CallChange, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Backtest:
    """What came of it.

    Args:
        wanted: calls that were to be scored.
        scored: calls that were.
        changed: of them, with any answer changed.
        criteria: the most changed first.
        requoted: answers that rest on other words.
    """

    wanted: int
    scored: int
    changed: int
    criteria: tuple[CriterionChange, ...]
    requoted: int


def draft_cards(
    files: Mapping[str, str], draft: str, *, instead_of: str
) -> tuple[dict[str, Scorecard], tuple[Problem, ...]]:
    """The scorecards with a draft in the place of one file.

    Args:
        files: as `read_folder` gives them, the event tagger among them.
        draft: text of the draft.
        instead_of: name of the file it replaces; "" adds it to them.
    """
    name = instead_of or str(PurePath(next(iter(files))).parent / "draft.yaml")
    return load_scorecards({**files, name: draft})


def backtest(
    store: "Store", cards: Mapping[str, Scorecard], settings: Settings, *, count: int, at: datetime
) -> Backtest:
    """Score the newest stored calls by a draft, for `SECONDS` at most.

    Args:
        store: the archive; not written to.
        cards: of the draft.
        settings: which scorecard judges which sector.
        count: calls at most.
        at: the moment.

    Raises:
        UserError: a sector has no scorecard in the draft.
    """
    job = Job(
        database=settings.database_url,
        cards=by_sector(cards, None, settings),
        twice=settings.second_engine != "none",
        asking=Asking(settings.judge_model, frozenset(settings.judge_criteria))
        if settings.judge_url
        else None,
        keep=False,
        at=at,
    )
    newest = store.scored()[-min(count, MOST_CALLS) :]
    calls: list[Rescored] = []
    until = time.monotonic() + SECONDS
    for piece in rescored(store, job, workers=1, size=PIECE, recordings=newest):
        calls += piece.calls
        if time.monotonic() > until:
            break
    return Backtest(
        wanted=len(newest),
        scored=len(calls),
        changed=sum(bool(call.changes) for call in calls),
        criteria=_criteria(calls, cards),
        requoted=sum(len(call.requoted) for call in calls),
    )


def _criteria(calls: Sequence[Rescored], cards: Mapping[str, Scorecard]) -> tuple[CriterionChange, ...]:
    titles = {c.id: c.title for card in cards.values() for _, c, _ in card.criteria}
    found: dict[str, list[CallChange]] = defaultdict(list)
    for call in calls:
        for change in call.changes:
            found[change.criterion].append(CallChange(call, change))
    return tuple(
        CriterionChange(
            criterion,
            titles.get(criterion, Text(criterion, criterion)),
            tuple(
                (before, after, n)
                for (before, after), n in Counter(
                    (c.change.before, c.change.after) for c in some
                ).most_common()
            ),
            tuple(some[:LISTED]),
            max(0, len(some) - LISTED),
        )
        for criterion, some in sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    )
