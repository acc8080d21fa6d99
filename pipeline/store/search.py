"""Full text over transcripts: which calls hold the words, and where in them."""

import json
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, column, select, text

from pipeline.review.queue import Place, QueueRow, SearchHit
from pipeline.store.tables import TranscriptRow
from pipeline.store.tables_review import QueueItemRow
from pipeline.store.words import heads_of, may_hold, spans, stems

QUOTED = re.compile(r'"([^"]*)"|«([^»]*)»|“([^”]*)”|(\S+)')
PLACES = 3
"""Places shown of a call: a list is skimmed; the call's own page shows them all."""

FEW = 1_000
"""Calls that are named one by one. Of more, a page full is soon found by walking the queue, where one row in
a hundred is among them; to name them all takes longer."""

MOST = 32
"""Words of a question that are looked for: more is a paste, and no index likes it."""


def asked(words: str) -> tuple[tuple[str, ...], ...]:
    """What is looked for: single stems, and phrases (in quotation marks) as several in a row.

    >>> asked('"перезвоню завтра" счёт')
    (('перезвон', 'завтр'), ('счет',))
    """
    found = (stems(next(filter(None, match.groups()), "")) for match in QUOTED.finditer(words))
    return tuple(phrase for phrase in found if phrase)[:MOST]


def matching(connection: Connection, words: str) -> ColumnElement[bool] | None:
    """The condition that a call of the queue holds all the words; None where none does.

    Few calls are named by their numbers. Where very many hold the words («добрый день»), the queue is walked
    in its own order until a page is full, and each call looked up among them: the sum keeps the database
    from fetching all of them to sort them.
    """
    phrases = asked(words)
    if not phrases:
        return None
    if connection.dialect.name == "sqlite":
        question = " AND ".join(f'"{" ".join(phrase)}"' for phrase in phrases)
        statement = "SELECT rowid AS number FROM search WHERE search MATCH :words"
    else:
        question = " & ".join("(" + " <-> ".join(f"'{stem}'" for stem in phrase) + ")" for phrase in phrases)
        statement = "SELECT number FROM search WHERE body @@ to_tsquery('simple', :words)"
    asking = {"words": question}
    counting = text(f"SELECT count(*) FROM ({statement} LIMIT {FEW + 1}) found")  # noqa: S608  # our own words
    found = connection.scalar(counting, asking)
    if not found:
        return None
    if found <= FEW:
        return QueueItemRow.number.in_(list(connection.scalars(text(statement), asking)))
    return (QueueItemRow.number + 0).in_(text(statement).bindparams(words=question).columns(column("number")))


def hits(connection: Connection, rows: Sequence[QueueRow], words: str) -> tuple[SearchHit, ...]:
    """Each row with the first places where the words were said."""
    phrases = asked(words)
    documents = {
        row.recording: row.document
        for row in connection.execute(
            select(QueueItemRow.recording, TranscriptRow.document)
            .join(TranscriptRow, TranscriptRow.digest == QueueItemRow.transcript)
            .where(QueueItemRow.recording.in_([row.recording for row in rows]))
        )
    }
    return tuple(SearchHit(row, places(documents[row.recording], phrases)) for row in rows)


def places(document: str, phrases: Sequence[Sequence[str]]) -> tuple[Place, ...]:
    """Where in a stored transcript the words stand: the utterances with most of them, in order."""
    utterances = json.loads(document)["utterances"]
    stems_asked = {stem for phrase in phrases for stem in phrase}
    # First by words that begin alike; only where that finds nothing, by every word.
    return _places(utterances, phrases, stems_asked) or _places(utterances, phrases, None)


def _places(
    utterances: Sequence[Mapping[str, Any]],
    phrases: Sequence[Sequence[str]],
    beginning: Collection[str] | None,
) -> tuple[Place, ...]:
    found: list[tuple[int, Place]] = []
    heads = None if beginning is None else heads_of(beginning)
    for number, utterance in enumerate(utterances):
        if heads is not None and not may_hold(utterance["text"], heads):
            continue
        said = spans(utterance["text"], beginning=beginning)
        marked = _marked([stem for _, _, stem in said], phrases)
        if marked:
            kinds = len({said[i][2] for i in marked})
            bounds = [(said[i][0], said[i][1]) for i in sorted(marked)]
            parts = _parts(utterance["text"], bounds)
            found.append((-kinds, Place(number, utterance["start_ms"], utterance["end_ms"], parts)))
    best = sorted(found, key=lambda one: (one[0], one[1].utterance))[:PLACES]
    return tuple(sorted((place for _, place in best), key=lambda place: place.utterance))


def _marked(said: Sequence[str], phrases: Sequence[Sequence[str]]) -> set[int]:
    """Which words belong to something that is looked for."""
    marked: set[int] = set()
    for phrase in phrases:
        for start in range(len(said) - len(phrase) + 1):
            if tuple(said[start : start + len(phrase)]) == tuple(phrase):
                marked.update(range(start, start + len(phrase)))
    return marked


def _parts(words: str, bounds: Sequence[tuple[int, int]]) -> tuple[tuple[str, bool], ...]:
    """A text cut at what is marked."""
    out: list[tuple[str, bool]] = []
    cursor = 0
    for start, end in bounds:
        if start > cursor:
            out.append((words[cursor:start], False))
        out.append((words[start:end], True))
        cursor = end
    if cursor < len(words):
        out.append((words[cursor:], False))
    return tuple(out)
