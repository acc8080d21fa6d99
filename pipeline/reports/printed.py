"""What stands on paper, as blocks in order: the same figures and words as the page, already as text.

The printed report is for reading in a meeting, so it holds what a page of paper bears: the figures, what
must be confirmed, what to practise, the dearest questions with one worst and one best example each. All
examples stand on the page and in the workbook.
"""

from collections.abc import Sequence
from typing import Any

from pipeline.calls.recording import UNKNOWN
from pipeline.calls.span import clock
from pipeline.calls.text import Language, Text
from pipeline.reports import words
from pipeline.reports.employee_report import EmployeeReport
from pipeline.reports.figures import Figures
from pipeline.reports.model import CallRef, FindingRow, Quote, RubricRow, Score
from pipeline.reports.names import printable
from pipeline.reports.statistics import Difference, Interval
from pipeline.reports.team import TeamReport
from pipeline.reports.words_sections import PROMISES
from pipeline.reports.words_team import REASONS, STREAMS
from pipeline.rubrics.verdict import Severity, Verdict

Block = dict[str, Any]

EXAMPLES_OF = 8
"""Dearest questions whose examples are printed; a page bears about four."""


class _Sheet:
    """Blocks in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.figures = Figures(language)
        self.blocks: list[Block] = []

    def t(self, key: str, **values: object) -> str:
        return words.WORDS[key].filled(**values).of(self.language) if values else self.say(words.WORDS[key])

    def say(self, text: Text) -> str:
        return text.of(self.language)

    def heading(self, text: str, *, level: int = 2) -> None:
        self.blocks.append({"kind": "heading", "level": level, "text": printable(text)})

    def text(self, text: str, *, soft: bool = False) -> None:
        self.blocks.append({"kind": "text", "text": printable(text), "soft": soft})

    def notice(self, title: str, text: str) -> None:
        self.blocks.append({"kind": "notice", "title": title, "text": printable(text)})

    def facts(self, facts: Sequence[tuple[str, str, str]]) -> None:
        self.blocks.append({"kind": "facts", "facts": [[printable(part) for part in f] for f in facts]})

    def table(
        self, heads: Sequence[str], rows: Sequence[Sequence[Any]], *, wide: Sequence[int] = (0,)
    ) -> None:
        self.blocks.append(
            {
                "kind": "table",
                "heads": list(heads),
                "wide": [i in wide for i in range(len(heads))],
                "rows": [[printable(c) if isinstance(c, str) else c for c in row] for row in rows],
            }
        )

    def quote(self, lead: str, quote: Quote) -> None:
        who = f"{clock(quote.start_ms)} {self.say(words.ROLES[quote.role])}"
        parts = {"before": quote.before, "quote": quote.quote, "after": quote.after}
        self.blocks.append(
            {"kind": "quote", "lead": printable(lead), "who": who}
            | {name: printable(part) for name, part in parts.items()}
        )

    def bar(self, score: Score) -> Block:
        interval = score.interval
        return {
            "bar": score.tally.percent,
            "low": interval.low if interval else None,
            "high": interval.high if interval else None,
            "few": score.too_few,
        }

    def between(self, interval: Interval | None) -> str:
        return self.figures.between(interval.low, interval.high) if interval else "–"

    def gap(self, difference: Difference) -> str:
        low, high = difference.interval.low, difference.interval.high
        points = self.figures.points
        return f"{points(difference.points)} ({points(low)} … {points(high)})"

    def few(self, calls: int, *, too_few: bool) -> str:
        return f"{self.figures.number(calls)} ({self.t('few')})" if too_few else self.figures.number(calls)

    def where(self, call: CallRef) -> str:
        when = self.figures.moment(call.started_at) if call.started_at else self.t("no_date")
        return f"{when} · {self.t('client_not_named') if call.client == UNKNOWN else call.client}"

    def finding(self, row: FindingRow, *, lead: str = "") -> None:
        start = f"{lead}{self.where(row.call)}. {self.say(row.reason)}"
        if row.quotes:
            self.quote(start, row.quotes[0])
        elif row.sought:
            sought = row.sought
            self.text(
                f"{start}. {clock(sought.start_ms)}–{clock(sought.end_ms)} {self.t('sought')} "
                f"{self.say(words.SOUGHT_OF[sought.role])}: {self.say(sought.what)}"
            )
        else:
            self.text(start)


def employee_blocks(report: EmployeeReport, *, language: Language) -> list[Block]:
    """One employee's report on paper."""
    sheet = _Sheet(language)
    figures, t = sheet.figures, sheet.t
    sheet.heading(report.employee if report.named else t("not_named"), level=1)
    sheet.text(_subtitle(sheet, report), soft=True)
    sheet.notice(t("notice" if report.machine_only else "notice_confirmed"), t("notice_use"))
    overall = report.overall
    sheet.facts(
        [
            (
                t("calls"),
                figures.number(report.calls),
                t("with_score", n=figures.number(report.coverage.assessed)),
            ),
            (t("talk_time"), figures.length(report.duration_ms), t("all_calls_together")),
            (
                t("overall"),
                figures.percent(overall.tally.percent),
                f"{t('interval')}: {sheet.between(overall.interval)}" if overall.interval else "",
            ),
            (t("unsure"), _unsure(sheet, report.coverage.unsure.percent), t("for_a_person")),
        ]
    )
    if not report.calls:
        sheet.text(t("no_calls"))
    elif overall.too_few:
        sheet.text(t("too_few", calls=figures.counted(overall.calls, "call"), n_min=report.n_min))
    _rubrics(sheet, report.rubrics)
    if report.awaiting:
        sheet.heading(t("awaiting"))
        sheet.text(t("awaiting_note"))
        for row in report.awaiting:
            sheet.finding(row, lead=f"{sheet.say(row.title)}. ")
    if report.confirmed:
        sheet.heading(t("confirmed"))
        for row in report.confirmed:
            sheet.finding(row, lead=f"{sheet.say(row.title)}. ")
    _change(sheet, report)
    _practise(sheet, report)
    _criteria(sheet, report)
    _treatment(sheet, report)
    _care(sheet, report)
    _examples(sheet, report)
    _trend(sheet, report)
    _foot(sheet, "how_percent", "how_interval", "how_verdicts", "how_words", "personal")
    return sheet.blocks


