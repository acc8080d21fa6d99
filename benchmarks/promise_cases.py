"""Written calls with the promises and rivals' offers that people marked in them, and what the tagger hears.

Calls whose number is divisible by six are held out: nothing was written or changed after their words (until
26 November 2026 it was three; the others were opened then). The tagger learnt from the tagged calls, so there
its held-out predictions serve (`python -m benchmarks.events` leaves them: five folds by call, each tagged by
weights that have not seen it); labelled calls it never saw.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from benchmarks.events import OUT
from benchmarks.held_out import held_out_calls
from pipeline.calls.recording import Role
from pipeline.calls.transcript import Transcript
from pipeline.calls.wire import transcript_from_json
from pipeline.commitments.heard import ASKED, RIVAL, SILENT, Heard, hear
from pipeline.rubrics.event_model import EventModel, read_event_model

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
HELD_OUT = 6
SPEAKS_MS, PAUSE_MS = 3000, 100
"""Tagged calls have no times: each utterance is given so much."""

DAYS = {
    ("en-002", "quarter past 12 half past at the outside"): "2026-10-06",
    ("en-005", "Monday the 12th, morning"): "2026-10-12",
    ("en-009", "20 past 9, if he gets off that roundabout"): "2026-10-13",
    ("en-009", "at 20 past"): "2026-10-13",
    ("en-009", "before 10"): "2026-10-13",
    ("en-009", "by Thursday"): "2026-10-15",
    ("en-009", "Thursday before you shut (before 1)"): "2026-10-15",
    ("en-019", "about 3 tomorrow"): "2026-10-23",
    ("en-019", "this evening, by 5"): "2026-10-22",
    ("en-023", "Thursday"): "2026-10-29",
    ("en-026", "Friday the 6th, by noon"): "2026-11-06",
    ("en-026", "today before 4"): "2026-11-02",
    ("en-026", "today"): "2026-11-02",
    ("en-026", "Friday"): "2026-11-06",
    ("en-030", "Thursday"): "2026-11-12",
    ("ru-002", "прямо сейчас, минут 20"): "2026-10-06",
    ("ru-005", "в пятницу, девятого, с 9 до 12"): "2026-10-09",
    ("ru-005", "завтра с утра"): "2026-10-08",
    ("ru-012", "во вторник, 27-го"): "2026-10-27",
    ("ru-012", "Завтра (с утра)"): "2026-10-22",
    ("ru-012", "во вторник"): "2026-10-27",
    ("ru-012", "завтра, как машина выйдет"): "2026-10-22",
    ("ru-016", "В 10:50"): "2026-10-23",
    ("ru-016", "к часу"): "2026-10-23",
    ("ru-016", "сегодня"): "2026-10-23",
    ("ru-023", "После четырёх"): "2026-11-03",
    ("ru-026", "в пятницу до обеда"): "2026-11-13",
    ("ru-026", "завтра, к пяти"): "2026-11-11",
    ("ru-033", "сегодня, к шести"): "2026-11-20",
    ("ru-033", "в шесть"): "2026-11-20",
}


@dataclass(frozen=True, slots=True)
class Labelled:
    """A promise as a person marked it: where, and which day it is due (None: no day said)."""

    utterance: int
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A call with its labelled promises of one party."""

    name: str
    corpus: str
    transcript: Transcript
    by: Role
    promises: tuple[Labelled, ...]

    heard: Heard = SILENT

    @property
    def held_out(self) -> bool:
        """Whether nobody who wrote the patterns has seen its words."""
        return int(self.name.split("-")[1]) % HELD_OUT == 0


@cache
def model() -> EventModel:
    """The tagger that is shipped."""
    return read_event_model(OUT.read_text(encoding="utf-8"))


@cache
def held_out_tags(path: Path) -> Mapping[str, Heard]:
    """By call what the tagger hears that has not seen it; empty where nobody has run `benchmarks.events`."""
    if not path.is_file():
        return {}
    levels = {
        event: model().levels[column] for event in ASKED if (column := model().column(*event)) is not None
    }
    return {
        call.call.id: Heard(
            {
                (role, name): tuple(
                    float(p) if said.role is role else 0.0
                    for p, said in zip(seen[f"{role}/{name}"], call.utterances, strict=True)
                )
                for role, name in levels
            },
            levels,
        )
        for call, seen in held_out_calls(path)
    }


def labelled_cases() -> Iterator[Case]:
    """The promises of agents that two raters agreed on, with the day they are due."""
    for path in sorted((DATA / "labelled_calls").glob("*.json")):
        document = json.loads(path.read_text(encoding="utf-8"))
        transcript = transcript_from_json(document["transcript"])
        said = [p for p in document["promises"] if p["by"] == "agent"]
        days = [DAYS.get((path.stem, p["due_text"] or "")) for p in said]
        promises = tuple(
            Labelled(p["utterance"], date.fromisoformat(day) if day else None)
            for p, day in zip(said, days, strict=True)
        )
        heard = hear(transcript, model())
        yield Case(path.stem, "labelled_calls", transcript, Role.AGENT, promises, heard)


def tagged_cases(path: Path) -> Iterator[Case]:
    """The utterances that one writer tagged; `path`: the tagger's held-out predictions."""
    heard = held_out_tags(path)
    for file in sorted((DATA / "tagged_calls").glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            document = json.loads(line)
            transcript = _timed(document)
            theirs = heard.get(str(document["id"]), SILENT)
            for by, tag in ((Role.AGENT, "undertaking"), (Role.CLIENT, "client_promise"), RIVAL):
                places = [i for i, u in enumerate(document["utterances"]) if tag in u["tags"]]
                corpus = "rivals" if tag == RIVAL[1] else "tagged_calls"
                yield Case(document["id"], corpus, transcript, by, tuple(map(Labelled, places)), theirs)


def _timed(document: dict[str, object]) -> Transcript:
    said = document["utterances"]
    assert isinstance(said, list)  # noqa: S101 - our own data
    step = SPEAKS_MS + PAUSE_MS
    utterances = [
        {"role": u["role"], "text": u["text"], "start_ms": i * step, "end_ms": i * step + SPEAKS_MS}
        for i, u in enumerate(said)
    ]
    facts = {
        "id": document["id"],
        "language": document["language"],
        "started_at": "2026-10-06T10:12:00+03:00",
    }
    return transcript_from_json(facts | {"utterances": utterances})
