"""Verdicts of small calls, written as calls."""

import pytest

from pipeline.calls.quality import ChannelQuality, Quality
from pipeline.calls.text import Text
from pipeline.calls.transcript import Transcript
from pipeline.rubrics.verdict import Verdict
from pipeline.scoring.evaluation import Finding, evaluation_from_json, evaluation_to_json
from pipeline.scoring.examples import failures
from pipeline.scoring.score import score
from tests.notation import call, one_criterion, scorecards

STOP = "brush:\n  en: [not my department]\n  ru: [не ко мне]\nback:\n  en: [sorry]\n  ru: [извините]"
KEEP_CLEAR = "not_met_when: {phrase: brush, by: agent, unless: back}\notherwise: met"


def asked(transcript: Transcript, looks: str = KEEP_CLEAR, phrases: str = STOP) -> Finding:
    evaluation = score(one_criterion(looks, phrases), transcript)
    evaluation.check(transcript)
    return evaluation.findings[0]


def test_a_quote_carries_not_met() -> None:
    finding = asked(call("client 0:01 where is it\nagent 0:03 That's not my department.\nclient 0:05 oh"))
    assert finding.verdict is Verdict.NOT_MET
    assert finding.evidence[0].quote == "That's not my department."
    assert finding.evidence[0].rule == "phrase:brush"


def test_a_repair_in_the_same_turn_takes_it_back() -> None:
    assert asked(call("agent 0:01 not my department. Sorry, I'll ask")).verdict is Verdict.MET


def test_the_clients_words_are_never_the_agents() -> None:
    assert asked(call("client 0:01 not my department\nagent 0:03 right")).verdict is Verdict.MET


def test_reported_speech_is_nobodys_act() -> None:
    assert asked(call("agent 0:01 he said that's not my department")).verdict is Verdict.MET
    assert asked(call("agent 0:01 I said it's not my department")).verdict is Verdict.NOT_MET


def test_a_badly_heard_word_cannot_carry_not_met() -> None:
    assert asked(call("agent 0:01 not{0.6} my department\nclient ok")).verdict is Verdict.UNSURE
    assert asked(call("agent 0:01 not{0.9} my department\nclient ok")).verdict is Verdict.NOT_MET


def test_an_unknown_speaker_is_not_blamed_and_may_hide_a_fault() -> None:
    assert asked(call("unknown 0:01 not my department\nagent 0:03 hello")).verdict is Verdict.UNSURE


def test_bad_audio_is_a_doubt() -> None:
    heard = call("agent 0:01 not my department\nclient 0:04 oh")
    channel = ChannelQuality(-20.0, -60.0, 0.3, 0.5, dead=False)
    doubted = Quality((channel,), (Text(ru="перегрузка", en="clipping"),))
    transcript = Transcript(heard.call, heard.utterances, quality=doubted)
    finding = asked(transcript)
    assert finding.verdict is Verdict.UNSURE
    assert "clipping" in finding.reason.en


def test_sound_that_bears_words_may_not_bear_their_absence() -> None:
    noisy = Quality(
        (ChannelQuality(-20.0, -40.0, 0.0, 0.5, dead=False),), (), (Text(ru="шум", en="only 20 dB"),)
    )
    said = call("agent 0:01 not my department\nclient 0:04 oh")
    assert asked(Transcript(said.call, said.utterances, quality=noisy)).verdict is Verdict.NOT_MET
    curt = call("agent 0:01 hello\nclient 0:03 hi\nagent 0:05 right")
    finding = asked(Transcript(curt.call, curt.utterances, quality=noisy), ABSENCE)
    assert finding.verdict is Verdict.UNSURE
    assert "20 dB" in finding.reason.en


def test_an_absence_among_words_that_were_guessed_proves_nothing() -> None:
    sure = call("agent 0:01 hello there{0.9} everyone\nclient 0:03 hi\nagent 0:05 right you are then")
    guessed = call(
        "agent 0:01 hello{0.4} there{0.6} everyone{0.7}\nclient 0:03 hi\nagent 0:05 right{0.7} you are then"
    )
    assert asked(sure, ABSENCE).verdict is Verdict.NOT_MET
    assert asked(guessed, ABSENCE).verdict is Verdict.UNSURE


def test_met_by_absence_shows_what_was_searched() -> None:
    finding = asked(call("agent 0:01 hello\nclient 0:03 hi\nagent 0:05 bye"))
    assert [e.utterance for e in finding.evidence] == [0, 2]


def test_an_agent_who_never_spoke_is_not_praised() -> None:
    assert asked(call("client 0:01 hello")).verdict is Verdict.UNSURE


LAST = "{phrase: back, by: agent, last_turns: 2}"
ABSENCE = f"not_met_when:\n  none: [{LAST}]\nmet_when: {LAST}"


def test_an_absence_says_where_it_was_searched() -> None:
    finding = asked(call("agent 0:01 hello\nclient 0:03 hi\nagent 0:05 right"), ABSENCE)
    assert finding.verdict is Verdict.NOT_MET
    assert finding.searched is not None
    assert finding.searched.span.start_ms == 1000


def test_an_absence_in_a_cut_call_proves_nothing() -> None:
    assert asked(call("cut: true\nagent 0:01 hello\nclient 0:03 hi"), ABSENCE).verdict is Verdict.UNSURE


def test_words_for_and_against_are_left_to_a_person() -> None:
    looks = "met_when: {phrase: back, by: agent}\nnot_met_when: {phrase: brush, by: agent}"
    assert asked(call("agent 0:01 sorry not my department"), looks).verdict is Verdict.UNSURE


def test_another_language_is_not_applicable_and_none_is_unsure() -> None:
    russian_only = f"languages: [ru]\n{KEEP_CLEAR}"
    assert asked(call("agent 0:01 hello"), russian_only).verdict is Verdict.NOT_APPLICABLE


def test_every_criterion_is_answered_once_and_survives_json() -> None:
    card = scorecards()["vip"]
    evaluation = score(
        card, call("agent 0:01 Good morning, Ashdown Foods\nclient 0:03 Hello\nagent 0:05 Bye")
    )
    assert [f.criterion for f in evaluation.findings] == [c.id for _, c, _ in card.criteria]
    assert evaluation_from_json(evaluation_to_json(evaluation)) == evaluation


def test_an_empty_call_is_scored_without_a_not_met() -> None:
    for card in scorecards().values():
        verdicts = {f.verdict for f in score(card, call("language: en\nclient 0:01 hello")).findings}
        assert Verdict.NOT_MET not in verdicts


@pytest.mark.parametrize("name", ["client_sector", "vip"])
def test_the_rubrics_own_examples_hold(name: str) -> None:
    card = scorecards()[name]
    ran, failed = failures(card, {c.id for _, c, _ in card.criteria})
    assert ran > 100
    assert failed == ()
