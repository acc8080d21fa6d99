"""What a language model answered, read strictly, and what several answers together are worth. Pure.

Nothing is taken on the model's word: a quote that is not in the named speaker's words makes the whole answer
worthless, and so does one out of words that order the judge about.
"""

import json
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.calls.evidence import Evidence
from pipeline.calls.recording import Role
from pipeline.calls.transcript import Transcript
from pipeline.rubrics.verdict import Verdict
from pipeline.scoring.judge_opinion import RULE, JudgeOutcome
from pipeline.scoring.judge_question import MOST_QUOTES

SPEAKERS = frozenset({Role.AGENT, Role.CLIENT})
GUESSED_WORD = 0.80
GUESSED_SHARE = 0.5
"""A quote of which more than half was guessed at is no evidence: the limits of `pipeline.scoring.score`."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quote as the model gave it: not yet looked up."""

    speaker: Role
    utterance: int
    quote: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer in the form that was asked for; whether it is true is another matter."""

    verdict: Verdict
    quotes: tuple[Quoted, ...] = ()


@dataclass(frozen=True, slots=True)
class Vote:
    """What several answers to one question come to, see `JudgeOpinion`."""

    outcome: JudgeOutcome
    suggestion: Verdict | None = None
    evidence: tuple[Evidence, ...] = ()


def read_answer(content: str) -> Answer | None:
    """The answer in a model's reply; None where it is anything but the one JSON object that was asked for."""
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        return None
    if not isinstance(document, dict) or set(document) != {"verdict", "quotes"}:
        return None
    verdict, quotes = document["verdict"], document["quotes"]
    known = isinstance(verdict, str) and verdict in {v.value for v in Verdict}
    if not known or not isinstance(quotes, list) or len(quotes) > MOST_QUOTES:
        return None
    read = tuple(quote for item in quotes if (quote := _quoted(item)))
    wordless = not read and verdict in {Verdict.MET, Verdict.NOT_MET}
    return None if wordless or len(read) < len(quotes) else Answer(Verdict(verdict), read)


def look_up(
    transcript: Transcript, answer: Answer, *, hidden: Collection[int]
) -> tuple[Evidence, ...] | None:
    """The quotes as the transcript's own slices; None when one of them was never said.

    A quote counts in the words of the speaker it is given to, whole words only. The number of its utterance
    may be wrong where the words stand in one utterance of that speaker alone.

    Args:
        transcript: that was asked about.
        answer: the model's.
        hidden: utterances that order the judge about; nothing in them is evidence.
    """
    found = [_place(transcript, quoted, hidden) for quoted in answer.quotes]
    if any(evidence is None for evidence in found):
        return None
    return tuple(dict.fromkeys(e for e in found if e))


def vote(transcript: Transcript, answers: Sequence[Answer], *, hidden: Collection[int]) -> Vote:
    """What the answers come to: all of one mind, by words that were said and heard, or nothing.

    Args:
        transcript: that was asked about.
        answers: of all runs, in order.
        hidden: as in `look_up`.
    """
    looked_up = [look_up(transcript, answer, hidden=hidden) for answer in answers]
    if any(evidence is None for evidence in looked_up):
        return Vote(JudgeOutcome.INVENTED)
    verdicts = {answer.verdict for answer in answers}
    if len(verdicts) != 1:
        return Vote(JudgeOutcome.SPLIT)
    (verdict,) = verdicts
    quotes = [evidence or () for evidence in looked_up]
    # What every run points to. A verdict by other words each time is no agreement.
    shared = set.intersection(*({e.utterance for e in evidence} for evidence in quotes))
    evidence = tuple(e for e in quotes[0] if e.utterance in shared)
    if verdict in {Verdict.MET, Verdict.NOT_MET}:
        evidence = tuple(e for e in evidence if not _guessed(transcript, e))
        if not evidence:
            return Vote(JudgeOutcome.SPLIT)
    return Vote(JudgeOutcome.AGREED, verdict, evidence)


def excerpt(transcript: Transcript, evidence: Sequence[Evidence]) -> frozenset[int]:
    """The utterances quoted, and what the other party said last before each of them.

    The answer must hold when nothing else is seen: an order hidden somewhere in the call that no pattern
    knew is then out of sight.
    """
    said = transcript.utterances
    wanted = {e.utterance for e in evidence}
    for utterance in tuple(wanted):
        others = (i for i in range(utterance - 1, -1, -1) if said[i].role is not said[utterance].role)
        wanted |= {i for i in [next(others, None)] if i is not None}
    return frozenset(wanted)


def _quoted(item: Any) -> Quoted | None:
    if not isinstance(item, dict) or set(item) != {"speaker", "utterance", "quote"}:
        return None
    speaker, utterance, quote = item["speaker"], item["utterance"], item["quote"]
    if not isinstance(speaker, str) or speaker not in {r.value for r in SPEAKERS}:
        return None
    if not isinstance(quote, str) or not quote.strip():
        return None
    if isinstance(utterance, bool) or not isinstance(utterance, int):
        return None
    return Quoted(Role(speaker), utterance, quote.strip())


def _place(transcript: Transcript, quoted: Quoted, hidden: Collection[int]) -> Evidence | None:
    said = transcript.utterances
    words = re.compile(rf"(?<!\w){re.escape(quoted.quote)}(?!\w)")
    theirs = [i for i, u in enumerate(said) if u.role is quoted.speaker and i not in hidden]
    there = [i for i in theirs if words.search(said[i].text)]
    if quoted.utterance in there:
        there = [quoted.utterance]
    if len(there) != 1:
        return None
    match = words.search(said[there[0]].text)
    return Evidence.cut(said, there[0], *match.span(), rule=RULE) if match else None


def _guessed(transcript: Transcript, evidence: Evidence) -> bool:
    words = transcript.utterances[evidence.utterance].words_between(evidence.start_char, evidence.end_char)
    known = [word.probability for word in words if word.probability is not None]
    return sum(p < GUESSED_WORD for p in known) > GUESSED_SHARE * len(known)
