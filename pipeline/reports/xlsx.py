"""Reports as workbooks: real numbers, one row a finding. No figure is computed here."""

from collections.abc import Sequence

from pipeline.calls.recording import UNKNOWN
from pipeline.calls.span import clock
from pipeline.calls.text import Language
from pipeline.reports import words
from pipeline.reports.employee_report import EmployeeReport
from pipeline.reports.figures import Figures
from pipeline.reports.model import CriterionRow, RubricRow, Score, Trend
from pipeline.reports.register import FindingLine
from pipeline.reports.statistics import Interval
from pipeline.reports.team import TeamReport
from pipeline.reports.workbook import Book, Cell
from pipeline.reports.xlsx_care import care_tables
from pipeline.rubrics.verdict import Verdict


def employee_book(report: EmployeeReport, lines: Sequence[FindingLine], *, language: Language) -> bytes:
    """One employee's workbook: figures, findings, and what it is.

    Args:
        report: the same that the page shows.
        lines: every finding of it.
        language: of headings and words.
    """
    book = Book(language, made=report.generated_at)
    _figures(book, report.overall, report.rubrics)
    _findings(book, lines)
    for table in care_tables(report.care, language) if report.care else ():
        book.sheet(table.name, table.columns, table.rows)
    _trend(book, report.trend)
    if people := [line for line in lines if line.said]:
        _findings(book, people, name="people")
    figures = Figures(language)
    name = report.employee if report.named else book.word("not_named")
    period = figures.days(report.since, report.until) if report.since and report.until else None
    book.notes(
        book.word("how_to_read"),
        [
            (book.word("employee"), name),
            (book.word("period"), period),
            (book.word("made"), report.generated_at),
            (book.word("calls"), report.calls),
            (book.word("notice" if report.machine_only else "notice_confirmed"), book.word("notice_use")),
            *(
                (book.word("meaning"), book.word(key))
                for key in ("how_percent", "how_interval", "how_verdicts")
            ),
            (book.word("few"), words.WORDS["few_note"].filled(n_min=report.n_min).of(language)),
            ("", book.word("personal")),
        ],
    )
    return book.bytes()


def team_book(team: TeamReport, *, language: Language) -> bytes:
    """The team's workbook: figures of all calls, and everyone's score by alphabet."""
    book = Book(language, made=team.generated_at)
    _figures(book, team.overall, team.rubrics)
    columns = [
        (book.word("employee"), 34), (book.word("score") + ", %", 10), (book.word("interval") + " ↓", 12),
        (book.word("interval") + " ↑", 12), (book.word("n_calls"), 10), (book.word("against_team"), 40),
    ]  # fmt: skip
    book.sheet(
        book.word("spread"),
        columns,
        (
            (
                row.employee if row.named else book.word("not_named"),
                row.score.tally.percent,
                *_bounds(row.score.interval),
                row.score.calls,
                book.word(
                    "few_to_compare"
                    if row.apart is None
                    else "within"
                    if not row.apart.holds
                    else "above_team"
                    if row.apart.points > 0
                    else "below_team"
                ),
            )
            for row in team.spread.rows
        ),
    )
    for table in care_tables(team.care, language) if team.care else ():
        book.sheet(table.name, table.columns, table.rows)
    book.notes(
        book.word("how_to_read"),
        [
            (book.word("made"), team.generated_at),
            (book.word("notice" if team.machine_only else "notice_confirmed"), book.word("notice_use")),
            (book.word("spread"), book.word("spread_note")),
            *((book.word("meaning"), book.word(key)) for key in ("how_percent", "how_interval")),
        ],
    )
    return book.bytes()


def _figures(book: Book, overall: Score, rubrics: Sequence[RubricRow]) -> None:
    verdicts = [(book.say(words.VERDICTS[v]).capitalize(), 12) for v in Verdict]
    columns = [
        (book.word("rubric"), 24),
        (book.word("question"), 40),
        (book.word("points_earned"), 12),
        (book.word("points_possible"), 12),
        (book.word("score") + ", %", 10),
        (book.word("interval") + " ↓", 12),
        (book.word("interval") + " ↑", 12),
        (book.word("n_calls"), 10),
        (book.word("lost"), 10),
        *verdicts,
        (book.word("awaiting"), 14),
        (book.word("confirmed"), 14),
    ]
    rows: list[Sequence[Cell]] = [_score_row(book.word("overall"), overall)]
    for rubric in rubrics:
        title = book.say(rubric.title)
        rows.append(_score_row(title, rubric.score))
        rows.extend(_criterion_row(book, title, row) for row in rubric.criteria)
    book.sheet(book.word("criteria"), columns, rows)


def _trend(book: Book, trend: Trend) -> None:
    columns = [
        (book.word("first_day"), 12),
        (book.word("last_day"), 12),
        (book.word("calls"), 10),
        (book.word("points_earned"), 12),
        (book.word("points_possible"), 12),
        (book.word("score") + ", %", 10),
    ]
    book.sheet(
        book.word("trend"),
        columns,
        (
            (point.start, point.end, point.calls, tally.earned, tally.possible, tally.percent)
            for point in trend.points
            for tally in (point.score.tally,)
        ),
    )


def _score_row(title: str, score: Score) -> Sequence[Cell]:
    tally = score.tally
    return (
        title, None, tally.earned, tally.possible, tally.percent, *_bounds(score.interval), score.calls,
        tally.possible - tally.earned,
    )  # fmt: skip


def _criterion_row(book: Book, rubric: str, row: CriterionRow) -> Sequence[Cell]:
    return (
        rubric, book.say(row.title), row.share.earned, row.share.possible, row.share.percent,
        *_bounds(row.interval), row.met + row.not_met, row.lost, row.met, row.not_met, row.not_applicable,
        row.unsure, row.awaiting, row.confirmed,
    )  # fmt: skip


def _bounds(interval: Interval | None) -> tuple[float | None, float | None]:
    return (interval.low, interval.high) if interval else (None, None)


def _findings(book: Book, lines: Sequence[FindingLine], *, name: str = "findings_sheet") -> None:
    columns = [
        (book.word("when"), 17),
        (book.word("client"), 26),
        (book.word("recording"), 22),
        (book.word("rubric"), 18),
        (book.word("question"), 30),
        (book.word("answer_word"), 14),
        (book.word("standing"), 24),
        (book.word("points_earned"), 10),
        (book.word("points_possible"), 10),
        (book.word("second"), 9),
        (book.word("quote"), 60),
        (book.word("reason"), 50),
        (book.word("second_hearing"), 30),
        (book.word("who_answered"), 26),
        (book.word("when_answered"), 17),
    ]
    book.sheet(
        book.word(name),
        columns,
        (
            (
                line.started_at,
                book.word("client_not_named") if line.client == UNKNOWN else line.client,
                line.recording,
                book.say(line.rubric),
                book.say(line.title),
                book.say(words.VERDICTS[line.verdict]),
                book.say(words.STANDINGS[line.standing]),
                line.earned,
                line.possible,
                None if line.start_ms is None else clock(line.start_ms),
                line.quote,
                book.say(line.reason),
                book.say(words.AGAIN[line.again]) if line.again else None,
                line.said.by if line.said else None,
                line.said.at if line.said else None,
            )
            for line in lines
        ),
    )
