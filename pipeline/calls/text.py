"""Words for people, in both languages of the house."""

from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    """A language callaudit hears, scores and reports in."""

    RU = "ru"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Text:
    """The same sentence in Russian and in English. Both must be there: neither reader is second."""

    ru: str
    en: str

    def __post_init__(self) -> None:
        for language, words in (("ru", self.ru), ("en", self.en)):
            if not words.strip():
                raise ValueError(f"a text for people is missing its {language!r} wording")

    def of(self, language: Language) -> str:
        """The wording in `language`."""
        return self.ru if language is Language.RU else self.en

    def filled(self, **values: object) -> "Text":
        """Both wordings with `{name}` placeholders filled.

        >>> Text(ru="ждали {n} с", en="waited {n} s").filled(n=17).en
        'waited 17 s'
        """
        return Text(ru=self.ru.format(**values), en=self.en.format(**values))
