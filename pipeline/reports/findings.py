"""Findings as shown: their quotes within what was said, and a choice where there are too many."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.calls.evidence import Evidence
from pipeline.calls.recording import Role
from pipeline.reports.calls import ReportCall, Titles
from pipeline.reports.model import (
    CallRef,
    CriterionFindings,
    FindingGroup,
    FindingRow,
    Quote,
    SecondRow,
    Sought,
    Standing,
    TwiceHeard,
)
from pipeline.review.said import Said
from pipeline.rubrics.verdict import Severity, Verdict
from pipeline.scoring.evaluation import Finding

SHOWN = {Verdict.NOT_MET: 60, Verdict.UNSURE: 30, Verdict.MET: 40}
"""Findings shown at most, by verdict; the rest is counted, and the workbook lists all. More is not read."""

MET_EXAMPLES = 2
"""Good examples a criterion: enough to see what it looks like, few enough to be read."""

QUOTES = {Verdict.NOT_MET: 3, Verdict.UNSURE: 2, Verdict.MET: 1}
TWICE_HEARD = 3
"""Seconds shown in both hearings, at most: a person listens anyway."""
AROUND_CHARS = 70
"""Characters of the utterance kept on each side of a quote."""
QUOTE_CHARS = 240

_SEVERITY = {Severity.FATAL: 0, Severity.CRITICAL: 1, Severity.NORMAL: 2}


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding with its call, before it is chosen for the page.

    `place` is the call's place in time, `percent` its score (None: nothing possible), `said` whose answer it
    is where it is a person's.
    """

    finding: Finding
    call: ReportCall
    ref: CallRef
    place: int
    percent: float | None
    standing: Standing
    said: Said | None = None


def play(playback: str | None, ms: int) -> str | None:
    """Link to a second of the playback copy (a media fragment, which browsers seek to).

    >>> play("../playback/ab.opus", 12_345)
    '../playback/ab.opus#t=12.3'
    """
    return None if playback is None else f"{playback}#t={ms // 1000}.{ms % 1000 // 100}"


def finding_row(judged: Judged, *, titles: Titles) -> FindingRow:
    """One finding as shown."""
    finding, call = judged.finding, judged.call
    limit = QUOTES.get(finding.verdict, 0)
    sought = finding.searched
    return FindingRow(
        criterion=finding.criterion,
        title=titles.criterion(finding.criterion).title,
        rubric=finding.rubric,
        verdict=finding.verdict,
        severity=finding.severity,
        standing=judged.standing,
        reason=finding.reason,
        quotes=tuple(quote_row(e, call) for e in _telling(finding)[:limit]),
        more_quotes=max(0, len(finding.evidence) - limit),
        sought=Sought(
            what=sought.sought,
            role=sought.role,
            start_ms=sought.span.start_ms,
            end_ms=sought.span.end_ms,
            link=play(call.playback, sought.span.start_ms),
        )
        if sought
        else None,
        call=judged.ref,
        second=_second(finding, call),
        said=judged.said,
    )


def _telling(finding: Finding) -> Sequence[Evidence]:
    """Of a good example the employee's own words come first: what a client asked is nothing to learn from."""
    if finding.verdict is not Verdict.MET:
        return finding.evidence
    return sorted(finding.evidence, key=lambda e: e.role is not Role.AGENT)