def team_blocks(team: TeamReport, *, language: Language) -> list[Block]:
    """The team's report on paper."""
    sheet = _Sheet(language)
    figures, t = sheet.figures, sheet.t
    sheet.heading(t("team"), level=1)
    made = f"{t('made')}: {figures.moment(team.generated_at)}"
    period = f"{t('period')}: {figures.days(team.since, team.until)} · " if team.since and team.until else ""
    sheet.text(period + made, soft=True)
    sheet.notice(t("notice"), t("notice_use"))
    overall, coverage = team.overall, team.coverage
    sheet.facts(
        [
            (t("calls"), figures.number(team.calls), t("team_calls")),
            (
                t("overall"),
                figures.percent(overall.tally.percent),
                f"{t('interval')}: {sheet.between(overall.interval)}",
            ),
            (
                t("team_assessed"),
                figures.number(coverage.assessed),
                f"{t('recorded')}: {figures.number(coverage.recorded)}",
            ),
            (t("unsure"), _unsure(sheet, coverage.unsure.percent), t("for_a_person")),
        ]
    )
    _rubrics(sheet, team.rubrics)
    sheet.heading(t("spread"))
    spread = team.spread
    if not spread.compared:
        sheet.text(t("spread_few", n=figures.number(team.compare_min)))
    elif spread.apart:
        sheet.text(t("spread_some", n=figures.number(spread.apart), compared=figures.number(spread.compared)))
    else:
        sheet.text(t("spread_none"))
    sheet.table(
        [t("employee"), "", t("score"), t("interval"), t("n_calls"), t("against_team")],
        [
            [
                row.employee if row.named else t("not_named"),
                sheet.bar(row.score),
                figures.percent(row.score.tally.percent),
                sheet.between(row.score.interval),
                sheet.few(row.score.calls, too_few=row.score.too_few),
                t("few_to_compare")
                if row.apart is None
                else t("within")
                if not row.apart.holds
                else f"{t('above_team' if row.apart.points > 0 else 'below_team')} {sheet.gap(row.apart)}",
            ]
            for row in spread.rows
        ],
        wide=(0, 5),
    )
    sheet.heading(t("missed"))
    sheet.table(
        [t("question"), t("lost"), sheet.say(words.VERDICTS[Verdict.NOT_MET]), t("share"), t("interval")],
        [
            [
                sheet.say(row.title),
                figures.number(row.lost),
                figures.number(row.not_met),
                figures.percent(row.share.percent),
                sheet.between(row.interval),
            ]
            for row in team.missed
        ],
    )
    sheet.heading(t("coverage"))
    why = ", ".join(f"{sheet.say(REASONS[kind])}: {figures.number(n)}" for kind, n in coverage.why)
    sheet.text(
        f"{t('recorded')}: {figures.number(coverage.recorded)}. {t('team_assessed')}: "
        f"{figures.number(coverage.assessed)}. {t('team_unscored')}: {figures.number(coverage.unscored)}. "
        f"{t('quarantined')}: {figures.number(coverage.quarantined)}{f' ({why})' if why else ''}."
    )
    sheet.heading(t("streams"))
    sheet.text(t("streams_note" if team.streams else "streams_none"), soft=True)
    if team.streams:
        sheet.table(
            [t("stream"), t("picked"), t("estimate"), t("interval")],
            [
                [
                    sheet.say(STREAMS[row.stream]),
                    figures.number(row.picked),
                    t("no_mean") if row.estimate is None else figures.percent(row.estimate),
                    sheet.between(row.interval),
                ]
                for row in team.streams
            ],
        )
    _foot(sheet, "how_percent", "how_interval", "how_words", "personal")
    return sheet.blocks


