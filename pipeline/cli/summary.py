"""Calls and their scores as a table for the terminal."""

from collections.abc import Sequence

from pipeline.calls.span import clock
from pipeline.rubrics.verdict import Verdict
from pipeline.scoring.tally import Tally
from pipeline.store.repository import ScoredCall


def summary_table(calls: Sequence[ScoredCall]) -> str:
    """One line a call, by employee: length, points per rubric, findings not met, unsure ones."""
    rubrics = list(dict.fromkeys(r for call in calls for r in call.evaluation.rubric_tallies))
    widths = [max(len(name), 6) for name in rubrics]
    people = max((len(call.recording.call.employee) for call in calls), default=8)
    head = ["employee".ljust(people), "call".ljust(12), "length"]
    head += [name.rjust(width) for name, width in zip(rubrics, widths, strict=True)]
    lines = ["  ".join([*head, "not met", "unsure"])]
    for call in sorted(calls, key=lambda c: (c.recording.call.employee, c.recording.name)):
        tallies = call.evaluation.rubric_tallies
        cells = [call.recording.call.employee.ljust(people), call.recording.name.ljust(12)]
        cells.append(clock(call.duration_ms).rjust(6))
        cells += [
            _percent(tallies.get(name, Tally())).rjust(w) for name, w in zip(rubrics, widths, strict=True)
        ]
        missed = sum(f.verdict is Verdict.NOT_MET for f in call.evaluation.findings)
        cells += [str(missed).rjust(7), str(len(call.evaluation.unsure)).rjust(6)]
        lines.append("  ".join(cells))
    return "\n".join(lines)


def _percent(tally: Tally) -> str:
    return "–" if tally.percent is None else f"{tally.percent:g} %"
