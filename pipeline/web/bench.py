"""What every view works with, held by the app and handed on by the request."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from starlette.requests import Request

from pipeline.calls.text import Language
from pipeline.settings import Settings
from pipeline.store.repository import Store
from pipeline.web.passwords import Passwords
from pipeline.web.turns import Turns

if TYPE_CHECKING:
    from pipeline.web.pages import Pages
    from pipeline.web.sheet import Sheets


@dataclass(frozen=True, slots=True)
class Bench:
    """Settings, store, clock, the pages of each language, what is kept of transcripts as shown, and the line.

    The line (`turns`) is before the pages that everybody opens all day.
    """

    settings: Settings
    store: Store
    clock: Callable[[], datetime]
    passwords: Passwords
    pages: "Mapping[Language, Pages]"
    sheets: "Sheets"
    turns: Turns = field(default_factory=Turns)

    @property
    def https(self) -> bool:
        """Whether people reach it over TLS: cookies are then sent over nothing else."""
        return self.settings.origin.startswith("https://")

    def now(self) -> datetime:
        """The moment, with its zone."""
        return self.clock()


def bench_of(request: Request) -> Bench:
    """The app's bench."""
    bench: Bench = request.app.state.bench
    return bench
