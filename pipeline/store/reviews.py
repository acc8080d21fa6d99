"""The store's part of the review workbench: who opened, answered, played, confirmed, disputed, decided.

Every act is told in the log with the person as its actor, and appended; `standing` folds what counts. Methods
that write take the account as `by` (or in what they write) and say no with `Refused`, in words for a page.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from pipeline.calls.span import Span
from pipeline.calls.transcript import Transcript
from pipeline.review.agreement import MARGIN, N_MIN, Agreement
from pipeline.review.answer import Answer, AnswerKind
from pipeline.review.calibration import Calibration, visible
from pipeline.review.confirmation import Confirmation
from pipeline.review.dispute import Decision, Dispute
from pipeline.review.listening import Play
from pipeline.review.note import Note
from pipeline.review.queue import QueueFilter, QueueKind, QueueRow, SearchHit
from pipeline.review.refusals import Unknown
from pipeline.review.review import Review
from pipeline.scoring.evaluation import Evaluation
from pipeline.store import hr, log, queue, review_acts, review_lists, review_write, search
from pipeline.store.cards import Cards
from pipeline.store.known import known
from pipeline.store.log import Pen
from pipeline.store.nouns import StoredEvaluation
from pipeline.store.nouns_review import (
    ClientCall,
    Dossier,
    HrFinding,
    Known,
    Listened,
    OpenDispute,
    Released,
    ReleasedCall,
    SavedView,
    SeenScorecard,
    Unreleased,
)
from pipeline.store.report_sightings import ReadReport, has_read, put_read
from pipeline.store.review_agreement import Agreed, agreement
from pipeline.store.review_read import answers, calibrated, calibrations, dossier, plays
from pipeline.store.sightings import see, sighted
from pipeline.store.tables_review import CalibrationRow, DisputeRow, PlayRow

PAGE = 50
"""Rows of a list at a time."""


class Reviews:
    """The part of the store that holds what people say; see `Store.reviews`."""

    def __init__(
        self,
        *,
        reading: Callable[[], AbstractContextManager[Connection]],
        writing: Callable[[str | None], AbstractContextManager[Pen]],
        agreed: Agreed,
        cards: Cards,
    ) -> None:
        self._reading = reading
        self._writing = writing
        self._agreed = agreed
        self._cards = cards

    # One call

    def dossier(self, recording: str, *, by: str | None = None) -> Dossier:
        """Everything of one call, as `by` may see it.

        Raises:
            Unknown: no such call has been scored.
        """
        with self._reading() as connection:
            return dossier(connection, recording, by=by, cards=self._cards)

    def open(self, recording: str, *, by: str, share: float, draw: float) -> Review:
        """The person's review of the call's newest evaluation; opening again returns the same.

        Args:
            recording: which call.
            by: account.
            share: of reviews that are blind by lot.
            draw: a random number in [0, 1).
        """
        with self._writing(by) as pen:
            return review_write.open_review(pen, recording, by=by, share=share, draw=draw)

    def reveal(self, review: str, *, by: str) -> Review:
        """Note that the machine's answers are shown from now on; nothing happens a second time."""
        with self._writing(by) as pen:
            return review_write.act(pen, review, by=by, what="revealed")

    def finish(self, review: str, *, by: str) -> Review:
        """Note that the person is done: what they did not answer otherwise they leave as it is.

        Raises:
            Refused: the machine's answers were not shown yet.
        """
        with self._writing(by) as pen:
            return review_write.act(pen, review, by=by, what="finished")

    def answer(self, given: Sequence[Answer], *, seen: int) -> int:
        """Write one person's answers on one call, all or none.

        Args:
            given: blind, calibration or overriding ones. An override without words of its own rests on those
                of the finding.
            seen: `Dossier.seen` of the page they were given on.

        Returns:
            The new `seen`.

        Raises:
            Overtaken: somebody else wrote since.
            Refused: blind after having seen, before having answered blind, under dispute, …
        """
        with self._writing(given[0].by if given else None) as pen:
            return review_write.answer(pen, given, seen=seen)

    def confirm(
        self,
        confirmation: Confirmation,
        *,
        seen: int,
        margin: float = MARGIN,
        n_min: int = N_MIN,
        calibrations: int = 0,
    ) -> Confirmation:
        """Confirm a finding so that HR may see it; quote, seconds, rule and scorecard are filled in from it.

        Args:
            confirmation: which, by whom, why.
            seen: as in `answer`.
            margin: see `agreement.advisory`.
            n_min: see `agreement.advisory`.
            calibrations: finished calibrations that who confirms has taken part in, at least.

        Raises:
            Overtaken: somebody else wrote since.
            Refused: a fault that was answered after the answers were shown, or not said to be theirs; not
                played, only advice, under dispute, scored anew since, not reviewed.
        """
        with self._writing(confirmation.by) as pen:
            known = agreement(pen.connection, criterion=confirmation.criterion)
            return review_write.confirm(
                pen,
                confirmation,
                seen=seen,
                agreement=known.get(confirmation.criterion),
                margin=margin,
                n_min=n_min,
                calibrations=calibrations,
            )

    def correct_roles(
        self,
        recording: str,
        transcript: Transcript,
        evaluation: Evaluation,
        source: str,
        *,
        by: str,
        seen: int,
    ) -> int:
        """Keep a call with its roles put right: a new transcript and evaluation beside the old.

        Args:
            recording: which call.
            transcript: as corrected.
            evaluation: of it.
            source: the text the scorecard was read from.
            by: account.
            seen: as in `answer`.

        Returns:
            The new `seen`.
        """
        with self._writing(by) as pen:
            return review_acts.correct_roles(pen, recording, transcript, evaluation, source, by=by, seen=seen)

    def play(self, recording: str, *, by: str, spans: Iterable[Span]) -> None:
        """Write down which seconds of a call a person played."""
        with self._writing(by) as pen:
            review_write.play(pen, recording, by=by, spans=spans)

    def plays(self, recording: str | None = None, *, by: str | None = None) -> tuple[Play, ...]:
        """Which seconds were played, oldest first: of a call, by a person, or both."""
        where = [PlayRow.recording == recording] if recording is not None else []
        where += [PlayRow.account == by] if by is not None else []
        with self._reading() as connection:
            return plays(connection, *where)

    def note(self, note: Note) -> Note:
        """Keep a note on a call."""
        with self._writing(note.by) as pen:
            return review_acts.note(pen, note)

    def assign(self, recording: str, to: str | None, by: str) -> None:
        """Give a call to somebody; None: to nobody."""
        with self._writing(by) as pen:
            review_acts.assign(pen, recording, to, by=by)

    def viewed(self, thing: str, *, by: str) -> None:
        """Tell the log that a page was looked at; `thing` as `recordings/<id>`."""
        with self._writing(by) as pen:
            pen.tell(log.VIEWED, thing, {"thing": thing})

    def exported(self, thing: str, *, by: str) -> None:
        """Tell the log that something was taken out; `thing` as `reports/<name>`."""
        with self._writing(by) as pen:
            pen.tell(log.EXPORTED, thing, {"thing": thing})

    def client_calls(self, recording: str, *, limit: int = 20) -> tuple[ClientCall, ...]:
        """The same client's other calls, newest first."""
        with self._reading() as connection:
            return review_lists.client_calls(connection, recording, limit=limit)

    def promises_of(self, recording: str) -> tuple[dict[str, Any], ...]:
        """The promises of a call as they stand, in the shape of `ledger.entry_to_json`."""
        with self._reading() as connection:
            return review_lists.promises_of(connection, recording)

    # Lists

    def queue(
        self,
        wanted: QueueFilter,
        *,
        by: str | None = None,
        after: str | None = None,
        limit: int = PAGE,
    ) -> tuple[QueueRow, ...]:
        """Calls that wait, a page at a time.

        Args:
            wanted: which.
            by: who looks, if they review: what their review still hides is not told. None hides nothing.
            after: `QueueRow.cursor` of the page before's last row.
            limit: rows at most.

        Raises:
            ValueError: `after` is no cursor.
        """
        with self._reading() as connection:
            return queue.page(connection, wanted, by=by, after=after, limit=limit)

    def counts(self, by: str) -> dict[QueueKind, int]:
        """How many open calls wait in each kind."""
        with self._reading() as connection:
            return queue.counts(connection, by=by)

    def search(
        self,
        words: str,
        *,
        wanted: QueueFilter | None = None,
        by: str | None = None,
        after: str | None = None,
        limit: int = 25,
    ) -> tuple[SearchHit, ...]:
        """Calls in whose transcript all the words stand, in any inflection; "…" for words in a row.

        Args:
            words: as typed.
            wanted: which calls besides.
            by: as in `queue`.
            after: as in `queue`.
            limit: calls at most.
        """
        chosen = replace(wanted or QueueFilter(), text=words)
        with self._reading() as connection:
            rows = queue.page(connection, chosen, by=by, after=after, limit=limit)
            return search.hits(connection, rows, words)

    def save_view(self, name: str, wanted: QueueFilter, *, by: str) -> None:
        """Keep a filter under a name; one of that name is replaced."""
        with self._writing(by) as pen:
            review_lists.save_view(pen.connection, by, name, wanted, at=pen.now)

    def views(self, by: str) -> tuple[SavedView, ...]:
        """A person's filters, by name."""
        with self._reading() as connection:
            return review_lists.views(connection, by)

    def drop_view(self, name: str, *, by: str) -> None:
        """Forget a filter; nothing happens when there is none."""
        with self._writing(by) as pen:
            review_lists.drop_view(pen.connection, by, name)

    def scorecards(self) -> tuple[SeenScorecard, ...]:
        """Every scorecard that ever scored a call, as it was then, oldest first."""
        with self._reading() as connection:
            return self._cards.all(connection)

    # The employee

    def release(self, recording: str, *, by: str, deadline: datetime, evaluation: str | None = None) -> None:
        """Show an evaluation to its employee.

        Args:
            recording: which call.
            by: account.
            deadline: until when it may be disputed.
            evaluation: which; the newest when None.
        """
        with self._writing(by) as pen:
            review_acts.release(pen, recording, by=by, deadline=deadline, evaluation=evaluation)

    def unreleased(self, *, employee: str | None = None, limit: int = 200) -> tuple[Unreleased, ...]:
        """Calls that a person reviewed and whose employee was not shown the newest evaluation."""
        with self._reading() as connection:
            return review_lists.unreleased(connection, employee=employee, limit=limit)

    def released(self, employee: str, *, limit: int = 500) -> tuple[Released, ...]:
        """What an employee may see, newest first."""
        with self._reading() as connection:
            return review_lists.released_of(connection, employee, limit=limit)

    def released_call(self, recording: str, *, employee: str) -> ReleasedCall:
        """A released evaluation of an employee's own call, in full.

        Raises:
            Unknown: no such call, not theirs, or not released: the same words for all.
        """
        with self._reading() as connection:
            return review_lists.released_call(connection, recording, employee=employee)

    def acknowledge(self, recording: str, *, by: str) -> None:
        """The employee has taken note of what was released."""
        with self._writing(by) as pen:
            review_acts.acknowledge(pen, recording, by=by)

    def listeners(self, employee: str, *, limit: int = 500) -> tuple[Listened, ...]:
        """Who has listened to an employee's calls, newest first."""
        with self._reading() as connection:
            return review_lists.listeners(connection, employee, limit=limit)

    # Disputes

    def see(self, recording: str, *, evaluation: str, by: str, thing: str) -> None:
        """Note that a person is shown answers on a call outside of a review of theirs; once is enough.

        Args:
            recording: which call.
            evaluation: whose answers.
            by: who is shown them.
            thing: where, as `disputes/<id>`.
        """
        with self._reading() as connection:
            if sighted(connection, evaluation, by=by):
                return
        with self._writing(by) as pen:
            see(pen, recording, evaluation=evaluation, by=by, thing=thing)

    def dispute(self, dispute: Dispute) -> Dispute:
        """Keep a dispute; its `verdict` is filled in.

        Raises:
            Refused: not the employee's own released call, too late, or disputed before.
        """
        with self._writing(dispute.by) as pen:
            return review_acts.dispute(pen, dispute)

    def decide(self, decision: Decision, *, seen: int) -> int:
        """Keep a decision.

        Args:
            decision: which dispute, by whom, how, why.
            seen: as in `answer`.

        Returns:
            The new `seen`.

        Raises:
            Refused: by the employee or the author of the disputed answer, worse than it was, decided before.
        """
        with self._writing(decision.by) as pen:
            recording = pen.connection.scalar(
                select(DisputeRow.recording).where(DisputeRow.id == decision.dispute)
            )
            if recording is None:
                raise Unknown(f"disputes/{decision.dispute[:12]}")
            return review_acts.decide(pen, recording, decision, seen=seen)

    def disputes(self, *, decided: bool = False, limit: int = 200) -> tuple[OpenDispute, ...]:
        """Disputes that wait, those that end first first; or decided ones, newest first."""
        with self._reading() as connection:
            return review_lists.open_disputes(connection, decided=decided, limit=limit)

    def one_dispute(self, dispute: str) -> OpenDispute:
        """One dispute, decided or not.

        Raises:
            Unknown: there is none.
        """
        with self._reading() as connection:
            return review_lists.one_dispute(connection, dispute)

    # Calibration

    def calibrate(self, calibration: Calibration) -> Calibration:
        """Invite people to rate a call alone; its `evaluation` is filled in."""
        with self._writing(calibration.by) as pen:
            return review_acts.calibrate(pen, calibration)

    def close_calibration(self, calibration: str, *, by: str) -> None:
        """Close a calibration though not all have answered."""
        with self._writing(by) as pen:
            review_acts.close_calibration(pen, calibration, by=by)

    def calibrations(self) -> tuple[Calibration, ...]:
        """All calibrations, newest first."""
        with self._reading() as connection:
            return calibrations(connection)[::-1]

    def calibration(
        self, calibration: str, *, by: str
    ) -> tuple[Calibration, StoredEvaluation, tuple[Answer, ...]]:
        """One calibration, the machine's evaluation in it, and the answers that `by` may see.

        The evaluation is to be kept from whoever still has to answer: see `Calibration.open`.

        Raises:
            Unknown: there is none.
        """
        with self._reading() as connection:
            found = calibrations(connection, CalibrationRow.id == calibration)
            if not found:
                raise Unknown(f"calibrations/{calibration[:12]}")
            call = dossier(connection, found[0].recording, by=None)
            judged = next(e for e in call.evaluations if e.id == found[0].evaluation)
            given = visible(answers(connection, found[0].recording), found, by=by)
        mine = (a for a in given if a.kind is AnswerKind.CALIBRATION and a.calibration == calibration)
        return found[0], judged, tuple(mine)

    def calibrated(self, by: str) -> int:
        """How many calibrations are over in which a person answered every question."""
        with self._reading() as connection:
            return calibrated(connection, by)

    def agreement(self) -> Mapping[str, Agreement]:
        """Of each question how machine and people agree, and people among themselves."""
        with self._reading() as connection:
            return self._agreed.now(connection)

    # HR

    def hr_findings(
        self,
        *,
        employee: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> tuple[HrFinding, ...]:
        """Confirmed findings that stand, newest first: all that HR is ever shown."""
        with self._reading() as connection:
            return hr.findings(connection, employee=employee, since=since, until=until)

    def hr_employees(self) -> tuple[str, ...]:
        """Of whom HR is shown anything, by name."""
        with self._reading() as connection:
            return hr.employees(connection)

    def hr_finding(self, confirmation: str) -> HrFinding:
        """One confirmed finding.

        Raises:
            Unknown: there is none, or it stands no longer.
        """
        with self._reading() as connection:
            return hr.finding(connection, confirmation)

    def hr_known(self, found: HrFinding) -> Known:
        """Since when a confirmed finding has been known, to machine, lead and confirmer."""
        with self._reading() as connection:
            return known(connection, found.confirmation)

    def read_report(self, report: ReadReport, *, by: str) -> None:
        """Note that a lead opens a written report; once is enough for as long as it is not written anew."""
        with self._reading() as connection:
            if has_read(connection, report, by=by):
                return
        with self._writing(by) as pen:
            put_read(pen, report, by=by)
