"""`callaudit ingest`: look at a folder of recordings and register what is new."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.calls.text import Language
from pipeline.cli.options import settings_of
from pipeline.process import discard, register
from pipeline.store.repository import open_store
from pipeline.tools import now


def ingest(
    context: typer.Context,
    source: Annotated[str, typer.Argument(help="Folder or fsspec URL with recordings and their sidecars.")],
    cdr: Annotated[Path | None, typer.Option(help="CSV of call-detail records with a column `file`.")] = None,
) -> None:
    """Register new recordings; print accepted, known and quarantined ones with reasons."""
    settings = settings_of(context, cdr=cdr)
    settings.workspace.mkdir(parents=True, exist_ok=True)
    with open_store(settings.database_url, clock=now) as store:
        run = store.start_run()
        found = register(settings, store, run=run, known=store.done(), source=source)
        store.finish_run(run, state="finished")
    for arrival in found.accepted:
        discard(arrival, settings=settings)  # nobody hears it now; the night copies it again
    lines = [f"accepted     {a.recording.call.id[:12]}  {a.recording.name}" for a in found.accepted]
    lines += [f"known        {name}" for name in found.known]
    lines += [f"growing      {name}" for name in found.growing]
    lines += [f"quarantined  {r.name}: {r.reason.of(Language.EN)}" for r in found.rejected]
    sys.stdout.write("".join(line + "\n" for line in lines))
    if found.rejected:
        raise typer.Exit(1)
