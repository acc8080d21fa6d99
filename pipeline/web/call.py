"""The page of a call: what was said, what was asked, what people answered. Read only; acts are in `acts`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse, Response

from pipeline.calls.recording import Role
from pipeline.calls.text import Text
from pipeline.calls.transcript import Transcript
from pipeline.reports.words import SOUGHT_OF
from pipeline.review.account import Account, AccountRole
from pipeline.review.refusals import Unknown
from pipeline.rubrics.verdict import Verdict
from pipeline.store.nouns import Playback, StoredCall, StoredEvaluation
from pipeline.store.nouns_review import ClientCall, Dossier
from pipeline.store.repository import Store
from pipeline.web.asked import asked
from pipeline.web.audio import path_of
from pipeline.web.bench import Bench, bench_of
from pipeline.web.call_page import (
    CallState,
    Section,
    score,
    sealed,
    sections,
    unanswered,
)
from pipeline.web.call_side import (
    listeners,
    promise_view,
    score_view,
    second_engine,
)
from pipeline.web.given import Given
from pipeline.web.guard import Viewer, may
from pipeline.web.pages import render
from pipeline.web.permissions import Permission, allows
from pipeline.web.sheet import Sheet, sheet
from pipeline.web.spoken import SPOKEN
from pipeline.web.timeline import with_mutes
from pipeline.web.typed import is_id
from pipeline.web.words_call import DONE, FATES, HELP, KINDS, MARKS, STAGES, WORDS

router = APIRouter()

Reader = Annotated[Viewer, Depends(may(Permission.CALLS))]

SPEEDS = (0.75, 1, 1.25, 1.5, 2)

VERDICTS = (Verdict.MET, Verdict.NOT_MET, Verdict.NOT_APPLICABLE, Verdict.UNSURE)
"""In the order of their keys, 1 to 4."""

ROLES = (Role.AGENT, Role.CLIENT, Role.SYSTEM, Role.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Message:
    """What the page says on top: `good` was done, `bad` was not."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class File:
    """Everything of one call as the viewer may see it.

    `judged` is the evaluation that is asked about: the machine's newest, or that of the calibration at hand.
    """

    dossier: Dossier
    judged: StoredEvaluation
    state: CallState
    account: Account
    store: Store

    @property
    def mode(self) -> str:
        """`closed` before a review was opened, `blind` before what was answered is compared, else `open`."""
        if self.state.calibration or (self.dossier.review and self.dossier.review.sealed):
            return "blind"
        return "closed" if sealed(self.account, self.dossier.review) else "open"

    @property
    def call(self) -> StoredCall:
        """With its words, read when it is asked for."""
        newest, dossier = self.dossier.newest, self.dossier
        words = self.store.transcript(newest.transcript)
        return StoredCall(
            dossier.recording, dossier.duration_ms, newest.transcript, words, evaluation=newest.evaluation
        )

    @property
    def transcript(self) -> Transcript | None:
        """The transcript that was judged, if it is still the newest."""
        newest = self.dossier.newest.transcript
        return self.store.transcript(newest) if self.judged.transcript == newest else None

    @property
    def titles(self) -> dict[str, Text]:
        """Of the questions, by criterion."""
        return {q.id: q.title for q in asked(self.dossier.scorecard_source, self.judged.evaluation)}

    def sections(self) -> tuple[Section, ...]:
        """The questions, by rubric."""
        questions = asked(self.dossier.scorecard_source, self.judged.evaluation)
        return sections(questions, self.state, account=self.account, review=self.dossier.review)


@router.get("/calls/{recording}", response_class=HTMLResponse)
def call(request: Request, recording: str, viewer: Reader, said: str = "") -> Response:
    """The page of one call."""
    with bench_of(request).turns.turn():
        return _call(request, recording, viewer, said)


def _call(request: Request, recording: str, viewer: Viewer, said: str) -> Response:
    bench = bench_of(request)
    with bench.store.moment() as store:
        file = open_file(request, recording, viewer, store=store)
        beside = _beside(file, bench=bench, store=store)
    if file.mode == "open" and file.dossier.review is None:  # a lead; should they ever review, not blind
        judged = file.judged.id
        thing = f"calls/{recording}"
        bench.store.reviews.see(recording, evaluation=judged, by=viewer.account.id, thing=thing)
    done = DONE.get(said)
    message = Message("good", done.of(viewer.account.language)) if done else None
    return page(request, file, beside=beside, message=message)


def open_file(request: Request, recording: str, viewer: Viewer, *, store: Store | None = None) -> File:
    """Everything of a call.

    Args:
        request: who asks.
        recording: id of the call.
        viewer: who looks.
        store: at the moment at which more is read; None: at one of its own.

    Raises:
        Unknown: there is no such call.
    """
    bench = bench_of(request)
    if not is_id(recording):
        raise Unknown(f"calls/{recording[:12]}")
    account, needed = viewer.account, bench.settings.calibrations_needed
    with (store or bench.store).moment() as still:
        dossier = still.reviews.dossier(recording, by=account.id)
        calibration = dossier.calibration if account.role is AccountRole.CONTROLLER else None
        shut = sealed(account, dossier.review) or calibration is not None
        confirms = not shut and allows(account.role, Permission.REVIEW)
        agreements = still.reviews.agreement() if confirms else None
        wanted = calibration.evaluation if calibration else dossier.newest.id
        judged = next(e for e in dossier.evaluations if e.id == wanted)
        known = still.acquaintances.unacquainted(recording, evaluation=judged.id) if confirms else None
        calibrated = still.reviews.calibrated(account.id) if confirms and needed else 0
    state = CallState(
        id=judged.id,
        evaluation=judged.evaluation,
        answers=dossier.answers,
        disputes=dossier.disputes,
        confirmations=dossier.confirmations,
        plays=dossier.plays,
        reviews=dossier.reviews,
        agreements=agreements,
        employees=dossier.employees,
        unacquainted=known,
        calibrated=calibrated,
        calibrations=needed,
        calibration=calibration.id if calibration else None,
        margin=bench.settings.advisory_margin,
        n_min=bench.settings.advisory_pairs,
    )
    return File(dossier, judged, state, account, bench.store)


