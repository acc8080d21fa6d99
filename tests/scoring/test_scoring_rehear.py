"""A second hearing: what it bears out, what it takes back, what is kept of it. The words are written."""

from collections.abc import Sequence
from dataclasses import replace
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.calls.recording import Role
from pipeline.calls.span import Span
from pipeline.calls.transcript import EngineStamp, Transcript, Utterance, Word
from pipeline.rubrics.verdict import Verdict
from pipeline.scoring.evaluation import Evaluation, Finding, evaluation_from_json, evaluation_to_json
from pipeline.scoring.needs import MOST_SEARCHED_MS, needs, stretches
from pipeline.scoring.rehear import again, kept, reconsidered
from pipeline.scoring.score import score
from pipeline.scoring.second_hearing import Outcome, SecondHearing
from tests.notation import call, scorecards

STAMP = EngineStamp("other", "1", "base", "sha256:0", (("beam_size", "1"),))
CHANNEL = {Role.AGENT: 0, Role.CLIENT: 1}
CARD = scorecards()["client_sector"]

RUDE = """
    client 0:01 Hello, it's Steve Pratt, where is my order
    agent 0:05 I don't know.
    client 0:08 Well can you look it up please
    agent 0:12 Account number.
    client 0:15 It's 42.
    agent 0:18 Right. Someone will call you when they get a minute.
"""


def two_tracks(text: str, *, speech: Sequence[tuple[int, int, int]] = ()) -> Transcript:
    """A call with a channel a party, and stretches `(channel, start, end)` in which speech has no words."""
    said = call(text)
    utterances = tuple(replace(u, channel=CHANNEL[u.role]) for u in said.utterances)
    spoken = sorted([*(u.span for u in utterances), *(Span(a, b) for _, a, b in speech)])
    return replace(said, utterances=utterances, speech=tuple(spoken))


def tracks_of(transcript: Transcript, *, speech: Sequence[tuple[int, int, int]] = ()) -> list[list[Span]]:
    return [
        sorted(
            [u.span for u in transcript.utterances if u.channel == channel]
            + [Span(a, b) for c, a, b in speech if c == channel]
        )
        for channel in (0, 1)
    ]


def worded(utterance: Utterance, text: str) -> Utterance:
    """An utterance as an engine gives it: `text` spread evenly over its seconds."""
    pieces = text.split()
    step = utterance.span.duration_ms // len(pieces)
    start = utterance.span.start_ms
    words = tuple(
        Word(piece, Span(start + i * step, start + (i + 1) * step), 0.4) for i, piece in enumerate(pieces)
    )
    return replace(utterance, role=Role.UNKNOWN, text=text, words=words)


def heard_again(
    text: str, second: dict[int, str], *, speech: Sequence[tuple[int, int, int]] = (), more: str = ""
) -> Evaluation:
    """The evaluation of a call after a second hearing that differs in the utterances named by `second`.

    `more` is what it heard in the first wordless stretch of `speech`.
    """
    transcript = two_tracks(text, speech=speech)
    first = score(CARD, transcript)
    texts = {i: second.get(i, u.text) for i, u in enumerate(transcript.utterances)}
    words = [worded(transcript.utterances[i], said) for i, said in texts.items() if said]
    if more:
        channel, start, end = speech[0]
        words.append(worded(Utterance(Role.UNKNOWN, Span(start, end), more, channel=channel), more))
    found = again(
        transcript,
        needs(transcript, first).values(),
        speech=tracks_of(transcript, speech=speech),
        words=words,
        stamp=STAMP,
    )
    after = reconsidered(CARD, transcript, first, found)
    after.check(transcript)
    assert evaluation_from_json(evaluation_to_json(after)) == after
    return after


def finding(evaluation: Evaluation, criterion: str) -> Finding:
    return next(f for f in evaluation.findings if f.criterion == criterion)


def second_of(evaluation: Evaluation, criterion: str) -> SecondHearing:
    hearing = finding(evaluation, criterion).second_hearing
    assert hearing is not None, criterion
    return hearing


def test_words_that_are_heard_twice_stand_and_both_hearings_are_kept() -> None:
    evaluation = heard_again(RUDE, {1: "Well, I don't know."})
    brushed_off = finding(evaluation, "no_stop_phrases")
    assert brushed_off.verdict is Verdict.NOT_MET
    hearing = second_of(evaluation, "no_stop_phrases")
    assert hearing.outcome is Outcome.AGREED
    assert hearing.engine is not None
    assert hearing.engine.engine == "other"
    assert ("I don't know.", "Well, I don't know.") in [(h.first, h.second) for h in hearing.heard]


