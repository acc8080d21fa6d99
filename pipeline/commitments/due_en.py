"""How English names a time to come. Patterns over plain text (`due_plain`), each with what it says.

Vague words ("soon", "when I get a minute", "in a bit", "at some point") are no time, and stand nowhere here.
"""

import re
from collections.abc import Callable

from pipeline.commitments.when import Clock, Day, Days, Part, Which

Made = dict[str, object]
Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], Made | None]]

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_MONTH = r"(?P<month>january|jan|february|feb|march|april|apr|may|june|july|august|aug|september|sept|october|oct|november|nov|december|dec)\b"
_WEEKDAY = r"(?P<weekday>mon(?:day)?|tues?(?:day)?|wed(?:nesday)?|thur?s?(?:day)?|fri(?:day)?|saturday|sunday)\b(?!'s\b)(?!s\b)"
_LONG = r"(?P<weekday>monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b(?!'s\b)(?! (?:money|roast|school|best))"
_HALF_DAY = r"(?:\s*(?P<of>a\.?m\.?|p\.?m\.?)(?![a-z]))"
_TIME = (
    r"(?P<hour>[01]?\d|2[0-4])(?:\s?[:.]\s?(?P<minute>[0-5]\d)\b|[ -](?P<spoken>[0-5]\d|0 \d)\b(?!\s*(?:min|boxes|%)))?(?![\d:.,]\d|\d|[%#^])(?P<oclock>\s*o'? ?clock|\s*-?ish)?"
    + _HALF_DAY
    + "?"
)
_COUNT = r"(?P<n>\d+(?:\.\d)?|an?|a couple of|a couple|a few|half an|a half|the)"
_UNIT = r"(?P<unit>minutes?|mins?|hours?|hrs?|days?|weeks?|months?|fortnight)\b"
_WORDS = {"couple": 2, "few": 3, "half": 0.5}


def _count(text: str | None) -> float:
    if not text or text in {"a", "an", "the"}:
        return 1
    if text[0].isdigit():
        return float(text)
    return next((n for word, n in _WORDS.items() if word in text), 1)


def _day(kind: Days, **said: object) -> Made:
    return {"day": Day(kind, **said)}  # type: ignore[arg-type]  # named as the fields are


def _delta(m: re.Match[str]) -> Made | None:
    said = m.groupdict()
    unit = m["unit"]
    count = _count(said.get("m")) if said.get("m") else _count(said.get("n"))
    if unit.startswith(("min", "hour", "hr")):
        if unit.startswith("min") and said.get("n") in {"a", "the"}:
            return None  # "in a minute" is said of any time at all
        minutes = count * (1 if unit.startswith("min") else 60)
        if said.get("andhalf"):
            minutes += 30
        return {"minutes": round(minutes), "certain": True}
    days = {"d": 1, "w": 7, "m": 30, "f": 14}[unit[0]] * count
    if unit.startswith("day") and said.get("n") == "the":
        days = 0  # "within the day"
    return _day(Days.OFFSET, n=round(days)) | {"certain": True}


def _weekday(word: str) -> int:
    return WEEKDAYS.index(word[:3])


def _named(m: re.Match[str]) -> Made:
    said = m.groupdict()
    shift = 1 if (said.get("which") or "").startswith("next") else None
    exclusive = (said.get("prep") or "").startswith(("before", "ahead"))
    then = _weekday(said["second"]) if said.get("second") else None
    day = Day(Days.WEEKDAY, n=_weekday(m["weekday"]), then=then, shift=shift, exclusive=exclusive)
    return {"day": day}


def _dated(m: re.Match[str]) -> Made | None:
    number = int(m["n"])
    if not 1 <= number <= 31:  # noqa: PLR2004 - days of a month
        return None
    month = m.groupdict().get("month")
    return _day(Days.DATE, n=number, month=MONTHS.index(month[:3]) + 1 if month else None)


def _of(m: re.Match[str]) -> int | None:
    said = m.groupdict().get("of")
    return None if not said else (0 if said.startswith("a") else 12)


