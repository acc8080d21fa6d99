"""What a file's name tells, by templates from the settings.

A template is the name without its extension, with fields in braces:

    {direction:in=inbound|out=outbound}-{client_phone}-{ignore}-{started_at:%Y%m%d-%H%M%S}-{ignore}

- `employee`, `client`, `client_phone`: any text up to what follows in the template.
- `direction`, `sector`, `language`: one of their words, or a list `theirs=ours|theirs=ours`.
- `started_at`: needs a format of numbers as in `strptime` (%Y %y %m %d %H %M %S %f %j %z), or %s for seconds
  since 1970. May stand twice, the date in the folder's name and the time in the file's.
- `ignore`: anything, as often as wanted.

A slash takes the folder in: `{employee}/{started_at:%Y-%m-%d_%H-%M}`. The first template that fits the whole
name speaks; one that fits in form but not in sense (month 13) does not fit. Known PBXs:

- Asterisk MixMonitor as FreePBX names it, `out-84951234567-101-20261005-101200-1791184320.17.wav` and, for
  calls that come in, `external-101-84951234567-…`:
  `{direction:out=outbound}-{client_phone}-{employee}-{started_at:%Y%m%d-%H%M%S}-{ignore}`
  `{direction:external=inbound}-{employee}-{client_phone}-{started_at:%Y%m%d-%H%M%S}-{ignore}`
- FreeSWITCH, `${strftime(%Y-%m-%d-%H-%M-%S)}_${destination_number}_${caller_id_number}.wav`:
  `{started_at:%Y-%m-%d-%H-%M-%S}_{employee}_{client_phone}`
- Amazon's call analytics, `7f3a_AGENT_ChrisL_DT_2026-03-22T12-23-49.wav`:
  `{ignore}_AGENT_{employee}_DT_{started_at:%Y-%m-%dT%H-%M-%S}`
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from enum import StrEnum
from pathlib import PurePosixPath
from string import Formatter

from pipeline.calls.recording import Direction, Sector
from pipeline.calls.text import Language
from pipeline.errors import UserError
from pipeline.intake.metadata import Facts, Told, read_facts

TEXTS = ("employee", "client", "client_phone")
WORDS: Mapping[str, type[StrEnum]] = {"direction": Direction, "sector": Sector, "language": Language}
KNOWN = (*TEXTS, "started_at", *WORDS, "ignore")

DIRECTIVES = {
    "Y": r"\d{4}",
    "y": r"\d{2}",
    "m": r"\d{2}",
    "d": r"\d{2}",
    "j": r"\d{3}",
    "H": r"\d{2}",
    "M": r"\d{2}",
    "S": r"\d{2}",
    "f": r"\d{1,6}",
    "z": r"(?:[+-]\d{2}:?\d{2}|Z)",
    "s": r"\d{10}",
}


@dataclass(frozen=True, slots=True)
class Template:
    """One template, read.

    Args:
        text: as written in the settings.
        pattern: matches the name without its extension; groups f0, f1 …
        fields: `(field, specification)` of each group.
        folders: how many folders of the path the template takes in.
    """

    text: str
    pattern: re.Pattern[str]
    fields: tuple[tuple[str, str], ...]
    folders: int

    def read(self, name: str, *, zone: tzinfo) -> Facts | None:
        """The facts in a recording's name (path within the source), or None where it does not fit."""
        path = PurePosixPath(name)
        parts = path.with_suffix("").parts[-1 - self.folders :]
        match = self.pattern.fullmatch("/".join(parts))
        if match is None:
            return None
        values: dict[str, object] = {}
        stamps: list[tuple[str, str]] = []
        for number, (field, spec) in enumerate(self.fields):
            text = match[f"f{number}"]
            if field == "started_at":
                stamps.append((text, spec))
            elif field in WORDS:
                values[field] = _meanings(field, spec)[text]
            elif field != "ignore":
                values[field] = text
        if stamps:
            moment = _moment(stamps, zone)
            if moment is None:
                return None
            values["started_at"] = moment.isoformat()
        return read_facts(values, place=name, zone=zone).facts


def read_templates(texts: Iterable[str]) -> tuple[Template, ...]:
    """Read the templates of the settings.

    Raises:
        UserError: one cannot be understood; names it, the field, and what would be right.
    """
    return tuple(read_template(text) for text in texts)


def read_name(name: str, templates: Iterable[Template], *, zone: tzinfo) -> Told:
    """What the first fitting template finds in a recording's name; nothing where none fits."""
    for template in templates:
        facts = template.read(name, zone=zone)
        if facts is not None:
            return Told(facts)
    return Told(Facts())


