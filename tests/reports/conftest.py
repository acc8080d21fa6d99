"""Calls made in code: a few lines say what was answered, the quotes are cut from what was said."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from pipeline.calls.evidence import Evidence
from pipeline.calls.recording import Direction, Role, Sector
from pipeline.calls.span import Span
from pipeline.calls.text import Language, Text
from pipeline.calls.transcript import Utterance
from pipeline.clients.care import CROSS_CALL
from pipeline.clients.rhythm import RANG_AFTER_PROMISE
from pipeline.reports.calls import CriterionTitle, ReportCall, Titles
from pipeline.reports.care import (
    CareView,
    CrossCallRow,
    OverdueLine,
    PromiseLine,
    PromiseStatus,
    RangFirstLine,
    RepeatLine,
    RivalLine,
)
from pipeline.reports.model import CallRef, Quote
from pipeline.rubrics.verdict import Severity, Verdict
from pipeline.scoring.evaluation import Evaluation, Finding, ScorecardStamp, Searched

MakeCall = Callable[..., ReportCall]

SAID = (
    "Торговый дом «Колосок», Ирина, добрый день.",
    "Здравствуйте, где мой заказ?",
    "Я не знаю, это не ко мне, звоните на склад.",
    "Понятно.",
)
RUBRIC_OF = {
    "greeting": "courtesy",
    "no_rudeness": "courtesy",
    "no_stop_phrases": "courtesy",
    "dated_promise": "responsiveness",
    "outcome_stated": "problem_resolution",
}
WEIGHTS = {"greeting": 5, "no_rudeness": 10, "no_stop_phrases": 7, "dated_promise": 8, "outcome_stated": 20}
SEVERITIES = {"no_rudeness": Severity.FATAL, "no_stop_phrases": Severity.CRITICAL}
QUOTED = {"greeting": 0, "no_rudeness": 2, "no_stop_phrases": 2, "outcome_stated": 2}
REASONS = {
    Verdict.MET: Text(ru="нужные слова сказаны", en="the words were said"),
    Verdict.NOT_MET: Text(ru="сказано то, чего говорить нельзя", en="said what must not be said"),
    Verdict.UNSURE: Text(ru="слово расслышано неуверенно", en="a word was heard with doubt"),
    Verdict.NOT_APPLICABLE: Text(ru="такого в звонке не было", en="it did not arise"),
}


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 21, 2, 14, tzinfo=ZoneInfo("Europe/Moscow"))


@pytest.fixture
def titles() -> Titles:
    return Titles(
        rubrics={
            "courtesy": Text(ru="Вежливость", en="Courtesy"),
            "responsiveness": Text(ru="Отзывчивость", en="Responsiveness"),
            "problem_resolution": Text(ru="Решение вопроса", en="Problem resolution"),
        },
        criteria={
            "greeting": CriterionTitle(
                Text(ru="Приветствие", en="Greeting"),
                Text(ru="Поздоровался ли сотрудник?", en="Did the employee greet?"),
            ),
            "no_stop_phrases": CriterionTitle(
                Text(ru="Без отговорок", en="No brush-offs"),
                Text(ru="Обошлось ли без «не знаю»?", en="Were there no brush-offs?"),
            ),
            "no_rudeness": CriterionTitle(
                Text(ru="Без грубости", en="No rudeness"),
                Text(ru="Обошлось ли без грубости?", en="Was there no rudeness?"),
            ),
            "dated_promise": CriterionTitle(
                Text(ru="Обещание со сроком", en="Dated promise"),
                Text(ru="Назван ли срок?", en="Was a time said?"),
            ),
            "outcome_stated": CriterionTitle(
                Text(ru="Итог назван", en="Outcome stated"),
                Text(ru="Сказано ли, чем кончилось?", en="Was the outcome said?"),
            ),
        },
    )


@pytest.fixture
def make_call() -> MakeCall:
    """`make_call("a", when, greeting="met", dated_promise="unsure")`."""
    return call


@pytest.fixture
def looked_after() -> CareView:
    """An employee's promises and clients, with something in every part of the section."""
    monday = datetime(2026, 10, 5, 10, 12, tzinfo=ZoneInfo("Europe/Moscow"))
    tuesday, thursday = monday + timedelta(days=1), monday + timedelta(days=3)
    a, b, c = (
        CallRef(key * 64, f"{key}.wav", day, "Кафе «Брусника»", Language.RU, f"../playback/{key}.opus")
        for key, day in (("a", monday), ("b", tuesday), ("c", thursday))
    )
    promised, sent = _quote(a, "Перезвоню завтра до обеда."), _quote(b, "Счёт пришлю сегодня.")
    asked = _quote(c, "Вы обещали перезвонить, и никто не позвонил.", Role.CLIENT)
    told = Text(
        ru="срок прошёл, и клиент говорит, что не сделано",
        en="its time has passed, and the client says that it was not done",
    )
    done = Text(ru="клиент подтверждает, что сделано", en="the client says that it was done")
    kept, repeat = (CrossCallRow(key, title, question) for key, (title, question) in CROSS_CALL.items())
    return CareView(
        counts=((PromiseStatus.BROKEN, 1), (PromiseStatus.KEPT, 1)),
        promises=(
            PromiseLine(
                a, promised, "Перезвоню", "завтра до обеда", tuesday, PromiseStatus.BROKEN, told, c, asked,
                Verdict.NOT_MET,
            ),
            PromiseLine(
                b, sent, "пришлю: счёт", None, None, PromiseStatus.KEPT, done, verdict=Verdict.MET
            ),
        ),
        promises_more=0,
        overdue=(OverdueLine("Лавка", monday, 7.0, 12.5, 9),),
        repeats=(
            RepeatLine(
                "Кафе «Брусника»",
                b,
                _quote(b, "Нужна накладная на сёмгу, недостача восемь килограмм.", Role.CLIENT),
                c,
                _quote(c, "Опять насчёт недостачи по сёмге.", Role.CLIENT),
                Verdict.UNSURE,
                Text(
                    ru="клиент звонит снова по тому же делу через 2 дня; общие слова: недостача",
                    en="the client rings again on the same matter after 2 days; words in common: недостача",
                ),
            ),
        ),
        rivals=(
            RivalLine(
                "Форвард", None, "на два рубля", "Отсрочка тридцать дней", "Кафе «Брусника»", "Ирина", b,
                _quote(b, "Мне «Форвард» на два рубля дешевле предлагает.", Role.CLIENT),
                Text(ru="сотрудник расспросил об этом", en="the employee asked about it"),
                (_quote(b, "Отсрочка тридцать дней.", Role.CLIENT),),
            ),
        ),
        cross_call=(replace(kept, met=1, not_met=1), replace(repeat, unsure=1)),
        rang_first=(RangFirstLine("Кафе «Брусника»", c, tuesday, RANG_AFTER_PROMISE, promised, a),),
    )  # fmt: skip


