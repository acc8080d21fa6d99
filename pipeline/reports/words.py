"""Every word the pages print, in both languages. Templates name them by key; logic has none."""

from collections.abc import Mapping

from pipeline.calls.recording import Direction, Role, Sector
from pipeline.calls.text import CALLS, DAYS, Noun, Text
from pipeline.reports.model import Standing, Step
from pipeline.reports.words_index import INDEX_WORDS
from pipeline.reports.words_sections import SECTION_WORDS
from pipeline.reports.words_team import TEAM_WORDS
from pipeline.rubrics.verdict import Severity, Verdict
from pipeline.scoring.second_hearing import Outcome

NOUNS: Mapping[str, Noun] = {
    "call": CALLS,
    "day": DAYS,
    "answer": Noun("ответ", "ответа", "ответов", "answer", "answers"),
    "example": Noun("пример", "примера", "примеров", "example", "examples"),
    "quote": Noun("цитата", "цитаты", "цитат", "quote", "quotes"),
    "point": Noun("балл", "балла", "баллов", "point", "points"),
    "file": Noun("файл", "файла", "файлов", "file", "files"),
}

ALL_UNSURE = Text(
    ru="ни на один вопрос нельзя ответить уверенно: звонок должен прослушать человек",
    en="no question could be answered with certainty: a person should listen to the call",
)
NO_WORDS = Text(
    ru="в записи не распознано ни одной реплики",
    en="not a word was recognised in the recording",
)
NOTHING_APPLIED = Text(
    ru="ни один вопрос к этому звонку не относится",
    en="none of the questions applies to this call",
)

VERDICTS: Mapping[Verdict, Text] = {
    Verdict.MET: Text(ru="выполнено", en="met"),
    Verdict.NOT_MET: Text(ru="не выполнено", en="not met"),
    Verdict.UNSURE: Text(ru="неясно", en="unsure"),
    Verdict.NOT_APPLICABLE: Text(ru="не относится", en="does not apply"),
}

GROUPS: Mapping[Verdict, Text] = {
    Verdict.NOT_MET: Text(ru="Похоже, не выполнено", en="Seems not met"),
    Verdict.UNSURE: Text(ru="Неясно: решает человек", en="Unsure: for a person to decide"),
    Verdict.MET: Text(ru="Хорошие примеры", en="Good examples"),
}

GROUP_NOTES: Mapping[Verdict, Text] = {
    Verdict.NOT_MET: Text(
        ru="Машина считает, что требование не выполнено. Прослушайте запись, прежде чем соглашаться.",
        en="The machine believes the standard was not met. Listen to the recording before you agree.",
    ),
    Verdict.UNSURE: Text(
        ru="По записи или тексту нельзя решить. На оценку эти ответы не влияют.",
        en="The recording or its text does not allow an answer. These answers do not affect the score.",
    ),
    Verdict.MET: Text(
        ru="Слова, на которых держится ответ «выполнено».",
        en="The words on which the answer “met” rests.",
    ),
}

ROLES: Mapping[Role, Text] = {
    Role.AGENT: Text(ru="Сотрудник", en="Employee"),
    Role.CLIENT: Text(ru="Клиент", en="Client"),
    Role.SYSTEM: Text(ru="Автоответчик", en="System"),
    Role.UNKNOWN: Text(ru="Кто говорит, неизвестно", en="Speaker unknown"),
}

SOUGHT_OF: Mapping[Role, Text] = {
    Role.AGENT: Text(ru="в словах сотрудника", en="in the employee’s words"),
    Role.CLIENT: Text(ru="в словах клиента", en="in the client’s words"),
    Role.SYSTEM: Text(ru="в словах автоответчика", en="in the system’s words"),
    Role.UNKNOWN: Text(ru="в словах обоих собеседников", en="in the words of either party"),
}

SEVERITIES: Mapping[Severity, Text] = {
    Severity.NORMAL: Text(ru="обычный", en="normal"),
    Severity.CRITICAL: Text(ru="особо важно", en="critical"),
    Severity.FATAL: Text(ru="решает только человек", en="only a person decides"),
}

