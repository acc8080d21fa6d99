"""PDF by typst, with the shipped font: blocks go in as data, never as markup."""

import json
from collections.abc import Sequence
from datetime import datetime
from importlib import resources
from typing import Any

import typst

from pipeline.calls.text import Language
from pipeline.reports import words
from pipeline.reports.employee_report import EmployeeReport
from pipeline.reports.glyphs import MISSING, code_points, drawable
from pipeline.reports.names import printable
from pipeline.reports.printed import employee_blocks
from pipeline.reports.printed_team import team_blocks
from pipeline.reports.sheet import Block
from pipeline.reports.team import TeamReport

_ROOM = resources.files("pipeline.reports")


class Press:
    """A compiler with its fonts, opened once for many reports."""

    def __init__(self) -> None:
        self._template = _ROOM.joinpath("templates/report.typ").read_bytes()
        fonts = typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=[str(_ROOM.joinpath("fonts"))],
        )
        self._compiler = typst.Compiler(font_paths=fonts)
        self._covered = code_points(_ROOM.joinpath("fonts/DejaVuSans.ttf").read_bytes())

    def employee(self, report: EmployeeReport, *, language: Language) -> bytes:
        """One employee's report, A4."""
        title = report.employee if report.named else words.WORDS["not_named"].of(language)
        blocks = employee_blocks(report, language=language)
        return self._print(
            blocks,
            title=title,
            language=language,
            made=report.generated_at,
            machine_only=report.machine_only,
        )

    def team(self, team: TeamReport, *, language: Language) -> bytes:
        """The team's report, A4."""
        blocks = team_blocks(team, language=language)
        title = words.WORDS["team"].of(language)
        return self._print(
            blocks, title=title, language=language, made=team.generated_at, machine_only=team.machine_only
        )

    def _print(
        self,
        blocks: Sequence[Block],
        *,
        title: str,
        language: Language,
        made: datetime,
        machine_only: bool,
    ) -> bytes:
        document: dict[str, Any] = {
            "title": printable(title),
            "language": language.value,
            "foot": words.WORDS["notice_short" if machine_only else "notice_short_confirmed"].of(language),
            "blocks": [self._drawable(block) for block in blocks],
        }
        if MISSING in json.dumps(document["blocks"], ensure_ascii=False):
            note = words.WORDS["no_glyphs"].filled(mark=MISSING).of(language)
            document["blocks"].insert(1, {"kind": "text", "text": note, "soft": False})
        made_pdf = self._compiler.compile(
            input=self._template,
            format="pdf",
            sys_inputs={"document": json.dumps(document, ensure_ascii=False)},
            timestamp=int(made.timestamp()),
        )
        if not isinstance(made_pdf, bytes):
            raise TypeError("typst gave no single document")
        return made_pdf

    def _drawable(self, part: Any) -> Any:
        """A block with nothing in it that the font cannot draw."""
        match part:
            case str():
                return drawable(part, self._covered)
            case dict():
                return {key: self._drawable(value) for key, value in part.items()}
            case list() | tuple():
                return [self._drawable(value) for value in part]
            case _:
                return part
