"""How long reports take, and how much memory: 50 employees, 10,000 calls, one month, all formats.

    python -m benchmarks.reports [--employees 50] [--calls 10000] [--workers 2] [--keep FOLDER]

The calls are made (see `benchmarks.archive`), the store, the reports and the files are real. Filling the
store is not counted. Then one employee's page alone, as `callaudit report employee` makes it, and where the
time of one employee goes; then the simulation: 100 equal people over a year, how many are shown as
different, how often intervals cover.
"""

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from benchmarks.archive import made_calls
from benchmarks.heading import heading
from benchmarks.memory import Together
from pipeline.book import stored_book
from pipeline.calls.text import Language
from pipeline.publish import formats_of, publish_period, titles_of
from pipeline.publish_asked import report_of
from pipeline.publish_employee import Desk, Person, desk_of, lines_of, report_and_calls
from pipeline.reports.breaks import change_point
from pipeline.reports.html import employee_page
from pipeline.reports.publish import Format, Printer
from pipeline.reports.statistics import (
    guarded_level,
    score_difference,
    score_intervals,
    wilson,
)
from pipeline.settings import Settings
from pipeline.settle import settle
from pipeline.store.repository import open_store
from pipeline.tools import load_cards, now

PACKAGES = ("numpy", "pandas", "jinja2", "typst", "xlsxwriter", "sqlalchemy")
ZONE = ZoneInfo("Europe/Moscow")
FIRST = datetime(2026, 10, 1, tzinfo=ZONE)
DAYS = 31
RUNS = 3
"""Of each part; the best counts."""
WEIGHTS = np.array([5, 3, 4, 5, 10, 7, 8, 8, 20, 10], dtype=float)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--employees", type=int, default=50)
    parser.add_argument("--calls", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="keep the workspace here, and use it again if it is there")
    parser.add_argument("--no-simulation", action="store_true")
    asked = parser.parse_args()
    print(f"{heading(PACKAGES)}, {asked.workers} workers")
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(workspace=asked.keep or Path(folder), workers=asked.workers)
        _fill(settings, employees=asked.employees, calls=asked.calls)
        _all(settings)
        _one(settings)
        _parts(settings)
    if not asked.no_simulation:
        _simulate()


def _fill(settings: Settings, *, employees: int, calls: int) -> None:
    """Calls, then their promises, as a night leaves them; a workspace that has them stays as it is."""
    settings.workspace.mkdir(parents=True, exist_ok=True)
    began = time.perf_counter()
    with open_store(settings.database_url, clock=now) as store:
        done = store.done()
        for kept in made_calls(employees=employees, calls=calls, first=FIRST, days=DAYS):
            if kept.recording.call.id not in done:
                store.keep(kept)
        filled = time.perf_counter() - began
        settle(settings, store, as_of=FIRST + timedelta(days=DAYS))
    print(
        f"set-up, not counted: {calls} calls kept in {filled:.0f} s, "
        f"their promises read and settled in {time.perf_counter() - began - filled:.0f} s"
    )


def _desk(settings: Settings) -> Desk:
    return desk_of(
        settings,
        folder=settings.reports_dir,
        titles=titles_of(load_cards(None)),
        generated_at=now(),
        since=FIRST.date(),
        until=FIRST.date() + timedelta(days=DAYS - 1),
        formats=formats_of(settings),
    )


def _all(settings: Settings) -> None:
    """The night's last step: points, book, everyone's files, team and index."""
    before, began = _cpu(), time.perf_counter()
    store = open_store(settings.database_url, clock=now, create=False)
    with store, Together() as memory:
        points = store.points(since=FIRST, until=None)
        book = stored_book(settings, store, as_of=FIRST + timedelta(days=DAYS))
        ready = time.perf_counter() - began
        index = publish_period(settings, store, _desk(settings), points, account=None, book=book)
    taken = time.perf_counter() - began
    files = list(index.parent.iterdir())
    size = sum(f.stat().st_size for f in files) / 1e6
    print(
        f"all reports: {len(points)} calls, {len(book.entries)} promises, {len(files)} files, {size:.0f} MB "
        f"in {taken:.1f} s ({_cpu() - before:.0f} CPU s; {ready:.1f} s of it to read points and promises); "
        f"memory of all processes together at most {memory.peak_mb:.0f} MB, {memory.own_mb:.0f} MB of it here"
    )


def _cpu() -> float:
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in usage)


def _one(settings: Settings) -> None:
    """As `callaudit report employee` does it."""
    with open_store(settings.database_url, clock=now, create=False) as store:
        name = store.employees()[0]
        titles = titles_of(load_cards(None))
        began = time.perf_counter()
        report, _ = report_of(
            settings, store, employee=name, titles=titles, since=date(2026, 10, 1), until=date(2026, 10, 31)
        )
        read = time.perf_counter() - began
        page = employee_page(report, language=Language.RU, languages=(Language.RU,))
        taken = time.perf_counter() - began
    print(
        f"one employee's page: {report.calls} calls, {taken:.2f} s ({read:.2f} s of it to read and count), "
        f"{len(page.encode()) / 1e6:.2f} MB"
    )


