"""How well promises are found in written calls, and their times.

    python -m benchmarks.promises [--errors]

Reads `../shared/data/labelled_calls` (two raters' promises) and `../shared/data/tagged_calls` (one writer's
tags `undertaking` and `client_promise`); prints "skipped: no data" where there is none. Calls whose number is
divisible by three are held out: nothing was written or changed after their words (`--errors` prints the
others only). A found promise matches a labelled one by the same party within one utterance, one to one. The
labels name times in words; `DAYS` says which day they come to, worked out by hand from those words and the
call's date. A time without a day ("when I get a minute") counts as none.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from pipeline.calendars import business_calendar
from pipeline.calls.recording import Role
from pipeline.calls.transcript import Transcript
from pipeline.calls.wire import transcript_from_json
from pipeline.commitments.commitment import Commitment
from pipeline.commitments.extract import extract

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
HELD_OUT = 3
NEAR = (0, 1, -1)
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

    @property
    def held_out(self) -> bool:
        """Whether nobody who wrote the patterns has seen its words."""
        return int(self.name.split("-")[1]) % HELD_OUT == 0


def main() -> None:
    """Print the tables."""
    asked = argparse.ArgumentParser(description="Promises found in written calls")
    asked.add_argument(
        "--errors", action="store_true", help="print what was missed or invented (development part)"
    )
    options = asked.parse_args()
    cases = [*_labelled(), *_tagged()]
    if not cases:
        print("skipped: no data")
        return
    counts: dict[tuple[str, str, str, str], Counter[str]] = {}
    for case in cases:
        part = "held out" if case.held_out else "development"
        language = str(case.transcript.call.language)
        for shown in (language, "all"):
            count = counts.setdefault((case.corpus, part, case.by.value, shown), Counter())
            _count(case, count, errors=options.errors and not case.held_out and shown == "all")
    print(f"Python {sys.version.split()[0]}\n")
    print(
        "| calls | part | by | language | labelled | found | matched | precision | recall | F1 | time | day |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|---|")
    for key in sorted(counts):
        print("| " + " | ".join([*key, *_row(counts[key])]) + " |")


def matched(labelled: Sequence[int], found: Sequence[int]) -> list[tuple[int, int]]:
    """Pairs of indexes into the two: utterances within one, nearest first, one to one."""
    pairs: list[tuple[int, int]] = []
    for near in NEAR:
        for i, utterance in enumerate(labelled):
            if any(i == done for done, _ in pairs):
                continue
            free = (j for j, u in enumerate(found) if u == utterance + near and all(j != k for _, k in pairs))
            if (j := next(free, None)) is not None:
                pairs.append((i, j))
    return sorted(pairs)


def _count(case: Case, count: Counter[str], *, errors: bool) -> None:
    found = [c for c in extract(case.transcript, calendar=_CALENDAR) if c.by is case.by]
    pairs = matched([p.utterance for p in case.promises], [c.utterance for c in found])
    count["labelled"] += len(case.promises)
    count["found"] += len(found)
    count["matched"] += len(pairs)
    if case.corpus == "labelled_calls":
        for i, j in pairs:
            _count_time(case.promises[i], found[j], count)
    if errors:
        _print_errors(case, found, pairs)


def _count_time(labelled: Labelled, found: Commitment, count: Counter[str]) -> None:
    count["times"] += 1
    count["times right"] += (labelled.day is None) == (found.due is None)
    if labelled.day is not None and found.due is not None:
        count["days"] += 1
        count["days right"] += found.due.at.date() == labelled.day


def _print_errors(case: Case, found: Sequence[Commitment], pairs: Sequence[tuple[int, int]]) -> None:
    for i, promise in enumerate(case.promises):
        if all(i != done for done, _ in pairs):
            print(f"{case.name} missed: {case.transcript.utterances[promise.utterance].text}")
    for j, commitment in enumerate(found):
        if all(j != used for _, used in pairs):
            print(f"{case.name} invented: {commitment.kind} {commitment.quote} ({commitment.due_text})")


def _row(count: Counter[str]) -> list[str]:
    labelled, found, right = count["labelled"], count["found"], count["matched"]
    f1 = f"{2 * right / (labelled + found):.3f}" if labelled + found else "–"
    return [
        str(labelled),
        str(found),
        str(right),
        f"{right / found:.3f}" if found else "–",
        f"{right / labelled:.3f}" if labelled else "–",
        f1,
        f"{count['times right']} of {count['times']}" if count["times"] else "–",
        f"{count['days right']} of {count['days']}" if count["days"] else "–",
    ]


def _labelled() -> Iterator[Case]:
    for path in sorted((DATA / "labelled_calls").glob("*.json")):
        document = json.loads(path.read_text(encoding="utf-8"))
        transcript = transcript_from_json(document["transcript"])
        said = [p for p in document["promises"] if p["by"] == "agent"]
        days = [DAYS.get((path.stem, p["due_text"] or "")) for p in said]
        promises = tuple(
            Labelled(p["utterance"], date.fromisoformat(day) if day else None)
            for p, day in zip(said, days, strict=True)
        )
        yield Case(path.stem, "labelled_calls", transcript, Role.AGENT, promises)


def _tagged() -> Iterator[Case]:
    for path in sorted((DATA / "tagged_calls").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            document = json.loads(line)
            transcript = _timed(document)
            for by, tag in ((Role.AGENT, "undertaking"), (Role.CLIENT, "client_promise")):
                places = [i for i, u in enumerate(document["utterances"]) if tag in u["tags"]]
                yield Case(document["id"], "tagged_calls", transcript, by, tuple(map(Labelled, places)))


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


_CALENDAR = business_calendar(ZoneInfo("Europe/Moscow"), country="RU", years=range(2026, 2028))

if __name__ == "__main__":
    main()
