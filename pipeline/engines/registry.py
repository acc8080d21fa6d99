"""The engines there are. How to add one stands in `pipeline/engines/base.py`."""

from collections.abc import Callable, Mapping

from pipeline.engines.base import Engine, EngineOptions
from pipeline.engines.faster_whisper import open_engine as open_faster_whisper
from pipeline.engines.openai_whisper import open_engine as open_openai_whisper
from pipeline.engines.scripted import open_engine as open_scripted
from pipeline.errors import UserError

ENGINES: Mapping[str, Callable[[EngineOptions], Engine]] = {
    "faster_whisper": open_faster_whisper,
    "openai_whisper": open_openai_whisper,
    "scripted": open_scripted,
}


def make_engine(name: str, options: EngineOptions) -> Engine:
    """Open an engine: loads and checks the weights, so it is done once a process.

    Raises:
        UserError: no such engine; or its weights cannot be had.
    """
    factory = ENGINES.get(name)
    if factory is None:
        raise UserError(f"no engine called {name!r}; known engines: {', '.join(sorted(ENGINES))}")
    return factory(options)


def other_engine(name: str) -> str:
    """The engine that hears again what this one heard: another program; "none" for one that hears nothing."""
    return {"faster_whisper": "openai_whisper", "openai_whisper": "faster_whisper"}.get(name, "none")
