"""File names for people, and text that is safe to print."""

import hashlib
import re
import unicodedata

SLUG_LENGTH = 40

_LATIN = str.maketrans(
    {
        **dict(zip("абвгдезийклмнопрстуфыэ", "abvgdeziiklmnoprstufye", strict=True)),
        "ё": "e", "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch",
        "ъ": "", "ь": "", "ю": "iu", "я": "ia", "і": "i", "ї": "i", "є": "e", "ґ": "g", "ß": "ss",
    }
)  # fmt: skip

_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # control characters: no valid HTML
    "\u202a-\u202e\u2066-\u2069"  # marks that turn the rest of the line around: a name could disguise a page
    "\ufdd0-\ufdef\ufffe\uffff]"  # non-characters
)
_SURROGATE = re.compile("[\ud800-\udfff]")


def slug(name: str) -> str:
    """Lower-case Latin letters, digits and hyphens; Cyrillic is transliterated; may be empty.

    >>> slug("Ирина Щёлокова"), slug("José  O'Neil"), slug("../../etc")
    ('irina-shchelokova', 'jose-o-neil', 'etc')
    """
    latin = unicodedata.normalize("NFC", name).lower().translate(_LATIN)
    plain = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain)[: SLUG_LENGTH + 1].strip("-")[:SLUG_LENGTH].strip("-")


def stem(employee: str) -> str:
    """File name of an employee's report without language and ending; one name, one file.

    The digest tells two names with the same slug apart.

    >>> stem("Ирина Соколова")
    'employee-irina-sokolova-7af257dd'
    """
    digest = hashlib.sha256(employee.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return "-".join(part for part in ("employee", slug(employee), digest) if part)


def printable(text: str) -> str:
    r"""Text without what would break a page or disguise it; a byte that was no letter becomes `�`.

    >>> printable("safe\u202egnp.exe\x00")
    'safegnp.exe'
    """
    return _SURROGATE.sub("\ufffd", _UNPRINTABLE.sub("", text))


def alphabetical(name: str) -> tuple[str, str]:
    """Sort key for names: case aside, «ё» beside «е»."""
    return (name.casefold().replace("ё", "е"), name)
