"""Calls written as text: in rubric examples, in tests, in docstrings.

    direction: outbound
    client: Harlow Build, Steve Pratt
    agent 0:01 Trade desk, Kevin speaking.
    client 0:04-0:09 Morning Kev, where is{0.41} my lorry
    agent I'll ring the driver now.

`role start[-end] text`; a line without a time follows the line before. `{0.41}` behind a word is the
engine's probability of that word. Facts of the call stand first, one `key: value` a line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.calls.recording import UNKNOWN, Call, Direction, Role, Sector
from pipeline.calls.span import Span
from pipeline.calls.text import Language
from pipeline.calls.transcript import Transcript, Utterance, Word

LINE = re.compile(
    r"(?P<role>agent|client|system|unknown)"
    r"(?:\s+(?P<start>\d+:\d\d(?:\.\d+)?)(?:[-–](?P<end>\d+:\d\d(?:\.\d+)?))?)?\s+(?P<text>\S.*)"
)
FACT = re.compile(r"(?P<key>language|direction|client|employee|cut|channels|sector|id):\s*(?P<value>\S.*)")
MARK = re.compile(r"\{(\d(?:\.\d+)?)\}")

WORD_MS = 350
"""How long a word lasts where no end is written (about 170 words a minute)."""
PAUSE_MS = 350
"""Between lines without times."""


@dataclass(frozen=True, slots=True)
class _Line:
    role: Role
    start_ms: int | None
    end_ms: int | None
    text: str


def call_from_text(text: str, *, language: Language | None = None) -> Transcript:
    """Read a call.

    Args:
        text: the lines; indentation and blank lines do not matter.
        language: used when the call does not say; when neither says, Cyrillic letters mean Russian.

    Raises:
        ValueError: naming the first line that is neither a fact nor an utterance.

    >>> call_from_text("agent 0:01 Good morning").utterances[0].span
    Span(start_ms=1000, end_ms=1700)
    """
    facts: dict[str, str] = {}
    lines: list[_Line] = []
    for raw in text.strip().splitlines():
        stripped = raw.strip()
        if not stripped:
            continue
        if not lines and (fact := FACT.fullmatch(stripped)):
            facts[fact["key"]] = fact["value"]
        elif said := LINE.fullmatch(stripped):
            lines.append(
                _Line(
                    Role(said["role"]), _milliseconds(said["start"]), _milliseconds(said["end"]), said["text"]
                )
            )
        else:
            raise ValueError(f"not a line of a call (agent 0:02 words…): {stripped!r}")
    said_language = Language(facts["language"]) if "language" in facts else language
    if said_language is None:
        said_language = Language.RU if re.search("[а-яё]", text, re.IGNORECASE) else Language.EN
    call = Call(
        id=facts.get("id", "example"),
        employee=facts.get("employee", UNKNOWN),
        client=facts.get("client", UNKNOWN),
        direction=Direction(facts.get("direction", "inbound")),
        sector=Sector(facts.get("sector", "client")),
        language=said_language,
        channels=int(facts.get("channels", "2")),
        cut=facts.get("cut", "false") == "true",
    )
    return Transcript(call=call, utterances=tuple(_utterances(lines)))


def _utterances(lines: list[_Line]) -> Iterator[Utterance]:
    marked = any(MARK.search(line.text) for line in lines)
    cursor = 0
    for i, line in enumerate(lines):
        start_ms = line.start_ms if line.start_ms is not None else cursor + PAUSE_MS
        count = len(line.text.split())
        end_ms = line.end_ms
        if end_ms is None:
            end_ms = start_ms + max(500, count * WORD_MS)
            following = lines[i + 1].start_ms if i + 1 < len(lines) else None
            if following is not None and start_ms < following:
                end_ms = min(end_ms, following)
        yield _utterance(line, Span(start_ms, end_ms), marked=marked)
        cursor = max(cursor, end_ms)


def _utterance(line: _Line, span: Span, *, marked: bool) -> Utterance:
    text = MARK.sub("", line.text)
    if not marked:
        return Utterance(line.role, span, text)
    pieces = line.text.split()
    step = span.duration_ms // len(pieces)
    words = tuple(
        Word(
            MARK.sub("", piece),
            Span(span.start_ms + i * step, span.start_ms + (i + 1) * step),
            float(found[1]) if (found := MARK.search(piece)) else 0.95,
        )
        for i, piece in enumerate(pieces)
    )
    return Utterance(line.role, span, text, words)


def _milliseconds(clock: str | None) -> int | None:
    if clock is None:
        return None
    minutes, seconds = clock.split(":")
    return int(minutes) * 60_000 + round(float(seconds) * 1000)