def read_template(text: str) -> Template:
    """Read one template.

    Raises:
        UserError: see `read_templates`.
    """
    try:
        pieces = [(lit, field, spec or "", conv) for lit, field, spec, conv in Formatter().parse(text)]
    except ValueError as fault:
        raise _wrong(text, f"{fault}; a literal brace is written twice") from fault
    pattern = ""
    fields: list[tuple[str, str]] = []
    for number, (literal, field, spec, conversion) in enumerate(pieces):
        pattern += re.escape(literal)
        if field is None:
            continue
        if field not in KNOWN or conversion:
            raise _wrong(text, f"unknown field {{{field}}}; there are {', '.join(KNOWN)}")
        following = pieces[number + 1][0] if number + 1 < len(pieces) else ""
        last = number + 1 == len(pieces)
        pattern += f"(?P<f{len(fields)}>{_field(text, field, spec, following, last=last)})"
        fields.append((field, spec))
    _check(text, fields)
    return Template(text, re.compile(pattern), tuple(fields), text.count("/"))


def _field(text: str, field: str, spec: str, following: str, *, last: bool) -> str:
    """The regular expression of one field."""
    if field == "started_at":
        return _stamp(text, spec)
    if field in WORDS:
        return "|".join(re.escape(word) for word in sorted(_words(text, field, spec), key=len, reverse=True))
    if spec:
        raise _wrong(text, f"{{{field}}} takes no format, yet it has {spec!r}")
    if last:
        return "[^/]+"
    if not following:
        raise _wrong(
            text, f"nothing parts {{{field}}} from the field after it, so where it ends is anyone's guess"
        )
    return f"(?:(?!{re.escape(following)})[^/])+"


def _stamp(text: str, spec: str) -> str:
    pattern, rest = "", spec
    while rest:
        if rest[0] != "%":
            pattern, rest = pattern + re.escape(rest[0]), rest[1:]
            continue
        code = rest[1:2]
        if code not in DIRECTIVES:
            known = " ".join(f"%{code}" for code in DIRECTIVES)
            raise _wrong(text, f"{{started_at}} cannot read %{code}; it reads {known}")
        pattern, rest = pattern + DIRECTIVES[code], rest[2:]
    return pattern


def _words(text: str, field: str, spec: str) -> Mapping[str, str]:
    known = list(WORDS[field])
    meanings = _meanings(field, spec)
    for theirs, ours in meanings.items():
        if not theirs or ours not in known:
            raise _wrong(text, f"{{{field}}}: {theirs}={ours} must lead to one of {', '.join(known)}")
    return meanings


def _meanings(field: str, spec: str) -> Mapping[str, str]:
    """What each spelling stands for: `in=inbound|out=outbound`, or the words themselves."""
    if not spec:
        return {word.value: word.value for word in WORDS[field]}
    pairs = (pair.partition("=") for pair in spec.split("|"))
    return {theirs: ours for theirs, _, ours in pairs}


def _check(text: str, fields: list[tuple[str, str]]) -> None:
    names = [field for field, _ in fields]
    for field in set(names) - {"ignore", "started_at"}:
        if names.count(field) > 1:
            raise _wrong(text, f"{{{field}}} stands twice; name the one that counts and {{ignore}} the other")
    if not set(names) - {"ignore"}:
        raise _wrong(text, f"it names no field that counts; there are {', '.join(KNOWN)}")
    if "started_at" in names:
        codes = set(re.findall("%(.)", "".join(spec for field, spec in fields if field == "started_at")))
        dated = {"m", "d"} <= codes or "j" in codes
        timed = "H" in codes
        if "s" not in codes and not (codes & {"Y", "y"} and dated and timed):
            raise _wrong(
                text, "{started_at} needs a format with year, month, day and hour, e.g. %Y%m%d-%H%M%S"
            )


def _moment(stamps: list[tuple[str, str]], zone: tzinfo) -> datetime | None:
    """The moment that all stamps of a name tell together; None where it is no moment."""
    for text, spec in stamps:
        if spec == "%s":
            return datetime.fromtimestamp(int(text), UTC)
    try:
        moment = datetime.strptime(" ".join(t for t, _ in stamps), " ".join(s for _, s in stamps))  # noqa: DTZ007  # see below
    except ValueError:
        return None
    return moment if moment.utcoffset() is not None else moment.replace(tzinfo=zone)


def _wrong(text: str, what: str) -> UserError:
    return UserError(f"settings, file_names, {text!r}: {what}")
