"""`callaudit demo`: the sample calls through the nightly flow, into a fresh workspace."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.account import account_table
from pipeline.cli.nightly import run_nightly
from pipeline.cli.summary import summary_table
from pipeline.errors import UserError
from pipeline.files import replace_file
from pipeline.settings import load_settings
from pipeline.store.repository import open_store
from pipeline.tools import now

LAST_DAY = "2026-10-16"
"""The sample calls lie in October 2026: the reports look back from their last day."""


def demo(
    workspace: Annotated[
        Path, typer.Option(help="Folder for the demo's database, playback copies and reports.")
    ] = Path("workspace/demo"),
    engine: Annotated[
        str, typer.Option(help="faster_whisper, openai_whisper or scripted.")
    ] = "faster_whisper",
) -> None:
    """Take the sample calls through the nightly flow; print a summary and where the reports are."""
    workspace.mkdir(parents=True, exist_ok=True)
    file = workspace.absolute() / "callaudit.toml"
    replace_file(file, _settings_text(workspace.absolute(), engine=engine).encode())
    settings = load_settings(file)
    account = run_nightly(settings, settings_file=str(file), date=LAST_DAY)
    with open_store(settings.database_url, clock=now, create=False) as store:
        sys.stdout.write(summary_table(store.scored_calls()) + "\n\n")
    sys.stdout.write(account_table(account) + "\n")
    sys.stdout.write(f"\nreports: {(settings.reports_dir / 'index.html').absolute()}\n")
    if account.failed:
        raise typer.Exit(1)


def _settings_text(workspace: Path, *, engine: str) -> str:
    """The demo's settings as a file, so that every other command can look at its workspace."""
    said = {"workspace": str(workspace), "source": str(sample_calls()), "engine": engine}
    scripts = sample_calls().parent / "expected"
    if scripts.is_dir():
        said["scripts"] = str(scripts)
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in said.items()]
    return "\n".join(["# Written by `callaudit demo`.", *lines, "settle_seconds = 0", ""])


def sample_calls() -> Path:
    """The sample calls: of the checkout, else the copy inside the installed package."""
    here = Path(__file__)
    for folder in (here.parents[2] / "sample_calls" / "audio", here.parent / "sample_calls"):
        if folder.is_dir():
            return folder
    raise UserError("the sample calls are not there; run the demo from a checkout of callaudit")
