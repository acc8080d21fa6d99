"""The commands of `callaudit` by name, each loaded when it is asked for.

All of them together load recognisers, a PDF setter and tables: some seconds for a command that needs none of
it, and the same again in every process that a command starts. Only `callaudit --help` loads all.
"""

from collections import UserDict
from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command, get_group

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "demo": "pipeline.cli.demo:demo",
        "ingest": "pipeline.cli.ingest:ingest",
        "nightly": "pipeline.cli.nightly:nightly",
        "schedule": "pipeline.cli.schedule:schedule",
        "transcribe": "pipeline.cli.transcribe:transcribe",
        "score": "pipeline.cli.score:score",
        "commitments": "pipeline.cli.commitments:commitments",
        "rescore": "pipeline.cli.rescore:rescore",
        "serve": "pipeline.cli.serve:serve",
        "verify": "pipeline.cli.verify:verify",
        "events": "pipeline.cli.events:events_app",
        "clients": "pipeline.cli.clients:clients_app",
        "report": "pipeline.cli.report:report_app",
        "rubric": "pipeline.cli.rubric:rubric_app",
        "spotcheck": "pipeline.cli.spotcheck:spotcheck_app",
        "user": "pipeline.cli.user:user_app",
    }
)
"""By name `module:function` of a command, `module:app` of one that has its own; in the order of `--help`."""


class Loaded(UserDict[str, Any]):
    """Commands by name; until one is asked for it is a place in the source."""

    def __getitem__(self, name: str) -> Any:
        command = self.data[name]
        if isinstance(command, str):
            command = self.data[name] = _command(name, command)
        return command


class Commands(TyperGroup):
    """The group of all commands."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.commands = Loaded(COMMANDS)


def _command(name: str, place: str) -> Any:
    module, _, attribute = place.partition(":")
    found = getattr(import_module(module), attribute)
    if isinstance(found, typer.Typer):
        group = get_group(found)
        group.name = name
        return group
    alone = typer.Typer(add_completion=False)
    alone.command(name)(found)
    return get_command(alone)
