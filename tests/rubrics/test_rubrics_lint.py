"""The lint: everything unwise in a rubric, at once, each with its place and its remedy."""

from collections import Counter

import pytest

from pipeline.calls.text import Language
from pipeline.rubrics.lint import lint
from pipeline.rubrics.load import load_scorecards
from pipeline.rubrics.notation import call_from_text
from pipeline.rubrics.verdict import Verdict
from tests.notation import scorecards

RUBRIC = """\
rubric: r
title: {{ru: Р, en: R}}
phrases:
  thanks:
    ru: [спасибо]
    en: [thank you]
  waits:
    ru: [ждите]
    en: [wait]
criteria:
  - id: one
    title: {{ru: Т, en: T}}
    question: {{ru: "{ru}", en: "{en}"}}
    sought: {{ru: слово, en: a word}}
    weight: 5
{looks}
    examples:
      met: ["agent 0:01 Thank you", "agent 0:01 Thank you so much", "agent 0:01 Спасибо"]
      not_met: ["agent 0:01 Wait"]
      not_applicable: ["client 0:01 Hello"]
{more}
"""
LOOKS = """\
    applies_when: {speaks: {}, by: agent}
    met_when: {phrase: thanks, by: agent}"""
CARD = """\
scorecard: s
version: 1
title: {{ru: К, en: C}}
sector: client
{points}
rubrics:
  - {{rubric: r, weight: 1}}
"""


def remarks(
    *,
    ru: str = "Поблагодарил?",
    en: str = "Did the agent thank?",
    looks: str = LOOKS,
    more: str = "",
    points: str = "",
) -> tuple[str, ...]:
    files = {
        "r.yaml": RUBRIC.format(ru=ru, en=en, looks=looks, more=more),
        "s.yaml": CARD.format(points=points),
    }
    cards, problems = load_scorecards(files)
    assert not problems, [str(p) for p in problems]
    return lint(cards["s"])


def test_a_wise_rubric_is_not_remarked_on() -> None:
    assert remarks() == ()


@pytest.mark.parametrize(
    ("ru", "en", "what"),
    [
        ("Не был ли сотрудник раздражён?", "Did the agent thank?", "feeling"),
        ("Поблагодарил?", "Was the agent angry?", "feeling"),
        ("Каким тоном говорил сотрудник?", "Did the agent thank?", "feeling"),
        ("Поблагодарил?", "Did the agent thank in a proper way?", "vague"),
        ("Вёл ли себя сотрудник профессионально?", "Did the agent thank?", "vague"),
        ("Поблагодарил?", "Did the agent smile?", "no transcript"),
        ("Занёс ли сотрудник заявку в CRM?", "Did the agent thank?", "no transcript"),
        ("Правильный ли ответ дал сотрудник?", "Did the agent thank?", "no transcript"),
    ],
)
def test_a_question_that_nobody_can_answer_from_words_is_remarked_on(ru: str, en: str, what: str) -> None:
    found = remarks(ru=ru, en=en)
    assert len(found) == 1
    assert what in found[0]
    assert found[0].startswith("r.yaml:11:5: r/one: ")


def test_a_criterion_that_fails_calls_in_which_it_never_arose_is_remarked_on() -> None:
    looks = "    met_when: {phrase: thanks, by: agent}\n    not_met_when: {phrase: waits, by: agent}"
    assert any("cannot answer not_applicable" in remark for remark in remarks(looks=looks))


def test_keeping_clear_of_something_always_applies() -> None:
    looks = "    not_met_when: {phrase: waits, by: agent}\n    otherwise: met"
    assert remarks(looks=looks) == ()


def test_one_act_that_counts_twice_is_remarked_on() -> None:
    looks = "    not_met_when: {phrase: waits, by: agent}\n    otherwise: met"
    more = """\
  - id: two
    title: {ru: Т, en: T}
    question: {ru: "Не сказал ли «ждите»?", en: "Was the client told to hold?"}
    sought: {ru: слово, en: a word}
    weight: 5
    not_met_when: {phrase: waits, by: agent}
    otherwise: met
    examples:
      met: ["agent 0:01 Thank you", "agent 0:01 Thank you so much", "agent 0:01 Спасибо"]
      not_met: ["agent 0:01 Wait"]"""
    assert [r for r in remarks(looks=looks, more=more) if "one and two fail for the same words" in r]


def test_two_questions_that_ask_the_same_are_remarked_on() -> None:
    more = """\
  - id: two
    title: {ru: Т, en: T}
    question: {ru: "Сказал ли спасибо?", en: "The agent did thank?"}
    sought: {ru: слово, en: a word}
    weight: 5
    applies_when: {speaks: {}, by: agent}
    met_when: {phrase: waits, by: agent}
    examples:
      met: ["agent 0:01 Wait", "agent 0:01 Please wait", "agent 0:01 Ждите"]
      not_applicable: ["client 0:01 Hello"]"""
    assert [r for r in remarks(more=more) if "one and two ask nearly the same" in r]


def test_weights_that_do_not_add_up_are_remarked_on_with_their_parts() -> None:
    found = remarks(points="points: 100")
    assert found == (
        "s.yaml:1:1: s: weights add up to 5, not to the 100 of 'points' (r 5); mend one of them",
    )
    assert remarks(points="points: 5") == ()


def test_all_that_is_unwise_is_said_at_once() -> None:
    looks = "    met_when: {phrase: thanks}\n    otherwise: not_met"
    told = "\n".join(
        remarks(en="Was the agent angry, loud and professional?", looks=looks, points="points: 7")
    )
    for what in ("feeling", "vague", "no transcript", "without 'by'", "phrase was not found", "add up"):
        assert what in told


CARRIED = {
    "no_stop_phrases": {Verdict.NOT_APPLICABLE},
    "no_rudeness": {Verdict.NOT_APPLICABLE},
    "no_talk_over": {Verdict.NOT_APPLICABLE},
    "no_dead_air": {Verdict.NOT_APPLICABLE},
}
"""criteria.md knows no call to which these do not apply."""


def test_every_default_criterion_carries_its_examples_in_both_languages() -> None:
    wanted = {Verdict.MET: 6, Verdict.NOT_MET: 6, Verdict.NOT_APPLICABLE: 3}
    missing = []
    for _, criterion, _ in scorecards()["vip"].criteria:
        counts = Counter(e.verdict for e in criterion.examples)
        spoken = Counter((e.verdict, call_from_text(e.call).call.language) for e in criterion.examples)
        for verdict, least in wanted.items():
            if verdict in CARRIED.get(criterion.id, set()):
                continue
            if counts[verdict] < least:
                missing.append(f"{criterion.id}: {counts[verdict]} of {least} {verdict}")
            both = {Language.RU, Language.EN} if set(criterion.languages) == set(Language) else set()
            missing += [
                f"{criterion.id}: no {verdict} in {lang}" for lang in both if not spoken[verdict, lang]
            ]
    assert not missing
