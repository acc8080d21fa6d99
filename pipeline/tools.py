"""What a night works with, opened once: store, engines, scorecards, what tells who speaks."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

from pipeline.asking import open_judge
from pipeline.audio.ear import Ear
from pipeline.engines.base import Engine, EngineOptions
from pipeline.engines.registry import make_engine, other_engine
from pipeline.engines.second_ear import SecondEar
from pipeline.errors import UserError
from pipeline.judge.judge import Judge
from pipeline.rubrics.event_model import EventModel, read_event_model
from pipeline.rubrics.files import MODEL, read_folder
from pipeline.rubrics.load import load_scorecards
from pipeline.rubrics.rubric import Scorecard
from pipeline.settings import Settings
from pipeline.speakers.roles import RoleModel
from pipeline.store.repository import Store, open_store

PROBLEMS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Speakers:
    """What tells who speaks: an ear for voices, a table of what employees and clients say."""

    ear: Ear
    roles: RoleModel


@dataclass(frozen=True, slots=True)
class Tools:
    """What `process` needs, opened once and shared by every call of a night."""

    settings: Settings
    store: Store
    engine: Engine
    scorecards: Mapping[str, Scorecard]
    speakers: Speakers
    second_ear: SecondEar | None = None
    judge: Judge | None = None


def now() -> datetime:
    """The clock, in UTC. The only place that reads it; everything below gets moments as arguments."""
    return datetime.now(UTC)


@contextmanager
def open_tools(settings: Settings) -> Iterator[Tools]:
    """Open store, engine and scorecards.

    Raises:
        UserError: database, weights or rubrics cannot be used; the message says which and why.
    """
    settings.workspace.mkdir(parents=True, exist_ok=True)
    scorecards = load_cards(settings.rubrics)
    with open_store(settings.database_url, clock=now) as store:
        yield Tools(
            settings,
            store,
            open_engine(settings),
            scorecards,
            open_speakers(settings),
            open_second_ear(settings),
            open_judge(settings, scorecards),
        )


def load_cards(folder: Path | None) -> dict[str, Scorecard]:
    """The scorecards of a rubric folder, by id; the default folder when None.

    Raises:
        UserError: with the first problems in it; nobody is scored by half a rubric.
    """
    cards, problems = load_scorecards(read_folder(folder))
    if problems:
        shown = "; ".join(str(problem) for problem in problems[:PROBLEMS_SHOWN])
        more = f" (and {len(problems) - PROBLEMS_SHOWN} more)" if len(problems) > PROBLEMS_SHOWN else ""
        raise UserError(f"the rubrics cannot be used: {shown}{more}; `callaudit rubric lint` lists all")
    if not cards:
        raise UserError("the rubric folder holds no scorecard; add one file with the key 'scorecard'")
    return cards


def tagger_of(scorecards: Mapping[str, Scorecard]) -> EventModel | None:
    """The tagger of events that scorecards share; None where their folder has none."""
    return next((card.events for card in scorecards.values() if card.events), None)


def open_tagger(folder: Path | None) -> EventModel | None:
    """The tagger of events of a rubric folder alone, without its rubrics; the default folder when None.

    Raises:
        UserError: its file cannot be read or is no tagger.
    """
    for name, text in read_folder(folder).items():
        if name.endswith(MODEL):
            try:
                return read_event_model(text)
            except ValueError as fault:
                raise UserError(f"{name}: {fault}") from fault
    return None


def open_speakers(settings: Settings) -> Speakers:
    """What tells who speaks; the networks for voices are loaded when a call first needs them."""
    weights = resources.files("pipeline.speakers").joinpath("role_weights.json").read_text(encoding="utf-8")
    return Speakers(Ear(threads=threads_of(settings)), RoleModel.of(json.loads(weights)))


def open_engine(settings: Settings) -> Engine:
    """The engine of the settings, its weights verified."""
    return make_engine(settings.engine, _engine_options(settings, settings.model))


def open_second_ear(settings: Settings) -> SecondEar | None:
    """The engine that hears again what a `not_met` rests on, not loaded yet; None where there is none.

    Raises:
        UserError: the settings name the first engine and its model once more, which would prove nothing.
    """
    name = settings.second_engine
    if name == "auto":
        name = other_engine(settings.engine)
    if name == "none":
        return None
    model = settings.second_model or settings.model
    if (name, model) == (settings.engine, settings.model):
        raise UserError(
            f"settings, second_engine: {name} with the model {model} is the first engine itself; "
            "name another engine or model, or 'none'"
        )
    return SecondEar(lambda: make_engine(name, _engine_options(settings, model)))


def threads_of(settings: Settings) -> int:
    """The processor's threads for one call, when as many are at work as the settings allow."""
    return max(1, (os.cpu_count() or 1) // settings.workers)


def _engine_options(settings: Settings, model: str) -> EngineOptions:
    return EngineOptions(
        model=model,
        threads=threads_of(settings),
        scripts=settings.scripts,
        cache=settings.workspace / "models",
    )