def _quote(call: CallRef, words: str, role: Role = Role.AGENT) -> Quote:
    return Quote(role, 12_300, 15_000, "", words, "", f"{call.playback}#t=12.3")


def call(
    key: str,
    when: datetime | None = None,
    *,
    client: str = "Кафе «Брусника»",
    said: Sequence[str] = SAID,
    language: Language | None = Language.RU,
    confirmed: tuple[str, ...] = (),
    playback: bool = True,
    weights: Mapping[str, int] = WEIGHTS,
    **verdicts: str,
) -> ReportCall:
    identity = hashlib.sha256(key.encode()).hexdigest()
    roles = (Role.AGENT, Role.CLIENT)
    utterances = tuple(
        Utterance(roles[i % 2], Span(950 + 5_000 * i, 4_950 + 5_000 * i), text) for i, text in enumerate(said)
    )
    findings = tuple(
        finding(criterion, Verdict(verdict), utterances, weight=weights[criterion])
        for criterion, verdict in verdicts.items()
    )
    return ReportCall(
        recording_id=identity,
        name=f"{key}.wav",
        started_at=when,
        client=client,
        direction=Direction.INBOUND,
        sector=Sector.CLIENT,
        language=language,
        duration_ms=61_000,
        utterances=utterances,
        evaluation=Evaluation(
            identity, ScorecardStamp("client_sector", 1, "sha256:0"), findings, confirmed_fatal=confirmed
        ),
        playback=f"../playback/{identity[:12]}.opus" if playback else None,
    )


def finding(criterion: str, verdict: Verdict, utterances: Sequence[Utterance], *, weight: int) -> Finding:
    evidence: tuple[Evidence, ...] = ()
    searched = None
    if verdict in {Verdict.MET, Verdict.NOT_MET}:
        at = QUOTED.get(criterion)
        if at is None and verdict is Verdict.NOT_MET:
            searched = Searched(
                Text(ru="срок обещания", en="a time for the promise"), Role.AGENT, Span(0, 19_950)
            )
        else:
            evidence = (Evidence.whole(utterances, at or 0, rule="test"),)
    return Finding(
        criterion,
        RUBRIC_OF[criterion],
        verdict,
        weight,
        REASONS[verdict],
        SEVERITIES.get(criterion, Severity.NORMAL),
        evidence,
        searched,
    )
