"""The team's report as it stands on paper."""

from pipeline.calls.text import Language
from pipeline.reports import words
from pipeline.reports.printed_care import care_blocks
from pipeline.reports.sheet import Block, Sheet, foot, rubric_table, unsure_share
from pipeline.reports.team import TeamReport
from pipeline.reports.words_team import REASONS, STREAMS
from pipeline.rubrics.verdict import Verdict


def team_blocks(team: TeamReport, *, language: Language) -> list[Block]:
    """The team's report on paper."""
    sheet = Sheet(language)
    figures, t = sheet.figures, sheet.t
    sheet.heading(t("team"), level=1)
    made = f"{t('made')}: {figures.moment(team.generated_at)}"
    period = f"{t('period')}: {figures.days(team.since, team.until)} · " if team.since and team.until else ""
    sheet.text(period + made, soft=True)
    sheet.notice(t("notice" if team.machine_only else "notice_confirmed"), t("notice_use"))
    overall, coverage = team.overall, team.coverage
    sheet.facts(
        [
            (t("calls"), figures.number(team.calls), t("team_calls")),
            (
                t("overall"),
                figures.percent(overall.tally.percent),
                f"{t('interval')}: {sheet.between(overall.interval)}",
            ),
            (
                t("team_assessed"),
                figures.number(coverage.assessed),
                f"{t('recorded')}: {figures.number(coverage.recorded)}",
            ),
            (t("unsure"), unsure_share(sheet, coverage.unsure.percent), t("for_a_person")),
        ]
    )
    rubric_table(sheet, team.rubrics)
    sheet.heading(t("spread"))
    spread = team.spread
    if not spread.compared:
        sheet.text(t("spread_few", n=figures.number(team.compare_min)))
    elif spread.apart:
        sheet.text(t("spread_some", n=figures.number(spread.apart), compared=figures.number(spread.compared)))
    else:
        sheet.text(t("spread_none"))
    sheet.table(
        [t("employee"), "", t("score"), t("interval"), t("n_calls"), t("against_team")],
        [
            [
                row.employee if row.named else t("not_named"),
                sheet.bar(row.score),
                figures.percent(row.score.tally.percent),
                sheet.between(row.score.interval),
                sheet.few(row.score.calls, too_few=row.score.too_few),
                t("few_to_compare")
                if row.apart is None
                else t("within")
                if not row.apart.holds
                else f"{t('above_team' if row.apart.points > 0 else 'below_team')} {sheet.gap(row.apart)}",
            ]
            for row in spread.rows
        ],
        wide=(0, 5),
    )
    sheet.heading(t("missed"))
    if not team.missed:
        sheet.text(t("missed_none"), soft=True)
    sheet.table(
        [t("question"), t("lost"), sheet.say(words.VERDICTS[Verdict.NOT_MET]), t("share"), t("interval")],
        [
            [
                sheet.say(row.title),
                figures.number(row.lost),
                figures.number(row.not_met),
                figures.percent(row.share.percent),
                sheet.between(row.interval),
            ]
            for row in team.missed
        ],
    )
    care_blocks(sheet, team.care, title="clients_at_risk")
    sheet.heading(t("coverage"))
    why = ", ".join(f"{sheet.say(REASONS[kind])}: {figures.number(n)}" for kind, n in coverage.why)
    share = f" ({figures.percent(coverage.share.percent)})" if coverage.recorded else ""
    counts = (
        (t("recorded"), figures.number(coverage.recorded)),
        (t("team_assessed"), figures.number(coverage.assessed) + share),
        (t("team_unscored"), figures.number(coverage.unscored)),
        (t("quarantined"), figures.number(coverage.quarantined) + (f" ({why})" if why else "")),
        (t("unsure_share"), unsure_share(sheet, coverage.unsure.percent)),
    )
    sheet.text(" ".join(f"{what}: {count}." for what, count in counts))
    sheet.heading(t("streams"))
    sheet.text(t("streams_note" if team.streams else "streams_none"), soft=True)
    if team.streams:
        sheet.table(
            [t("stream"), t("picked"), t("estimate"), t("interval")],
            [
                [
                    sheet.say(STREAMS[row.stream]),
                    figures.number(row.picked),
                    t("no_mean") if row.estimate is None else figures.percent(row.estimate),
                    sheet.between(row.interval),
                ]
                for row in team.streams
            ],
        )
    foot(sheet, "how_percent", "how_interval", "how_words", "personal")
    return sheet.blocks
