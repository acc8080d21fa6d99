"""Who signs in, and what they are there for."""

import re
from dataclasses import dataclass
from enum import StrEnum

from pipeline.calls.text import Language

ID = re.compile(r"[a-z0-9][a-z0-9._@-]{0,63}")
"""A login name: short enough for a log line, and nothing in it that a path or a page could stumble over."""

MACHINE = "machine"
"""Stands in the log where no person acted; no account may be called so."""


class AccountRole(StrEnum):
    """What an account is there for. One each: whoever judges is not who disciplines."""

    CONTROLLER = "controller"
    LEAD = "lead"
    HR = "hr"
    EMPLOYEE = "employee"
    ADMIN = "admin"


class Rater(StrEnum):
    """Who answered: the machine, or a person (whose account stands beside it)."""

    MACHINE = "machine"
    HUMAN = "human"


@dataclass(frozen=True, slots=True)
class Account:
    """A person who may sign in.

    Args:
        id: the login name.
        name: as shown to colleagues.
        role: what they are there for.
        language: of the pages they see.
        employee: the name their calls are recorded under; an employee's account needs it.
        disabled: whether they may no longer sign in. Accounts are never deleted: their acts name them.
    """

    id: str
    name: str
    role: AccountRole
    language: Language = Language.RU
    employee: str | None = None
    disabled: bool = False

    def __post_init__(self) -> None:
        if not ID.fullmatch(self.id) or self.id == MACHINE:
            raise ValueError(
                f"a login name is 1 to 64 of a-z 0-9 . _ @ -, begins with a letter or digit and is not "
                f"{MACHINE!r}: {self.id!r}"
            )
        if not self.name.strip():
            raise ValueError(f"{self.id}: an account needs a name to be shown by")
        if self.role is AccountRole.EMPLOYEE and not (self.employee or "").strip():
            raise ValueError(
                f"{self.id}: an employee's account needs the name their calls are recorded under"
            )
