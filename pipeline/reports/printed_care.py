"""Promises and clients on paper: what a meeting needs; all of it stands on the page and in the workbook."""

from pipeline.reports import words
from pipeline.reports.care import CareView
from pipeline.reports.sheet import Sheet
from pipeline.reports.words_sections import PROMISES
from pipeline.rubrics.verdict import Verdict

LISTED = 8
"""Promises, and clients who rang first, on paper; a page bears about ten."""


def care_blocks(sheet: Sheet, care: CareView | None) -> None:
    """The section of promises and clients.

    Args:
        sheet: the blocks are added to it.
        care: one employee's; None: not known.
    """
    t, figures = sheet.t, sheet.figures
    sheet.heading(t("care"))
    if care is None:
        sheet.text(t("care_unknown"), soft=True)
        return
    _cross_call(sheet, care)
    counts = " · ".join(f"{sheet.say(PROMISES[s])}: {figures.number(n)}" for s, n in care.counts if n)
    sheet.text(f"{t('promises')}: {counts}" if counts else t("no_promises"))
    for line in care.promises[:LISTED]:
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
    _rang_first(sheet, care)


def _cross_call(sheet: Sheet, care: CareView) -> None:
    if not care.cross_call:
        return
    t = sheet.t
    sheet.heading(t("cross_call"), level=3)
    sheet.text(t("cross_call_note"), soft=True)
    sheet.table(
        [t("question"), *(sheet.say(words.VERDICTS[v]) for v in Verdict)],
        [
            [sheet.say(row.title), *(sheet.figures.number(row.count(verdict)) for verdict in Verdict)]
            for row in care.cross_call
        ],
    )


def _rang_first(sheet: Sheet, care: CareView) -> None:
    if not care.rang_first:
        return
    t, figures = sheet.t, sheet.figures
    sheet.heading(t("rang_first"), level=3)
    for line in care.rang_first[:LISTED]:
        due = t("rang_first_due", moment=figures.moment(line.expected_at))
        told = f"{sheet.where(line.call)}: {sheet.say(line.reason)}; {due}"
        if line.promised:
            sheet.quote(told, line.promised)
        else:
            sheet.text(told)
    more = len(care.rang_first) - LISTED + care.rang_first_more
    if more > 0:
        sheet.text(t("and_more", n=figures.number(more)), soft=True)
