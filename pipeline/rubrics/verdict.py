"""The words an answer is given in."""

from enum import StrEnum


class Verdict(StrEnum):
    """The four answers to a criterion's question (criteria.md)."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"
    UNSURE = "unsure"


class Severity(StrEnum):
    """Fatal not met fails the call, once a person has confirmed it."""

    NORMAL = "normal"
    CRITICAL = "critical"
    FATAL = "fatal"
