"""How much may be sent, and how often one may try to sign in."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipeline.store.sessions import Sessions

BODY_BYTES = 8 * 1024 * 1024
"""A form at most: the transcript of a three-hour call, pasted with all its words' times, is some 4 MiB."""

WINDOW = timedelta(minutes=15)

TRIES = {"both": 5, "account": 20, "address": 50}
"""Failed tries in `WINDOW`: at one account from one address; at one account, so that a crowd of addresses
gains little and one stranger cannot lock its owner out at once; from one address, behind which a whole
office may sit."""


class BodyLimit:
    """Middleware that reads no more of a request than `BODY_BYTES`, whatever it says of its length."""

    def __init__(self, app: ASGIApp, *, most: int = BODY_BYTES) -> None:
        self._app = app
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request.

        Raises:
            HTTPException: 413, raised in the view that reads on.
        """
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        said = dict(scope["headers"]).get(b"content-length", b"0")
        too_long = not said.isdigit() or int(said) > self._most
        read = 0

        async def receiving() -> Message:
            nonlocal read
            if too_long:
                raise HTTPException(413)
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._most:
                raise HTTPException(413)
            return message

        await self._app(scope, receiving, send)


@dataclass(frozen=True, slots=True)
class Tries:
    """Failed tries at an account from an address, kept so that a restart forgets none."""

    sessions: Sessions
    account: str
    address: str

    @property
    def keys(self) -> dict[str, str]:
        """What a try counts against, by the names of `TRIES`."""
        return {
            "both": f"both {self.account} {self.address}",
            "account": f"account {self.account}",
            "address": f"address {self.address}",
        }

    def wait(self, now: datetime) -> timedelta | None:
        """How long until another try is heard; None: now.

        Tries of a future that never was (the clock was set back) count as long as they would from now.
        """
        longest = timedelta(0)
        for name, key in self.keys.items():
            count, first = self.sessions.failures(key, since=now - WINDOW, until=now + WINDOW)
            if count >= TRIES[name] and first is not None:
                longest = max(longest, min(first, now) + WINDOW - now)
        return longest or None

    def failed(self, *, known: bool) -> None:
        """Count one more. The log names only accounts there are: another may be a password, mistyped."""
        self.sessions.failed(tuple(self.keys.values()), account=self.account if known else "-")

    def passed(self) -> None:
        """The owner was there: what failed from here is forgotten."""
        self.sessions.forgive(self.keys["both"])
