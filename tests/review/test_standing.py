"""What counts on a question: the fold, and the laws it keeps whatever people do in whatever order."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.calls.evidence import Evidence
from pipeline.calls.recording import Role
from pipeline.calls.span import Span
from pipeline.calls.text import Text
from pipeline.review.answer import Answer, AnswerKind
from pipeline.review.dispute import DECIDED, OWN_ANSWER, OWN_CALL, WORSE, Decision, Dispute, undecidable
from pipeline.review.listening import Play
from pipeline.review.rank import not_worse
from pipeline.review.review import Review, answered_alone, blind_of
from pipeline.review.standing import Stage, Standing, counted, standing, standings
from pipeline.rubrics.verdict import Severity, Verdict
from pipeline.scoring.evaluation import Evaluation, Finding, ScorecardStamp, Searched

NOW = datetime(2026, 10, 7, tzinfo=UTC)
QUOTE = Evidence(0, 0, 6, "Добрый", Span(0, 900), Role.AGENT, "phrase:greeting")


def finding(verdict: Verdict = Verdict.NOT_MET, *, severity: Severity = Severity.NORMAL) -> Finding:
    return Finding(
        criterion="farewell",
        rubric="courtesy",
        verdict=verdict,
        weight=3,
        reason=Text(ru="прощания нет", en="no farewell"),
        severity=severity,
        evidence=(QUOTE,) if verdict is Verdict.MET else (),
        searched=Searched(Text(ru="прощание", en="a farewell"), Role.AGENT, Span(0, 8000)),
    )


def answer(
    verdict: Verdict,
    entry: int,
    *,
    by: str = "anna",
    kind: AnswerKind = AnswerKind.OVERRIDE,
    evaluation: str = "e1",
) -> Answer:
    return Answer(
        recording="r",
        evaluation=evaluation,
        criterion="farewell",
        verdict=verdict,
        kind=kind,
        by=by,
        at=NOW,
        reason="слышно в конце",
        id=f"a{entry}",
        entry=entry,
    )


def dispute(
    entry: int, *, decided: tuple[Verdict, int] | None = None, before: Verdict = Verdict.NOT_MET
) -> Dispute:
    made = Dispute(
        recording="r",
        evaluation="e1",
        criterion="farewell",
        verdict=before,
        by="irina",
        reason="я попрощалась",
        opened_at=NOW,
        deadline=NOW + timedelta(days=7),
        id=f"d{entry}",
        entry=entry,
    )
    if decided is None:
        return made
    return replace(
        made, decision=Decision(made.id, "boris", decided[0], "переслушано дважды", NOW, entry=decided[1])
    )


def test_the_machine_counts_until_a_person_answers() -> None:
    assert standing(finding(), ()) == Standing(Verdict.NOT_MET)
    said = answer(Verdict.MET, 5)
    now = standing(finding(), [said])
    assert (now.verdict, now.by, now.stage, now.answer) == (Verdict.MET, "anna", Stage.OVERRIDDEN, said)


def test_the_last_answer_counts_by_the_logs_number_and_not_by_the_clock() -> None:
    late = replace(answer(Verdict.MET, 5), at=NOW - timedelta(days=300))
    assert standing(finding(), [late, answer(Verdict.NOT_APPLICABLE, 4)]).verdict is Verdict.MET


@pytest.mark.parametrize("kind", [AnswerKind.BLIND, AnswerKind.CALIBRATION])
def test_answers_given_alone_do_not_count(kind: AnswerKind) -> None:
    calibration = "c" if kind is AnswerKind.CALIBRATION else None
    said = replace(answer(Verdict.MET, 5), kind=kind, calibration=calibration)
    assert standing(finding(), [said]) == Standing(Verdict.NOT_MET)


def test_a_dispute_stands_over_whatever_was_confirmed_until_it_is_decided() -> None:
    said = answer(Verdict.NOT_MET, 5, kind=AnswerKind.CONFIRM)
    assert standing(finding(), [said]).confirmed
    contested = standing(finding(), [said], [dispute(6)])
    assert (contested.stage, contested.verdict, contested.confirmed) == (
        Stage.DISPUTED,
        Verdict.NOT_MET,
        False,
    )
    upheld = standing(finding(), [said], [dispute(6, decided=(Verdict.NOT_MET, 7))])
    assert (upheld.stage, upheld.by, upheld.confirmed) == (Stage.DECIDED, "boris", True)
    granted = standing(finding(), [said], [dispute(6, decided=(Verdict.MET, 7))])
    assert (granted.verdict, granted.confirmed) == (Verdict.MET, False)


def test_after_a_decision_nobody_makes_it_worse() -> None:
    decided = [dispute(6, decided=(Verdict.NOT_APPLICABLE, 7))]
    worse = answer(Verdict.NOT_MET, 8, by="carl")
    assert standing(finding(), [worse], decided).verdict is Verdict.NOT_APPLICABLE
    better = answer(Verdict.MET, 9, by="carl")
    assert standing(finding(), [worse, better], decided).verdict is Verdict.MET


def test_a_decision_cannot_be_dated_before_its_dispute() -> None:
    early = dispute(6, decided=(Verdict.MET, 2))
    assert standing(finding(), (), [early]).stage is Stage.DECIDED


def test_an_answer_to_an_earlier_evaluation_counts_on_only_in_favour() -> None:
    good, bad = (answer(v, 5, evaluation="old") for v in (Verdict.MET, Verdict.NOT_MET))
    assert standing(finding(), [good], evaluation="new").verdict is Verdict.MET
    assert standing(finding(Verdict.MET), [bad], evaluation="new").by == "machine"
    assert standing(finding(Verdict.UNSURE), [bad], evaluation="new").verdict is Verdict.UNSURE


verdicts = st.sampled_from(list(Verdict))
kinds = st.sampled_from([AnswerKind.OVERRIDE, AnswerKind.CONFIRM, AnswerKind.DISPUTE])
evaluations = st.sampled_from(["e1", "e2"])


@st.composite
def histories(draw: st.DrawFn) -> tuple[Finding, list[Answer], list[Dispute]]:
    """What may happen to a question: answers and disputes with numbers all their own."""
    numbers = draw(st.lists(st.integers(1, 60), unique=True, max_size=12))
    said: list[Answer] = []
    contested: list[Dispute] = []
    while numbers:
        number = numbers.pop()
        if draw(st.booleans()) or len(contested) > 2:
            said.append(answer(draw(verdicts), number, kind=draw(kinds), evaluation=draw(evaluations)))
        elif numbers and draw(st.booleans()):
            contested.append(dispute(number, decided=(draw(verdicts), numbers.pop()), before=draw(verdicts)))
        else:
            contested.append(dispute(number, before=draw(verdicts)))
    return finding(draw(verdicts)), said, contested


@given(histories(), st.randoms())
def test_the_order_in_which_things_lie_does_not_matter_and_twice_is_once(
    history: tuple[Finding, list[Answer], list[Dispute]], chance: object
) -> None:
    asked, said, contested = history
    whole = standing(asked, said, contested, evaluation="e1")
    shuffled, turned = list(said), list(contested)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    chance.shuffle(turned)  # type: ignore[attr-defined]
    assert standing(asked, shuffled, turned, evaluation="e1") == whole
    assert standing(asked, (*said, *said), contested, evaluation="e1") == whole


@given(histories())
def test_from_a_dispute_on_it_never_becomes_worse(
    history: tuple[Finding, list[Answer], list[Dispute]],
) -> None:
    """Neither than what was disputed, nor than what was decided, whatever is said later."""
    asked, said, contested = history
    ends = {max(d.decision.entry, d.entry) for d in contested if d.decision}
    floors: list[Verdict] = []
    for upto in sorted({a.entry for a in said} | {d.entry for d in contested} | ends):
        known = [
            d if d.decision and d.decision.entry <= upto else replace(d, decision=None)
            for d in contested
            if d.entry <= upto
        ]
        then = standing(asked, [a for a in said if a.entry <= upto], known, evaluation="e1")
        assert all(not_worse(floor, then.verdict) for floor in floors)
        if upto in ends or upto in {d.entry for d in contested}:
            floors.append(then.verdict)


@given(histories())
def test_the_share_of_points_never_falls_by_a_decision(
    history: tuple[Finding, list[Answer], list[Dispute]],
) -> None:
    asked, said, contested = history
    other = replace(finding(Verdict.MET), criterion="greeting")
    whole = Evaluation("r", ScorecardStamp("s", 1, "sha256:0"), (other, asked))

    def share(disputes: list[Dispute]) -> float:
        now = {"farewell": standing(asked, said, disputes, evaluation="e1")}
        return counted(whole, now).tally.percent or 0.0

    for one in contested:
        if one.decision and all(a.entry < one.entry for a in said):
            still = [replace(d, decision=None) for d in contested if d.entry <= one.entry]
            ended = [d if d.id == one.id else replace(d, decision=None) for d in still]
            ended = [one if d.id == one.id else d for d in ended]
            assert share(ended) >= share(still)


def test_what_counts_is_an_evaluation_like_any_other() -> None:
    grave = finding(severity=Severity.FATAL)
    whole = Evaluation("r", ScorecardStamp("s", 1, "sha256:0"), (grave,))
    now = standings(whole, [answer(Verdict.NOT_MET, 5, kind=AnswerKind.CONFIRM)], id="e1")
    assert counted(whole, now).confirmed_fatal == ("farewell",)
    assert counted(whole, standings(whole, ())) == whole
    pointed = replace(answer(Verdict.MET, 5), evidence=(QUOTE,))
    told = counted(whole, standings(whole, [pointed])).findings[0]
    assert (told.verdict, told.evidence, told.reason.en) == (Verdict.MET, (QUOTE,), "слышно в конце")


def test_a_met_that_points_at_nothing_costs_nothing_and_makes_up_no_quote() -> None:
    whole = Evaluation("r", ScorecardStamp("s", 1, "sha256:0"), (finding(),))
    told = counted(whole, standings(whole, [answer(Verdict.MET, 5)])).findings[0]
    assert (told.verdict, told.evidence) == (Verdict.NOT_APPLICABLE, ())


@pytest.mark.parametrize(
    ("by", "verdict", "refused"),
    [
        ("irina", Verdict.MET, OWN_CALL),
        ("irina.work", Verdict.MET, OWN_CALL),
        ("anna", Verdict.MET, OWN_ANSWER),
        ("boris", Verdict.NOT_MET, None),
        ("boris", Verdict.MET, None),
    ],
)
def test_another_than_the_author_and_the_employee_decides(
    by: str, verdict: Verdict, refused: Text | None
) -> None:
    wanted = Decision("d6", by, verdict, "переслушано", NOW)
    said = [answer(Verdict.NOT_MET, 5, by="anna")]
    heard = [Play("r", by, Span(0, 60_000), NOW)]
    assert (
        undecidable(dispute(6), wanted, said, finding=finding(), plays=heard, employees=["irina.work"])
        == refused
    )


def test_a_decision_never_worsens_and_is_made_once() -> None:
    wanted = Decision("d6", "boris", Verdict.UNSURE, "переслушано", NOW)
    of = {"finding": finding(), "plays": ()}
    assert undecidable(dispute(6, before=Verdict.MET), wanted, (), **of) == WORSE
    assert undecidable(dispute(6, decided=(Verdict.MET, 7)), wanted, (), **of) == DECIDED


def test_whoever_only_answered_blind_may_decide() -> None:
    blind = replace(answer(Verdict.NOT_MET, 5, by="boris"), kind=AnswerKind.BLIND)
    wanted = Decision("d6", "boris", Verdict.MET, "слышно", NOW)
    assert undecidable(dispute(6), wanted, [blind], finding=finding(), plays=()) is None


@pytest.mark.parametrize(("one", "two"), list(permutations(Verdict, 2)))
def test_points_agree_with_the_order_of_answers(one: Verdict, two: Verdict) -> None:
    """`not_worse` is what the share of points says, beside any other answers of the call."""
    for other in (Verdict.MET, Verdict.NOT_MET):
        beside = finding(other).tally
        before, after = (finding(v).tally + beside for v in (one, two))
        if not_worse(one, two):
            assert after.earned * before.possible >= before.earned * after.possible


@pytest.mark.parametrize("severity", list(Severity))
def test_whatever_may_become_disciplinary_is_always_blind(severity: Severity) -> None:
    grave = Evaluation("r", ScorecardStamp("s", 1, "sha256:0"), (finding(severity=severity),))
    assert blind_of(grave, share=0.0, draw=0.5)
    assert blind_of(grave, share=1.0, draw=0.99)


def test_a_persons_fault_makes_the_next_review_blind_and_their_praise_does_not_open_it() -> None:
    unsure, fault = (
        Evaluation("r", ScorecardStamp("s", 1, "sha256:0"), (finding(verdict),))
        for verdict in (Verdict.UNSURE, Verdict.NOT_MET)
    )
    assert not blind_of(unsure, share=0.0, draw=0.5)
    for evaluation, said in ((unsure, Verdict.NOT_MET), (fault, Verdict.NOT_APPLICABLE)):
        now = standings(evaluation, [answer(said, 1)])
        assert now["farewell"].verdict is said
        assert blind_of(evaluation, share=0.0, draw=0.5, standings=now)


@pytest.mark.parametrize("kind", [AnswerKind.BLIND, AnswerKind.CALIBRATION])
def test_who_answered_first_is_told_from_who_was_given_a_hint(kind: AnswerKind) -> None:
    calibration = "k" if kind is AnswerKind.CALIBRATION else None
    mine = replace(answer(Verdict.NOT_MET, 1), kind=kind, calibration=calibration)
    now = Review("v2", "r", mine.evaluation, mine.by, blind=True, opened_at=mine.at)
    earlier = replace(now, id="v1", evaluation="before")

    def alone(*reviews: Review, given: Answer = mine) -> bool:
        return answered_alone(
            [given], reviews, by=mine.by, evaluation=mine.evaluation, criterion=mine.criterion
        )

    assert alone(now)
    assert alone(replace(now, blind=False)), "shown at once, after the calibration was answered"
    assert alone(now, earlier), "there, too, they answered first"
    assert not alone(now, replace(earlier, blind=False))
    assert alone(now, replace(earlier, blind=False, by="somebody else"))
    for other in (
        replace(mine, kind=AnswerKind.OVERRIDE, calibration=None),
        replace(mine, by="boris"),
        replace(mine, criterion="greeting"),
        replace(mine, evaluation="before"),
    ):
        assert not alone(now, given=other)


def test_an_answer_explains_itself_unless_it_praises_alone() -> None:
    said = answer(Verdict.MET, 1)
    with pytest.raises(ValueError, match="at least 3 letters"):
        replace(said, reason=" .. ")
    assert not replace(said, kind=AnswerKind.BLIND, reason="").needs_reason
    with pytest.raises(ValueError, match="at least 3 letters"):
        replace(said, kind=AnswerKind.BLIND, verdict=Verdict.NOT_MET, reason="")
    with pytest.raises(ValueError, match="a named person"):
        replace(said, by="machine")
