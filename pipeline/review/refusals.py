"""What the ledger says no to, in words for the person who asked."""

from datetime import datetime

from pipeline.calls.text import Language, Text
from pipeline.errors import UserError


class Refused(UserError):  # noqa: N818  # as `Rejected`: a word people understand
    """Something a person asked for cannot be: `text` says why, and what would be right."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en, exit_status=1)
        self.text = text

    def of(self, language: Language) -> str:
        """The sentence in `language`."""
        return self.text.of(language)


class Overtaken(Refused):
    """Somebody else wrote to the call since the page was read.

    Args:
        by: the account, or `machine` where the night scored the call anew.
        at: when.
    """

    def __init__(self, by: str, at: datetime) -> None:
        super().__init__(
            Text(
                ru="пока страница была открыта, по этому звонку появился другой ответ: {by}. Ничего не "
                "сохранено: обновите страницу и посмотрите, что изменилось",
                en="while the page was open {by} answered on this call. Nothing was saved: reload the page "
                "and see what changed",
            ).filled(by=by)
        )
        self.by = by
        self.at = at


class Unknown(Refused):
    """There is no such thing, or not for this person: the same words for both."""

    def __init__(self, thing: str) -> None:
        super().__init__(Text(ru=f"не найдено: {thing}", en=f"not found: {thing}"))
