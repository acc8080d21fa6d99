"""Promises and clients as tables of the workbook: one row a promise, a repeat, a client, an offer."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.calls.recording import UNKNOWN
from pipeline.calls.span import clock
from pipeline.calls.text import Language, Text
from pipeline.reports import words
from pipeline.reports.care import CareView
from pipeline.reports.model import CallRef
from pipeline.reports.words_sections import PROMISES
from pipeline.reports.workbook import Cell
from pipeline.rubrics.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet: its name, each column's title and width in characters, and one cell a column in each row."""

    name: str
    columns: tuple[tuple[str, int], ...]
    rows: tuple[Sequence[Cell], ...]


def care_tables(care: CareView, language: Language) -> tuple[Table, ...]:
    """The questions over several calls with their counts, what they rest on, clients and rivals' offers."""
    return (
        _counts(care, language),
        _lines(care, language),
        _rang_first(care, language),
        _overdue(care, language),
        _rivals(care, language),
    )


def _counts(care: CareView, language: Language) -> Table:
    verdicts = tuple((words.VERDICTS[v].of(language).capitalize(), 12) for v in Verdict)
    return Table(
        _word("cross_call", language),
        ((_word("question", language), 60), *verdicts),
        tuple(
            (row.question.of(language), *(row.count(verdict) for verdict in Verdict))
            for row in care.cross_call
        ),
    )


def _lines(care: CareView, language: Language) -> Table:
    titles = {row.id: row.title for row in care.cross_call}
    heads = (
        ("question", 24), ("answer_word", 14), ("when", 17), ("client", 26), ("status_word", 20),
        ("action_word", 40), ("due_word", 17), ("second", 9), ("quote", 60), ("reason", 50),
        ("later_call", 17), ("later_words", 60),
    )  # fmt: skip
    promises = (
        (
            _said(titles.get("promise_kept"), language),
            words.VERDICTS[line.verdict].of(language) if line.verdict else None,
            line.call.started_at,
            _client(line.call, language),
            PROMISES[line.status].of(language),
            line.action,
            line.due or line.due_text,
            clock(line.quote.start_ms),
            line.quote.quote,
            line.reason.of(language),
            line.later_call.started_at if line.later_call else None,
            line.later.quote if line.later else None,
        )
        for line in care.promises
    )
    repeats = (
        (
            _said(titles.get("no_repeat_contact"), language),
            words.VERDICTS[line.verdict].of(language) if line.verdict else None,
            line.first_call.started_at,
            _client(line.first_call, language),
            None,
            None,
            None,
            clock(line.first.start_ms),
            line.first.quote,
            _said(line.reason, language),
            line.again_call.started_at,
            line.again.quote,
        )
        for line in care.repeats
    )
    columns = tuple((_word(key, language), width) for key, width in heads)
    return Table(_word("care", language), columns, (*promises, *repeats))


def _rang_first(care: CareView, language: Language) -> Table:
    heads = (
        ("when", 17), ("client", 26), ("rang_first_by", 17), ("reason", 60), ("rang_first_promised", 60),
    )  # fmt: skip
    rows = (
        (
            line.call.started_at,
            _client(line.call, language),
            line.expected_at,
            line.reason.of(language),
            line.promised.quote if line.promised else None,
        )
        for line in care.rang_first
    )
    columns = tuple((_word(key, language), width) for key, width in heads)
    return Table(_word("rang_first_short", language), columns, tuple(rows))


def _overdue(care: CareView, language: Language) -> Table:
    heads = (("client", 34), ("last_contact", 17), ("usual_days", 14), ("days_over", 14))
    rows = ((line.client, line.last_at, line.usual_days, line.overdue_days) for line in care.overdue)
    columns = tuple((_word(key, language), width) for key, width in heads)
    return Table(_word("overdue", language), columns, tuple(rows))


def _rivals(care: CareView, language: Language) -> Table:
    heads = (
        ("when", 17), ("client", 26), ("employee", 26), ("rival", 20), ("product", 20), ("price", 20),
        ("term", 20), ("second", 9), ("quote", 60), ("answer_word", 40),
    )  # fmt: skip
    rows = (
        (
            line.call.started_at,
            _client(line.call, language),
            _word("not_named", language) if line.employee == UNKNOWN else line.employee,
            line.rival or _word("rival_not_named", language),
            line.product,
            line.price,
            line.term,
            clock(line.quote.start_ms),
            line.quote.quote,
            line.answer.of(language),
        )
        for line in care.rivals
    )
    columns = tuple((_word(key, language), width) for key, width in heads)
    return Table(_word("rivals", language), columns, tuple(rows))


def _word(key: str, language: Language) -> str:
    return words.WORDS[key].of(language)


def _said(text: Text | None, language: Language) -> str | None:
    return text.of(language) if text else None


def _client(call: CallRef, language: Language) -> str:
    return _word("client_not_named", language) if call.client == UNKNOWN else call.client
