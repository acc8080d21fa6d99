"""Passwords: argon2id, a plain rule, and the same time spent on an account that there is not."""

import secrets
from threading import BoundedSemaphore

from pwdlib import PasswordHash
from pwdlib.exceptions import PwdlibError
from pwdlib.hashers.argon2 import Argon2Hasher

from pipeline.calls.text import Text

MEMORY_KIB, PASSES, LANES = 19_456, 2, 1
"""OWASP's password storage cheat sheet: argon2id with 19 MiB, two passes, one lane."""

AT_ONCE = 2
"""Hashes reckoned at once: whoever sends a thousand tries waits for himself, not everybody for him."""

SHORTEST, LONGEST = 12, 256
"""Characters. Length is what counts (NIST SP 800-63B); no rule asks for signs nobody remembers."""

TOO_SHORT = Text(
    ru="Пароль короче {n} знаков. Возьмите несколько слов подряд: их легче помнить и труднее угадать.",
    en="The password is shorter than {n} characters. Take a few words: easier to remember, harder to guess.",
).filled(n=SHORTEST)
TOO_LONG = Text(
    ru="Пароль длиннее {n} знаков. Возьмите покороче.",
    en="The password is longer than {n} characters. Take a shorter one.",
).filled(n=LONGEST)
TOO_PLAIN = Text(
    ru="Пароль легко угадать: в нём имя для входа или мало разных знаков. Придумайте другой.",
    en="The password is easy to guess: it holds the login name or few different characters. Choose another.",
)
DIFFERENT = Text(
    ru="Пароль и его повтор не совпали. Введите оба раза одно и то же.",
    en="The password and its repetition differ. Type the same twice.",
)
FEW_SIGNS = 5


class Passwords:
    """Hashes and checks passwords.

    Args:
        memory_kib: memory of one hash.
    """

    def __init__(self, *, memory_kib: int = MEMORY_KIB) -> None:
        hasher = Argon2Hasher(time_cost=PASSES, memory_cost=memory_kib, parallelism=LANES)
        self._hasher = PasswordHash((hasher,))
        self._gate = BoundedSemaphore(AT_ONCE)
        self._nobody = self._hasher.hash(secrets.token_urlsafe())

    def hash(self, password: str) -> str:
        """What is kept of it."""
        with self._gate:
            return self._hasher.hash(password)

    def fits(self, password: str, kept: str | None) -> bool:
        """Whether it is the one. Without a kept one as much time passes, and it never is."""
        if len(password) > LONGEST:
            return False
        try:
            with self._gate:
                fits = self._hasher.verify(password, kept or self._nobody)
        except PwdlibError:  # what is kept is no hash of ours
            return False
        return fits and kept is not None


def objection(password: str, again: str, *, account: str) -> Text | None:
    """What is wrong with a new password, if anything.

    >>> objection("ladder river stone", "ladder river stone", account="irina") is None
    True
    >>> objection("irina-irina-irina", "irina-irina-irina", account="irina").en.split(":")[0]
    'The password is easy to guess'
    """
    if password != again:
        return DIFFERENT
    if len(password) < SHORTEST:
        return TOO_SHORT
    if len(password) > LONGEST:
        return TOO_LONG
    if account.casefold() in password.casefold() or len(set(password)) < FEW_SIGNS:
        return TOO_PLAIN
    return None
