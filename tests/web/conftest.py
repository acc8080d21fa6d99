"""A workbench on the sample calls: scored from their transcripts, with the muted copies people play.

Made once a session (`made`), copied for each test (`bench`): what a test writes, no other sees.
"""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from pipeline.audio.decode import Audio, decode
from pipeline.audio.playback import write_playback
from pipeline.calls.recording import Recording, Role
from pipeline.calls.span import Span
from pipeline.calls.text import Language
from pipeline.calls.transcript import EngineStamp, Mute
from pipeline.calls.wire import transcript_from_json
from pipeline.review.account import Account, AccountRole
from pipeline.scoring.score import score
from pipeline.settings import SCORECARDS, Settings, load_settings
from pipeline.store.nouns import Kept
from pipeline.store.repository import Store, open_store
from pipeline.tools import load_cards
from pipeline.web.app import create_app
from pipeline.web.passwords import Passwords

SAMPLES = Path(__file__).parents[2] / "sample_calls"
MUTED = (Mute(None, Span(2000, 2400)),)
"""As if a number had been said there."""

BEGAN = datetime(2026, 10, 17, 8, 0, tzinfo=UTC)

Login = Callable[..., TestClient]


class WebClock:
    """A clock that a test sets; it moves a millisecond whenever it is looked at."""

    def __init__(self) -> None:
        self.now = BEGAN

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now


@dataclass(frozen=True)
class WebBench:
    """What a test of the workbench holds in hand."""

    settings: Settings
    store: Store
    clock: WebClock
    app: FastAPI
    calls: dict[str, str] = field(default_factory=dict)
    """Name of a sample call (`ru-01`) → id of its recording."""

    def client(self) -> TestClient:
        """A browser in which nobody is signed in; it follows no redirect and gives no fault through."""
        return TestClient(
            self.app,
            base_url="http://127.0.0.1:8080",
            follow_redirects=False,
            raise_server_exceptions=False,
            headers={"accept": "text/html", "accept-language": "ru"},
        )

    def employee_of(self, call: str) -> str:
        """Who spoke in a sample call."""
        return self.store.recording(self.calls[call]).call.employee

    def account(self, role: AccountRole, *, name: str | None = None, employee: str | None = None) -> Account:
        """An account of that role, made where it is missing. `name` is the login name."""
        key = name or role.value
        found = self.store.accounts.get(key)
        if found is None:
            who = (employee or self.employee_of("ru-01")) if role is AccountRole.EMPLOYEE else None
            found = Account(key, f"{key} Тестов", role, Language.RU, who)
            self.store.accounts.add(found, by="machine")
        return found


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the sample calls, as a night leaves it."""
    workspace = tmp_path_factory.mktemp("workbench")
    settings = load_settings(None, workspace=workspace)
    cards = load_cards(None)
    with open_store(settings.database_url, clock=WebClock()) as store:
        for path in sorted((SAMPLES / "expected").glob("*.transcript.json")):
            name = path.name.removesuffix(".transcript.json")
            (sound,) = [p for p in (SAMPLES / "audio").glob(f"{name}.*") if p.suffix != ".json"]
            told = json.loads((SAMPLES / "audio" / f"{name}.json").read_text(encoding="utf-8"))
            identity = sha256(sound.read_bytes()).hexdigest()
            transcript = transcript_from_json(json.loads(path.read_text(encoding="utf-8")))
            call = replace(transcript.call, id=identity, client_phone=told.get("client_phone"))
            transcript = replace(
                transcript, call=call, stamp=EngineStamp("scripted", "1", "none", "0" * 64, ())
            )
            card = cards[SCORECARDS[call.sector]]
            audio = decode(sound, name=name, expected_ms=None, max_ms=600_000)
            assert isinstance(audio, Audio), audio
            copy = settings.playback_dir / f"{identity}.opus"
            write_playback(audio, muted=MUTED, path=copy)
            store.keep(
                Kept(
                    recording=Recording(
                        call=call,
                        name=sound.name,
                        uri=str(sound),
                        notice=told["notice"],
                        channel_roles=tuple(Role(role) for role in told.get("channel_roles", ())),
                    ),
                    duration_ms=audio.duration_ms,
                    transcript=transcript,
                    evaluation=score(card, transcript),
                    scorecard_source=card.source,
                    playback=str(copy),
                    mutes=MUTED,
                )
            )
    return workspace


@pytest.fixture
def web_clock() -> WebClock:
    return WebClock()


@pytest.fixture
def bench(made: Path, tmp_path: Path, web_clock: WebClock) -> Iterator[WebBench]:
    """A workbench of one's own. The sound is that of `made`: nobody writes it."""
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    for file in made.glob("callaudit.db*"):
        shutil.copy(file, workspace / file.name)
    (workspace / "playback").symlink_to(made / "playback")
    settings = load_settings(None, workspace=workspace)
    with open_store(settings.database_url, clock=web_clock) as store:
        app = create_app(settings, store, clock=web_clock, passwords=Passwords(memory_kib=64))
        calls = {one.name.split(".")[0]: one.call.id for one in _named(store)}
        yield WebBench(settings, store, web_clock, app, calls)


@pytest.fixture
def login(bench: WebBench) -> Login:
    """`login("controller")`: a browser in which that role is signed in; its posts carry the form's token.

    `login("controller", name="maria")` is a second person of that role; an employee may be told by
    `employee=`, the name their calls are recorded under.
    """

    def sign_in(
        role: AccountRole | str, *, name: str | None = None, employee: str | None = None
    ) -> TestClient:
        account = bench.account(AccountRole(role), name=name, employee=employee)
        client = bench.client()
        token = bench.store.sessions.begin(account.id, way="password")
        client.cookies.set("callaudit", token)
        session = bench.store.sessions.find(token)
        assert session is not None
        client.headers["x-csrf-token"] = session.csrf
        return client

    return sign_in


def token_of(page: str) -> str:
    """The token in a page's first form, as a browser would send it."""
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found, "the page has no form with a token"
    return found[1]


def _named(store: Store) -> list[Recording]:
    return [store.recording(key) for key in store.scored()]
