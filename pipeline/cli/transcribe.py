"""`callaudit transcribe`: what an engine hears, to stdout. Nothing is stored."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.calls.recording import Rejected, Role
from pipeline.calls.span import clock
from pipeline.calls.text import Language
from pipeline.calls.transcript import Transcript
from pipeline.calls.wire import transcript_to_json
from pipeline.cli.options import settings_of
from pipeline.errors import UserError
from pipeline.process import hear, single
from pipeline.tools import open_engine, open_speakers


def transcribe(
    context: typer.Context,
    audio: Annotated[list[Path], typer.Argument(help="Audio files; a sidecar beside one is read.")],
    engine: Annotated[str | None, typer.Option(help="faster_whisper, openai_whisper or scripted.")] = None,
    model: Annotated[str | None, typer.Option(help="embedded-base, a local path, or a model's name.")] = None,
    language: Annotated[str | None, typer.Option(help="ru, en or auto.")] = None,
    roles: Annotated[
        str, typer.Option(help="Who is on which channel, e.g. agent,client; else by sidecar.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per line.")] = False,
) -> None:
    """Transcribe files and print what was heard, redacted."""
    settings = settings_of(context, engine=engine, model=model, language=language)
    channel_roles = _roles(roles)
    for path in audio:
        if not path.is_file():
            what = "is a folder; name its files" if path.is_dir() else "no such file"
            raise UserError(f"{path}: {what}")
    tool, speakers = open_engine(settings), open_speakers(settings)
    refused = 0
    for path in audio:
        arrival = single(path, settings=settings, channel_roles=channel_roles)
        heard = (
            arrival
            if isinstance(arrival, Rejected)
            else hear(arrival, settings=settings, engine=tool, speakers=speakers)
        )
        if isinstance(heard, Rejected):
            refused += 1
            sys.stderr.write(f"{path}: {heard.reason.of(Language.EN)}\n")
            continue
        transcript = heard.redacted.transcript
        if as_json:
            sys.stdout.write(json.dumps(transcript_to_json(transcript), ensure_ascii=False) + "\n")
        else:
            sys.stdout.write(_readable(path, transcript))
    if refused:
        raise typer.Exit(1)


def _readable(path: Path, transcript: Transcript) -> str:
    language = transcript.call.language or "unknown language"
    lines = [f"{path} ({language}, {clock(transcript.span.end_ms)})"]
    lines += [f"{clock(u.span.start_ms):>7}  {u.role:<8} {u.text}" for u in transcript.utterances] or [
        "         nobody was heard"
    ]
    return "\n".join(lines) + "\n"


def _roles(text: str) -> tuple[Role, ...]:
    try:
        return tuple(Role(name.strip()) for name in text.split(",")) if text else ()
    except ValueError as fault:
        known = ", ".join(Role)
        raise UserError(f"--roles: a list such as agent,client out of {known}; not {text!r}") from fault
