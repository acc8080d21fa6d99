"""Reports as JSON: the same facts as the pages, under the view model's own names."""

import json
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from pipeline.calls.text import Text
from pipeline.reports.employee_report import EmployeeReport
from pipeline.reports.index import IndexReport
from pipeline.reports.names import printable
from pipeline.reports.team import TeamReport
from pipeline.scoring.tally import Tally


def report_to_json(report: EmployeeReport | TeamReport | IndexReport) -> dict[str, Any]:
    """JSON types of a report.

    A tally is `{"earned", "possible", "percent"}` with `percent` null when nothing was possible; words
    for people are `{"ru", "en"}`; days and moments are ISO 8601.
    """
    out = _plain(report)
    return {"machine_suggestions": True, **out}


def report_text(report: EmployeeReport | TeamReport | IndexReport) -> str:
    """The JSON document, indented, in UTF-8 letters."""
    return json.dumps(report_to_json(report), ensure_ascii=False, indent=1) + "\n"


def _plain(value: Any) -> Any:  # noqa: PLR0911  # one return a kind of value
    match value:
        case Tally():
            return {"earned": value.earned, "possible": value.possible, "percent": value.percent}
        case Text():
            return {"ru": printable(value.ru), "en": printable(value.en)}
        case Enum():
            return value.value
        case date():
            return value.isoformat()
        case str():
            return printable(value)
        case tuple():
            return [_plain(item) for item in value]
        case _ if is_dataclass(value) and not isinstance(value, type):
            return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        case _:
            return value
