"""What people answered, on paper: apart from all that the machine suggests."""

from pipeline.reports import words
from pipeline.reports.employee_report import EmployeeReport
from pipeline.reports.model import FindingRow
from pipeline.reports.sheet import Sheet
from pipeline.review.standing import Stage

LISTED = 12
"""Answers of either kind on paper; they are few, and what a meeting is about."""

CONTESTED = {Stage.DISPUTED: "said_disputed", Stage.DECIDED: "said_decided"}


def people_blocks(sheet: Sheet, report: EmployeeReport) -> None:
    """The section of what people confirmed, and of what they answered in the machine's place."""
    if report.machine_only:
        return
    t = sheet.t
    sheet.heading(t("people"))
    sheet.text(t("people_note"), soft=True)
    for title, note, rows, more in (
        ("confirmed", "confirmed_note", report.confirmed, report.confirmed_more),
        ("answered", "answered_note", report.by_people, report.by_people_more),
    ):
        if not rows:
            continue
        sheet.heading(t(title), level=3)
        sheet.text(t(note), soft=True)
        for row in rows[:LISTED]:
            verdict = sheet.say(words.VERDICTS[row.verdict])
            sheet.finding(row, lead=f"{sheet.say(row.title)}: {verdict}. {_said(sheet, row)}")
        left = len(rows[LISTED:]) + more
        if left:
            sheet.text(t("and_more", n=sheet.figures.number(left)), soft=True)


def _said(sheet: Sheet, row: FindingRow) -> str:
    """Who answered, when, and whether it is disputed."""
    if row.said is None:
        return ""
    key = CONTESTED.get(row.said.stage)
    told = f"; {sheet.t(key)}" if key else ""
    return f"{row.said.by}, {sheet.figures.moment(row.said.at)}{told}. "
