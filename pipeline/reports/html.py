"""Pages as text: one self-contained HTML document per report and language. No figure is computed here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pipeline.calls.span import clock
from pipeline.calls.text import Language, Text
from pipeline.reports import charts, words
from pipeline.reports.charts import trend_chart
from pipeline.reports.employee_report import EmployeeReport
from pipeline.reports.figures import Figures
from pipeline.reports.index import IndexReport
from pipeline.reports.model import CriterionFindings
from pipeline.reports.names import printable
from pipeline.reports.team import TeamReport
from pipeline.reports.words_sections import PROMISES
from pipeline.reports.words_team import REASONS, STREAMS
from pipeline.rubrics.verdict import Verdict


def employee_page(
    report: EmployeeReport,
    *,
    language: Language,
    languages: Sequence[Language],
    indexed: bool = True,
    prepared: Environment | None = None,
) -> str:
    """The page of one employee.

    Args:
        report: what is shown.
        language: of this page.
        languages: all languages the page is written in; the others are linked to.
        indexed: whether an index lies beside the page; False for a page written alone.
        prepared: an `environment(language)` to use again, where many pages are written.
    """
    return (
        (prepared or environment(language))
        .get_template("employee.html.j2")
        .render(
            report=report,
            rows_of={row.id: row for rubric in report.rubrics for row in rubric.criteria},
            rubric_titles={rubric.id: rubric.title for rubric in report.rubrics},
            blocks=blocks(report),
            chart=trend_chart(report.trend.points, joined=not report.trend.too_few),
            pages=[(other, page_name(report.stem, other)) for other in languages if other is not language],
            index=page_name("index", language) if indexed else None,
        )
    )


def team_page(
    team: TeamReport,
    *,
    language: Language,
    languages: Sequence[Language],
    indexed: bool = True,
    prepared: Environment | None = None,
) -> str:
    """The page of the whole team; arguments as in `employee_page`.

    Written alone it leads to no employee's page, either.
    """
    return (
        (prepared or environment(language))
        .get_template("team.html.j2")
        .render(
            team=team,
            pages=[(other, page_name("team", other)) for other in languages if other is not language],
            index=page_name("index", language) if indexed else None,
        )
    )


def index_page(
    index: IndexReport,
    *,
    language: Language,
    languages: Sequence[Language],
    prepared: Environment | None = None,
    team: bool = False,
) -> str:
    """The page that leads to the employees' pages; `team`: whether a team's page lies beside it."""
    return (
        (prepared or environment(language))
        .get_template("index.html.j2")
        .render(
            index=index,
            team=team,
            pages=[(other, page_name("index", other)) for other in languages if other is not language],
        )
    )


@dataclass(frozen=True, slots=True)
class Block:
    """One question with its worst and its best examples; either may be missing, not both."""

    title: Text
    question: Text
    not_met: CriterionFindings | None
    met: CriterionFindings | None


def blocks(report: EmployeeReport) -> tuple[Block, ...]:
    """The findings by question, dearest first, as the groups hold them by verdict."""
    by_verdict = {group.verdict: {c.criterion: c for c in group.criteria} for group in report.groups}
    worst, best = by_verdict[Verdict.NOT_MET], by_verdict[Verdict.MET]
    out: list[Block] = []
    for criterion in report.costliest:
        one = worst.get(criterion) or best.get(criterion)
        if one:
            out.append(Block(one.title, one.question, worst.get(criterion), best.get(criterion)))
    return tuple(out)


def page_name(stem: str, language: Language) -> str:
    """File name of a page.

    >>> page_name("index", Language.RU)
    'index.ru.html'
    """
    return f"{stem}.{language.value}.html"


def environment(language: Language) -> Environment:
    """Jinja2 with everything escaped, nothing undefined and the words of one language."""
    figures = Figures(language)
    environment = Environment(
        loader=PackageLoader("pipeline.reports", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.update(
        language=language,
        figures=figures,
        chart_box=charts,
        page_name=page_name,
        t=_speaker(words.WORDS, language),
        verdict_words=words.VERDICTS,
        group_words=words.GROUPS,
        group_notes=words.GROUP_NOTES,
        role_words=words.ROLES,
        sought_words=words.SOUGHT_OF,
        severity_words=words.SEVERITIES,
        direction_words=words.DIRECTIONS,
        sector_words=words.SECTORS,
        step_words=words.STEPS,
        again_words=words.AGAIN,
        promise_words=PROMISES,
        kind_words=REASONS,
        stream_words=STREAMS,
        language_name=words.WORDS["this_language"].of,
    )
    environment.filters.update(clock=clock, say=lambda text: text.of(language))
    return environment


def _speaker(spoken: Mapping[str, Text], language: Language) -> Any:
    def t(key: str, **values: object) -> str:
        text = spoken[key].of(language)
        return text.format(**values) if values else text

    return t


def _finalize(value: object) -> object:
    """Applied to everything a template prints: no control marks, no lone surrogates."""
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value
