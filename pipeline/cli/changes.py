"""What a rescoring changes, for people and for programs: by criterion, old answer and new, with quotes."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from pipeline.calls.span import clock
from pipeline.calls.text import Language, Text
from pipeline.reports.words import VERDICTS
from pipeline.rescore import Rescored
from pipeline.rubrics.rubric import Criterion, Scorecard
from pipeline.rubrics.verdict import Verdict
from pipeline.scoring.changes import Change
from pipeline.scoring.evaluation import Finding, ScorecardStamp, finding_to_json

NOT_ASKED = Text(ru="не спрашивалось", en="not asked")
NO_LONGER = Text(ru="больше не спрашивается", en="no longer asked")
NOTHING = Text(ru="ни один ответ не изменился", en="no answer changes")
CHANGED = Text(ru="изменится ответов: {n}", en="answers that change: {n}")
WAS = Text(ru="было", en="was")
NOW = Text(ru="стало", en="now")
SOUGHT = Text(ru="искали: {what} ({start}–{end})", en="sought: {what} ({start}–{end})")
REQUOTED = Text(ru="тот же ответ, но по другим словам: {n}", en="the same answer, by other words: {n}")
SCORECARD = Text(ru="карта оценки {old} → {new}", en="scorecard {old} → {new}")
MARKS = {Language.RU: ("«", "»"), Language.EN: ("“", "”")}
QUOTE_CHARS = 100
"""Of a quote on a terminal's line; --json holds all of it."""


def change_table(
    calls: Sequence[Rescored], cards: Mapping[str, Scorecard], *, language: Language, zone: ZoneInfo
) -> Iterator[str]:
    """Lines for people: each criterion with its calls, the most changed first.

    Args:
        calls: scored again; those without a change are passed over.
        cards: the scorecards they were scored by, for titles.
        language: of the words.
        zone: of the calls' dates.
    """
    by_criterion = _by_criterion(calls)
    requoted = Counter(criterion for call in calls for criterion in call.requoted)
    if not by_criterion:
        yield NOTHING.of(language)
    known = _criteria(cards)
    for criterion, found in sorted(by_criterion.items(), key=lambda item: (-len(item[1]), item[0])):
        title = f" · {known[criterion].title.of(language)}" if criterion in known else ""
        yield f"{criterion}{title}: {CHANGED.filled(n=len(found)).of(language)}"
        ways = Counter((change.before, change.after) for _, change in found)
        for (before, after), count in sorted(ways.items(), key=lambda item: (-item[1], str(item[0]))):
            yield f"  {count:5}  {_way(before, after, language)}"
        for call, change in found:
            started_at = call.recording.call.started_at
            day = started_at.astimezone(zone).date().isoformat() if started_at else "–"
            way = _way(change.before, change.after, language)
            yield f"    {call.recording.name}  {day}  {call.recording.call.employee}: {way}"
            yield from _side(WAS, change.old, language)
            yield from _side(NOW, change.new, language)
        yield ""
    stamps = Counter((_named(call.old), _named(call.new)) for call in calls if call.changes)
    for (old, new), count in sorted(stamps.items()):
        yield f"{count:5}  {SCORECARD.filled(old=old, new=new).of(language)}"
    for criterion, count in sorted(requoted.items()):
        yield f"{criterion}: {REQUOTED.filled(n=count).of(language)}"


def change_documents(calls: Sequence[Rescored], cards: Mapping[str, Scorecard]) -> Iterator[dict[str, Any]]:
    """One document a changed answer, by criterion and then by start of the call."""
    known = _criteria(cards)
    for criterion, found in sorted(_by_criterion(calls).items()):
        title = known[criterion].title if criterion in known else None
        for call, change in found:
            facts = call.recording.call
            yield {
                "criterion": criterion,
                "title": {"ru": title.ru, "en": title.en} if title else None,
                "recording": facts.id,
                "name": call.recording.name,
                "employee": facts.employee,
                "started_at": facts.started_at.isoformat() if facts.started_at else None,
                "scorecard": {"old": _stamp(call.old), "new": _stamp(call.new)},
                "old": _answer(change.old),
                "new": _answer(change.new),
            }


def _by_criterion(calls: Sequence[Rescored]) -> dict[str, list[tuple[Rescored, Change]]]:
    out: dict[str, list[tuple[Rescored, Change]]] = defaultdict(list)
    for call in calls:
        for change in call.changes:
            out[change.criterion].append((call, change))
    return out


def _criteria(cards: Mapping[str, Scorecard]) -> dict[str, Criterion]:
    return {criterion.id: criterion for card in cards.values() for _, criterion, _ in card.criteria}


def _way(before: Verdict | None, after: Verdict | None, language: Language) -> str:
    was = VERDICTS[before] if before else NOT_ASKED
    now = VERDICTS[after] if after else NO_LONGER
    return f"{was.of(language)} → {now.of(language)}"


def _side(which: Text, finding: Finding | None, language: Language) -> Iterator[str]:
    """One side of a change: its first quote with its second, or what was sought and not found."""
    if finding is None:
        return
    opening, closing = MARKS[language]
    lead = f"        {which.of(language)}: "
    for evidence in finding.evidence[:1]:
        quote = evidence.quote if len(evidence.quote) <= QUOTE_CHARS else f"{evidence.quote[:QUOTE_CHARS]}…"
        yield f"{lead}{clock(evidence.span.start_ms)} {evidence.role}: {opening}{quote}{closing}"
    if not finding.evidence and finding.searched:
        span = finding.searched.span
        sought = SOUGHT.filled(
            what=finding.searched.sought.of(language), start=clock(span.start_ms), end=clock(span.end_ms)
        )
        yield f"{lead}{sought.of(language)}"
    elif not finding.evidence:
        yield f"{lead}{finding.reason.of(language)}"


def _answer(finding: Finding | None) -> dict[str, Any] | None:
    if finding is None:
        return None
    document = finding_to_json(finding, Language.EN)
    wanted = ("verdict", "reasons", "evidence", "searched", "second_hearing", "judge")
    return {key: document[key] for key in wanted if key in document}


def _named(stamp: ScorecardStamp) -> str:
    return f"{stamp.id} v{stamp.version} ({stamp.digest.removeprefix('sha256:')[:8]})"


def _stamp(stamp: ScorecardStamp) -> dict[str, Any]:
    return {"id": stamp.id, "version": stamp.version, "digest": stamp.digest}
