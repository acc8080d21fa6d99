"""Odd calls: a clear error or `unsure`, never a crash, never a score for nothing."""

from dataclasses import replace

import pytest

from pipeline.calls.recording import Call, Role
from pipeline.calls.span import Span
from pipeline.calls.text import Language
from pipeline.calls.transcript import Transcript, Utterance
from pipeline.calls.wire import TranscriptError, transcript_from_json
from pipeline.rubrics.verdict import Verdict
from pipeline.scoring.evaluation import Evaluation
from pipeline.scoring.score import score
from tests.notation import scorecards


def scored(*said: tuple[Role, str], language: Language | None = Language.EN, step: int = 3000) -> Evaluation:
    utterances = tuple(
        Utterance(role, Span(i * step, i * step + 2500), text) for i, (role, text) in enumerate(said)
    )
    transcript = Transcript(Call(id="odd", language=language), utterances)
    evaluation = score(scorecards()["active_sales"], transcript)
    evaluation.check(transcript)
    return evaluation


def verdicts(evaluation: Evaluation) -> set[Verdict]:
    return {f.verdict for f in evaluation.findings}


def test_an_empty_call_earns_nothing_and_blames_nobody() -> None:
    evaluation = scored()
    assert Verdict.NOT_MET not in verdicts(evaluation)
    assert Verdict.MET not in verdicts(evaluation)
    assert evaluation.tally.percent is None


def test_a_call_in_no_known_language_is_unsure_throughout() -> None:
    assert verdicts(scored((Role.AGENT, "Guten Tag"), language=None)) == {Verdict.UNSURE}


def test_one_long_turn_is_no_crash_and_no_blame_of_an_unknown_speaker() -> None:
    text = "hello it is me and I want my parcel and nobody rings back " * 300
    assert Verdict.NOT_MET not in verdicts(scored((Role.UNKNOWN, text)))


def test_ten_thousand_utterances_are_scored() -> None:
    said = [(Role.AGENT if i % 2 else Role.CLIENT, "well yes, number forty two") for i in range(10_000)]
    assert len(scored(*said).findings) == len(scorecards()["active_sales"].criteria)


def test_emoji_marks_and_mixed_languages_are_words_like_any_other() -> None:
    said = [
        (Role.CLIENT, "🙂🙂 … !!! ?"),
        (Role.AGENT, "ok 👍🏽 привет, your заказ #42 — «готов» ™ ﷺ \u200b"),
        (Role.CLIENT, "¯\\_(ツ)_/¯ спасибо thanks"),
    ]
    for language in Language:
        assert scored(*said, language=language).findings


def test_utterances_that_overlap_wholly_are_scored() -> None:
    assert scored((Role.CLIENT, "where is it"), (Role.AGENT, "on the van"), step=0).findings


@pytest.mark.parametrize(
    "fault",
    [
        {"role": "boss", "start_ms": 0, "end_ms": 5, "text": "hi"},
        {"role": "agent", "start_ms": -5, "end_ms": 5, "text": "hi"},
        {"role": "agent", "start_ms": 9, "end_ms": 5, "text": "hi"},
        {"role": "agent", "start_ms": 0, "end_ms": 5, "text": " "},
        {"role": "agent", "start_ms": 0, "end_ms": 5},
        "words",
    ],
)
def test_a_malformed_utterance_is_a_clear_error(fault: object) -> None:
    with pytest.raises(TranscriptError):
        transcript_from_json({"id": "x", "language": "en", "utterances": [fault]})


def test_the_same_call_twice_gives_the_same_words() -> None:
    said = [(Role.CLIENT, "my lorry is late again"), (Role.AGENT, "sorry, I'll ring him now")]
    assert scored(*said) == scored(*said)
    assert replace(scored(*said)) == scored(*said)