@pytest.mark.parametrize(
    "second", ["I do know.", "I know.", "I don't know, let me find out for you.", "mm", ""]
)
def test_a_fault_that_the_second_ear_does_not_hear_is_left_to_a_person(second: str) -> None:
    evaluation = heard_again(RUDE, {1: second})
    brushed_off = finding(evaluation, "no_stop_phrases")
    assert brushed_off.verdict is Verdict.UNSURE
    assert brushed_off.tally.possible == 0
    assert second_of(evaluation, "no_stop_phrases").outcome is Outcome.DIFFERS
    assert "heard again" in brushed_off.reason.en
    assert brushed_off.evidence, "the words of the first hearing are still shown"


def test_of_several_quotes_only_those_heard_twice_are_shown() -> None:
    text = """
        client 0:01 Where is my order
        agent 0:05 That's not my department.
        client 0:09 Oh
        agent 0:30 I don't know.
        client 0:34 Oh
    """
    assert len(finding(heard_again(text, {}), "no_stop_phrases").evidence) == 2
    brushed_off = finding(heard_again(text, {3: "mm"}), "no_stop_phrases")
    assert brushed_off.verdict is Verdict.NOT_MET
    assert [e.quote for e in brushed_off.evidence] == ["That's not my department."]


def test_ty_that_may_have_been_vy_is_no_fault() -> None:
    text = """
        agent 0:01 Добрый день
        client 0:03 Где мой заказ
        agent 0:06 А ты номер помнишь
        client 0:09 Нет
    """
    assert finding(heard_again(text, {}), "formal_address").verdict is Verdict.NOT_MET
    assert finding(heard_again(text, {2: "А вы номер помните"}), "formal_address").verdict is Verdict.UNSURE


def test_an_ending_heard_otherwise_changes_nothing() -> None:
    text = """
        agent 0:01 Слушай, ты накладную подписала
        client 0:04 Подписала
        agent 0:06 Ну и всё
    """
    assert (
        finding(heard_again(text, {0: "слушай ты накладная подписал"}), "formal_address").verdict == "not_met"
    )


def test_a_question_that_was_only_due_by_a_misheard_word_is_left_to_a_person() -> None:
    text = """
        client: Harlow Build, Steve Pratt
        agent 0:01 Trade desk
        client 0:03 It's Steve Pratt at Harlow
        agent 0:06 And what's the problem
        client 0:08 No boards
        agent 0:10 Right
    """
    evaluation = heard_again(text, {1: "It's deep at Harlow"})
    assert finding(heard_again(text, {}), "client_by_name").verdict is Verdict.NOT_MET
    assert finding(evaluation, "client_by_name").verdict is Verdict.UNSURE
    assert "raised the question" in finding(evaluation, "client_by_name").reason.en


def test_a_time_that_the_other_party_named_beside_the_promise_is_heard_again_too() -> None:
    text = """
        client 0:01 So what now
        agent 0:03 Someone will call you
        client 0:05 Okay
        agent 0:07 Right
        client 0:08 Right
    """
    assert finding(heard_again(text, {}), "dated_promise").verdict is Verdict.NOT_MET
    assert finding(heard_again(text, {2: "By three today"}), "dated_promise").verdict is Verdict.UNSURE


ABRUPT = """
    agent 0:01 Good morning, Ashdown Foods, Grace speaking
    client 0:05 Hello, have you any flour
    agent 0:08 It goes out on the van
    client 0:11 All right cheers
    agent 0:13 Yep.
"""
WORDLESS = ((0, 15_000, 16_000),)


def test_a_goodbye_that_only_the_second_ear_hears_takes_the_blame_away() -> None:
    assert finding(heard_again(ABRUPT, {}), "farewell").verdict is Verdict.NOT_MET
    for evaluation in (
        heard_again(ABRUPT, {4: "Yep, bye now."}, speech=WORDLESS),
        heard_again(ABRUPT, {}, speech=WORDLESS, more="Bye now"),
    ):
        parted = finding(evaluation, "farewell")
        assert parted.verdict is Verdict.UNSURE
        assert "it was done" in parted.reason.en
        assert second_of(evaluation, "farewell").searched
    gap = [h for h in second_of(evaluation, "farewell").heard if h.utterance is None]
    assert [(h.first, h.second) for h in gap] == [("", "Bye now")]


def test_speech_that_neither_recogniser_has_words_for_may_have_been_the_goodbye() -> None:
    parted = finding(heard_again(ABRUPT, {}, speech=WORDLESS), "farewell")
    assert parted.verdict is Verdict.UNSURE
    assert "neither" in parted.reason.en


def test_a_spelling_of_the_same_sound_is_the_same_word() -> None:
    text = """
        client 0:01 Когда исправите счёт
        agent 0:04 ничем не могу помочь
        client 0:07 Как же так
    """
    assert finding(heard_again(text, {}), "no_stop_phrases").verdict is Verdict.NOT_MET
    assert finding(heard_again(text, {1: "ни чем ни могу помочь"}), "no_stop_phrases").verdict == "not_met"