STANDINGS: Mapping[Standing, Text] = {
    Standing.SUGGESTED: Text(ru="предположение машины", en="machine suggestion"),
    Standing.AWAITING: Text(ru="ждёт подтверждения человеком", en="awaits a person’s confirmation"),
    Standing.ANSWERED: Text(ru="ответ человека", en="a person’s answer"),
    Standing.CONFIRMED: Text(ru="подтверждено человеком", en="confirmed by a person"),
}

DIRECTIONS: Mapping[Direction, Text] = {
    Direction.INBOUND: Text(ru="входящий", en="inbound"),
    Direction.OUTBOUND: Text(ru="исходящий", en="outbound"),
    Direction.UNKNOWN: Text(ru="направление неизвестно", en="direction unknown"),
}

SECTORS: Mapping[Sector, Text] = {
    Sector.CLIENT: Text(ru="клиентский сектор", en="client sector"),
    Sector.ACTIVE_SALES: Text(ru="активные продажи", en="active sales"),
    Sector.REGIONAL: Text(ru="региональные продажи", en="regional sales"),
    Sector.VIP: Text(ru="VIP", en="VIP"),
    Sector.UNKNOWN: Text(ru="сектор не указан", en="sector not named"),
}

STEPS: Mapping[Step, Text] = {
    Step.DAY: Text(ru="по дням", en="by day"),
    Step.WEEK: Text(ru="по неделям", en="by week"),
    Step.MONTH: Text(ru="по месяцам", en="by month"),
    Step.YEAR: Text(ru="по годам", en="by year"),
}

AGAIN: Mapping[Outcome, Text] = {
    Outcome.AGREED: Text(
        ru="Прослушано ещё раз другим распознаванием: подтверждается",
        en="Heard again by another recogniser: borne out",
    ),
    Outcome.DIFFERS: Text(
        ru="Прослушано ещё раз другим распознаванием: не подтверждается",
        en="Heard again by another recogniser: not borne out",
    ),
    Outcome.ONCE: Text(
        ru="Слышало только одно распознавание, второй раз эти секунды не прослушивались",
        en="Heard by one recogniser only; these seconds were not heard again",
    ),
}

