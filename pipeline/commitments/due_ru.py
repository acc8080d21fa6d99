"""How Russian names a time to come. Patterns over plain text (`due_plain`), each with what it says.

Vague words («скоро», «на днях», «в ближайшее время», «как-нибудь») are no time, and stand nowhere here.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from pipeline.commitments.when import Clock, Day, Days, Part, Which
from pipeline.language.morphology import analyzer

Made = dict[str, object]
Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], Made | None]]

MONTHS = (
    "январ",
    "феврал",
    "март",
    "апрел",
    "ма",
    "июн",
    "июл",
    "август",
    "сентябр",
    "октябр",
    "ноябр",
    "декабр",
)
WEEKDAYS = ("понедельник", "вторник", "сред", "четверг", "пятниц", "суббот", "воскресень")
ADJECTIVES = {"понедельнич": 0, "вторнич": 1, "четвергов": 3, "пятнич": 4, "суббот": 5, "воскрес": 6}
ORDINALS = (
    "перв",
    "втор",
    "треть",
    "четверт",
    "пят",
    "шест",
    "седьм",
    "восьм",
    "девят",
    "десят",
    "одиннадцат",
    "двенадцат",
)

_MONTH = r"(?P<month>январ[яьеюи]|феврал[яьею]|март[аеу]?|апрел[яьею]|ма[яею]|июн[яьею]|июл[яьею]|август[аеу]?|сентябр[яьею]|октябр[яьею]|ноябр[яьею]|декабр[яьею])\b"
_WEEKDAY = r"(?P<weekday>понедельник[ауе]?|вторник[ауе]?|сред[уыеа]|четверг[ауе]?|пятниц[уыеа]|суббот[уыеа]|воскресень[еяю])\b"
_DATED = r"(?:#|\^?-?(?:го|му|ого|ое|е)\b)"
_TIME = r"(?P<hour>[01]?\d|2[0-4])(?:\s?[:.]\s?(?P<minute>[0-5]\d)\b|\s(?P<spoken>[0-5]\d|0 ?\d)\b(?!\s*(?:час|мин|руб|процент)))?(?![\d:.,]\d|\d|[%#^-])(?P<hours>\s+час(?:ов|а|ам)?\b)?(?:\s*(?:00|ноль ноль)\b)?(?:\s+(?P<of>утра|дня|вечера|ночи)\b)?"
_HALF = {"утра": 0, "ночи": 0, "дня": 12, "вечера": 12}
_PAIR = r"(?P<n>\d+|пар[уы]|пару[ -]тройку|полтора|полторы|полутора|нескольк\w+)"


def _int(text: str | None) -> int | None:
    if text is None:
        return None
    if text.isdigit():
        return int(text)
    return {"пар": 2, "пол": None, "нес": 5}.get(text[:3], 2)


def _weekday(word: str) -> int:
    return next(i for i, stem in enumerate(WEEKDAYS) if word.startswith(stem))


def _month(word: str) -> int:
    # «мая» begins like «марта»; the longest stem decides.
    return max((len(stem), i + 1) for i, stem in enumerate(MONTHS) if word.startswith(stem))[1]


def _day(kind: Days, **said: object) -> Made:
    return {"day": Day(kind, **said)}  # type: ignore[arg-type]  # named as the fields are


def _shift(word: str | None) -> int | None:
    if not word:
        return None
    return 1 if word.startswith(("следующ", "будущ", "той")) else 0


_UNITS = {"мин": 1, "час": 60, "сут": 24 * 60}


def _delta(m: re.Match[str]) -> Made | None:
    unit, said = m["unit"], m["n"]
    top = m.groupdict().get("m")
    if unit.startswith("полчас"):
        return {"minutes": 30, "certain": True}
    half = (said or "").startswith(("полтор", "полутор"))
    count = _int(top) or (1.5 if half else _int(said)) or 1
    for stem, minutes in _UNITS.items():
        if unit.startswith(stem):
            more = _int(m.groupdict().get("more"))
            if stem == "час" and top and top.startswith("полтор"):
                count = 1.5
            return {"minutes": round(count * minutes) + (more or 0), "certain": True}
    days = round(count * 7) if unit.startswith("нед") else round(count)
    if unit.startswith("мес"):
        days = round(count * 30)
    if not said and unit.startswith("д") and m[0].startswith("в течени"):
        days = 0  # «в течение дня» is today
    return _day(Days.OFFSET, n=days) | {"certain": True}


def _dated(m: re.Match[str]) -> Made | None:
    number = int(m["n"])
    if not 1 <= number <= 31:  # noqa: PLR2004 - days of a month
        return None
    month = m.groupdict().get("month")
    return _day(Days.DATE, n=number, month=_month(month) if month else None)


def _clock(m: re.Match[str]) -> Made | None:
    hour = int(m["hour"])
    minute = int(m["minute"] or (m["spoken"] or "0").replace(" ", ""))
    before = m.groupdict().get("prep") or ""
    told = bool(m["minute"] or m["spoken"] or m["of"] or m.groupdict().get("hours"))
    if (before == "на" and not told) or (hour == 0 and not told):
        return None
    if hour > 24 or (m["spoken"] and not m["of"] and hour == 0):  # noqa: PLR2004 - hours of a day
        return None
    clock = Clock(hour, minute, _HALF.get(m["of"] or ""), after=before.startswith("после"))
    return {"clock": clock, "certain": bool(m["of"] and not before.startswith("с"))}


def _range(m: re.Match[str]) -> Made | None:
    hour, first = int(m["hour"]), int(m["first"])
    if hour > 24 or first > 24:  # noqa: PLR2004 - hours of a day
        return None
    minute = int(m["minute"] or (m["spoken"] or "0").replace(" ", ""))
    return {
        "clock": Clock(hour, minute, _HALF.get(m["of"] or ""), start=(first, int(m["first_minute"] or 0)))
    }


def _half_past(m: re.Match[str]) -> Made | None:
    word = m["word"]
    hour = int(word) if word.isdigit() else next(i for i, s in enumerate(ORDINALS, 1) if word.startswith(s))
    if not 1 <= hour <= 12:  # noqa: PLR2004 - on a dial
        return None
    return {"clock": Clock((hour - 1) or 12, (m.groupdict().get("q") and 15) or 30, _HALF.get(m["of"] or ""))}


def _minutes_to(m: re.Match[str]) -> Made | None:
    minutes = 15 if m["m"].startswith("четверт") else int(m["m"])
    hour = 1 if m["hour"].startswith("час") else int(m["hour"])
    if not (1 <= hour <= 12 and 1 <= minutes <= 29):  # noqa: PLR2004 - on a dial
        return None
    return {"clock": Clock((hour - 1) or 12, 60 - minutes, _HALF.get(m["of"] or ""))}


def _part(part: Part, **more: object) -> Callable[[re.Match[str]], Made]:
    return lambda _m: {"part": part, **more}


def _offset(n: int) -> Callable[[re.Match[str]], Made]:
    return lambda _m: _day(Days.OFFSET, n=n) | {"certain": n > 0}


def _week(m: re.Match[str]) -> Made:
    where = (m.groupdict().get("where") or "")[:4]
    which = {"конц": Which.END, "нача": Which.START, "сере": Which.MIDDLE}.get(where, Which.WHOLE)
    return _day(Days.WEEK, shift=_shift(m.groupdict().get("which")) or 0, which=which)


def _month_part(m: re.Match[str]) -> Made:
    where = (m.groupdict().get("where") or "")[:4]
    which = {"конц": Which.END, "нача": Which.START, "сере": Which.MIDDLE}.get(where, Which.WHOLE)
    month = m.groupdict().get("month")
    shift = None if month else (_shift(m.groupdict().get("which")) or 0)
    return _day(Days.MONTH, month=_month(month) if month else None, shift=shift, which=which) | {
        "wants_verb": which is Which.WHOLE
    }


_BEFORE = r"(?:\b(?P<prep>к|ко|до|в|во|на|после|около|ближе к|часам к|часа в|часов в|часик\w* в|не позднее|не позже|раньше)\s+)"
_HABIT = r"(?<!кажд\w\w )(?<!кажд\w\w\w )(?<!прошл\w\w )(?<!прошл\w\w\w )"

# One rule a line: the table is read down.
# fmt: off
RULES: tuple[Rule, ...] = (
    # --- so long from now
    (re.compile(r"\b(?:через|в течени[ие]|в пределах|в ближайш\w+)\s+(?:ближайш\w+\s+)?(?:примерно |где-то |максимум )?(?:" + _PAIR + r"(?:\s*(?:[-–]|до)\s*(?P<m>\d+))?\s+)?(?P<unit>минут\w*|мин\b|час(?:а|ов|ик|ика|иков|иком|у)?\b|полчас\w*|ден[её]к|дн(?:я|ей|и|ю)\b|день\b|сут(?:ок|ки)\b|недел[юиье]\w?\b|недель\b|месяц\w*)(?:[ -](?P<more>(?:[1-5]0|[1-5]5))\b(?!\s*(?:мин|час|дн|тон)))?(?!\s+(?:рабоч|назад|с даты|после|с момента))"), _delta),
    (re.compile(r"\bчерез час[- ](?P<n>полтора|другой|2)\b"), lambda m: {"minutes": 90 if m["n"].startswith("пол") else 120, "certain": True}),
    (re.compile(r"\bчас(?:а|ов|ик\w*)\s+через\s+(?P<n>\d+)(?:\s*[-–]\s*(?P<m>\d+))?\b"), lambda m: {"minutes": 60 * int(m["m"] or m["n"]), "certain": True}),
    (re.compile(r"\bминут\w*\s+через\s+(?P<n>\d+)(?:\s*[-–]\s*(?P<m>\d+))?\b"), lambda m: {"minutes": int(m["m"] or m["n"]), "certain": True}),
    (re.compile(r"\b(?:дн(?:я|ей)|деньк\w+)\s+через\s+(?P<n>\d+)\b"), lambda m: _day(Days.OFFSET, n=int(m["n"])) | {"certain": True}),
    (re.compile(r"\bнедел[иь]\s+через\s+(?P<n>\d+)\b"), lambda m: _day(Days.OFFSET, n=7 * int(m["n"])) | {"certain": True}),
    (re.compile(r"\bза\s+(?P<n>\d+|пару)\s+(?P<unit>минут\w*|час(?:а|ов)?\b)(?!\s+(?:до|назад))"), lambda m: {"minutes": (_int(m["n"]) or 2) * (60 if m["unit"].startswith("час") else 1), "certain": False}),
    (re.compile(r"\bв (?:ближайший|этот) час\b"), lambda _m: {"minutes": 60, "certain": True}),
    (re.compile(r"\b(?:через|в течени[ие]|за|до|на)\s+(?:(?P<n>\d+|пару)(?:\s*[-–]\s*(?P<m>\d+))?\s+)?(?:рабоч(?:их|его|ий)\s+(?:дн(?:я|ей)|день)|банковских дн(?:я|ей))"), lambda m: ({"part": Part.WORK_END} if m[0].startswith("в течени") and not m["n"] else _day(Days.BUSINESS, n=_int(m["m"]) or _int(m["n"]) or 1) | {"certain": True})),
    (re.compile(r"\b(?:в|на)\s+(?:следующий|ближайший|первый|1\^)\s+(?:же\s+)?рабочий день\b"), lambda _m: _day(Days.BUSINESS, n=1) | {"certain": True}),
    # --- no times at all
    (re.compile(r"\bсегодня\s+(?:у нас\s+)?(?:уже\s+)?(?:понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|\d{1,2}#)(?!\s*(?:утр|вечер))|\bдень сегодня\b|\bсегодня (?:такой|не мой) день\b"), lambda _m: {"void": True}),
    (re.compile(r"(?:^|[.!?…]\s*)(?:ну |давайте |тогда |все |всё |ладно |хорошо )*,?\s*до (?:завтра|послезавтра|понедельника|вторника|среды|четверга|пятницы|субботы|воскресенья|вечера)(?=\s*(?:[.,!?…]|$))"), lambda _m: {"void": True}),
    # --- days by name
    (re.compile(r"\b(?:сегодня|завтра)\s*[-–]\s*завтра\b"), _offset(1)),
    (re.compile(r"\bзавтра\s*[-–]\s*послезавтра\b"), _offset(2)),
    (re.compile(r"\bпослезавтра\b"), _offset(2)),
    (re.compile(r"\bзавтра\b|\b(?:с|на|в)\s+завтрашн\w+\s+(?:машин\w+|рейс\w+|день|отправк\w+|доставк\w+)"), _offset(1)),
    (re.compile(r"\b(?:прямо )?сегодня\b|\bсегодняшн(?:им|ей)\s+(?:дн[её]м|машиной|рейсом|отправкой)"), lambda _m: _day(Days.OFFSET, n=0)),
    (re.compile(r"\b(?:на следующий|на другой) день\b|\bна завтра\b"), _offset(1)),
    (re.compile(_HABIT + r"\b(?:(?P<prep>в|во|к|ко|до|на)\s+)(?P<which>следующ\w+\s+|эт\w+\s+|ближайш\w+\s+|будущ\w+\s+|тот\s+же\s+|ту\s+же\s+|этот\s+же\s+)?" + _WEEKDAY + r"(?:\s*(?:[-–]|или)\s*(?P<second>понедельник|вторник|сред[уа]|четверг|пятниц[уа]|суббот[уа]|воскресенье)\b)?"), lambda m: _day(Days.WEEKDAY, n=_weekday(m["weekday"]), then=_weekday(m["second"]) if m["second"] else None, shift=1 if _shift(m["which"]) == 1 else None)),
    (re.compile(r"\b" + _WEEKDAY), lambda m: _day(Days.WEEKDAY, n=_weekday(m["weekday"])) | {"weak": True}),
    (re.compile(r"\bс\s+(?P<a>понедельнич|вторнич|четвергов|пятнич|суббот|воскрес)\w*\s+(?:машиной|поставкой|отправкой|рейсом)"), lambda m: _day(Days.WEEKDAY, n=ADJECTIVES[m["a"]])),
    # --- dates
    (re.compile(r"(?<![\d.,:])\b(?:числа\s+)?(?P<n>\d{1,2})" + _DATED + r"?\s+" + _MONTH), _dated),
    (re.compile(r"\b(?P<prep>до|к|на|числа)\s+(?P<n>\d{1,2})" + _DATED + r"(?:\s+числ[ауо]\b)?(?!\s+(?:этаж|сорт|категор|класс|ряд|склад|цех|подъезд|ворот|дом|раз|числ|час|корпус))"), _dated),
    (re.compile(r"\b(?P<n>\d{1,2})" + _DATED + r"?\s+числ[ауо]\b"), _dated),
    (re.compile(r"\b(?P<n>\d{1,2})" + _DATED + r"(?=\s*(?:[.,!?;…]|$|в\s+\d|с\s+\d|до\s+обеда|утром|вечером|после обеда|сразу|буд|привез|достав|позвон|отправ|отгруз|жд))"), lambda m: (_dated(m) or {}) | {"weak": True}),
    (re.compile(r"\b(?:до|к|на)\s+(?P<n>0?[1-9]|[12]\d|3[01])\.(?P<mm>0[1-9]|1[0-2])(?:\.(?P<y>20\d\d|\d\d))?\b"), lambda m: _day(Days.DATE, n=int(m["n"]), month=int(m["mm"]), year=(2000 + int(m["y"]) % 100) if m["y"] else None)),
    (re.compile(r"\b(?P<n>0?[1-9]|[12]\d|3[01])\.(?P<mm>0[1-9]|1[0-2])\.(?P<y>20\d\d)\b"), lambda m: _day(Days.DATE, n=int(m["n"]), month=int(m["mm"]), year=int(m["y"]))),
    # --- weeks and months
    (re.compile(r"\b(?:до|к|ко|в)\s+(?P<where>конц[аеу]|начал[аеу]|середин[аеуы])\s+(?:(?P<which>следующ\w+|эт\w+|будущ\w+|той)\s+)?(?:рабочей\s+)?недели\b"), _week),
    (re.compile(r"\bна\s+(?P<which>следующ\w+|эт\w+|будущ\w+|той)\s+недел[еи]\b"), _week),
    (re.compile(r"\bна следующую неделю\b"), lambda _m: _day(Days.WEEK, shift=1)),
    (re.compile(r"\bна неделе\b"), _week),
    (re.compile(r"\b(?:до|к|ко|в)\s+(?P<where>конц[аеу]|начал[аеу]|середин[аеуы])\s+(?:(?P<which>следующ\w+|эт\w+|будущ\w+|текущ\w+)\s+)?(?:месяца\b|" + _MONTH + ")"), _month_part),
    (re.compile(r"\bв\s+(?P<which>следующем|этом|будущем|текущем)\s+месяце\b"), _month_part),
    (re.compile(r"\b(?:в|к)\s+(?P<month>январе|феврале|марте|апреле|мае|июне|июле|августе|сентябре|октябре|ноябре|декабре|январю|февралю|марту|апрелю|маю|июню|июлю|августу|сентябрю|октябрю|ноябрю|декабрю)\b"), _month_part),
    (re.compile(r"\b(?:до|к)\s+(?:нового года|новому году|конца года|концу года)\b|\bв конце года\b"), lambda _m: _day(Days.YEAR_END) | {"certain": True}),
    (re.compile(r"\b(?:сразу )?после\s+(?:новогодних\s+|майских\s+|январских\s+|ноябрьских\s+)?(?:праздников|каникул|майских)\b"), lambda _m: _day(Days.AFTER_HOLIDAYS)),
    (re.compile(r"\b(?:сразу )?после\s+выходных\b"), lambda _m: _day(Days.AFTER_WEEKEND)),
    (re.compile(r"\b(?:на|в)\s+(?:этих\s+|эти\s+)?выходны[хе]\b|\bдо выходных\b"), lambda m: _day(Days.WEEK, shift=0) if m[0].startswith("до") else _day(Days.WEEKEND)),
    # --- parts of the day
    (re.compile(r"\b(?:до|к|ко|в)\s+конц[аеу]\s+(?:рабочего|раб\.?)\s+дня\b|\bдо закрытия\b|\bв течени[ие] рабочего дня\b"), _part(Part.WORK_END)),
    (re.compile(r"\b(?:до|к|ко|в|под)\s+кон[е]?ц[аеу]?\s+дня\b|\bдо ночи\b"), _part(Part.DAY_END)),
    (re.compile(r"\b(?:первым|1\^) делом(?:,?\s+(?:прямо\s+)?(?:утром|с утра))?\b|\bс самого утра\b|\bрано утром\b|\bс утра пораньше\b|\bпрямо с утра\b"), _part(Part.FIRST_THING)),
    (re.compile(_HABIT + r"\b(?:утром|утречком|до полудня|в первой половине(?: дня)?|к утру)\b"), _part(Part.MORNING)),
    (re.compile(r"\bс утр[аеца]+\b"), _part(Part.MORNING, weak=True)),
    (re.compile(r"\b(?:до|перед)\s+обед(?:а|ом)\b"), _part(Part.BEFORE_LUNCH)),
    (re.compile(r"\b(?:(?:ближе )?к обеду|в обед|в обеденн\w+|к середине дня)\b"), _part(Part.LUNCH)),
    (re.compile(r"\b(?:после обеда|во второй половине(?: дня)?|(?:в|во) (?:2\^|другой) половине(?: дня)?)\b"), _part(Part.AFTERNOON)),
    (re.compile(r"\b(?:1\^|первой) половине(?: дня)?\b"), _part(Part.MORNING)),
    (re.compile(_HABIT + r"(?<!добрым )(?<!хорошим )(?<!среди бела )\bдн[её]м\b"), _part(Part.AFTERNOON, weak=True)),
    (re.compile(r"\b(?:(?:ближе )?к вечеру|до вечера|под вечер)\b"), _part(Part.BY_EVENING)),
    (re.compile(_HABIT + r"\b(?:вечером|вечерком)\b"), _part(Part.EVENING)),
    (re.compile(_HABIT + r"\b(?:ночью|в ночь|за ночь)\b"), _part(Part.NIGHT)),
    # --- the clock
    (re.compile(r"\b(?:с|со|между|от)\s+(?P<first>[01]?\d|2[0-4])(?:[:.](?P<first_minute>[0-5]\d))?(?:\s+час\w*)?\s+(?:до|и|по)\s+" + _TIME), _range),
    (re.compile(r"\b(?P<first>[01]?\d|2[0-4])(?:[:.](?P<first_minute>[0-5]\d))?\s*[-–]\s*(?P<hour>[01]?\d|2[0-4])(?:[:.](?P<minute>[0-5]\d))?(?P<spoken>)?(?:\s+час(?:ов|а|ам))(?:\s+(?P<of>утра|дня|вечера|ночи))?\b"), _range),
    (re.compile(_BEFORE + _TIME), _clock),
    (re.compile(r"\b(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)\b(?P<spoken>)?(?:\s+(?P<of>утра|дня|вечера|ночи)\b)?"), _clock),
    (re.compile(r"\b(?P<hour>\d|1[0-2])(?P<minute>)(?P<spoken>)(?P<hours>\s+час(?:ов|а))?\s+(?P<of>утра|вечера)\b"), _clock),
    (re.compile(r"\b(?:(?:в|к|до|около|после)\s+)?пол[- ]?(?P<word>первого|второго|третьего|четвертого|пятого|шестого|седьмого|восьмого|девятого|десятого|одиннадцатого|двенадцатого)\b(?:\s+(?P<of>утра|дня|вечера|ночи)\b)?"), _half_past),
    (re.compile(r"\b(?:в|к|до|около|после)?\s*\bполовин[аеуы]\s+(?P<word>\d{1,2})[#^]?(?:\s+(?P<of>утра|дня|вечера|ночи)\b)?"), _half_past),
    (re.compile(r"\bпол\s+(?P<word>\d{1,2})#(?:\s+(?P<of>утра|дня|вечера|ночи)\b)?"), _half_past),
    (re.compile(r"\b(?P<q>четверть)\s+(?P<word>\d{1,2})#(?:\s+(?P<of>утра|дня|вечера|ночи)\b)?"), _half_past),
    (re.compile(r"\bбез\s+(?P<m>\d{1,2}|четверти)\s+(?:минут\s+)?(?P<hour>\d{1,2}|час)\b(?:\s+(?P<of>утра|дня|вечера|ночи)\b)?"), _minutes_to),
    (re.compile(r"(?<!\d )(?<!руб )(?<!рублей )(?<!раз )(?<!км )(?<!штук )\b(?:(?:к|до)\s+часу|в\s+час)\b(?:\s+(?P<of>дня|ночи)\b)?(?!\s*(?:\d|пик|х\b))"), lambda m: {"clock": Clock(1, 0, _HALF.get(m["of"] or "", 12))}),
    (re.compile(r"\b(?:в полдень|к полудню|до полудня)\b"), lambda _m: {"clock": Clock(12, 0, 12)}),
)
# fmt: on
"""Tried in this order at each place; the longest match wins, the earlier rule among equals."""

NAMES = re.compile(
    r"\d|час|минут|мин\b|ден[еь]?[кь]|дн[яейюе]|сут|недел|месяц|утр|обед|вечер|ноч|полд|завтра|сегодня|понедел|вторни|сред[уыаеои]|четверг|"
    r"пятни|суббот|воскрес|январ|феврал|март|апрел|ма[яею]|июн|июл|август|сентябр|октябр|ноябр|декабр|числ|выходн|праздни|каникул|майск|"
    r"год[ау]|половин|пол[- ]?[а-я]|закрыти|конц|банковск"
)
"""Every rule asks for one of these; a text without any is not looked at further."""

GLUE = re.compile(
    r"(?:[\s,;–—-]|\b(?:в|во|к|ко|до|на|с|со|по|где-то|примерно|часиков|часов|ну|так|вот|то есть|или|да|же|уже|максимум|"
    r"ориентировочно|приблизительно|крайний срок|самое позднее|не позднее|не позже|и|прямо|скажем|думаю|это|числа|около|там)\b)*"
)
"""What may stand between two parts of one time."""

EARLIER = re.compile(r"(?:\b(?:прошл\w+|с|со|кажд\w+|по|еще|аж|позапрошл\w+|от)\s+)$")
"""Right before a day or an hour: since then, every such day, not by then."""

_UNIT = re.compile(
    r"\s*(?:[%х№]|кг|г|т|тонн\w*|шт|штук\w*|м|л|см|мм|км|р|руб\w*|тыс\w*|градус\w*|раз\w*|процент\w*|позици\w*|по\b|на\b\s*\d|из\b)(?![а-я])"
)


def counted(match: re.Match[str], rest: str) -> bool:
    """Whether the number counts things («до пяти тонн») and is no hour.

    Args:
        match: a clock pattern's match.
        rest: what follows it.
    """
    said = match.groupdict()
    if any(said.get(name) for name in ("minute", "hours", "of", "spoken", "q", "word")):
        return False
    if "hour" not in said or _UNIT.match(rest):
        return "hour" in said
    if said.get("prep") in {"на", "около"} and int(said["hour"]) > HOURS:
        return True
    word = re.match(r"\s+([а-я]+)", rest)
    return word is not None and _oblique(word[1])


HOURS = 24


@lru_cache(maxsize=20_000)
def _oblique(word: str) -> bool:
    """Whether the word may stand as what a number counts: a noun or adjective in the genitive or dative."""
    tag = analyzer().parse(word)[0].tag
    if not {"NOUN", "ADJF", "NUMR"} & set(tag.grammemes):
        return False
    return word not in _NO_UNITS and bool({"gent", "datv", "loct", "ablt"} & set(tag.grammemes))


_NO_UNITS = frozenset({"вечера", "утра", "дня", "ночи", "понедельника", "завтра"})


COUNTED = counted