def _clock(m: re.Match[str]) -> Made | None:
    hour = int(m["hour"])
    minute = int(m["minute"] or (m["spoken"] or "0").replace(" ", ""))
    if hour > 24:  # noqa: PLR2004 - hours of a day
        return None
    said = m.groupdict()
    clock = Clock(hour, minute, _of(m), after=(said.get("prep") or "").startswith(("after", "from")))
    return {"clock": clock, "certain": False}


def _range(m: re.Match[str]) -> Made | None:
    hour, first = int(m["hour"]), int(m["first"])
    if hour > 24 or first > 24:  # noqa: PLR2004 - hours of a day
        return None
    start = (first, int(m["first_minute"] or 0))
    return {"clock": Clock(hour, int(m["minute"] or 0), _of(m), start=start)}


def _past_hour(m: re.Match[str]) -> Made | None:
    said = m.groupdict()
    word = said.get("m") or "half"
    minutes = {"half": 30, "quarter": 15}.get(word.removeprefix("a ").strip()) or int(word)
    hour = int(m["hour"])
    if not (1 <= hour <= 12 and minutes < 60):  # noqa: PLR2004 - on a dial
        return None
    if said.get("way") == "to":
        hour, minutes = (hour - 1) or 12, 60 - minutes
    return {"clock": Clock(hour, minutes, _of(m))}


def _part(part: Part, **more: object) -> Callable[[re.Match[str]], Made]:
    return lambda _m: {"part": part, **more}


def _offset(n: int, **more: object) -> Callable[[re.Match[str]], Made]:
    return lambda _m: _day(Days.OFFSET, n=n) | {"certain": n > 0} | more


def _today(part: Part) -> Callable[[re.Match[str]], Made]:
    return lambda _m: _day(Days.OFFSET, n=0) | {"part": part}


def _stretch(kind: Days) -> Callable[[re.Match[str]], Made]:
    def made(m: re.Match[str]) -> Made:
        said = m.groupdict()
        where = (said.get("where") or "").split(" ")[-1]
        which = {
            "end": Which.END,
            "start": Which.START,
            "beginning": Which.START,
            "early": Which.START,
            "middle": Which.MIDDLE,
            "mid": Which.MIDDLE,
            "late": Which.END,
            "later": Which.WHOLE,
        }.get(where, Which.WHOLE)
        month = said.get("month")
        shift = None if month else (1 if (said.get("which") or "").startswith(("next", "following")) else 0)
        day = _day(kind, shift=shift, which=which, month=MONTHS.index(month[:3]) + 1 if month else None)
        return day | {"wants_verb": kind is Days.MONTH and which is Which.WHOLE}

    return made


_ABOUT = r"(?:the next |the coming )?(?:about |around |roughly |maybe |say |under |approximately |no more than |less than |up to )?"
_PREP = r"(?P<prep>at|by|before|until|till|around|round|about|after|from|for|no later than|not later than|latest by|roughly|near)\s+(?:about |around |roughly |say )?"
_TAIL = r"(?!\s+(?:to|or)\s+\d)(?=\s*(?:$|[.,;!?…–—-]|(?:today|tomorrow|tonight|this|half past|quarter|on|in the|the latest|latest|at the|so|and|or|if|then|he|she|it|we|you|i|they|sharp|for|to|from|when|at|with|because|but|once|is|okay|ok|right|yeah|please|mon|tue|wed|thu|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|i'll|we'll|by|as|that|which|your time|our time|uk|gmt)\b))"

