"""A printed sheet in one language: blocks of text that the PDF lays out, and nothing else."""

from collections.abc import Sequence
from typing import Any

from pipeline.calls.recording import UNKNOWN
from pipeline.calls.span import clock
from pipeline.calls.text import Language, Text
from pipeline.reports import charts, words
from pipeline.reports.charts import trend_chart
from pipeline.reports.figures import Figures
from pipeline.reports.model import CallRef, FindingRow, Quote, RubricRow, Score, SecondRow, Trend
from pipeline.reports.names import printable
from pipeline.reports.statistics import Difference, Interval

Block = dict[str, Any]


class Sheet:
    """Blocks in order. Methods add to them, or give a figure as it is printed."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.figures = Figures(language)
        self.blocks: list[Block] = []

    def t(self, key: str, **values: object) -> str:
        """Words by their key, filled."""
        return words.WORDS[key].filled(**values).of(self.language) if values else self.say(words.WORDS[key])

    def say(self, text: Text) -> str:
        """A text in the sheet’s language."""
        return text.of(self.language)

    def heading(self, text: str, *, level: int = 2) -> None:
        """A heading; level 1 once."""
        self.blocks.append({"kind": "heading", "level": level, "text": printable(text)})

    def text(self, text: str, *, soft: bool = False) -> None:
        """A paragraph; soft: an aside."""
        self.blocks.append({"kind": "text", "text": printable(text), "soft": soft})

    def notice(self, title: str, text: str) -> None:
        """What must be read first."""
        self.blocks.append({"kind": "notice", "title": title, "text": printable(text)})

    def facts(self, facts: Sequence[tuple[str, str, str]]) -> None:
        """Boxes in a row: what, its figure, a remark."""
        self.blocks.append({"kind": "facts", "facts": [[printable(part) for part in f] for f in facts]})

    def table(
        self, heads: Sequence[str], rows: Sequence[Sequence[Any]], *, wide: Sequence[int] = (0,)
    ) -> None:
        """A table; `wide` columns take the room that the others leave and stand left. None without rows."""
        if not rows:
            return
        self.blocks.append(
            {
                "kind": "table",
                "heads": list(heads),
                "wide": [i in wide for i in range(len(heads))],
                "rows": [[printable(c) if isinstance(c, str) else c for c in row] for row in rows],
            }
        )

    def quote(self, lead: str, quote: Quote) -> None:
        """Words with their second and speaker, under a lead."""
        who = f"{clock(quote.start_ms)} {self.say(words.ROLES[quote.role])}"
        parts = {"before": quote.before, "quote": quote.quote, "after": quote.after}
        self.blocks.append(
            {"kind": "quote", "lead": printable(lead), "who": who}
            | {name: printable(part) for name, part in parts.items()}
        )

    def bar(self, score: Score) -> Block:
        """A table cell that is drawn: the score as a bar, its interval as a whisker."""
        interval = score.interval
        return {
            "bar": score.tally.percent,
            "low": interval.low if interval else None,
            "high": interval.high if interval else None,
            "few": score.too_few,
        }

    def between(self, interval: Interval | None) -> str:
        """An interval as printed."""
        return self.figures.between(interval.low, interval.high) if interval else "–"

    def gap(self, difference: Difference) -> str:
        """A difference with its interval as printed."""
        low, high = difference.interval.low, difference.interval.high
        points = self.figures.points
        return f"{points(difference.points)} ({points(low)} … {points(high)})"

    def tally(self, score: Score) -> str:
        """Points earned of points possible."""
        number = self.figures.number
        return self.t("points_of", earned=number(score.tally.earned), possible=number(score.tally.possible))

    def few(self, calls: int, *, too_few: bool) -> str:
        """A number of calls, and whether it is too few."""
        return f"{self.figures.number(calls)} ({self.t('few')})" if too_few else self.figures.number(calls)

    def where(self, call: CallRef) -> str:
        """Which call: when, with whom."""
        when = self.figures.moment(call.started_at) if call.started_at else self.t("no_date")
        return f"{when} · {self.t('client_not_named') if call.client == UNKNOWN else call.client}"

    def finding(self, row: FindingRow, *, lead: str = "") -> None:
        """A finding with its first quote, or with what was sought in vain."""
        start = f"{lead}{self.where(row.call)} — {self.say(row.reason)}"
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
        if row.second:
            self._heard(row, row.second)

    def _heard(self, row: FindingRow, second: SecondRow) -> None:
        """Both hearings of the seconds behind a finding."""
        note = self.say(words.AGAIN[second.outcome]) + (f" ({second.engine})" if second.engine else "")
        if row.sought and second.engine and not second.searched:
            note += f"; {self.t('again_not_searched')}"
        nothing = self.t("again_nothing")
        self.blocks.append(
            {
                "kind": "heard",
                "note": printable(note),
                "heard": [
                    {
                        "who": f"{clock(one.start_ms)} {self.say(words.ROLES[one.role])}",
                        "first": [self.t("again_first"), printable(one.first or nothing)],
                        "second": [self.t("again_second"), printable(one.second or nothing)],
                    }
                    for one in second.heard
                ],
            }
        )

    def trend(self, trend: Trend) -> None:
        """The chart that the page draws: the same dots at the same places."""
        chart = trend_chart(trend.points, joined=not trend.too_few)
        first, last = trend.points[0].start, trend.points[-1].end
        self.blocks.append(
            {
                "kind": "trend",
                "width": charts.WIDTH,
                "height": charts.HEIGHT,
                "left": charts.LEFT,
                "right": charts.RIGHT,
                "grid": [list(line) for line in chart.grid],
                "lines": [[a.x, a.y, b.x, b.y] for a, b in chart.lines],
                "dots": [[dot.x, dot.y] for dot in chart.dots],
                "few": trend.too_few,
                "days": [self.figures.day(first), self.figures.day(last) if len(trend.points) > 1 else ""],
            }
        )


def unsure_share(sheet: Sheet, percent: float | None) -> str:
    """A share of unsure answers, or that there are none."""
    return sheet.t("no_answers") if percent is None else sheet.figures.percent(percent)


def rubric_table(sheet: Sheet, rubrics: Sequence[RubricRow]) -> None:
    """The rubrics with their scores, bars and intervals."""
    if not rubrics:
        return
    t = sheet.t
    sheet.heading(t("by_rubric"))
    sheet.table(
        [t("rubric"), "", t("score"), t("interval"), t("n_calls"), t("points")],
        [
            [
                sheet.say(rubric.title),
                sheet.bar(rubric.score),
                sheet.figures.percent(rubric.score.tally.percent),
                sheet.between(rubric.score.interval),
                sheet.few(rubric.score.calls, too_few=rubric.score.too_few),
                sheet.tally(rubric.score),
            ]
            for rubric in rubrics
        ],
    )


def foot(sheet: Sheet, *keys: str) -> None:
    """How to read it all."""
    sheet.heading(sheet.t("how_to_read"))
    for key in keys:
        sheet.text(sheet.t(key), soft=True)
