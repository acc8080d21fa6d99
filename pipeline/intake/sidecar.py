"""The JSON beside a recording: `call.wav` + `call.json` (or `call.wav.json`)."""

import difflib
import json
from collections.abc import Mapping
from datetime import tzinfo
from pathlib import PurePosixPath
from typing import Any

from pipeline.calls.text import Text
from pipeline.intake import reasons
from pipeline.intake.metadata import FIELDS, Facts, Told, broken, quoted, read_facts

MOST_BYTES = 256 * 1024
"""A sidecar is a dozen short fields; what is bigger is something else with the same name."""

_NEAR = 0.82
"""difflib ratio from which an unknown key is a misspelt one: `notise` 0.83; `client_id` for `client` 0.8."""


def sidecar_names(name: str) -> tuple[str, str]:
    """Where the sidecar of a recording may lie, the preferred name first.

    >>> sidecar_names("2026/call.wav")
    ('2026/call.json', '2026/call.wav.json')
    """
    return str(PurePosixPath(name).with_suffix(".json")), f"{name}.json"


def read_sidecar(content: bytes, *, place: str, zone: tzinfo) -> Told:
    """Read a sidecar strictly. Extra keys are welcome unless they look like a misspelt one of ours.

    Args:
        content: the file's bytes, UTF-8 with or without a byte-order mark.
        place: its name, for the messages.
        zone: of a time without an offset.
    """
    try:
        document = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_without_duplicates)
    except UnicodeDecodeError:
        return _refused(reasons.NOT_UTF8.filled(place=place))
    except json.JSONDecodeError as fault:
        where = {"line": fault.lineno, "column": fault.colno, "what": fault.msg}
        return _refused(reasons.JSON_SYNTAX.filled(place=place, **where))
    except _DuplicateKeyError as fault:
        return _refused(reasons.DUPLICATE_KEY.filled(place=place, key=quoted(str(fault))))
    except (RecursionError, ValueError):  # nested too deeply; a number of thousands of digits
        return _refused(reasons.JSON_DEPTH.filled(place=place))
    if not isinstance(document, dict):
        return _refused(reasons.JSON_SHAPE.filled(place=place))
    told = read_facts({k: v for k, v in document.items() if k in FIELDS}, place=place, zone=zone)
    misspelt = tuple(
        broken(reasons.MISSPELT_KEY.filled(place=place, key=quoted(key), meant=near[0]))
        for key in document
        if key not in FIELDS and (near := _near(key, document))
    )
    return Told(told.facts, told.faults + misspelt)


def too_big(*, place: str) -> Told:
    """What an oversized sidecar tells."""
    return _refused(reasons.SIDECAR_TOO_BIG.filled(place=place, most=MOST_BYTES // 1024))


def _near(key: str, document: Mapping[str, Any]) -> list[str]:
    absent = [field for field in FIELDS if field not in document]
    return difflib.get_close_matches(key.casefold(), absent, n=1, cutoff=_NEAR)


class _DuplicateKeyError(ValueError):
    """A key stands twice in one object; json would keep the last without a word."""


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    seen: dict[str, Any] = {}
    for key, value in pairs:
        if key in seen:
            raise _DuplicateKeyError(key)
        seen[key] = value
    return seen


def _refused(reason: Text) -> Told:
    return Told(Facts(), (broken(reason),))
