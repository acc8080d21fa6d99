"""Which calls are of one client: by phone number, then by exact name. Never by guess.

A number that serves several names is nobody's by itself: its calls are told apart by name, and a call
from it without a name belongs to no client. One name may ring from several numbers.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pipeline.calls.recording import UNKNOWN
from pipeline.calls.text import Text

FEWEST_DIGITS = 7
"""A shorter number is an extension, which any number of clients may have."""

RUSSIAN_DIGITS, TRUNK_PREFIX, COUNTRY = 11, "8", "7"
"""+7 916 … is dialled 8 916 … inside Russia: one number."""

SHARED = Text(
    ru="с номера {phone} звонят разные клиенты ({names}); звонки с него без имени никому не отнесены",
    en="one number ({phone}) serves several clients ({names}); calls from it without a name belong to nobody",
)


@dataclass(frozen=True, slots=True)
class Party:
    """A client as the metadata of one call, or one imported event, name them."""

    phone: str | None = None
    name: str = UNKNOWN

    @property
    def number(self) -> str | None:
        """The number in one spelling; None where it cannot tell clients apart."""
        return phone_key(self.phone)

    @property
    def known_name(self) -> str | None:
        """The exact name, white space aside; None where it is not known."""
        name = " ".join(unicodedata.normalize("NFC", self.name).split())
        return None if not name or name.casefold() == UNKNOWN else name


@dataclass(frozen=True, slots=True)
class Clients:
    """Who is who, over everything that is known.

    Args:
        by_phone: number → key, numbers that serve one client only.
        by_name: exact name → key.
        shared: numbers that serve several names, with these.
    """

    by_phone: Mapping[str, str] = field(default_factory=dict)
    by_name: Mapping[str, str] = field(default_factory=dict)
    shared: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def key(self, party: Party) -> str | None:
        """The client's key; None where nobody can say which client it is."""
        if party.number and party.number in self.by_phone:
            return self.by_phone[party.number]
        return self.by_name.get(party.known_name) if party.known_name else None

    @property
    def notes(self) -> tuple[Text, ...]:
        """What a person should put right."""
        return tuple(
            SHARED.filled(phone=masked(phone), names=", ".join(names))
            for phone, names in sorted(self.shared.items())
        )


def clients_of(parties: Iterable[Party]) -> Clients:
    """Work out who is who. The order of the parties does not matter.

    >>> book = clients_of([Party("8 916 123-45-67", "Кафе"), Party("+79161234567"), Party(None, "Кафе")])
    >>> len({book.key(Party("+7 (916) 123 45 67")), book.key(Party(None, "Кафе"))})
    1
    """
    said = sorted({(p.number or "", p.known_name or "") for p in parties})
    names_of: dict[str, set[str]] = {}
    for number, name in said:
        if number:
            names_of.setdefault(number, set()).update({name} - {""})
    shared = {number: tuple(sorted(names)) for number, names in names_of.items() if len(names) > 1}
    by_name: dict[str, str] = {}
    for _number, name in said:
        if name:
            own = sorted(n for n, names in names_of.items() if names == {name})
            by_name[name] = f"phone:{own[0]}" if own else f"name:{name}"
    by_phone = {
        number: by_name[next(iter(names))] if names else f"phone:{number}"
        for number, names in names_of.items()
        if number not in shared
    }
    return Clients(by_phone, by_name, shared)


def phone_key(phone: str | None) -> str | None:
    """A phone number in one spelling: its digits, with the country; None where it is too short to be one.

    >>> phone_key("8 (916) 123-45-67"), phone_key("+7 916 123 45 67"), phone_key("доб. 12")
    ('79161234567', '79161234567', None)
    """
    digits = "".join(c for c in phone or "" if c.isascii() and c.isdigit())
    if len(digits) < FEWEST_DIGITS:
        return None
    if (
        len(digits) == RUSSIAN_DIGITS
        and digits.startswith(TRUNK_PREFIX)
        and not (phone or "").strip().startswith("+")
    ):
        return COUNTRY + digits[1:]
    return digits.removeprefix("00") if digits.startswith("00") else digits


def masked(phone: str) -> str:
    """A number for notes: its last four digits.

    >>> masked("79161234567")
    '…4567'
    """
    return "…" + phone[-4:]
