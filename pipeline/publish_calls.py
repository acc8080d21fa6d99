"""Calls of the store as reports take them: each read once, and many at a time where it is known which."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.parse import quote

from pipeline.reports.calls import ReportCall
from pipeline.store.nouns import StoredCall
from pipeline.store.repository import Store

Load = Callable[[str], ReportCall | None]
"""A call of the store as reports take it, by its recording; None where it was not scored."""

BATCH = 500
"""Calls asked for in one query; SQLite takes some thousands of parameters at most."""


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
            self.put(self._store.calls_of(batch, words=False), self._store.playback_paths(recordings=batch))

    def put(self, calls: Iterable[StoredCall], paths: dict[str, str]) -> None:
        """Take calls that were read elsewhere, with the paths of their playback copies."""
        for call in calls:
            key = call.recording.call.id
            self._known[key] = (call, paths.get(key))

    def seen_from(self, folder: Path) -> Load:
        """What gives a call by its recording, with its links as they lead out of `folder`."""

        def load(recording: str) -> ReportCall | None:
            self.fetch((recording,))
            found = self._known[recording]
            return report_call(found[0], playback=found[1], folder=folder) if found else None

        return load


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
    )


def _link(playback: Path, *, folder: Path) -> str | None:
    """The muted copy as seen from the report folder; None when it has gone."""
    if not playback.is_file():
        return None
    return quote(Path(os.path.relpath(playback, folder)).as_posix())