# One rule a line: the table is read down.
# fmt: off
RULES: tuple[Rule, ...] = (
    # --- so long from now
    (re.compile(r"\b(?:in|within|inside|inside of|for another|give me|give us)\s+" + _ABOUT + _COUNT + r"\s*(?:(?:to|or|-|–)\s*(?P<m>\d+)\s*)?\s*(?:more )?" + _UNIT + r"(?P<andhalf> and a half)?(?:'s? time)?(?!\s+(?:ago|back|old|business|working|after))"), _delta),
    (re.compile(r"\b" + _COUNT + r"\s*(?:(?:to|or|-|–)\s*(?P<m>\d+)\s*)?" + _UNIT + r"(?:'s? time|s' time|\s+from now|\s+tops|\s+max(?:imum)?|\s+at (?:the )?(?:most|outside|latest))"), _delta),
    (re.compile(r"\b(?:in|within|for)\s+(?:about |around |another )?half an hour(?:'s time)?\b|\bhalf an hour(?:'s time| from now| tops)\b|\bwithin the half hour\b"), lambda _m: {"minutes": 30, "certain": True}),
    (re.compile(r"\b(?:in|within|inside|over) the next (?P<n>half )?hour(?: or so| or 2)?\b"), lambda m: {"minutes": 30 if m["n"] else 120 if m[0].endswith("2") else 60, "certain": True}),
    (re.compile(r"\bin\s+(?:about |around )?(?:a quarter of an hour|quarter of an hour)\b"), lambda _m: {"minutes": 15, "certain": True}),
    (re.compile(r"\bin\s+(?:about |around )?three[- ]quarters of an hour\b|\bin\s+(?:about )?3 quarters of an hour\b"), lambda _m: {"minutes": 45, "certain": True}),
    (re.compile(r"\bin an hour and a half\b|\bin (?:1 and a half|1 ?1/2|1\.5) hours\b"), lambda _m: {"minutes": 90, "certain": True}),
    (re.compile(r"\b(?:in|within|after|inside)\s+(?:about )?(?:the next )?(?:(?P<n>\d+|a couple of|a few)\s*(?:(?:to|or|-|–)\s*(?P<m>\d+)\s*)?)(?:business|working)[ -]days?(?:' time)?\b"), lambda m: _day(Days.BUSINESS, n=int(_count(m["m"] or m["n"]))) | {"certain": True}),
    (re.compile(r"\b(?P<n>\d+)\s*(?:(?:to|or|-|–)\s*(?P<m>\d+)\s*)?(?:business|working) days?(?:\s+(?:from (?:now|today)|at (?:the )?(?:most|latest)|tops|max))"), lambda m: _day(Days.BUSINESS, n=int(_count(m["m"] or m["n"]))) | {"certain": True}),
    (re.compile(r"\b(?:on )?the (?:next|following|1#) (?:business|working) day\b|\bnext (?:business|working) day\b"), lambda _m: _day(Days.BUSINESS, n=1) | {"certain": True}),
    # --- no times at all
    (re.compile(r"\b(?:today|it)(?: is|'s) (?:the \d{1,2}#|" + _LONG + ")|\\b" + _LONG.replace("weekday", "other") + r" is the \d{1,2}#"), lambda _m: {"void": True}),
    (re.compile(r"\bhow (?:are|may|can|could) [^.?!]*?\btoday\b|\b(?:assist|help) (?:you|ye) (?:with )?(?:any\w+ )?today\b|\banything (?:else )?(?:[^.?!]{0,40} )?today\b"), lambda _m: {"void": True}),
    (re.compile(r"\b(?:giving|getting|rate|price|priced|quoted?|doing me|does me|does it)\b[^.?!,]{0,40}?\b(?:at|for) \d+(?:[ .]\d+)?(?! ?(?:[ap]m|o'clock))"), lambda _m: {"void": True}),
    # --- days by name
    (re.compile(r"\b(?:the )?day after tomorrow\b"), _offset(2)),
    (re.compile(r"\btomorrow week\b|\ba week tomorrow\b"), _offset(8)),
    (re.compile(r"\b(?:a )?week today\b|\btoday week\b"), _offset(7)),
    (re.compile(r"\btomorrow\b(?!'s)|\btomorrow's (?=van|run|post|lorry|delivery|drop|load|truck|batch)|\bthe morn(?!ing)\b|\bthe next day\b"), _offset(1)),
    (re.compile(r"\bovernight\b"), _offset(1, weak=True, certain=False)),
    (re.compile(r"\b(?:later |by the end of |before the end of )?today\b(?!'s)"), lambda m: _day(Days.OFFSET, n=0) | ({"part": Part.DAY_END} if "end" in m[0] else {})),
    (re.compile(r"\bto ?night\b(?!'s)|\btonight's (?=post|run|van|carrier|collection)"), _today(Part.EVENING)),
    (re.compile(r"\b(?:later )?this morning\b(?!'s)"), _today(Part.MORNING)),
    (re.compile(r"\b(?:later )?this (?:afternoon|aft|avo)\b(?!'s)"), _today(Part.AFTERNOON)),
    (re.compile(r"\b(?:later )?this evening\b"), _today(Part.EVENING)),
    (re.compile(r"\b(?:a week on|week on)\s+" + _LONG), lambda m: _day(Days.WEEKDAY, n=_weekday(m["weekday"]), month=None, shift=2)),
    (re.compile(r"\b" + _LONG + r"\s+week\b"), lambda m: _day(Days.WEEKDAY, n=_weekday(m["weekday"]), shift=2)),
    (re.compile(r"\b(?P<prep>on|by|before|until|till|for|come|ahead of|no later than)\s+(?P<which>this\s+(?:coming\s+)?|next\s+|the\s+following\s+|coming\s+)?" + _WEEKDAY + r"(?:\s*(?:or|-|–)\s*(?P<second>monday|tuesday|wednesday|thursday|friday|saturday)\b)?"), _named),
    (re.compile(r"\b(?P<which>this\s+(?:coming\s+)?|next\s+|coming\s+)?" + _LONG + r"(?:\s*(?:or|-|–)\s*(?P<second>monday|tuesday|wednesday|thursday|friday|saturday)\b)?"), _named),
    # --- dates
    (re.compile(r"\b(?:the\s+)?(?P<n>\d{1,2})#\s+(?:of\s+)?" + _MONTH), _dated),
    (re.compile(r"\b(?:the\s+)?second\s+of\s+" + _MONTH), lambda m: _day(Days.DATE, n=2, month=MONTHS.index(m["month"][:3]) + 1)),
    (re.compile(r"(?<!the )\b" + _MONTH + r"\s+(?:the\s+)?(?P<n>[1-9]\d?)(?:#|\b(?!\s*(?:%|[:.,]\d)))"), _dated),
    (re.compile(r"\b(?P<n>\d{1,2})\s+(?:of\s+)?(?P<month>january|february|march|april|june|july|august|september|october|november|december)\b"), _dated),
    (re.compile(r"\b(?:on|by|before|for|until|till)\s+the\s+(?P<n>\d{1,2})#" + _TAIL), _dated),
    (re.compile(r"\bthe\s+(?P<n>\d{1,2})#" + _TAIL), lambda m: (_dated(m) or {}) | {"weak": True}),
    # --- weeks and months
    (re.compile(r"\b(?:by |before |at |until |towards )?(?:the )?(?P<where>end|back end|start|beginning|middle) of (?:the |this |(?P<which>next |following))?(?:working )?week\b"), _stretch(Days.WEEK)),
    (re.compile(r"\b(?P<where>early|late|mid|later)[ -]?(?:in )?(?:this|the|(?P<which>next)) week\b"), _stretch(Days.WEEK)),
    (re.compile(r"\b(?:(?P<which>next|following)|this) week\b(?!'s)"), _stretch(Days.WEEK)),
    (re.compile(r"\b(?:by |before |at |until |towards )?(?:the )?(?P<where>end|back end|start|beginning|middle) of (?:(?:the |this |(?P<which>next |following))?month\b|" + _MONTH + ")"), _stretch(Days.MONTH)),
    (re.compile(r"\b(?P<where>early|late|mid)[ -](?:in )?" + _MONTH), _stretch(Days.MONTH)),
    (re.compile(r"\b(?:in|during|by|before) (?P<month>january|february|march|april|june|july|august|september|october|november|december)\b(?!\s+(?:the\s+)?\d)"), _stretch(Days.MONTH)),
    (re.compile(r"\b(?:(?P<which>next)|this) month\b(?!'s)"), _stretch(Days.MONTH)),
    (re.compile(r"\b(?:by|before) (?:christmas|the end of the year|year end|the new year|new year)\b|\bat the end of the year\b"), lambda _m: _day(Days.YEAR_END) | {"certain": True}),
    (re.compile(r"\bafter the (?:bank )?holidays?\b|\bafter (?:christmas|new year|easter)\b"), lambda _m: _day(Days.AFTER_HOLIDAYS)),
    (re.compile(r"\bafter the weekend\b"), lambda _m: _day(Days.AFTER_WEEKEND)),
    (re.compile(r"\b(?:over|at|on|during|this) (?:the )?weekend\b"), lambda _m: _day(Days.WEEKEND)),
    (re.compile(r"\b(?:by|before) the weekend\b"), lambda _m: _day(Days.WEEK, shift=0)),
    # --- parts of the day
    (re.compile(r"\bfirst thing(?: in the morning)?\b|\b1# thing(?: in the morning)?\b|\b(?:nice and )?early (?:in the |tomorrow )?morning\b|\bstart of (?:play|the day|business)\b"), _part(Part.FIRST_THING)),
    (re.compile(r"\bin the morning\b|\bby (?:mid-?)?morning\b"), lambda _m: {"part": Part.MORNING}),
    (re.compile(r"(?<!good )\bmorning\b"), _part(Part.MORNING, weak=True)),
    (re.compile(r"\b(?:before|by) (?:lunch ?time|lunch|dinnertime)\b|\bthis side of lunch\b"), _part(Part.BEFORE_LUNCH)),
    (re.compile(r"\b(?:at|over|around|about) (?:lunch ?time|lunch)\b|\blunchtime\b"), _part(Part.LUNCH)),
    (re.compile(r"\b(?:after lunch|in the afternoon|by (?:mid-?|late )?afternoon)\b"), _part(Part.AFTERNOON)),
    (re.compile(r"(?<!good )\bafternoon\b"), _part(Part.AFTERNOON, weak=True)),
    (re.compile(r"\b(?:in the evening|by (?:the |this )?evening|after work|by teatime)\b"), _part(Part.EVENING)),
    (re.compile(r"(?<!good )\b(?:evening|night)\b"), _part(Part.EVENING, weak=True)),
    (re.compile(r"\b(?:by |before |at |until )?(?:the )?(?:end|close) of (?:the )?(?:business|working day|work day|play|trading)\b|\bby close\b|\b(?:by )?cob\b|\bby closing(?: time)?\b"), _part(Part.WORK_END)),
    (re.compile(r"\b(?:by |before |at |until )?(?:the )?(?:end of (?:the )?(?:day|today)|eod)\b|\bbefore the day is out\b|\bby midnight\b"), _part(Part.DAY_END)),
    (re.compile(r"\bby tonight\b"), _today(Part.EVENING)),
    # --- the clock
    (re.compile(r"\b(?:between|from)\s+(?P<first>[01]?\d|2[0-4])(?:[:.](?P<first_minute>[0-5]\d))?(?:\s*[ap]\.?m\.?)?\s+(?:and|to|till|until)\s+" r"(?P<hour>[01]?\d|2[0-4])(?:[:.](?P<minute>[0-5]\d))?" + _HALF_DAY + "?(?!\\d)" + _TAIL), _range),
    (re.compile(r"\b(?P<first>\d|1[0-2])(?:[:.](?P<first_minute>[0-5]\d))?\s*(?:till|-|–|to)\s*(?P<hour>\d|1[0-2])(?:[:.](?P<minute>[0-5]\d))?" + _HALF_DAY), _range),
    (re.compile(r"\b(?P<first>\d|1[0-2])(?P<first_minute>) till (?P<hour>\d|1[0-2])(?P<minute>)(?P<of>)" + _TAIL), _range),
    (re.compile(r"\b" + _PREP + r"(?:half past |half )(?P<hour>\d{1,2})\b" + _HALF_DAY + "?" + _TAIL), _past_hour),
    (re.compile(r"\bhalf (?:past )?(?P<hour>\d{1,2})\b" + _HALF_DAY + "?" + _TAIL), _past_hour),
    (re.compile(r"(?<!now )(?<!it's )(?<!only )\b(?P<m>a quarter|quarter|\d{1,2})(?: minutes)? (?P<way>past|to) (?P<hour>\d{1,2})\b" + _HALF_DAY + "?" + _TAIL), _past_hour),
    (re.compile(r"\b" + _PREP + r"(?:a )?(?P<m>quarter|\d{1,2})(?: minutes)? (?P<way>past|to) (?P<hour>\d{1,2})\b" + _HALF_DAY + "?" + _TAIL), _past_hour),
    (re.compile(r"\b" + _PREP + _TIME + _TAIL), _clock),
    (re.compile(r"\b" + _PREP + r"(?P<hour>[01]?\d|2[0-4])[:.](?P<minute>[0-5]\d)(?P<spoken>)(?![\d%])" + _HALF_DAY + "?"), _clock),
    (re.compile(r"\b(?P<hour>1?\d)(?:[:.](?P<minute>[0-5]\d))?(?P<spoken>)\s*(?P<of>a\.?m\.?|p\.?m\.?)(?![a-z])"), _clock),
    (re.compile(r"(?<=day )(?P<hour>\d|1[0-2])(?P<minute>)(?P<spoken>)(?P<of>)(?=\s*(?:sharp|$|[.,!]))"), _clock),
    (re.compile(r"\b(?P<hour>1?\d)(?P<minute>)(?P<spoken>)(?P<of>)\s*(?:o'? ?clock)\b"), _clock),
    (re.compile(r"\b(?:at|by|before|around|about|for|until)?\s*\b(?:noon|midday|12 noon)\b"), lambda _m: {"clock": Clock(12, 0, 12)}),
)
# fmt: on
"""Tried at each place; the longest match wins, the earlier rule among equals."""