WORDS: Mapping[str, Text] = {
    **SECTION_WORDS,
    **TEAM_WORDS,
    **INDEX_WORDS,
    "this_language": Text(ru="Русский", en="English"),
    "report_of": Text(ru="Отчёт по звонкам", en="Call report"),
    "all_reports": Text(ru="Все отчёты", en="All reports"),
    "not_named": Text(ru="Сотрудник не указан", en="Employee not named"),
    "not_named_note": Text(
        ru="Здесь собраны звонки, в данных которых сотрудник не назван. Это не оценка какого-либо человека.",
        en="These are calls whose data name no employee. This is nobody’s appraisal.",
    ),
    "client_not_named": Text(ru="клиент не указан", en="client not named"),
    "no_date": Text(ru="дата неизвестна", en="date unknown"),
    "period": Text(ru="Период", en="Period"),
    "made": Text(ru="Составлено", en="Made"),
    "on_page": Text(ru="На странице", en="On this page"),
    "notice": Text(
        ru="Это предположения машины, человек их не подтверждал.",
        en="These are machine suggestions. No person has confirmed them.",
    ),
    "notice_confirmed": Text(
        ru="Ответы людей стоят отдельно. Остальное — предположения машины, человек их не подтверждал.",
        en="People’s answers stand apart. All else are machine suggestions that no person has confirmed.",
    ),
    "notice_use": Text(
        ru="Применять взыскания на их основании нельзя. Машина может ослышаться: "
        "сначала прослушайте запись и спросите сотрудника.",
        en="They must not be used for discipline. The machine can mishear: "
        "listen to the recording and ask the employee first.",
    ),
    "notice_short": Text(
        ru="Предположения машины, не подтверждённые человеком. Не основание для взысканий.",
        en="Machine suggestions, not confirmed by a person. Not to be used for discipline.",
    ),
    "notice_short_confirmed": Text(
        ru="Предположения машины, кроме ответов людей. Предположения — не основание для взысканий.",
        en="Machine suggestions, except for people’s answers. Suggestions are not to be used for discipline.",
    ),
    "no_glyphs": Text(
        ru="Знаки, которых нет в шрифте этого листа, заменены на {mark}. Целиком имена и слова стоят "
        "на странице отчёта (HTML) и в книге (XLSX).",
        en="Letters that this sheet’s font lacks are printed as {mark}. Names and words stand in full "
        "on the report’s page (HTML) and in its workbook (XLSX).",
    ),
    "summary": Text(ru="Коротко", en="In short"),
    "calls": Text(ru="Звонки", en="Calls"),
    "with_score": Text(ru="с оценкой: {n}", en="{n} with a score"),
    "talk_time": Text(ru="Длительность", en="Length"),
    "all_calls_together": Text(ru="всех звонков вместе", en="all calls together"),
    "overall": Text(ru="Общая оценка", en="Overall"),
    "points_of": Text(ru="{earned} из {possible}", en="{earned} of {possible}"),
    "points": Text(ru="Баллы", en="Points"),
    "unsure": Text(ru="Неясно", en="Unsure"),
    "answers_of": Text(ru="{part} из {whole}", en="{part} of {whole}"),
    "no_answers": Text(ru="нет ответов", en="no answers"),
    "for_a_person": Text(ru="решает человек", en="for a person to decide"),
    "not_scored": Text(ru="нет оценки", en="not scored"),
    "too_few": Text(
        ru="Мало звонков: с оценкой {calls}, а для выводов нужно хотя бы {n_min}. Цифры приведены "
        "для сведения, судить по ним о работе нельзя.",
        en="Too few calls: {calls} with a score, and at least {n_min} are needed before anything can be "
        "concluded. The figures are given for information and say nothing firm about the work.",
    ),
    "few": Text(ru="мало", en="too few"),
    "few_note": Text(
        ru="«Мало» — звонков с оценкой меньше {n_min}: судить по таким цифрам нельзя.",
        en="“Too few”: fewer than {n_min} calls with a score, so nothing can be concluded from the figures.",
    ),
    "no_calls": Text(ru="За этот период звонков нет.", en="There are no calls in this period."),
    "no_findings": Text(ru="Ответов пока нет.", en="There are no answers yet."),
    "by_rubric": Text(ru="По разделам", en="By section"),
    "rubric": Text(ru="Раздел", en="Section"),
    "score": Text(ru="Оценка", en="Score"),
    "n_calls": Text(ru="Звонков", en="Calls"),
    "bar": Text(ru="Полоса", en="Bar"),
    "awaiting": Text(ru="Ждёт подтверждения человеком", en="Awaiting a person’s confirmation"),
    "awaiting_note": Text(
        ru="Машина заметила слова, которые могут нарушать строгое требование. Пока человек не прослушал "
        "запись и не подтвердил этого, это не факт, и звонок из-за этого не считается проваленным.",
        en="The machine noticed words that may break a strict requirement. Until a person has listened and "
        "confirmed it, this is not a fact, and it fails no call.",
    ),
    "awaiting_short": Text(ru="ждёт подтверждения: {n}", en="{n} awaiting confirmation"),
    "criteria": Text(ru="По вопросам", en="By question"),
    "criteria_note": Text(
        ru="Доля — выполнено из выполненных и невыполненных. «Неясно» и «не относится» её не меняют.",
        en="The share is met out of met and not met. “Unsure” and “does not apply” leave it alone.",
    ),
    "question": Text(ru="Вопрос", en="Question"),
    "share": Text(ru="Доля", en="Share"),
    "answers": Text(ru="Ответов", en="Answers"),
    "findings": Text(
        ru="Предположения машины и слова, на которых они держатся",
        en="Machine suggestions and the words behind them",
    ),
    "left_out": Text(ru="не показано: {n}", en="{n} not shown"),
    "more_quotes": Text(ru="и ещё {quotes}", en="and {quotes} more"),
    "sought": Text(ru="Не найдено", en="Not found"),
    "again_first": Text(ru="сначала", en="at first"),
    "again_second": Text(ru="во второй раз", en="the second time"),
    "again_nothing": Text(ru="слов не слышно", en="no words"),
    "again_not_searched": Text(
        ru="место, где этого не нашли, слишком длинное и второй раз целиком не прослушивалось",
        en="the stretch in which it was missed is too long and was not heard again as a whole",
    ),
    "reason": Text(ru="Почему", en="Why"),
    "listen": Text(ru="слушать с {time}", en="listen from {time}"),
    "no_playback": Text(ru="записи для прослушивания нет", en="no recording to play"),
    "trend": Text(ru="Во времени", en="Over time"),
    "trend_chart": Text(
        ru="Оценка в процентах {step}; те же числа в таблице.",
        en="Score in percent {step}; the same figures are in the table.",
    ),
    "trend_few": Text(
        ru="Звонков мало, чтобы говорить о росте или снижении.",
        en="There are too few calls to speak of a rise or a fall.",
    ),
    "no_trend": Text(ru="Нет звонков с датой.", en="No call has a date."),
    "days": Text(ru="Дни", en="Days"),
    "coverage": Text(ru="На чём основаны цифры", en="What the figures rest on"),
    "assessed": Text(ru="Звонков с оценкой", en="Calls with a score"),
    "unsure_share": Text(ru="Неясных ответов", en="Unsure answers"),
    "undated": Text(ru="Звонков без даты (во времени не показаны)", en="Calls without a date (on no trend)"),
    "undated_left_out": Text(
        ru="Звонков без даты, не вошедших в период", en="Calls without a date, left out of the period"
    ),
    "unscored": Text(ru="Звонки без оценки", en="Calls without a score"),
    "and_more": Text(ru="и ещё {n}", en="and {n} more"),
    "call_list": Text(ru="Звонки периода", en="Calls of the period"),
    "when": Text(ru="Когда", en="When"),
    "client": Text(ru="Клиент", en="Client"),
    "kind": Text(ru="Вид", en="Kind"),
    "recording": Text(ru="Запись", en="Recording"),
    "play": Text(ru="слушать", en="listen"),
    "how_to_read": Text(ru="Как это читать", en="How to read this"),
    "how_percent": Text(
        ru="Процент — набранные баллы из возможных по всем звонкам сразу, а не среднее средних. "
        "0\u00a0% и 100\u00a0% печатаются, только когда это точно так.",
        en="A percentage is points earned of points possible over all calls at once, not an average "
        "of averages. 0% and 100% are printed only when exactly true.",
    ),
    "how_verdicts": Text(
        ru="«Неясно» ничего не стоит и уходит человеку; «не относится» не входит в расчёт; "
        "«нет оценки» — оценивать было нечего.",
        en="“Unsure” costs nothing and goes to a person; “does not apply” is left out of the sum; "
        "“not scored” means there was nothing to score.",
    ),
    "how_words": Text(
        ru="Оцениваются только слова и время. По голосу, тону и настроению ничего не определяется.",
        en="Only words and timing are judged. Nothing is read off anyone’s voice, tone or mood.",
    ),
    "personal": Text(
        ru="Страница содержит персональные данные. Не пересылайте её тем, кому она не предназначена.",
        en="This page holds personal data. Do not pass it on to anyone it is not meant for.",
    ),
    "seconds": Text(ru="{s} с", en="{s} s"),
    "minutes": Text(ru="{m} мин", en="{m} min"),
    "hours": Text(ru="{h} ч {m} мин", en="{h} h {m} min"),
}
