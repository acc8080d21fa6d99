"""An archive of made calls: the sample calls said again by many employees, with other answers.

Words, times and quotes are those of the sample calls as written; who said them, when, to whom and how each
question was answered is drawn from a seed. Enough to measure reports with: the shapes and sizes are real.
"""

import hashlib
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from pipeline.calls.evidence import Evidence
from pipeline.calls.recording import Direction, Recording, Role, Sector
from pipeline.calls.span import Span
from pipeline.calls.transcript import Transcript, Utterance, Word
from pipeline.calls.wire import transcript_from_json
from pipeline.rubrics.verdict import Severity, Verdict
from pipeline.scoring.evaluation import Evaluation, Finding, Searched
from pipeline.scoring.score import score
from pipeline.store.nouns import Kept
from pipeline.tools import load_cards

ROOT = Path(__file__).parents[1]
FIRST = ("Ирина", "Андрей", "Мария", "Олег", "Анна", "Павел", "Елена", "Сергей", "Alice", "Tom")
LAST = ("Соколова", "Жуков", "Егорова", "Щукин", "Яшина", "Власов", "Brown", "Ёлкина", "Мороз", "Novak")
DIFFERENT = 100
"""Names there are; further ones get a number."""

SECTORS = (Sector.CLIENT,) * 5 + (Sector.ACTIVE_SALES,) * 2 + (Sector.REGIONAL,) * 2 + (Sector.VIP,)


@dataclass(frozen=True, slots=True)
class Base:
    """A sample call with its own evaluation."""

    transcript: Transcript
    evaluation: Evaluation
    source: str


def bases() -> tuple[Base, ...]:
    """The sample calls as written, scored by the client sector's scorecard; words get times of their own."""
    card = load_cards(None)["client_sector"]
    out: list[Base] = []
    for path in sorted((ROOT / "sample_calls" / "expected").glob("*.transcript.json")):
        transcript = transcript_from_json(json.loads(path.read_text(encoding="utf-8")))
        worded = replace(transcript, utterances=tuple(_worded(u) for u in transcript.utterances))
        out.append(Base(worded, score(card, worded), card.source))
    return tuple(out)


def made_calls(
    *, employees: int, calls: int, first: datetime, days: int, seed: int = 1, changed: bool = True
) -> Iterator[Kept]:
    """So many calls, spread evenly over employees and days.

    Args:
        employees: everyone works every day.
        calls: in all.
        first: midnight of the first day.
        days: how many.
        seed: another one gives another archive.
        changed: whether every tenth employee gets better in the middle of the time.
    """
    rng = random.Random(seed)  # noqa: S311  # made data, no secret
    base = bases()
    names = [
        f"{FIRST[i % 10]} {LAST[(i // 10 + i) % 10]}" + f" {i}" * (i >= DIFFERENT) for i in range(employees)
    ]
    skill = [rng.gauss(0.0, 0.05) for _ in names]
    for i in range(calls):
        who = i % employees
        day = (i // employees) * days // max(1, calls // employees)
        better = 0.15 if changed and who % 10 == 0 and day > days // 2 else 0.0
        moment = first + timedelta(days=min(day, days - 1), hours=9, minutes=rng.randrange(540))
        yield _said_again(
            rng.choice(base),
            f"{seed}-{i}",
            employee=names[who],
            moment=moment,
            skill=skill[who] + better,
            rng=rng,
        )


def _said_again(
    base: Base, key: str, *, employee: str, moment: datetime, skill: float, rng: random.Random
) -> Kept:
    identity = hashlib.sha256(key.encode()).hexdigest()
    call = replace(
        base.transcript.call,
        id=identity,
        employee=employee,
        client=f"Клиент {rng.randrange(400)}",
        client_phone=None,
        started_at=moment,
        direction=rng.choice((Direction.INBOUND, Direction.OUTBOUND)),
        sector=rng.choice(SECTORS),
    )
    mood = rng.gauss(0.0, 0.08)
    findings = tuple(
        _answered(f, base.transcript.utterances, skill + mood, rng) for f in base.evaluation.findings
    )
    return Kept(
        recording=Recording(call=call, name=f"{key}.wav", uri=f"/made/{key}.wav", notice="announced"),
        duration_ms=base.transcript.utterances[-1].span.end_ms + 800,
        transcript=replace(base.transcript, call=call),
        evaluation=replace(base.evaluation, recording=identity, findings=findings),
        scorecard_source=base.source,
        playback=f"/made/{key}.opus",
    )


def _answered(finding: Finding, said: tuple[Utterance, ...], skill: float, rng: random.Random) -> Finding:
    if finding.verdict is Verdict.NOT_APPLICABLE:
        return finding
    if rng.random() < 0.05:  # noqa: PLR2004  # about as many as the rules leave open
        return replace(finding, verdict=Verdict.UNSURE, evidence=(), searched=None, second_hearing=None)
    good = 0.995 if finding.severity is Severity.FATAL else 0.82 + skill
    if rng.random() < good:
        quote = finding.evidence or (Evidence.whole(said, 0, rule="made"),)
        return replace(finding, verdict=Verdict.MET, evidence=quote, searched=None, second_hearing=None)
    sought = Searched(finding.reason, Role.AGENT, Span(0, said[-1].span.end_ms))
    return replace(
        finding,
        verdict=Verdict.NOT_MET,
        evidence=(Evidence.whole(said, rng.randrange(len(said)), rule="made"),),
        searched=sought if rng.random() < 0.5 else None,  # noqa: PLR2004  # half of them are absences
        second_hearing=None,
    )


def _worded(utterance: Utterance) -> Utterance:
    parts = utterance.text.split()
    start, length = utterance.span.start_ms, utterance.span.end_ms - utterance.span.start_ms
    edges = [start + length * i // len(parts) for i in range(len(parts) + 1)]
    words = tuple(
        Word(part, Span(edges[i], edges[i + 1]), 0.9 + 0.001 * (i % 90)) for i, part in enumerate(parts)
    )
    return replace(utterance, words=words)
