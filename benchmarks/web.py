"""How quickly the workbench answers with a hundred thousand calls in the store and twenty people at work.

    python -m benchmarks.web [--calls 100000] [--users 20] [--seconds 20] [--processes 2]
        [--only sqlite|postgresql]

The real server (uvicorn) answers over loopback, the load comes from another process. Each person
opens pages of the queue, searches, calls, and calls whose review they have begun in turn; one list in ten is
a desk of 500 calls, and one call in ten lasts three hours. They are measured twice: with a second between two
pages, which is quicker than anybody reads, and with no pause at all, where twenty requests are always under
way and what is measured is what two cores can do. Before that each kind of page alone. The store is made once
and kept in --folder; what people have done in it is added where it is missing.
"""

import argparse
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import time
from contextlib import nullcontext
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import httpx

from benchmarks.heading import heading
from benchmarks.postgresql import server as postgresql
from benchmarks.web_archive import WORDED, fill, identity_of
from benchmarks.web_load import WORDS
from benchmarks.web_people import desk
from pipeline.calls.text import Language
from pipeline.review.account import Account, AccountRole
from pipeline.review.queue import QueueFilter
from pipeline.settings import load_settings
from pipeline.store.repository import open_store

TARGET_MS = 200
ALONE = 10
"""Pages of a kind that one person opens one after another."""
SAMPLE = Path(__file__).parents[1] / "sample_calls" / "audio"


