"""What people have done in the store of `benchmarks.web`: reviews begun, a long queue, a call of three hours.

All of it through the store's own door, once: a second time everything is there.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256

from benchmarks.archive import made_calls
from pipeline.calls.span import Span
from pipeline.calls.transcript import Utterance
from pipeline.review.answer import Answer, AnswerKind
from pipeline.review.queue import QueueFilter
from pipeline.scoring.score import score
from pipeline.store.repository import Store
from pipeline.tools import load_cards

LONG_MS = 3 * 3_600_000
LONG = sha256(b"web three hours").hexdigest()
QUEUE = 500
"""Calls on the desk of one person."""
BEGUN = 10
"""Reviews that each person has begun."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What the load opens besides lists and calls at random.

    Args:
        long: id of the call of three hours.
        queue: address of a queue of `QUEUE` calls.
        begun: by person, calls whose review they have begun.
    """

    long: str
    queue: str
    begun: tuple[tuple[str, ...], ...]


def desk(store: Store, *, people: Sequence[str], calls: Sequence[str], playback: str) -> Desk:
    """Have people do it, unless they have.

    Args:
        store: with the archive.
        people: accounts of controllers.
        calls: ids to work on; some more than a person has begun each, and a queue.
        playback: path of the playback copy that all calls share.
    """
    if store.playback(LONG) is None:
        _long(store, playback=playback)
    first = people[0]
    if not store.reviews.queue(QueueFilter(assignee=first), limit=1):
        for call in calls[:QUEUE]:
            store.reviews.assign(call, first, first)
    mine = tuple(tuple(calls[i :: len(people)][:BEGUN]) for i in range(len(people)))
    if not store.reviews.dossier(mine[-1][-1], by=people[-1]).review:
        for person, some in zip(people, mine, strict=True):
            for n, call in enumerate(some):
                _begin(store, call, by=person, alone=n % 2 == 0)
    return Desk(LONG, f"/queue?kind=all&state=any&assignee={first}", mine)


def _long(store: Store, *, playback: str) -> None:
    """A call of three hours: the utterances of a made one over and over, each word with its time."""
    kept = next(iter(made_calls(employees=1, calls=1, first=datetime(2026, 1, 1, tzinfo=UTC), days=1)))
    said = kept.transcript.utterances
    length = said[-1].span.end_ms + 1_000
    utterances = tuple(_later(u, by=n * length) for n in range(LONG_MS // length) for u in said)
    call = replace(kept.recording.call, id=LONG)
    transcript = replace(kept.transcript, call=call, utterances=utterances)
    card = load_cards(None)["client_sector"]
    store.keep(
        replace(
            kept,
            recording=replace(kept.recording, call=call, name="three-hours.wav"),
            duration_ms=LONG_MS,
            transcript=transcript,
            evaluation=score(card, transcript),
            scorecard_source=card.source,
            playback=playback,
        )
    )


def _later(utterance: Utterance, *, by: int) -> Utterance:
    def moved(span: Span) -> Span:
        return Span(span.start_ms + by, span.end_ms + by)

    words = tuple(replace(w, span=moved(w.span)) for w in utterance.words)
    return replace(utterance, span=moved(utterance.span), words=words)


def _begin(store: Store, call: str, *, by: str, alone: bool) -> None:
    """A review that is begun; where it has to be done alone, every second one is answered and shown."""
    draw = random.Random(call).random()  # noqa: S311  # a draw that can be repeated
    review = store.reviews.open(call, by=by, share=0.2, draw=draw)
    if not (review.sealed and alone):
        return
    now = datetime.now(UTC)
    found = store.reviews.dossier(call, by=by)
    given = [
        Answer(
            call, review.evaluation, f.criterion, f.verdict, AnswerKind.BLIND, by, now, reason="слышно так"
        )
        for f in found.newest.evaluation.findings
    ]
    store.reviews.answer(given, seen=found.seen)
    store.reviews.reveal(review.id, by=by)