def group(
    judged: Sequence[Judged], verdict: Verdict, *, titles: Titles, order: Sequence[str]
) -> FindingGroup:
    """The findings with one verdict, by criterion.

    Where there are more than the page bears, each criterion keeps its share: the worst (`not_met`: of
    the calls with the lowest score first) or the best (`met`: the highest), the newest of equals.

    Args:
        judged: all findings that may be shown here; other verdicts are passed over.
        verdict: the one wanted.
        titles: names of the criteria.
        order: criterion ids in page order; each id among `judged` is in it.
    """
    by_criterion: dict[str, list[Judged]] = {criterion: [] for criterion in order}
    for one in judged:
        if one.finding.verdict is verdict:
            by_criterion[one.finding.criterion].append(one)
    ranked = {c: sorted(found, key=_rank) for c, found in by_criterion.items() if found}
    chosen = _share(ranked, limit=SHOWN[verdict], each=MET_EXAMPLES if verdict is Verdict.MET else None)
    criteria = tuple(
        CriterionFindings(
            criterion=criterion,
            title=titles.criterion(criterion).title,
            question=titles.criterion(criterion).question,
            total=len(found),
            rows=tuple(
                finding_row(j, titles=titles) for j in sorted(chosen[criterion], key=lambda j: -j.place)
            ),
            left_out=len(found) - len(chosen[criterion]),
        )
        for criterion, found in ranked.items()
    )
    return FindingGroup(
        verdict=verdict,
        total=sum(c.total for c in criteria),
        shown=sum(len(c.rows) for c in criteria),
        criteria=criteria,
    )


def _rank(judged: Judged) -> tuple[int, float, int]:
    """Most telling first: gravest, then the call that bears it out most, then the newest."""
    percent = 50.0 if judged.percent is None else judged.percent
    worst_first = percent if judged.finding.verdict is Verdict.NOT_MET else -percent
    return _SEVERITY[judged.finding.severity], worst_first, -judged.place


def _share(ranked: dict[str, list[Judged]], *, limit: int, each: int | None) -> dict[str, list[Judged]]:
    """The first of every criterion, then the second of every one, until `limit` are chosen."""
    rounds: Iterable[tuple[int, str]] = sorted(
        (
            (place, criterion)
            for criterion, found in ranked.items()
            for place in range(len(found) if each is None else min(each, len(found)))
        ),
        key=lambda pair: pair[0],
    )
    chosen: dict[str, list[Judged]] = {criterion: [] for criterion in ranked}
    for place, criterion in list(rounds)[:limit]:
        chosen[criterion].append(ranked[criterion][place])
    return chosen


def _second(finding: Finding, call: ReportCall) -> SecondRow | None:
    """Both hearings: of the quotes first, then of what was heard otherwise beside them."""
    again = finding.second_hearing
    if again is None:
        return None
    quoted = {e.utterance for e in finding.evidence}
    told = [h for h in again.heard if h.utterance in quoted or (again.differs and h.first != h.second)]
    told.sort(key=lambda h: h.utterance not in quoted)
    shown = sorted(told[:TWICE_HEARD], key=lambda h: h.span.start_ms)
    return SecondRow(
        outcome=again.outcome,
        engine=f"{again.engine.engine} · {again.engine.model}" if again.engine else "",
        searched=again.searched,
        heard=tuple(
            TwiceHeard(
                role=h.role,
                start_ms=h.span.start_ms,
                first=_head(h.first, QUOTE_CHARS),
                second=_head(h.second, QUOTE_CHARS),
                link=play(call.playback, h.span.start_ms),
            )
            for h in shown
        ),
    )


def quote_row(evidence: Evidence, call: ReportCall) -> Quote:
    """Words of a call within what was said around them."""
    text = call.utterances[evidence.utterance].text
    return Quote(
        role=evidence.role,
        start_ms=evidence.span.start_ms,
        end_ms=evidence.span.end_ms,
        before=_tail(text[: evidence.start_char]),
        quote=_head(evidence.quote, QUOTE_CHARS),
        after=_head(text[evidence.end_char :], AROUND_CHARS),
        link=play(call.playback, evidence.span.start_ms),
    )


def _head(text: str, limit: int) -> str:
    """The beginning, cut between words."""
    if len(text) <= limit:
        return text
    return (text[:limit].rsplit(maxsplit=1)[0] if " " in text[:limit].strip() else text[:limit]) + " …"


def _tail(text: str) -> str:
    """The end, cut between words."""
    if len(text) <= AROUND_CHARS:
        return text
    end = text[-AROUND_CHARS:]
    return "… " + (end.split(maxsplit=1)[1] if " " in end.strip() else end)
