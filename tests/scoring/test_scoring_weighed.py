"""Where no sentence decides, the whole call does: with quotes, and only where nothing of it is hidden."""

from dataclasses import replace

import numpy as np
import pytest

from pipeline.calls.recording import Role
from pipeline.calls.transcript import Transcript
from pipeline.detectors.scene import stage
from pipeline.detectors.summary import summary
from pipeline.rubrics.balance_model import Balance, feature_names, read_balances
from pipeline.rubrics.files import read_folder
from pipeline.rubrics.load import load_scorecards
from pipeline.rubrics.notation import call_from_text
from pipeline.rubrics.rubric import Scorecard
from pipeline.rubrics.verdict import Verdict
from pipeline.scoring.evaluation import Finding
from pipeline.scoring.score import score
from pipeline.scoring.weighed import LEAST
from tests.notation import scorecards

SENT_AWAY = """
    agent 0:01 Stores.
    client 0:03 Hello, my chairs were due on Monday and there is no sign of them.
    agent 0:07 Reference.
    client 0:09 KT 551.
    agent 0:12 The haulier has them, so you are better off asking the haulier.
    client 0:17 I have asked. They told me to speak to you.
    agent 0:21 They always say that, it's nothing to do with us.
    client 0:25 So who is going to sort this out?
    agent 0:28 No idea, mate. It's on the paperwork.
    client 0:32 This is the third time I have rung, it's a disgrace.
    agent 0:36 Well I can't conjure up a lorry, can I.
    client 0:40 I want my money back then.
    agent 0:43 Put it in writing to head office.
    client 0:46 You'll never see another order from me.
    agent 0:49 Suit yourself.
"""
TAKEN_UP = """
    agent 0:01 Good morning, Ashdown Foods, Grace speaking.
    client 0:04 Morning Grace, it's Omar from the Lantern. Half the tomatoes you sent are mush.
    agent 0:09 Oh Omar, I'm sorry, on a Friday as well. How many trays is it?
    client 0:13 Four out of ten.
    agent 0:16 Four trays. Are the other six firm enough to use?
    client 0:19 They'll do for today.
    agent 0:21 Right, I'm putting four fresh ones on the two o'clock van, no charge for them.
    client 0:26 Brilliant, thank you.
    agent 0:28 He'll take the soft ones away, and I'll ring you at three to check they're all right.
    client 0:33 That's perfect, Grace.
    agent 0:35 Anything else you need for tonight?
    client 0:38 No, that's the lot. Thanks ever so much.
    agent 0:41 Have a good service, Omar, bye now.
"""


def card() -> Scorecard:
    return scorecards()["client_sector"]


def told(transcript: Transcript) -> dict[str, Finding]:
    return {f.criterion: f for f in score(card(), transcript).findings}


def weighed(findings: dict[str, Finding]) -> dict[str, Verdict]:
    return {c: f.verdict for c, f in findings.items() if any(e.rule == "weighed" for e in f.evidence)}


def test_a_call_that_sends_away_throughout_is_not_told_to_have_met_anything() -> None:
    findings = told(call_from_text(SENT_AWAY))
    left = {"request_taken", "outcome_stated", "next_step", "conflict_defused", "resolution_confirmed"}
    assert {c for c in left if findings[c].verdict is Verdict.MET} == set()


def test_the_whole_of_a_call_blames_nobody() -> None:
    for text in (SENT_AWAY, TAKEN_UP):
        assert Verdict.NOT_MET not in weighed(told(call_from_text(text))).values()


def test_what_the_whole_call_says_is_shown_by_its_own_words() -> None:
    for text in (SENT_AWAY, TAKEN_UP):
        call = call_from_text(text)
        findings = told(call)
        for criterion in weighed(findings):
            for quote in findings[criterion].evidence:
                assert call.utterances[quote.utterance].text[quote.start_char : quote.end_char] == quote.quote


def test_a_call_that_takes_the_matter_up_blames_nobody() -> None:
    findings = told(call_from_text(TAKEN_UP))
    assert [c for c, f in findings.items() if f.verdict is Verdict.NOT_MET] == []
    for criterion in (
        "acknowledges_problem",
        "ownership",
        "outcome_stated",
        "next_step",
        "resolution_confirmed",
    ):
        assert findings[criterion].verdict is Verdict.MET, criterion


def hidden(call: Transcript, how: str) -> Transcript:
    said = call.utterances
    if how == "cut":
        return replace(call, call=replace(call.call, cut=True))
    if how == "unknown":
        return replace(call, utterances=(*said[:4], replace(said[4], role=Role.UNKNOWN), *said[5:]))
    if how == "unheard":
        speech = tuple(u.span for u in said)
        return replace(call, utterances=(*said[:4], *said[5:]), speech=speech)
    return replace(call, utterances=said[: LEAST - 1])


@pytest.mark.parametrize("how", ["cut", "unknown", "unheard", "short"])
@pytest.mark.parametrize("text", [SENT_AWAY, TAKEN_UP])
def test_a_call_that_hides_something_is_not_weighed(text: str, how: str) -> None:
    assert weighed(told(hidden(call_from_text(text), how))) == {}


def test_a_call_is_summed_up_by_what_its_utterances_carry() -> None:
    call = call_from_text(TAKEN_UP)
    scene = stage(call, card().phrases, card().events)
    assert scene.events is not None
    events = scene.events.model.events
    counted, carried = summary(events, scene.events.probabilities, call)
    assert counted.shape == (len(feature_names(events)),)
    assert carried.shape == (len(call.utterances), len(counted))
    assert np.abs(counted[:-1] - carried.sum(axis=0)[:-1]).max() <= 0.5
    assert counted[-1] == 0


def test_a_balance_weighs_in_whole_numbers_and_says_what_is_wrong_with_it() -> None:
    features = feature_names(["agent/greet"])
    read = read_balances(
        {"q": {"bias": {"met": 0, "not_met": 0}, "weights": {features[0]: {"met": 2000}}}}, features
    )
    found = read["q"].probabilities(np.array([100, 0, 0, 0, 0]))
    assert found[Verdict.MET] == pytest.approx(1 / (1 + np.exp(-2)))
    assert sum(found.values()) == pytest.approx(1)
    with pytest.raises(ValueError, match="two answers"):
        Balance((Verdict.MET,), (0,), np.zeros((1, 1), dtype=np.int64))
    with pytest.raises(KeyError):
        read_balances({"q": {"bias": {"met": 0, "not_met": 0}, "weights": {"no such": {"met": 1}}}}, features)


def test_a_question_nobody_weighed_calls_for_is_a_fault_of_the_rubric() -> None:
    rubric = """
rubric: own
title: {ru: Своё, en: Own}
phrases:
  yes_words: {en: ["yes"], ru: [да]}
criteria:
  - id: never_learnt
    title: {ru: Да, en: Yes}
    question: {ru: "Сказано ли «да»?", en: "Was yes said?"}
    weight: 1
    met_when: {phrase: yes_words, by: agent}
    weighed: [met]
"""
    _, problems = load_scorecards({"own.yaml": rubric})
    assert any("no call has been weighed" in str(p) for p in problems)


def test_a_rubric_that_lets_the_whole_of_a_call_blame_is_refused() -> None:
    files = {
        name: text.replace("weighed: [met,", "weighed: [not_met,") for name, text in read_folder().items()
    }
    _, problems = load_scorecards(files)
    assert any("it blames nobody" in str(p) for p in problems)
