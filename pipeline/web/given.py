"""Answers as a form brings them: read, checked, cut out of the transcript. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pipeline.calls.evidence import Evidence
from pipeline.calls.text import Text
from pipeline.calls.transcript import Transcript
from pipeline.review.answer import LEAST_REASON, PLAIN, Answer, AnswerKind
from pipeline.review.note import LONGEST
from pipeline.rubrics.verdict import Verdict
from pipeline.web.said import utterance_at
from pipeline.web.typed import words_of
from pipeline.web.words_call import WORDS

RULE = "person"
"""The rule on evidence that a person pointed to."""

_PLACE = re.compile(r"(?:(\d{1,2}):)?(\d{1,4}):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Given:
    """What was typed about one question, as it was typed: a page that refuses it gives it back.

    `form` is `answer` or `confirm`: which of a question's forms it came from. `controllable` is of the
    latter: `yes` or `no`, whether it depended on the employee.
    """

    criterion: str
    verdict: str = ""
    reason: str = ""
    at: str = ""
    form: str = "answer"
    controllable: str = ""


@dataclass(frozen=True, slots=True)
class Occasion:
    """What all answers of one form have in common; fields as in `Answer`."""

    recording: str
    evaluation: str
    kind: AnswerKind
    by: str
    at: datetime
    calibration: str | None = None


def given(form: Mapping[str, object], criteria: Iterable[str]) -> tuple[Given, ...]:
    """What was typed, of the questions there are; a question left alone is left out."""
    out = []
    for criterion in criteria:
        verdict, reason, at = (
            words_of(str(form.get(f"{name}.{criterion}", ""))) for name in ("verdict", "reason", "at")
        )
        if verdict or reason or at:
            out.append(Given(criterion, verdict, reason, at))
    return tuple(out)


def changed(typed: Iterable[Given], before: Mapping[str, Answer]) -> tuple[Given, ...]:
    """Of what was typed, what says something else than the person's last answer to the question."""
    return tuple(
        one
        for one in typed
        if one.at
        or not (last := before.get(one.criterion))
        or (one.verdict, one.reason) != (last.verdict.value, last.reason)
    )


def faults(
    typed: Sequence[Given], titles: Mapping[str, Text], *, alone: bool, duration_ms: int
) -> tuple[Text, ...]:
    """What is wrong with it, in words; () when nothing is.

    Args:
        typed: what was typed.
        titles: of the questions.
        alone: given blind, where a good answer needs no explaining.
        duration_ms: of the recording.
    """
    if not typed:
        return (WORDS["nothing_said"],)
    out: list[Text] = []
    for one in typed:
        title = titles[one.criterion]
        if one.verdict not in set(Verdict):
            out.append(_named("bad_verdict", title))
            continue
        needed = not alone or Verdict(one.verdict) not in PLAIN
        if (needed and len(one.reason) < LEAST_REASON) or len(one.reason) > LONGEST:
            out.append(_named("bad_reason", title))
        if one.at and not _within(one.at, duration_ms):
            out.append(_named("bad_second", title))
    return tuple(out)


def answers(
    typed: Iterable[Given], *, occasion: Occasion, transcript: Transcript | None
) -> tuple[Answer, ...]:
    """Answers of what was typed, without fault (see `faults`).

    Args:
        typed: what was typed.
        occasion: on what occasion, by whom.
        transcript: that the evaluation judged; None where it is not at hand: then no words are cut out.
    """
    return tuple(
        Answer(
            recording=occasion.recording,
            evaluation=occasion.evaluation,
            criterion=one.criterion,
            verdict=Verdict(one.verdict),
            kind=occasion.kind,
            by=occasion.by,
            at=occasion.at,
            reason=one.reason,
            evidence=_evidence(one.at, transcript),
            calibration=occasion.calibration,
        )
        for one in typed
    )


def second_ms(text: str) -> int | None:
    """A second as the page shows it; None: it is none.

    >>> second_ms("1:05"), second_ms("1:02:03"), second_ms("83:00"), second_ms("1:5")
    (65000, 3723000, 4980000, None)
    """
    found = _PLACE.fullmatch(text)
    if not found:
        return None
    return ((int(found[1] or 0) * 60 + int(found[2])) * 60 + int(found[3])) * 1000


def _within(text: str, duration_ms: int) -> bool:
    ms = second_ms(text)
    return ms is not None and ms <= duration_ms


def _evidence(at: str, transcript: Transcript | None) -> tuple[Evidence, ...]:
    """The utterance heard at the second that was named."""
    ms = second_ms(at)
    place = None if ms is None or transcript is None else utterance_at(transcript, ms)
    if place is None or transcript is None:
        return ()
    return (Evidence.whole(transcript.utterances, place, rule=RULE),)


def _named(key: str, title: Text) -> Text:
    words = WORDS[key]
    return Text(ru=words.ru.format(title=title.ru), en=words.en.format(title=title.en))