@dataclass(frozen=True, slots=True)
class Beside:
    """What the page shows besides the file: people, the copy that is played, the client, the words."""

    accounts: tuple[Account, ...]
    playback: Playback | None
    promises: tuple[Mapping[str, Any], ...]
    others: tuple[ClientCall, ...]
    heard: Sheet


def _beside(file: File, *, bench: Bench, store: Store) -> Beside:
    recording, language = file.dossier.recording.call.id, file.account.language
    digest = file.dossier.newest.transcript
    return Beside(
        accounts=store.accounts.all(),
        playback=store.playback(recording),
        promises=store.reviews.promises_of(recording),
        others=store.reviews.client_calls(recording),
        heard=bench.sheets.of(digest, language, make=lambda: sheet(store.heard(digest), language=language)),
    )


def page(
    request: Request,
    file: File,
    *,
    beside: Beside | None = None,
    message: Message | None = None,
    draft: Mapping[str, Given] | None = None,
    draft_note: str = "",
    status: int = 200,
) -> HTMLResponse:
    """The page, also after something could not be done: `draft` is what was typed and is not kept yet.

    `beside` is what was read at the moment of the file; None: it is read now.
    """
    bench, dossier = bench_of(request), file.dossier
    mode, account, recording = file.mode, file.account, file.dossier.recording
    if beside is None:
        with bench.store.moment() as store:
            beside = _beside(file, bench=bench, store=store)
    accounts, playback, heard = beside.accounts, beside.playback, beside.heard
    is_open = mode == "open"
    questions = file.sections()
    rows = [row for section in questions for row in section.rows]
    compared = [row for row in rows if row.agrees is not None]
    return render(
        request,
        "call.html.j2",
        words=WORDS,
        status=status,
        wide=True,
        **SPOKEN,
        mark_words=MARKS,
        stage_words=STAGES,
        kind_words=KINDS,
        fate_words=FATES,
        sought_words=SOUGHT_OF,
        help=HELP,
        here=f"/calls/{recording.call.id}",
        message=message,
        draft=draft or {},
        draft_note=draft_note,
        seen_entry=dossier.seen,
        mode=mode,
        calibration=file.state.calibration,
        me=account.id,
        names={one.id: one.name for one in accounts} | {"machine": WORDS["machine"].of(account.language)},
        may_review=allows(account.role, Permission.REVIEW),
        may_assign=allows(account.role, Permission.ASSIGN),
        may_release=allows(account.role, Permission.RELEASE),
        # The call
        call=heard.call,
        sheet=heard,
        file=recording.name,
        duration_ms=dossier.duration_ms,
        shown=score_view(score(file.state)) if is_open else None,
        sound=path_of(playback, bench=bench) is not None,
        roles=ROLES,
        role_order=ROLES,
        speeds=SPEEDS,
        marks=with_mutes(heard.marks, playback.mutes if playback else ()),
        said=heard.said,
        # The questions
        review=dossier.review,
        sections=questions,
        verdict_order=VERDICTS,
        left=len(unanswered(file.state, account.id)),
        compared={"same": sum(bool(r.agrees) for r in compared), "all": len(compared)} if compared else None,
        unacquainted=file.state.unacquainted,
        judge_model=file.judged.evaluation.judge.model if is_open and file.judged.evaluation.judge else "",
        # Below
        notes=[n for n in dossier.notes if is_open or n.by == account.id],
        promises=[promise_view(one) for one in beside.promises],
        others=beside.others,
        assignee=dossier.assignee,
        colleagues=controllers(accounts) if account.role is AccountRole.LEAD else (),
        released=next((r for r in dossier.releases if r.evaluation == dossier.newest.id), None),
        acknowledged=[r.acknowledged_at for r in dossier.releases if r.acknowledged_at],
        listeners=listeners(dossier) if is_open else (),
        scorecard=file.judged.evaluation.scorecard,
        second_engine=second_engine(file.judged.evaluation) if is_open else None,
        judge_stamp=file.judged.evaluation.judge if is_open else None,
        evaluations=[
            {"at": e.created_at, "scorecard": e.evaluation.scorecard, "newest": e.id == file.judged.id}
            for e in dossier.evaluations
        ],
    )


def controllers(accounts: Iterable[Account]) -> tuple[Account, ...]:
    """Those to whom a call can be given."""
    return tuple(a for a in accounts if a.role is AccountRole.CONTROLLER and not a.disabled)


def names_of(request: Request) -> dict[str, str]:
    """What accounts are called, by id."""
    return {account.id: account.name for account in bench_of(request).store.accounts.all()}
