"""Calls picked for human ears: by chance, and for their risk. Two streams, never one mean.

What was picked at random stands for all calls, each weighted by one over its probability; what was picked
for its risk stands for itself alone and enters no mean (trust.md QA-2).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.reports.statistics import Interval, score_intervals
from pipeline.review.sampling import Pick, Stream
from pipeline.scoring.call_points import CallPoints


@dataclass(frozen=True, slots=True)
class StreamRow:
    """One stream.

    Args:
        stream: which.
        picked: calls picked.
        scored: of these, with a score.
        too_few: too few scored ones for any judgement.
        estimate: percent of points over all calls, estimated from this sample; only of the random stream.
        interval: of the estimate.
    """

    stream: Stream
    picked: int
    scored: int
    too_few: bool
    estimate: float | None
    interval: Interval | None


def streams(points: Sequence[CallPoints], sampled: Sequence[Pick], *, n_min: int) -> tuple[StreamRow, ...]:
    """Both streams over the calls of a report; () when nothing was picked.

    Args:
        points: of the report's calls.
        sampled: picks; those of other calls are passed over.
        n_min: scored calls below which an estimate is called too few.
    """
    known = {call.recording_id: call for call in points}
    rows: list[StreamRow] = []
    for stream in Stream:
        picks = [pick for pick in sampled if pick.stream is stream and pick.recording_id in known]
        scored = [pick for pick in picks if known[pick.recording_id].tally.possible]
        if not picks:
            continue
        estimate, interval = None, None
        if stream is Stream.RANDOM and scored:
            tallies = [known[pick.recording_id].tally for pick in scored]
            weights = np.array([1 / pick.probability for pick in scored])
            earned = np.array([[float(t.earned)] for t in tallies])
            possible = np.array([[float(t.possible)] for t in tallies])
            share = float((weights @ earned)[0] / (weights @ possible)[0])
            estimate = _percent(share)
            (interval,) = score_intervals(earned, possible, weights=weights)
        rows.append(StreamRow(stream, len(picks), len(scored), len(scored) < n_min, estimate, interval))
    return tuple(rows)


def _percent(share: float) -> float:
    if share in {0.0, 1.0}:
        return 100 * share
    return min(99.9, max(0.1, round(100 * share, 1)))
