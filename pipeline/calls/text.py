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
        """Both wordings with `{name}` placeholders filled; a value that is a `Text` goes in by language.

        >>> Text(ru="ждали {n} с", en="waited {n} s").filled(n=17).en
        'waited 17 s'
        """
        ru, en = (
            {name: value.of(language) if isinstance(value, Text) else value for name, value in values.items()}
            for language in (Language.RU, Language.EN)
        )
        return Text(ru=self.ru.format(**ru), en=self.en.format(**en))


@dataclass(frozen=True, slots=True)
class Noun:
    """A counted noun: Russian has three forms for whole numbers, English two (CLDR's names)."""

    ru_one: str
    ru_few: str
    ru_many: str
    en_one: str
    en_other: str

    def form(self, number: int, language: Language) -> str:
        """The form that goes with a whole number.

        >>> [DAYS.form(n, Language.RU) for n in (0, 1, 2, 5, 11, 14, 21, 112)]
        ['дней', 'день', 'дня', 'дней', 'дней', 'дней', 'день', 'дней']
        """
        if language is Language.EN:
            return self.en_one if number == 1 else self.en_other
        last, teens = number % 10, number % 100 in range(11, 15)
        if last == 1 and not teens:
            return self.ru_one
        return self.ru_few if last in {2, 3, 4} and not teens else self.ru_many

    def counted(self, number: int) -> Text:
        """The number with its noun.

        >>> CALLS.counted(3)
        Text(ru='3 звонка', en='3 calls')
        """
        return Text(
            ru=f"{number} {self.form(number, Language.RU)}", en=f"{number} {self.form(number, Language.EN)}"
        )


CALLS = Noun("звонок", "звонка", "звонков", "call", "calls")
DAYS = Noun("день", "дня", "дней", "day", "days")
