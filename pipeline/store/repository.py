"""The store's one door. Every method is one transaction; running it again changes nothing."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from datetime import date, datetime
from threading import RLock
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine, select

from pipeline.audit.chain import Act, AuditEntry, Head
from pipeline.calls.recording import Recording, Rejected
from pipeline.calls.text import Text
from pipeline.calls.transcript import Transcript
from pipeline.errors import UserError
from pipeline.review.sampling import Pick
from pipeline.scoring.call_points import CallPoints, CallTally
from pipeline.scoring.evaluation import Evaluation
from pipeline.store import log, read, runs, spot, write
from pipeline.store.accounts import Accounts
from pipeline.store.acquaintances import Acquaintances
from pipeline.store.alive import Alive
from pipeline.store.cards import Cards
from pipeline.store.check import check
from pipeline.store.connect import asking, make_engine, make_room, reading, writing
from pipeline.store.counted import counted_calls, counted_points, counted_tallies
from pipeline.store.faults import parsed
from pipeline.store.log import Pen
from pipeline.store.nouns import (
    Altered,
    Heard,
    ItemState,
    Kept,
    Playback,
    Quarantined,
    RunAccount,
    RunState,
    ScoredCall,
    SpotCheck,
    StoredCall,
    StoredEvaluation,
)
from pipeline.store.promises import Promises
from pipeline.store.review_agreement import Agreed
from pipeline.store.reviews import Reviews
from pipeline.store.rows import facts
from pipeline.store.schema import bring_up_to_date
from pipeline.store.sessions import Sessions
from pipeline.store.tables import RecordingRow, RunItemRow
from pipeline.store.together import Together, Told

__all__ = ["Altered", "Kept", "RunAccount", "ScoredCall", "Store", "StoredCall", "open_store"]


def open_store(
    url: str, *, clock: Callable[[], datetime], actor: str = "machine", create: bool = True
) -> "Store":
    """Open a database and bring its tables up to date.

    Args:
        url: `sqlite:///path` or `postgresql://user:password@host/database`.
        clock: gives now, with an offset.
        actor: who is written into the log; an account where a person acts.
        create: whether an absent or empty database may be made. Commands that only look say False,
            so that a mistyped path is not answered by an empty store.

    Raises:
        UserError: the database cannot be reached, is none or another program's, was made by newer
            code, or may not be written; names it (password masked) and the remedy.
    """
    address = parsed(url)
    make_room(address, create=create)
    engine = make_engine(address)
    try:
        bring_up_to_date(engine, create=create)
    except BaseException:
        engine.dispose()
        raise
    return Store(engine, clock=clock, actor=actor)


class Store:
    """All that callaudit keeps. Threads may share one; see `alive` for what closing it means to a run."""

    def __init__(self, engine: Engine, *, clock: Callable[[], datetime], actor: str) -> None:
        self._engine = engine
        self._clock = clock
        self._actor = actor
        self._alive = Alive(engine)
        self._turn = RLock()
        self._together = Together(self._tell)
        self._agreed = Agreed()
        self._cards = Cards()
        self._held: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database, and of runs that are not finished."""
        self._alive.close()
        self._engine.dispose()

    @contextmanager
    def moment(self) -> Iterator["Store"]:
        """The store at one moment, for one thread: all that is read through it is read in one transaction.

        For a page that asks a dozen things: one transaction instead of as many, and no answer is younger than
        another.
        """
        with self._reading() as connection:
            still = copy(self)
            still._held = connection  # noqa: SLF001  # our own copy
            yield still

    # Writing

    def register(self, recording: Recording, *, run: int | None, duration_ms: int | None) -> None:
        """Write down a recording that will be worked through. One that is done stays as it is."""
        key = recording.call.id
        with self._writing() as pen:
            if not write.is_done(pen, key):
                write.put_recording(pen, recording, duration_ms=duration_ms)
            if run is not None and _item_state(pen.connection, run, key) is None:
                write.put_item(pen, run, key, name=recording.name, state=ItemState.PENDING, recording=key)

    def quarantine(self, rejected: Rejected, *, run: int | None) -> None:
        """Write down a file that was not taken: once, however often it comes."""
        with self._writing() as pen:
            write.put_quarantine(pen, rejected, run=run)

    def keep(self, kept: Kept) -> None:
        """Write everything of one call: all of it or nothing."""
        with self._writing() as pen:
            write.put_call(pen, kept)

    def add_evaluation(self, evaluation: Evaluation, *, transcript: str, scorecard_source: str) -> bool:
        """Add an evaluation beside the old ones (rescoring).

        Args:
            evaluation: the new one.
            transcript: digest of the stored transcript that it judged, see `StoredCall`.
            scorecard_source: the text the scorecard was read from.

        Returns:
            Whether it was new; the same answers by the same scorecard are not kept twice.

        Raises:
            ValueError: there is no such transcript, it is of another call, or does not bear a quote out.
        """
        return self.add_evaluations([(evaluation, transcript, scorecard_source)]) == 1

    def add_evaluations(self, rescored: Iterable[tuple[Evaluation, str, str]]) -> int:
        """Add evaluations beside the old ones, all of them or none.

        Args:
            rescored: evaluation, transcript and scorecard source of each, see `add_evaluation`.

        Returns:
            How many of them were new.

        Raises:
            ValueError: as `add_evaluation`.
        """
        with self._writing() as pen:
            return sum(write.add_evaluation(pen, *one) for one in rescored)

    def fail(self, run: int, recording: str, *, reason: str) -> None:
        """Write down that a call could not be worked through; the next run takes it again."""
        with self._writing() as pen:
            if _item_state(pen.connection, run, recording) is ItemState.ACCEPTED:
                return
            name = pen.connection.scalar(select(RecordingRow.name).where(RecordingRow.sha256 == recording))
            words = reason.strip() or "no reason was given"
            write.put_item(
                pen,
                run,
                recording,
                name=name or recording,
                state=ItemState.FAILED,
                reasons=Text(ru=words, en=words),
                recording=recording if name else None,
            )
            pen.tell("recording.failed", f"recordings/{recording}", {"run": run, "reason": words})

    @property
    def promises(self) -> Promises:
        """What is kept of promises and clients."""
        return Promises(reading=self._reading, writing=self._writing)

    @property
    def acquaintances(self) -> Acquaintances:
        """Who was told by which rules they are judged."""
        return Acquaintances(reading=self._reading, writing=self._writing)

    @property
    def accounts(self) -> Accounts:
        """Who signs in to the workbench."""
        return Accounts(reading=self._reading, writing=self._writing, tell=self._together.tell)

    @property
    def reviews(self) -> Reviews:
        """What people say in the workbench, and what then counts."""
        return Reviews(reading=self._reading, writing=self._writing, agreed=self._agreed, cards=self._cards)

    @property
    def sessions(self) -> Sessions:
        """Browsers signed in, one-time links, failed tries."""
        return Sessions(asking=lambda: asking(self._engine), reading=self._reading, writing=self._writing)

    # Runs

    def start_run(self) -> int:
        """Begin a run; runs whose process died are marked `interrupted`. Returns its number."""
        with self._writing() as pen:
            return runs.start(pen, alive=self._alive)

    def note_known(self, count: int, *, run: int) -> None:
        """How many files a run found that had been worked through before."""
        with self._writing() as pen:
            runs.note_known(pen, run, count)

    def finish_run(self, run: int, *, state: str = RunState.FINISHED) -> RunAccount:
        """Close a run and give its account. One that is closed already stays as it is."""
        with self._writing() as pen:
            account = runs.close(pen, run, state=RunState(state))
        self._alive.release(run)
        return account

    def run_account(self, run: int) -> RunAccount:
        """What a run did so far, with its items.

        Raises:
            UserError: there is no such run.
        """
        with self._reading() as connection:
            return runs.account(connection, run)

    def runs(self) -> tuple[RunAccount, ...]:
        """All runs, oldest first."""
        with self._reading() as connection:
            return runs.all_accounts(connection)

    # Reading

    def done(self) -> frozenset[str]:
        """Ids of recordings that are fully worked through: a machine evaluation of them is kept.

        By whichever scorecard: a changed rubric is a matter for rescoring, not for hearing again.
        """
        with self._reading() as connection:
            return read.done(connection)

    def calls(
        self,
        *,
        employee: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        scorecard: str | Collection[str] | None = None,
        undated: bool = False,
        words: bool = True,
        counted: bool = False,
    ) -> tuple[StoredCall, ...]:
        """Calls with transcript and newest machine evaluation, by start.

        Args:
            employee: only theirs, as spelt in the metadata.
            since: only calls that started at or after this moment.
            until: only calls that started before. A call of unknown start is in no period.
            scorecard: ids or digests; the newest evaluation by one of these.
            undated: whether calls of unknown start are given beside those of a period.
            words: whether transcripts come with every word and its time; without, much faster.
            counted: whether the evaluation is the one that counts: people's answers in the machine's place.
        """
        with self._reading() as connection:
            found = read.calls(
                connection,
                employee=employee,
                since=since,
                until=until,
                scorecard=scorecard,
                undated=undated,
                words=words,
            )
            return counted_calls(connection, found) if counted else found

    def points(
        self,
        *,
        employee: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> tuple[CallPoints, ...]:
        """Points by rubric of each call, by start: for comparing many.

        Of the newest machine evaluation, with people's answers in its place where they said otherwise.

        Args:
            employee: only theirs.
            since: only calls that started at or after this moment.
            until: only calls that started before.
        """
        with self._reading() as connection:
            found = read.points(connection, employee=employee, since=since, until=until)
            return counted_points(connection, found)

    def tallies(
        self, *, since: datetime | None = None, until: datetime | None = None
    ) -> tuple[CallTally, ...]:
        """All points of each call, and whose it is: a tenth of what `points` costs, for finding the best.

        Args:
            since: only calls that started at or after this moment.
            until: only calls that started before.
        """
        with self._reading() as connection:
            return counted_tallies(connection, since=since, until=until)

    def scored_calls(
        self,
        *,
        employee: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        scorecard: str | Collection[str] | None = None,
    ) -> tuple[ScoredCall, ...]:
        """As `calls`, without transcripts: an order of magnitude faster and smaller."""
        with self._reading() as connection:
            return read.scored_calls(
                connection, employee=employee, since=since, until=until, scorecard=scorecard
            )

    def scored(self) -> tuple[str, ...]:
        """Ids of the recordings that have been scored, by start; see `calls_of` for what they hold."""
        with self._reading() as connection:
            return read.scored(connection)

    def calls_of(
        self, recordings: Collection[str], *, words: bool = True, counted: bool = False
    ) -> tuple[StoredCall, ...]:
        """These calls, by start: a piece of an archive whose transcripts do not fit in memory.

        Args:
            recordings: ids; those that were not scored are passed over.
            words: as in `calls`.
            counted: as in `calls`.
        """
        with self._reading() as connection:
            found = read.calls(connection, recording=recordings, words=words)
            return counted_calls(connection, found) if counted else found

    def evaluations_of(
        self, recordings: Collection[str], *, holding: Collection[str] = ()
    ) -> tuple[StoredEvaluation, ...]:
        """All evaluations of these calls, oldest first.

        Args:
            recordings: ids.
            holding: only those whose document holds one of these keys, e.g. `second_hearing`.
        """
        with self._reading() as connection:
            return read.evaluations(connection, recordings, holding=holding)

    def call(self, recording: str, *, words: bool = True) -> StoredCall:
        """One call by the id of its recording, in full.

        Args:
            recording: its id.
            words: whether the transcript comes with every word and its time; without, much faster.

        Raises:
            UserError: there is no evaluation of it.
        """
        with self._reading() as connection:
            found = read.calls(connection, recording=recording, words=words)
        if not found:
            raise UserError(f"{recording}: no such call has been scored")
        return found[0]

    def transcript(self, digest: str) -> Transcript:
        """A transcript by its digest, with every word and its time.

        Raises:
            UserError: there is none.
        """
        with self._reading() as connection:
            return read.transcript(connection, digest)

    def heard(self, digest: str) -> Heard:
        """The same for showing it: the words as they are stored, which takes a third of the time.

        Raises:
            UserError: there is none.
        """
        with self._reading() as connection:
            return read.heard(connection, digest)

    def recording(self, prefix: str) -> Recording:
        """The recording whose id begins so.

        Raises:
            UserError: none does, or several do.
        """
        with self._reading() as connection:
            return read.recording_by_prefix(connection, prefix)

    def employees(self) -> tuple[str, ...]:
        """Everyone of whom there is a recording, by name."""
        with self._reading() as connection:
            return read.employees(connection)

    def evaluations(self, recording: str) -> tuple[StoredEvaluation, ...]:
        """All evaluations of a recording, oldest first."""
        with self._reading() as connection:
            return read.evaluations(connection, recording)

    def playback(self, recording: str) -> Playback | None:
        """The copy that browsers play; None before the call was worked through."""
        with self._reading() as connection:
            return read.playback(connection, recording)

    def playback_paths(
        self, employee: str | None = None, *, recordings: Collection[str] | None = None
    ) -> dict[str, str]:
        """Where the copies of an employee's calls, or of these, lie, by recording: one question for all."""
        with self._reading() as connection:
            return read.playback_paths(connection, employee=employee, recordings=recordings)

    def quarantined(self) -> tuple[Quarantined, ...]:
        """Files that were not taken and still are not."""
        with self._reading() as connection:
            return read.quarantined(connection)

    # Spot checks

    def keep_draw(self, picks: Sequence[Pick], *, employee: str, week: date, seed: str, frame: int) -> bool:
        """Keep the calls drawn of an employee and week; False when that week was drawn already.

        Args:
            picks: both streams; none: nothing is kept.
            employee: whose calls.
            week: its Monday.
            seed: what drew them.
            frame: calls there were to draw from.
        """
        with self._writing() as pen:
            return spot.put(pen, picks, employee=employee, week=week, seed=seed, frame=frame)

    def spot_checks(
        self, *, employee: str | None = None, since: date | None = None, until: date | None = None
    ) -> tuple[SpotCheck, ...]:
        """Calls drawn for human ears, by week (those whose Monday lies in the period) and employee."""
        with self._reading() as connection:
            return spot.checks(connection, employee=employee, since=since, until=until)

    # The log

    def entries(self) -> tuple[AuditEntry, ...]:
        """The audit log, by number."""
        with self._reading() as connection:
            return log.entries(connection)

    def head(self) -> Head | None:
        """The end of the log: print it, and give it to `verify` later as its anchor."""
        with self._reading() as connection:
            return log.head(connection)

    def verify(self, *, anchor: tuple[int, str] | None = None) -> tuple[Altered, ...]:
        """Everything that is no longer what was written; empty when all is well.

        Args:
            anchor: a head printed earlier; without one a log that was cut short, or built anew
                together with all it tells of, cannot be told.
        """
        with self._reading() as connection:
            return check(connection, anchor=anchor)

    def _tell(self, told: Sequence[Told]) -> None:
        with self._writing() as pen:
            pen.tell_all([Act(one.by, one.action, one.thing, facts(one.facts)) for one in told])

    @contextmanager
    def _writing(self, by: str | None = None) -> Iterator[Pen]:
        """A transaction with its pen; `by`: the account that acts, where it is not the store's own actor.

        Threads wait here for each other: SQLite would have each look again after a sleep, up to a tenth of a
        second long, and whoever came last might go first.
        """
        with self._turn, writing(self._engine) as connection:
            yield Pen(connection, actor=by or self._actor, now=self._clock())

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        if self._held is not None:
            yield self._held
            return
        with reading(self._engine) as connection:
            yield connection


def _item_state(connection: Connection, run: int, key: str) -> ItemState | None:
    state = connection.scalar(select(RunItemRow.state).where(RunItemRow.run == run, RunItemRow.key == key))
    return ItemState(state) if state else None
