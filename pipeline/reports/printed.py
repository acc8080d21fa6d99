"""What stands on paper, as blocks in order: the same figures and words as the page, already as text.

The printed report is for reading in a meeting, so it holds what a page of paper bears: the figures, what
must be confirmed, what to practise, the dearest questions with one worst and one best example each. All
examples stand on the page and in the workbook.
"""

from pipeline.calls.recording import UNKNOWN
from pipeline.calls.text import Language
from pipeline.reports import words
from pipeline.reports.employee_report import EmployeeReport
from pipeline.reports.model import FindingRow
from pipeline.reports.printed_care import care_blocks
from pipeline.reports.printed_people import people_blocks
from pipeline.reports.sheet import Block, Sheet, foot, rubric_table, unsure_share
from pipeline.reports.statistics import Difference
from pipeline.rubrics.verdict import Severity, Verdict
from pipeline.scoring.second_hearing import Outcome

EXAMPLES_OF = 8
"""Dearest questions whose examples are printed; a page bears about four."""

UNSURE_OF = 4
"""Questions with an open answer that are printed: half a page. All stand on the page and in the workbook."""


def employee_blocks(report: EmployeeReport, *, language: Language) -> list[Block]:
    """One employee's report on paper."""
    sheet = Sheet(language)
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
            (t("unsure"), unsure_share(sheet, report.coverage.unsure.percent), t("for_a_person")),
        ]
    )
    if not report.calls:
        sheet.text(t("no_calls"))
    elif overall.too_few:
        sheet.text(t("too_few", calls=figures.counted(overall.calls, "call"), n_min=report.n_min))
    rubric_table(sheet, report.rubrics)
    if report.awaiting:
        sheet.heading(t("awaiting"))
        sheet.text(t("awaiting_note"))
        for row in report.awaiting:
            sheet.finding(row, lead=f"{sheet.say(row.title)}. ")
    people_blocks(sheet, report)
    _change(sheet, report)
    _practise(sheet, report)
    _criteria(sheet, report)
    _treatment(sheet, report)
    care_blocks(sheet, report.care, title="care")
    _examples(sheet, report)
    _unsure(sheet, report)
    _trend(sheet, report)
    foot(sheet, "how_percent", "how_interval", "how_verdicts", "how_words", "personal")
    return sheet.blocks


def _subtitle(sheet: Sheet, report: EmployeeReport) -> str:
    figures, t = sheet.figures, sheet.t
    days = (
        f"{t('period')}: {figures.days(report.since, report.until)} · "
        if report.since and report.until
        else ""
    )
    return f"{t('report_of')} · {days}{t('made')}: {figures.moment(report.generated_at)}"


def _change(sheet: Sheet, report: EmployeeReport) -> None:
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


def _direction(sheet: Sheet, difference: Difference | None, *, up: str, down: str) -> str:
    if difference is None:
        return sheet.t("few_to_compare")
    return sheet.t("same" if not difference.holds else up if difference.points > 0 else down)


def _practise(sheet: Sheet, report: EmployeeReport) -> None:
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


def _criteria(sheet: Sheet, report: EmployeeReport) -> None:
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


def _treatment(sheet: Sheet, report: EmployeeReport) -> None:
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
    if not treatment.comparable:
        sheet.text(t("treatment_few", n_min=figures.number(report.n_min)), soft=True)
        return
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


def _examples(sheet: Sheet, report: EmployeeReport) -> None:
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


def _unsure(sheet: Sheet, report: EmployeeReport) -> None:
    """What a person must decide: one call a question, those first that two recognisers heard otherwise."""
    (group,) = (group for group in report.groups if group.verdict is Verdict.UNSURE)
    if not group.total:
        return
    sheet.heading(
        f"{sheet.say(words.GROUPS[Verdict.UNSURE])} · {sheet.figures.counted(group.total, 'answer')}"
    )
    sheet.text(sheet.say(words.GROUP_NOTES[Verdict.UNSURE]), soft=True)
    rows = [
        next((row for row in found.rows if _heard_otherwise(row)), found.rows[0])
        for found in group.criteria
        if found.rows
    ]
    rows.sort(key=lambda row: not _heard_otherwise(row))
    for row in rows[:UNSURE_OF]:
        sheet.finding(row, lead=f"{sheet.say(row.title)}. ")


def _heard_otherwise(row: FindingRow) -> bool:
    return row.second is not None and row.second.outcome is Outcome.DIFFERS


def _trend(sheet: Sheet, report: EmployeeReport) -> None:
    trend, t, figures = report.trend, sheet.t, sheet.figures
    if not trend.points:
        return
    sheet.heading(f"{t('trend')}, {sheet.say(words.STEPS[trend.step])}")
    sheet.trend(trend)
    if trend.too_few:
        sheet.text(t("trend_few"), soft=True)
    sheet.table(
        [t("days"), t("calls"), t("points"), t("score")],
        [
            [
                figures.days(point.start, point.end),
                figures.number(point.calls),
                sheet.tally(point.score),
                figures.percent(point.score.tally.percent),
            ]
            for point in trend.points
        ],
    )