def test_words_beside_it_that_were_heard_once_do_not_carry_what_the_second_ear_takes_back() -> None:
    text = """
        agent 0:01 Good morning
        client 0:04 Where is my order
        agent 0:07 I don't know.
        client 0:10 Oh
        agent 0:50 That's not{0.85} my department.
        client 0:54 Oh dear
    """
    transcript = two_tracks(text)
    brushed_off = finding(score(CARD, transcript), "no_stop_phrases")
    assert [e.quote for e in brushed_off.evidence] == ["I don't know."]
    after = finding(heard_again(text, {2: "I do know."}), "no_stop_phrases")
    assert after.verdict is Verdict.UNSURE


def test_a_stretch_too_long_to_be_heard_again_says_so() -> None:
    lines = [
        f"agent {i // 60}:{i % 60:02d}-{(i + 9) // 60}:{(i + 9) % 60:02d} Account number and the postcode"
        for i in range(0, MOST_SEARCHED_MS // 1000 + 10, 10)
    ]
    evaluation = heard_again("\n".join(lines), {})
    assert finding(evaluation, "polite_formulas").verdict is Verdict.NOT_MET
    hearing = second_of(evaluation, "polite_formulas")
    assert not hearing.searched
    assert hearing.heard, "the words that made it due are heard again all the same"


def test_only_what_a_finding_rests_on_is_heard_again() -> None:
    transcript = two_tracks(RUDE)
    assert needs(transcript, replace(score(CARD, transcript), findings=())) == {}
    talk = "\n".join(
        f"{'agent' if i % 8 else 'client'} {i // 60}:{i % 60:02d} mm that is so {i}"
        for i in range(20, 100, 4)
    )
    text = (
        "agent 0:01 Good morning, Ashdown Foods, Grace speaking\nclient 0:05 Hello\n"
        "agent 0:09 That's not my department.\nclient 0:12 Oh\n" + talk + "\nagent 1:50 Bye now"
    )
    transcript = two_tracks(dedent(text))
    only = {c: n for c, n in needs(transcript, score(CARD, transcript)).items() if c == "no_stop_phrases"}
    assert only
    asked = stretches(transcript, only.values(), speech=tracks_of(transcript))
    assert sum(s.duration_ms for spans in asked for s in spans) < 10_000


def test_a_card_that_only_the_second_ear_makes_out_is_kept_nowhere() -> None:
    text = """
        agent 0:01 What's the card number
        client 0:03-0:09 four nine seven something
        agent 0:10-0:13 I don't know.
    """
    transcript = two_tracks(text)
    first = score(CARD, transcript)
    said = transcript.utterances
    found = again(
        transcript,
        needs(transcript, first).values(),
        speech=tracks_of(transcript),
        words=[worded(said[1], "it is 4917 4845 8989 7107 there"), worded(said[2], "I don't know")],
        stamp=STAMP,
    )
    written = str(evaluation_to_json(reconsidered(CARD, transcript, first, found)))
    assert "4845" not in written
    assert "[CARD]" in written
    assert any(m.span.overlaps(said[1].span) for m in found.mutes), "and the playback copy is silenced there"


def test_a_new_evaluation_uses_the_hearings_that_are_kept_and_says_where_there_are_none() -> None:
    transcript = two_tracks(RUDE)
    first = score(CARD, transcript)
    after = heard_again(RUDE, {1: "I do know."})
    hearings = [f.second_hearing for f in after.findings if f.second_hearing]
    assert reconsidered(CARD, transcript, first, kept(hearings)) == after
    unheard = reconsidered(CARD, transcript, first, kept([]))
    assert {f.verdict for f in unheard.findings} == {f.verdict for f in first.findings}
    assert second_of(unheard, "no_stop_phrases") == SecondHearing(Outcome.ONCE)


def test_without_a_second_hearing_the_document_is_what_it_was() -> None:
    assert "second_hearing" not in str(evaluation_to_json(score(CARD, two_tracks(RUDE))))


@settings(max_examples=12, deadline=None)
@given(st.dictionaries(st.integers(0, 5), st.sampled_from(["", "mm", "yes", "I don't know", "bye", "4 5 6"])))
def test_a_second_hearing_only_ever_turns_not_met_into_unsure(second: dict[int, str]) -> None:
    before = {f.criterion: f for f in score(CARD, two_tracks(RUDE)).findings}
    for after in heard_again(RUDE, second).findings:
        was = before[after.criterion]
        if was.verdict is Verdict.NOT_MET:
            assert after.verdict in {Verdict.NOT_MET, Verdict.UNSURE}
            assert (after.verdict is Verdict.UNSURE) == (
                after.second_hearing is not None and after.second_hearing.differs
            )
        else:
            assert after == was
