"""An engine that replays written transcripts: for tests, and for showing the rest without audio work."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

from pipeline.calls.recording import Role
from pipeline.calls.transcript import EngineStamp, Transcript, Utterance
from pipeline.calls.wire import transcript_from_json
from pipeline.engines.base import Engine, EngineOptions, Heard, Hearing
from pipeline.errors import UserError

CHANNELS = {Role.AGENT: 0, Role.CLIENT: 1}
"""Which channel a role speaks on, where the script does not say; other roles on 0."""

VERSION = "1"


class ScriptedEngine:
    """Replays `<scripts>/<stem of the recording's name>.transcript.json`; safe from any thread."""

    def __init__(self, scripts: Path) -> None:
        self._scripts = scripts
        self._stamp = EngineStamp("scripted", VERSION, "script", _digest(scripts))

    @property
    def stamp(self) -> EngineStamp:
        """Names the scripts by their digest."""
        return self._stamp

    def hear(self, hearing: Hearing) -> Heard:
        """The script's utterances; sound and speech are not looked at.

        Raises:
            UserError: no script for the recording, or one that cannot be read.
        """
        script = self._scripts / f"{Path(hearing.name).stem}.transcript.json"
        transcript = _read(script)
        last = max(0, len(hearing.channels) - 1)
        utterances = (
            replace(u, role=Role.UNKNOWN, channel=min(_channel(u), last)) for u in transcript.utterances
        )
        return Heard(
            utterances=tuple(sorted(utterances, key=lambda u: (u.span.start_ms, u.channel))),
            language=hearing.language or transcript.call.language,
            language_probability=None if hearing.language else transcript.language_probability,
        )


def open_engine(options: EngineOptions) -> Engine:
    """Open the folder of scripts.

    Raises:
        UserError: no folder named, or no such folder.
    """
    if options.scripts is None:
        raise UserError("the scripted engine needs a folder of transcripts; name it with --scripts")
    if not options.scripts.is_dir():
        raise UserError(f"{options.scripts}: no such folder of scripts; name one with --scripts")
    return ScriptedEngine(options.scripts)


def _read(script: Path) -> Transcript:
    try:
        return transcript_from_json(json.loads(script.read_text(encoding="utf-8")))
    except FileNotFoundError as fault:
        raise UserError(
            f"{script}: no script for this recording; write one, or choose an engine that listens"
        ) from fault
    except (OSError, ValueError) as fault:  # a TranscriptError and JSON's errors are ValueErrors
        raise UserError(f"{script}: no transcript: {fault}") from fault


def _channel(utterance: Utterance) -> int:
    if utterance.channel is not None:
        return utterance.channel
    return CHANNELS.get(utterance.role, 0)


def _digest(scripts: Path) -> str:
    """Of all scripts, by name: another script is another transcript."""
    seen = hashlib.sha256()
    for script in sorted(scripts.glob("*.transcript.json")):
        seen.update(script.name.encode() + b"\0" + hashlib.sha256(script.read_bytes()).digest())
    return f"sha256:{seen.hexdigest()}"