NAMES = re.compile(
    r"\d|day|morrow|morn|night|noon|evening|week|month|hour|minute|\bmins?\b|\bhrs?\b|fortnight|lunch|dinner|first thing|early|mon\b|tues?\b|wed\b|thur?s?\b|fri\b|"
    r"january|february|march|april|may\b|june|july|august|september|october|november|december|\b(?:jan|feb|apr|aug|sept?|oct|nov|dec)\b|"
    r"year|christmas|easter|holiday|\beod\b|\bcob\b|clos(?:e|ing)|start of|work|teatime|midday"
)
"""Every rule asks for one of these; a text without any is not looked at further."""

GLUE = re.compile(
    r"(?:[\s,;–—-]|\b(?:at|on|by|in|the|for|before|around|about|so|i'd say|say|maybe|that's|that|latest|no later than|sharp|"
    r"of|or|then|probably|hopefully|i think|will be|it'll be|until|till|and|it is|is|this|to)\b)*"
)
"""What may stand between two parts of one time."""

EARLIER = re.compile(
    r"(?:\b(?:last|since|every|each|a|of|your|from|yesterday|previous|most|usual|it's now|it is now|it's only)\s+)$"
)
"""Right before a day or an hour: since then, every such day, not by then."""


def counted(match: re.Match[str], rest: str) -> bool:
    """Whether the number counts things and is no hour: the patterns' own tails have seen to that."""
    said = match.groupdict()
    bare = not any(said.get(name) for name in ("minute", "of", "spoken", "oclock", "m", "first"))
    # "for 12" and "about 12" are amounts unless a day follows; "to 12" is not offered at all.
    return (
        bare
        and said.get("prep") in {"for", "about", "around", "round", "from", "roughly", "say", "near"}
        and not re.match(
            r"\s*,?\s*(?:today|tomorrow|tonight|this|on|mon|tue|wed|thu|fri|sat|sun|in the)", rest
        )
    )


COUNTED = counted
