"""Tables of words that several pages share, by the names templates know them by."""

from collections.abc import Mapping
from typing import Any

from pipeline.calls.text import Text
from pipeline.reports.words import DIRECTIONS, ROLES, SECTORS, SEVERITIES, VERDICTS
from pipeline.review.account import AccountRole

ACCOUNT_ROLES: Mapping[AccountRole, Text] = {
    AccountRole.CONTROLLER: Text(ru="контролёр", en="controller"),
    AccountRole.LEAD: Text(ru="руководитель", en="lead"),
    AccountRole.HR: Text(ru="кадры", en="HR"),
    AccountRole.EMPLOYEE: Text(ru="сотрудник", en="employee"),
    AccountRole.ADMIN: Text(ru="администратор", en="administrator"),
}

SPOKEN: Mapping[str, Any] = {
    "verdict_words": VERDICTS,
    "role_words": ROLES,
    "direction_words": DIRECTIONS,
    "sector_words": SECTORS,
    "severity_words": SEVERITIES,
    "account_roles": ACCOUNT_ROLES,
}