def _subtitle(sheet: _Sheet, report: EmployeeReport) -> str:
    figures, t = sheet.figures, sheet.t
    days = (
        f"{t('period')}: {figures.days(report.since, report.until)} · "
        if report.since and report.until
        else ""
    )
    return f"{t('report_of')} · {days}{t('made')}: {figures.moment(report.generated_at)}"


def _unsure(sheet: _Sheet, percent: float | None) -> str:
    return sheet.t("no_answers") if percent is None else sheet.figures.percent(percent)


def _rubrics(sheet: _Sheet, rubrics: Sequence[RubricRow]) -> None:
    if not rubrics:
        return
    t = sheet.t
    sheet.heading(t("by_rubric"))
    sheet.table(
        [t("rubric"), "", t("score"), t("interval"), t("n_calls")],
        [
            [
                sheet.say(rubric.title),
                sheet.bar(rubric.score),
                sheet.figures.percent(rubric.score.tally.percent),
                sheet.between(rubric.score.interval),
                sheet.few(rubric.score.calls, too_few=rubric.score.too_few),
            ]
            for rubric in rubrics
        ],
    )


def _change(sheet: _Sheet, report: EmployeeReport) -> None:
    change, figures, t = report.change, sheet.figures, sheet.t
    if change is None or change.since is None or change.until is None:
        return
    sheet.heading(t("own_past"))
    then = change.rows[0].then
    sheet.text(
        t("own_past_period", days=figures.days(change.since, change.until), calls=figures.number(then.calls)),
        soft=True,
    )
    if change.broken:
        sheet.text(
            t(
                "broken_since",
                day=figures.day(change.broken.day),
                before=figures.percent(change.broken.before.tally.percent),
                after=figures.percent(change.broken.after.tally.percent),
            )
        )
    sheet.table(
        [t("rubric"), t("then"), t("now"), t("difference"), t("meaning")],
        [
            [
                sheet.say(row.title) if row.title else t("overall"),
                figures.percent(row.then.tally.percent),
                figures.percent(row.now.tally.percent),
                sheet.gap(row.difference) if row.difference else "–",
                _direction(sheet, row.difference, up="up", down="down"),
            ]
            for row in change.rows
        ],
        wide=(0, 4),
    )


def _direction(sheet: _Sheet, difference: Difference | None, *, up: str, down: str) -> str:
    if difference is None:
        return sheet.t("few_to_compare")
    return sheet.t("same" if not difference.holds else up if difference.points > 0 else down)


def _practise(sheet: _Sheet, report: EmployeeReport) -> None:
    if not report.practise:
        return
    t, figures = sheet.t, sheet.figures
    answered = {row.id: row.share.possible for rubric in report.rubrics for row in rubric.criteria}
    sheet.heading(t("practise"))
    sheet.text(t("practise_note"), soft=True)
    for item in report.practise:
        sheet.heading(sheet.say(item.title), level=3)
        cost = t(
            "practise_cost",
            points=figures.counted(item.lost, "point"),
            n=figures.number(item.not_met),
            answers=figures.number(answered[item.criterion]),
        )
        sheet.text(f"{sheet.say(item.question)} {cost}")
        for row in item.own[:1]:
            if row.quotes:
                sheet.quote(f"{t('own_good')}: {sheet.where(row.call)}", row.quotes[0])
        for example in item.team[:1]:
            if example.row.quotes:
                name = t("not_named") if example.employee == UNKNOWN else example.employee
                sheet.quote(
                    f"{t('team_good')}: {name}, {sheet.where(example.row.call)}", example.row.quotes[0]
                )


