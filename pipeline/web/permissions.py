"""Who may what: one table. Every route names the permission it needs; nothing is allowed by being silent."""

from collections.abc import Mapping
from enum import StrEnum

from pipeline.review.account import AccountRole


class Permission(StrEnum):
    """What a route needs. Those who judge, who lead, who discipline and who administer are kept apart."""

    ACCOUNT = "account"
    """One's own account page."""
    QUEUE = "queue"
    """See what waits to be reviewed, and search."""
    CALLS = "calls"
    """Open a call: its words, its sound."""
    REVIEW = "review"
    """Answer, confirm, note, mend roles."""
    ASSIGN = "assign"
    RELEASE = "release"
    """Let the employee see an evaluation."""
    DISPUTES = "disputes"
    """Decide what an employee disputes."""
    CALIBRATE = "calibrate"
    RUBRICS = "rubrics"
    REPORTS = "reports"
    """Reports and backtests: they show machine answers of calls that a controller may yet get blind."""
    OWN = "own"
    """An employee's own released evaluations, and nothing of anybody else."""
    ACQUAINT = "acquaint"
    """Put on record that employees were told the rules: not who judges by them, nor who disciplines."""
    HR = "hr"
    """Findings that a named person confirmed, and nothing else."""
    ACCOUNTS = "accounts"
    AUDIT = "audit"
    """The audit log and the description of the routes: no call is in them."""


_CONTROLLER, _LEAD = AccountRole.CONTROLLER, AccountRole.LEAD

ROLES: Mapping[Permission, frozenset[AccountRole]] = {
    Permission.ACCOUNT: frozenset(AccountRole),
    Permission.QUEUE: frozenset({_CONTROLLER, _LEAD}),
    Permission.CALLS: frozenset({_CONTROLLER, _LEAD}),
    Permission.REVIEW: frozenset({_CONTROLLER}),
    Permission.ASSIGN: frozenset({_CONTROLLER, _LEAD}),
    Permission.RELEASE: frozenset({_CONTROLLER, _LEAD}),
    Permission.DISPUTES: frozenset({_CONTROLLER}),
    Permission.CALIBRATE: frozenset({_CONTROLLER, _LEAD}),
    Permission.RUBRICS: frozenset({_CONTROLLER, _LEAD}),
    Permission.REPORTS: frozenset({_LEAD}),
    Permission.OWN: frozenset({AccountRole.EMPLOYEE}),
    Permission.ACQUAINT: frozenset({_LEAD, AccountRole.ADMIN}),
    Permission.HR: frozenset({AccountRole.HR}),
    Permission.ACCOUNTS: frozenset({AccountRole.ADMIN}),
    Permission.AUDIT: frozenset({AccountRole.ADMIN}),
}

HOMES: Mapping[AccountRole, str] = {
    AccountRole.CONTROLLER: "/queue",
    AccountRole.LEAD: "/reports",
    AccountRole.HR: "/hr",
    AccountRole.EMPLOYEE: "/mine",
    AccountRole.ADMIN: "/accounts",
}
"""Where somebody begins."""

PUBLIC = ("/login", "/login/oidc", "/login/oidc/back", "/welcome/{token}", "/", "/logout", "/health")
"""Routes that need no permission, because nobody is signed in yet or they only lead on."""


def allows(role: AccountRole, permission: Permission) -> bool:
    """Whether the role holds the permission."""
    return role in ROLES[permission]
