"""The ear for voices, kept for a whole night: its networks are loaded when a call first needs them."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from pipeline.speakers.diarize import Stretch, diarize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.audio.decode import Samples
    from pipeline.audio.voices import Voices
    from pipeline.calls.span import Span


class Ear:
    """Tells the voices of one channel apart. Calls of a night's threads take their turns to load it.

    Args:
        threads: of the processor for one call. More than there are cores to spare, and torch's threads wait
            for each other: with two calls at work on two cores, 66 s instead of 2 s for one of 39 s.
    """

    def __init__(self, *, threads: int) -> None:
        self._threads = threads
        self._lock = Lock()
        self._voices: Voices | None = None
        self._opened = False

    def stretches(self, samples: Samples, *, speech: Sequence[Span]) -> tuple[Stretch, ...]:
        """Who speaks when; () where the networks' weights are not installed.

        Args:
            samples: one channel, float32, 16 kHz.
            speech: the VAD's spans in it.
        """
        voices = self._open()
        return () if voices is None else diarize(voices.glimpses(samples, speech=speech))

    def _open(self) -> Voices | None:
        with self._lock:
            if not self._opened:
                # Inside: torch costs every command two seconds, and a night of stereo calls never needs it.
                from pipeline.audio.voices import open_voices  # noqa: PLC0415

                self._voices, self._opened = open_voices(threads=self._threads), True
        return self._voices
