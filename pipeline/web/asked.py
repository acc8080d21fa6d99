"""The questions as they stood when a call was judged: read out of the frozen text of the scorecard. Pure."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pipeline.calls.text import Text
from pipeline.scoring.evaluation import Evaluation

KEPT = 64
"""Scorecard versions held in memory: an archive of years has fewer."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a scorecard; where its text cannot be read, its id stands for it."""

    id: str
    title: Text
    question: Text
    rubric: str
    rubric_title: Text


def asked(source: str, evaluation: Evaluation) -> tuple[Asked, ...]:
    """The questions an evaluation answers, in its order.

    Args:
        source: the text the scorecard was frozen as (`Scorecard.source`).
        evaluation: by that scorecard.
    """
    known = _read(source)
    return tuple(
        known.get(finding.criterion)
        or Asked(
            finding.criterion,
            _plain(finding.criterion),
            _plain(finding.criterion),
            finding.rubric,
            _plain(finding.rubric),
        )
        for finding in evaluation.findings
    )


def titles(source: str) -> tuple[Asked, ...]:
    """The questions of a scorecard, in its order; () where its text cannot be read."""
    return tuple(_read(source).values())


@lru_cache(maxsize=KEPT)
def _read(source: str) -> Mapping[str, Asked]:
    """By id. A text that is no canonical JSON names nothing: the page shows ids, and goes on."""
    try:
        return {one.id: one for one in _questions(json.loads(source))}
    except (ValueError, KeyError, TypeError):
        return {}


def _questions(document: Any) -> Iterator[Asked]:
    for weighted in document["rubrics"]:
        rubric = weighted["rubric"]
        for criterion in rubric["criteria"]:
            yield Asked(
                criterion["id"],
                Text(**criterion["title"]),
                Text(**criterion["question"]),
                rubric["id"],
                Text(**rubric["title"]),
            )


def _plain(name: str) -> Text:
    return Text(ru=name, en=name)