def _criteria(sheet: _Sheet, report: EmployeeReport) -> None:
    rows = {row.id: row for rubric in report.rubrics for row in rubric.criteria}
    if not rows:
        return
    t, number = sheet.t, sheet.figures.number
    sheet.heading(t("criteria"))
    sheet.text(f"{t('criteria_order')} {t('criteria_note')}", soft=True)
    verdicts = [sheet.say(words.VERDICTS[v]) for v in Verdict]
    sheet.table(
        [t("question"), t("lost"), *verdicts, t("share"), t("interval")],
        [
            [
                sheet.say(row.title)
                + (
                    ""
                    if row.severity is Severity.NORMAL
                    else f" [{sheet.say(words.SEVERITIES[row.severity])}]"
                ),
                number(row.lost),
                number(row.met),
                number(row.not_met),
                number(row.not_applicable),
                number(row.unsure),
                sheet.figures.percent(row.share.percent),
                sheet.between(row.interval) + (f" ({t('few')})" if row.too_few else ""),
            ]
            for row in (rows[criterion] for criterion in report.costliest)
        ],
    )


def _treatment(sheet: _Sheet, report: EmployeeReport) -> None:
    treatment, t, figures = report.treatment, sheet.t, sheet.figures
    if not treatment.rows:
        return
    sheet.heading(t("treatment"))
    sheet.text(
        t(
            "treatment_note",
            vip=figures.number(treatment.vip_calls),
            others=figures.number(treatment.other_calls),
        ),
        soft=True,
    )
    sheet.table(
        [t("question"), t("vip"), t("others"), t("difference"), t("meaning")],
        [
            [
                sheet.say(row.title),
                figures.percent(row.vip.percent),
                figures.percent(row.others.percent),
                sheet.gap(row.difference) if row.difference else "–",
                _direction(sheet, row.difference, up="vip_better", down="vip_worse"),
            ]
            for row in treatment.rows
        ],
        wide=(0, 4),
    )


def _care(sheet: _Sheet, report: EmployeeReport) -> None:
    care, t, figures = report.care, sheet.t, sheet.figures
    sheet.heading(t("care"))
    if care is None:
        sheet.text(t("care_unknown"), soft=True)
        return
    counts = " · ".join(f"{sheet.say(PROMISES[s])}: {figures.number(n)}" for s, n in care.counts if n)
    sheet.text(f"{t('promises')}: {counts}" if counts else t("no_promises"))
    for line in care.promises[:EXAMPLES_OF]:
        sheet.quote(
            f"{sheet.say(PROMISES[line.status])}: {line.action}. {sheet.where(line.call)}", line.quote
        )
    for client in care.overdue:
        late = t(
            "overdue_line",
            day=figures.day(client.last_at.date()),
            usual=figures.decimal(client.usual_days),
            late=figures.decimal(client.overdue_days),
        )
        sheet.text(f"{t('overdue')}: {client.client}: {late}")


def _examples(sheet: _Sheet, report: EmployeeReport) -> None:
    found = {group.verdict: {c.criterion: c for c in group.criteria} for group in report.groups}
    shown = [c for c in report.costliest if c in found[Verdict.NOT_MET]][:EXAMPLES_OF]
    if not shown:
        return
    t = sheet.t
    sheet.heading(t("findings"))
    sheet.text(sheet.say(words.GROUP_NOTES[Verdict.NOT_MET]), soft=True)
    for criterion in shown:
        sheet.heading(sheet.say(found[Verdict.NOT_MET][criterion].title), level=3)
        for verdict, key in ((Verdict.NOT_MET, "worst"), (Verdict.MET, "best")):
            examples = found[verdict].get(criterion)
            if examples:
                sheet.finding(examples.rows[0], lead=f"{t(key)}: ")


def _trend(sheet: _Sheet, report: EmployeeReport) -> None:
    if not report.trend.points:
        return
    t, figures = sheet.t, sheet.figures
    sheet.heading(f"{t('trend')}, {sheet.say(words.STEPS[report.trend.step])}")
    sheet.table(
        [t("days"), "", t("score"), t("calls")],
        [
            [
                figures.days(point.start, point.end),
                sheet.bar(point.score),
                figures.percent(point.score.tally.percent),
                figures.number(point.calls),
            ]
            for point in report.trend.points
        ],
    )


def _foot(sheet: _Sheet, *keys: str) -> None:
    sheet.heading(sheet.t("how_to_read"))
    for key in keys:
        sheet.text(sheet.t(key), soft=True)
