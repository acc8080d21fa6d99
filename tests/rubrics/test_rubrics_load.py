"""The reader of rubrics: strict, complete, each fault with its place."""

import pytest

from pipeline.rubrics.lint import lint
from pipeline.rubrics.load import load_scorecards
from tests.notation import one_criterion, scorecards

RUBRIC = """\
rubric: r
title: {ru: Р, en: R}
phrases:
  thanks:
    ru: [спасибо]
    en: [thank you]
criteria:
  - id: one
    title: {ru: Т, en: T}
    question: {ru: В, en: Q}
    weight: 5
    met_when: {phrase: thanks, by: agent}
"""
CARD = """\
scorecard: s
version: 1
title: {ru: К, en: C}
sector: client
rubrics:
  - {rubric: r, weight: 1}
"""


def problems(rubric: str = RUBRIC, card: str = CARD) -> list[str]:
    return [str(p) for p in load_scorecards({"r.yaml": rubric, "s.yaml": card})[1]]


def test_a_right_rubric_has_no_problems() -> None:
    assert problems() == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("weight: 5", "wieght: 5", "r.yaml:11:5: a criterion has no 'wieght'"),
        ("weight: 5", "weight: 5\n    weight: 6", "r.yaml:12:5: 'weight' stands twice"),
        (
            "weight: 5",
            "weight: five",
            "r.yaml:11:13: weight of criterion 'one' is a whole number, not 'five'",
        ),
        ("weight: 5", "weight: 0", "at least 1, not 0"),
        ("    weight: 5\n", "", "is missing 'weight'"),
        ("{phrase: thanks", "{phrse: thanks", "unknown look 'phrse'; there are: all, any, none, phrase"),
        ("{phrase: thanks", "{phrase: thx", "no phrase list 'thx'"),
        ("by: agent", "by: boss", "'by' is one of agent, client, either"),
        ("{ru: В, en: Q}", "{ru: В}", "missing its 'en' wording"),
        ("{ru: В, en: Q}", "Q?", "is {ru: …, en: …}, not 'Q?'"),
        ("met_when: {phrase: thanks, by: agent}", "reasons: {}", "needs met_when or not_met_when"),
        (
            "met_when: {phrase: thanks, by: agent}",
            "met_when: {phrase: thanks, next_turns: 2}",
            "say 'after' what",
        ),
        ("criteria:", "criteria: [", "r.yaml:"),
    ],
)
def test_each_fault_is_told_with_its_place(old: str, new: str, told: str) -> None:
    found = problems(RUBRIC.replace(old, new, 1))
    assert any(told in line for line in found), found


def test_all_faults_come_at_once() -> None:
    found = problems(RUBRIC.replace("weight: 5", "weight: 0").replace("by: agent", "by: boss"))
    assert sum(line.startswith("r.yaml") for line in found) == 2


def test_no_and_yes_stay_words() -> None:
    assert problems(RUBRIC.replace("[thank you]", "[no, yes]")) == []


def test_two_criteria_of_one_name_are_refused() -> None:
    twice = RUBRIC + RUBRIC[RUBRIC.index("  - id") :]
    assert any("stands already in r.yaml" in line for line in problems(twice))


def test_a_scorecard_of_an_unknown_rubric_is_refused() -> None:
    assert any(
        "no rubric 'q'; there are: r" in line
        for line in problems(card=CARD.replace("rubric: r", "rubric: q"))
    )


def test_weights_can_be_changed_and_criteria_left_out() -> None:
    two = RUBRIC + RUBRIC[RUBRIC.index("  - id") :].replace("id: one", "id: two")
    changed = CARD.replace("weight: 1}", "weight: 2, weights: {one: 7}, leave_out: [two]}")
    cards, found = load_scorecards({"r.yaml": two, "s.yaml": changed})
    assert not found
    assert [(c.id, weight) for _, c, weight in cards["s"].criteria] == [("one", 14)]


def test_the_digest_changes_with_a_phrase_and_not_with_an_example() -> None:
    first = load_scorecards({"r.yaml": RUBRIC, "s.yaml": CARD})[0]["s"].digest
    example = RUBRIC + "    examples: {met: ['agent 0:01 thank you']}\n"
    assert load_scorecards({"r.yaml": example, "s.yaml": CARD})[0]["s"].digest == first
    assert (
        load_scorecards({"r.yaml": RUBRIC.replace("спасибо", "благодарю"), "s.yaml": CARD})[0]["s"].digest
        != first
    )


def test_the_default_rubrics_have_nothing_to_remark_on() -> None:
    assert [remark for card in scorecards().values() for remark in lint(card)] == []


def test_the_lint_sees_feelings_and_absence_and_missing_examples() -> None:
    card = one_criterion(
        "met_when: {phrase: thanks, by: agent}\notherwise: not_met",
        "thanks:\n  en: [thanks]\n  ru: [спасибо]",
    )
    remarks = "\n".join(lint(card))
    assert "no examples" in remarks
    assert "because a phrase was not found" in remarks
    assert "no 'sought'" in remarks


def test_the_default_weights_start_from_the_published_split() -> None:
    points = {
        w.rubric.id: sum(c.weight for c in w.rubric.criteria) for w in scorecards()["client_sector"].rubrics
    }
    assert points == {"courtesy": 30, "responsiveness": 25, "problem_resolution": 45}


def test_the_weights_of_vip_count_results_and_development_most() -> None:
    card = scorecards()["vip"]
    points = {w.rubric.id: w.weight * sum(c.weight for c in w.rubric.criteria) for w in card.rubrics}
    total = sum(points.values())
    assert points["problem_resolution"] + points["client_development"] > 0.75 * total
    assert points["courtesy"] < 0.15 * total