def main() -> None:
    """Run both databases, or serve one when called by oneself."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--calls", type=int, default=100_000)
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    parser.add_argument("--folder", type=Path, default=Path("/tmp/callaudit-web"))  # noqa: S108  # a benchmark's
    parser.add_argument("--made", action="store_true", help="make the store and stop")
    parser.add_argument("--serve", nargs=3, metavar=("DATABASE", "WORKSPACE", "PORT"))
    parser.add_argument("--pause", type=float, default=1.0)
    parser.add_argument("--processes", type=int, default=2)
    wanted = parser.parse_args()
    if wanted.serve:
        serve(*wanted.serve, processes=wanted.processes)
    else:
        sys.stdout.write(
            heading(("fastapi", "starlette", "uvicorn", "sqlalchemy", "psycopg", "jinja2")) + "\n"
        )
        for name in ("sqlite", "postgresql"):
            if wanted.only in {None, name}:
                measure(name, wanted)


def measure(name: str, wanted: argparse.Namespace) -> None:
    """One database: made where it is not, served, loaded, told."""
    folder = wanted.folder / f"{name}-{wanted.calls}"
    folder.mkdir(parents=True, exist_ok=True)
    pg = postgresql(folder / "server") if name == "postgresql" else None
    with pg or nullcontext(f"sqlite:///{folder / 'callaudit.db'}") as url:
        plan = prepare(url, folder, calls=wanted.calls, users=wanted.users)
        if wanted.made:
            return
        port = _free_port()
        log = (folder / "server.log").open("w")
        serving = subprocess.Popen(  # noqa: S603  # ourselves
            [
                *(sys.executable, "-m", "benchmarks.web", "--processes", str(wanted.processes)),
                *("--serve", url, str(folder / "workspace"), str(port)),
            ],
            stdout=log,
            stderr=log,
        )
        try:
            _await(port, serving)
            _told_alone(name, wanted, _alone(port, plan))
            for pause in (wanted.pause, 0.0):
                # The first pages load templates and fill caches; that is waited for once, in the morning.
                _load(port, plan, seconds=3, pause=pause)
                began = os.times()
                found = _load(port, plan, seconds=wanted.seconds, pause=pause)
                _told(name, wanted, pause, found, busy=os.times().elapsed - began.elapsed)
        finally:
            serving.terminate()
            serving.wait(20)


def prepare(url: str, folder: Path, *, calls: int, users: int) -> Path:
    """The store with its calls, accounts and sessions; gives the plan of the load."""
    workspace = folder / "workspace"
    (workspace / "playback").mkdir(parents=True, exist_ok=True)
    copy = workspace / "playback" / "shared.opus"
    if not copy.exists():
        _playback(copy)
    began = time.monotonic()
    with open_store(url, clock=_now) as store:
        if not store.reviews.queue(QueueFilter(), limit=1):
            with store._writing() as pen:  # noqa: SLF001  # past the store's own pace, in its one transaction
                told = fill(pen.connection, calls=calls, playback=str(copy))
            sys.stdout.write(f"made {calls} calls, {told} entries, {time.monotonic() - began:.0f} s\n")
            _tidy(url)
        tokens = []
        for i in range(users):
            account = f"user{i}"
            if store.accounts.get(account) is None:
                store.accounts.add(
                    Account(account, f"Контролёр {i}", AccountRole.CONTROLLER, Language.RU), by="machine"
                )
            tokens.append(store.sessions.begin(account, way="password"))
        rng = random.Random(1)  # noqa: S311  # a draw that can be repeated
        worded = range(0, calls, WORDED)
        drawn = [identity_of(i) for i in rng.sample(worded, min(500, len(worded)))]
        people = [f"user{i}" for i in range(users)]
        on_it = desk(store, people=people, calls=drawn, playback=str(copy))
        plan = {"tokens": tokens, "calls": drawn, **asdict(on_it)}
    path = folder / "plan.json"
    path.write_text(json.dumps(plan))
    return path


def serve(database: str, workspace: str, port: str, *, processes: int) -> None:
    """The real server."""
    from pipeline.web.serving import serve_until_stopped  # noqa: PLC0415  # only where it serves

    settings = load_settings(
        None, database=database, workspace=Path(workspace), web_port=int(port), web_processes=processes
    )
    serve_until_stopped(settings, clock=_now)


def _alone(port: int, plan: Path) -> dict[str, list[tuple[float, int]]]:
    """Each kind of page, one after another: milliseconds and bytes of each."""
    asked = json.loads(plan.read_text())
    pages = {
        "call": [f"/calls/{call}" for call in asked["calls"][:ALONE]],
        "call begun": [f"/calls/{call}" for call in asked["begun"][0]],
        "call of 3 h": [f"/calls/{asked['long']}"] * ALONE,
        "queue": ["/queue?kind=unsure"] * ALONE,
        "queue of 500": [asked["queue"]] * ALONE,
        "search": [f"/search?{httpx.QueryParams({'q': word})}" for word in WORDS],
    }
    out: dict[str, list[tuple[float, int]]] = {}
    with httpx.Client(
        base_url=f"http://127.0.0.1:{port}", cookies={"callaudit": asked["tokens"][0]}, timeout=60
    ) as client:
        client.get("/queue")  # templates and dictionaries are loaded by the first page of the morning
        for kind, paths in pages.items():
            for path in paths:
                at = time.perf_counter()
                answer = client.get(path).raise_for_status()
                out.setdefault(kind, []).append((1000 * (time.perf_counter() - at), len(answer.content)))
    return out


def _told_alone(name: str, wanted: argparse.Namespace, found: dict[str, list[tuple[float, int]]]) -> None:
    sys.stdout.write(
        f"\n{name}, {wanted.calls} calls, one person, one page after another\n"
        f"{'page':16}{'n':>7}{'first ms':>10}{'p50 ms':>9}{'worst':>9}{'KB':>9}\n"
    )
    for kind, pages in found.items():
        times = [ms for ms, _ in pages]
        sys.stdout.write(
            f"{kind:16}{len(times):7}{times[0]:10.0f}{statistics.median(times):9.0f}{max(times):9.0f}"
            f"{statistics.median(size for _, size in pages) / 1000:9.0f}\n"
        )
    sys.stdout.flush()


def _load(port: int, plan: Path, *, seconds: float, pause: float) -> dict[str, list[float]]:
    done = subprocess.run(  # noqa: S603  # our own module
        [sys.executable, "-m", "benchmarks.web_load", str(port), str(plan), str(seconds), str(pause)],
        check=True,
        capture_output=True,
        text=True,
    )
    found: dict[str, list[float]] = json.loads(done.stdout)
    return found


def _told(
    name: str, wanted: argparse.Namespace, pause: float, found: dict[str, list[float]], *, busy: float
) -> None:
    way = f"{wanted.processes} processes, " + (f"{pause:g} s between pages" if pause else "no pause")
    pages = sum(map(len, found.values()))
    sys.stdout.write(
        f"\n{name}, {wanted.calls} calls, {wanted.users} people, {way}: {pages} pages in {busy:.0f} s\n"
        f"{'page':16}{'n':>7}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}{'worst':>9}\n"
    )
    for kind, times in sorted(found.items()):
        cuts = statistics.quantiles(times, n=100, method="inclusive") if len(times) > 1 else times * 99
        mark = "" if cuts[94] <= TARGET_MS else f"  above {TARGET_MS} ms"
        sys.stdout.write(
            f"{kind:16}{len(times):7}{cuts[49]:9.0f}{cuts[94]:9.0f}{cuts[98]:9.0f}{max(times):9.0f}{mark}\n"
        )
    sys.stdout.flush()


def _playback(path: Path) -> None:
    """One playback copy that all calls share, of a sample call."""
    from pipeline.audio.decode import Audio, decode  # noqa: PLC0415  # only where one is made
    from pipeline.audio.playback import write_playback  # noqa: PLC0415  # likewise

    sound = next(p for p in sorted(SAMPLE.iterdir()) if p.suffix in {".wav", ".mp3", ".opus", ".ogg"})
    audio = decode(sound, name=sound.name, expected_ms=None, max_ms=3_600_000)
    if not isinstance(audio, Audio):
        raise SystemExit(f"the sample call cannot be read: {audio.reason.en}")
    write_playback(audio, muted=(), path=path)


def _tidy(url: str) -> None:
    """Statistics for the planner, as a server gathers them by itself overnight."""
    from sqlalchemy import create_engine, text  # noqa: PLC0415  # only where a store is made

    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("ANALYZE"))
    engine.dispose()


def _await(port: int, serving: "subprocess.Popen[bytes]") -> None:
    for _ in range(600):
        if serving.poll() is not None:
            raise SystemExit("the server stopped while starting; see server.log")
        try:
            if httpx.get(f"http://127.0.0.1:{port}/login", timeout=5).status_code == 200:  # noqa: PLR2004  # OK
                return
        except httpx.HTTPError:
            time.sleep(0.2)
    raise SystemExit("the server did not answer within two minutes")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    main()
