"""Scorecards that ever scored a call, each read once: their texts are long, and never change."""

from functools import cache
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from pipeline.store.nouns_review import SeenScorecard
from pipeline.store.tables import ScorecardRow


class Cards:
    """What was read until now; threads may share one. Only for readers: a writer may yet take back a row."""

    def __init__(self) -> None:
        self._entry = 0
        self._known: dict[str, SeenScorecard] = {}
        self._turn = Lock()

    def all(self, connection: Connection) -> tuple[SeenScorecard, ...]:
        """Every scorecard, as it was when it first scored a call, oldest first."""
        with self._turn:
            for row in connection.execute(_since(), {"entry": self._entry}).mappings():
                card = SeenScorecard(
                    row["id"], row["version"], row["digest"], row["valid_from"], row["source"]
                )
                self._known[card.digest] = card
                self._entry = row["entry"]
            return tuple(self._known.values())

    def source(self, connection: Connection, digest: str) -> str | None:
        """The text of one; None where there is none."""
        card = self._known.get(digest) or next((c for c in self.all(connection) if c.digest == digest), None)
        return card.source if card else None


@cache
def _since() -> Select[Any]:
    return (
        select(ScorecardRow.__table__)
        .where(ScorecardRow.entry > bindparam("entry"))
        .order_by(ScorecardRow.entry)
    )
