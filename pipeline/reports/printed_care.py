"""Promises and clients on paper: what a meeting needs; all of it stands on the page and in the workbook.

One employee's section and the team's are the same, but for the promises, which a team's does not list.
"""

from collections.abc import Sequence

from pipeline.reports import words
from pipeline.reports.care import CareView
from pipeline.reports.sheet import Sheet
from pipeline.reports.words_sections import PROMISES
from pipeline.rubrics.verdict import Verdict

LISTED = 8
"""Promises, clients who rang first and rivals' offers on paper; a page bears about ten."""

REPEATS_OF = 6
"""Repeats, each with two quotes."""


def care_blocks(sheet: Sheet, care: CareView | None, *, title: str) -> None:
    """The section of promises and clients.

    Args:
        sheet: the blocks are added to it.
        care: one employee's, or the team's; None: not known.
        title: key of its heading.
    """
    t = sheet.t
    sheet.heading(t(title))
    if care is None:
        sheet.text(t("care_unknown"), soft=True)
        return
    _cross_call(sheet, care)
    _promises(sheet, care)
    _overdue(sheet, care)
    _rang_first(sheet, care)
    _repeats(sheet, care)
    _rivals(sheet, care)
    for note in care.notes:
        sheet.text(sheet.say(note), soft=True)


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


def _promises(sheet: Sheet, care: CareView) -> None:
    t, figures = sheet.t, sheet.figures
    sheet.heading(t("promises"), level=3)
    counts = " · ".join(f"{sheet.say(PROMISES[s])}: {figures.number(n)}" for s, n in care.counts if n)
    sheet.text(counts or t("no_promises"), soft=not counts)
    for line in care.promises[:LISTED]:
        sheet.quote(
            f"{sheet.say(PROMISES[line.status])}: {line.action}. {sheet.where(line.call)}", line.quote
        )
    if care.promises:
        _more(sheet, care.promises, LISTED, beyond=care.promises_more)


def _overdue(sheet: Sheet, care: CareView) -> None:
    t, figures = sheet.t, sheet.figures
    sheet.heading(t("overdue"), level=3)
    for client in care.overdue:
        late = t(
            "overdue_line",
            day=figures.day(client.last_at.date()),
            usual=figures.day_count(client.usual_days),
            late=figures.day_count(client.overdue_days),
        )
        sheet.text(f"{client.client}: {late}")
    if not care.overdue:
        sheet.text(t("no_overdue"), soft=True)


def _rang_first(sheet: Sheet, care: CareView) -> None:
    t, figures = sheet.t, sheet.figures
    sheet.heading(t("rang_first"), level=3)
    for line in care.rang_first[:LISTED]:
        due = t("rang_first_due", moment=figures.moment(line.expected_at))
        told = f"{sheet.where(line.call)}: {sheet.say(line.reason)}; {due}"
        if line.promised:
            sheet.quote(told, line.promised)
        else:
            sheet.text(told)
    if care.rang_first:
        _more(sheet, care.rang_first, LISTED, beyond=care.rang_first_more)
    else:
        sheet.text(t("no_rang_first"), soft=True)


def _repeats(sheet: Sheet, care: CareView) -> None:
    sheet.heading(sheet.t("repeats"), level=3)
    for repeat in care.repeats[:REPEATS_OF]:
        sheet.quote(sheet.where(repeat.first_call), repeat.first)
        sheet.quote(sheet.where(repeat.again_call), repeat.again)
    if care.repeats:
        _more(sheet, care.repeats, REPEATS_OF)
    else:
        sheet.text(sheet.t("no_repeats"), soft=True)


def _rivals(sheet: Sheet, care: CareView) -> None:
    t = sheet.t
    sheet.heading(t("rivals"), level=3)
    for offer in care.rivals[:LISTED]:
        told = [offer.rival or t("rival_not_named"), offer.product, offer.price, offer.term]
        facts = " · ".join(fact for fact in told if fact)
        sheet.quote(f"{facts}. {sheet.where(offer.call)}. {sheet.say(offer.answer)}", offer.quote)
    if care.rivals:
        _more(sheet, care.rivals, LISTED)
    else:
        sheet.text(t("no_rivals"), soft=True)


def _more(sheet: Sheet, lines: Sequence[object], shown: int, *, beyond: int = 0) -> None:
    """How many there are that paper does not show."""
    more = max(0, len(lines) - shown) + beyond
    if more:
        sheet.text(sheet.t("and_more", n=sheet.figures.number(more)), soft=True)
