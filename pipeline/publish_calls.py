"""Calls of the store as reports take them: each read once, and many at a time where it is known which."""

import os
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from datetime import tzinfo
from pathlib import Path
from urllib.parse import quote

from pipeline.calls.recording import UNKNOWN
from pipeline.reports.calls import ReportCall, Titles
from pipeline.reports.employee import judge
from pipeline.reports.practise import TeamExample, team_examples
from pipeline.scoring.call_points import CallTally
from pipeline.store.nouns import StoredCall
from pipeline.store.repository import Store

BATCH = 500
"""Calls asked for in one query; SQLite takes some thousands of parameters at most."""


BEST_CALLS = 2
"""Calls of each employee that are looked through for good examples."""

EXAMPLES_KEPT = 4
"""Colleagues' examples kept for each question: two are shown, and one's own are none of them."""


PEOPLE_AT_ONCE = 8
"""Employees whose best calls are read together, where the best of them may be enough."""


class Shelf:
    """Calls that were read, without their words' times, for reports of several periods and folders."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, tuple[StoredCall, str | None] | None] = {}

    def fetch(self, recordings: Iterable[str]) -> None:
        """Read those of these calls that were not read yet; one that was not scored is remembered as such."""
        missing = [one for one in dict.fromkeys(recordings) if one not in self._known]
        for start in range(0, len(missing), BATCH):
            batch = missing[start : start + BATCH]
            self._known.update(dict.fromkeys(batch))
            calls = self._store.calls_of(batch, words=False, counted=True)
            self.put(calls, self._store.playback_paths(recordings=batch))

    def put(self, calls: Iterable[StoredCall], paths: dict[str, str]) -> None:
        """Take calls that were read elsewhere, with the paths of their playback copies."""
        for call in calls:
            key = call.recording.call.id
            self._known[key] = (call, paths.get(key))

    def seen_from(self, folder: Path) -> Callable[[str], ReportCall | None]:
        """What gives a call by its recording, with its links as they lead out of `folder`.

        It gives None for a call that was not scored.
        """

        def load(recording: str) -> ReportCall | None:
            self.fetch((recording,))
            found = self._known[recording]
            return report_call(found[0], playback=found[1], folder=folder) if found else None

        return load


def good_calls(
    shelf: Shelf,
    calls: Iterable[CallTally],
    *,
    titles: Titles,
    zone: tzinfo,
    folder: Path,
    wanted: Collection[str] | None = None,
) -> dict[str, tuple[TeamExample, ...]]:
    """Good examples by criterion out of everyone's best calls, the best first.

    Args:
        shelf: gives the calls; those that are not on it are read many at a time.
        calls: of the period.
        titles: names of the criteria.
        zone: of the report.
        folder: where the report lies.
        wanted: criteria that examples are looked for of; no further calls are read once there are enough
            of each. None: all.
    """
    best: dict[str, list[CallTally]] = defaultdict(list)
    for call in calls:
        if call.employee != UNKNOWN and call.tally.possible:
            best[call.employee].append(call)
    for theirs in best.values():
        theirs.sort(key=lambda c: (-(c.tally.percent or 0.0), -c.tally.possible, c.recording_id))
        del theirs[BEST_CALLS:]
    people = sorted(best, key=lambda employee: (-(best[employee][0].tally.percent or 0.0), employee))
    load = shelf.seen_from(folder)
    found: dict[str, list[TeamExample]] = {}
    at_once = len(people) if wanted is None else PEOPLE_AT_ONCE
    for start in range(0, len(people), max(1, at_once)):
        if wanted is not None and all(len(found.get(c, ())) >= EXAMPLES_KEPT for c in wanted):
            break
        asked = people[start : start + at_once]
        shelf.fetch(call.recording_id for employee in asked for call in best[employee])
        for employee in asked:
            shown = [taken for one in best[employee] if (taken := load(one.recording_id))]
            examples = team_examples(judge(shown, zone=zone), employee=employee, titles=titles)
            for criterion, mine in examples.items():
                found.setdefault(criterion, []).extend(mine)
    return {criterion: tuple(examples[:EXAMPLES_KEPT]) for criterion, examples in found.items()}


def report_call(call: StoredCall, *, playback: str | None, folder: Path) -> ReportCall:
    """A stored call as reports take it; the link to its playback copy is relative to `folder`."""
    facts = call.recording.call
    return ReportCall(
        recording_id=facts.id,
        name=call.recording.name,
        started_at=facts.started_at,
        client=facts.client,
        direction=facts.direction,
        sector=facts.sector,
        language=facts.language,
        duration_ms=call.duration_ms,
        utterances=call.transcript.utterances,
        evaluation=call.evaluation,
        playback=_link(Path(playback), folder=folder) if playback else None,
        said=call.said,
    )


def _link(playback: Path, *, folder: Path) -> str | None:
    """The muted copy as seen from the report folder; None when it has gone."""
    if not playback.is_file():
        return None
    return quote(Path(os.path.relpath(playback, folder)).as_posix())