def _parts(settings: Settings) -> None:
    """Where the time of one employee goes: CPU ms, the best of three."""
    desk = _desk(settings)
    printer = {form: Printer(desk.languages, (form,)) for form in Format}
    with open_store(settings.database_url, clock=now, create=False) as store:
        person = Person(store.employees()[0])
        report, _ = report_and_calls(desk, store, person, team={})
        start, end = desk.bounds
        parts: dict[str, Callable[[], object]] = {
            "read from the store": lambda: store.calls(
                employee=person.employee, since=start, until=end, words=False
            ),
            "read and count": lambda: report_and_calls(desk, store, person, team={}),
        }
        # Of another employee each time: typst remembers what it has set, and sets it again in no time.
        made = [report_and_calls(desk, store, Person(name), team={}) for name in store.employees()[:RUNS]]
        written = [(one, lines_of(desk, theirs)) for one, theirs in made]
        for form in Format:
            turn = iter(written)
            parts[form.value] = lambda form=form, turn=turn: dict(printer[form].employee(*next(turn)))  # type: ignore[misc]  # bound now
        print(f"\none employee, {report.calls} calls, CPU ms, both languages")
        for name, part in parts.items():
            print(f"{name:20} {min(_ms(part) for _ in range(RUNS)):6.0f}")


def _ms(part: Callable[[], object]) -> float:
    began = time.process_time()
    part()
    return 1000 * (time.process_time() - began)


def _simulate(people: int = 100, months: int = 12, calls: int = 40, years: int = 5) -> None:
    """Equal people: whoever is shown as different is shown so by chance alone."""
    rng = np.random.default_rng(2026)
    level = guarded_level(1)
    apart = changed = broken = 0
    for _ in range(years):
        everyone = [[_calls(rng, calls) for _ in range(months)] for _ in range(people)]
        shown: tuple[set[int], set[int], set[int]] = (set(), set(), set())
        for month in range(months):
            e_all, p_all = (np.concatenate([who[month][i] for who in everyone]) for i in (0, 1))
            for k, who in enumerate(everyone):
                mine = np.arange(len(e_all)) // calls == k
                gap = score_difference(who[month], (e_all[~mine], p_all[~mine]), level=level)
                shown[0].update({k} if gap and gap.holds else ())
                if month:
                    past = tuple(np.concatenate([m[i] for m in who[:month]]) for i in (0, 1))
                    step = score_difference(who[month], (past[0], past[1]), level=level)
                    shown[1].update({k} if step and step.holds else ())
        for k, who in enumerate(everyone):
            e, p = (np.concatenate([m[i] for m in who]) for i in (0, 1))
            shown[2].update({k} if change_point(e, p, np.ones(len(e)), n_min=30, level=level) else ())
        apart, changed, broken = apart + len(shown[0]), changed + len(shown[1]), broken + len(shown[2])
    n = people * years
    print(f"\n{n} equal person-years of {months} monthly reports, {calls} calls a month; shown in any as")
    print(f"  different from the team: {100 * apart / n:.1f} %   (compared one at a time)")
    print(f"  different from the own past: {100 * changed / n:.1f} %")
    print(f"  broken at some day: {100 * broken / n:.1f} %")
    e, p = _calls(rng, 400_000)
    true = 100 * e.sum() / p.sum()
    print("\ncalls   score interval covers   share interval covers   (1000 draws each)")
    for size in (20, 30, 60, 200):
        scores = shares = 0
        for _ in range(1000):
            e, p = _calls(rng, size)
            (interval,) = score_intervals(e[:, None], p[:, None])
            rate = rng.uniform(0.3, 0.95)
            share = wilson(int(rng.binomial(size, rate)), size)
            scores += bool(interval and interval.low <= true <= interval.high)
            shares += bool(share and share.low <= 100 * rate <= share.high)
        print(f"{size:5}   {scores / 10:16.1f} %   {shares / 10:19.1f} %")


def _calls(rng: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Calls of ten weighted questions, whose answers hang together."""
    of_call = rng.beta(0.8 * 6, 0.2 * 6, size=(n, 1))
    applies = rng.random((n, 10)) < 0.7  # noqa: PLR2004  # seven of ten questions arise
    met = rng.random((n, 10)) < of_call
    return (met * applies * WEIGHTS).sum(axis=1), (applies * WEIGHTS).sum(axis=1)


if __name__ == "__main__":
    sys.exit(main())
