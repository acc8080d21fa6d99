"""What people write of a call's answers: opened, answered, confirmed, played. Inside one transaction.

A row's id is a digest of its contents and its place in the log: the same answer twice is two answers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import select

from pipeline.audit.canonical import digest
from pipeline.calls.evidence import Evidence
from pipeline.calls.span import Span, merged
from pipeline.calls.text import Text
from pipeline.review.agreement import Agreement
from pipeline.review.answer import ALONE, Answer, AnswerKind
from pipeline.review.confirmation import (
    CONFIRMABLE,
    NOT_ASKED,
    NOT_OPENED,
    NOTHING_TO_HEAR,
    OUTDATED,
    OWN_CALL,
    UNANSWERED,
    Confirmation,
    once,
    refusal,
)
from pipeline.review.listening import needed
from pipeline.review.refusals import Overtaken, Refused, Unknown
from pipeline.review.review import Review, answered_alone, blind_of, disciplinary
from pipeline.review.standing import Stage, standing
from pipeline.rubrics.verdict import Verdict
from pipeline.scoring.evaluation import Finding
from pipeline.store import log, waiting
from pipeline.store.acquaintances import unacquainted
from pipeline.store.base import Base
from pipeline.store.log import Pen
from pipeline.store.nouns_review import Dossier
from pipeline.store.read import said
from pipeline.store.review_read import calibrated, dossier, last_act, review_by_id
from pipeline.store.review_rows import answer_row, confirmation_row
from pipeline.store.rows import Row, facts
from pipeline.store.sightings import sighting
from pipeline.store.tables_review import AnswerRow, ConfirmationRow, PlayRow, ReviewActRow, ReviewRow

SEEN_ALREADY = Text(
    ru="ответы машины по этому звонку вам уже показаны: вслепую ответить нельзя",
    en="the machine's answers on this call were shown to you already: you cannot answer blind",
)
SEEN_BEFORE = Text(
    ru="вы уже видели ответы по этому звонку (возражение или сравнение), а он может стать дисциплинарным "
    "делом: такой звонок проверяют вслепую. Его проверит другой контролёр",
    en="you have seen answers on this call already (a dispute or a comparison), and it may become a "
    "disciplinary matter: such a call is reviewed blind. Another controller will review it",
)
CALIBRATE_FIRST = Text(
    ru="этот звонок ждёт вашей калибровки: сначала ответьте на неё",
    en="a calibration of this call waits for your answers: give them first",
)
NOT_INVITED = Text(ru="вы не приглашены на эту калибровку", en="you are not invited to this calibration")
UNDER_DISPUTE = Text(
    ru="ответ оспорен: его меняет только решение по оспариванию",
    en="the answer is disputed: only the decision of the dispute changes it",
)
NOT_WORSE = Text(
    ru="этот ответ уже оспаривали: хуже для сотрудника он больше не станет",
    en="this answer was disputed before: it cannot become worse for the employee any more",
)


def put(pen: Pen, table: type[Base], row: Row, *, action: str, key: str = "id") -> Row:
    """Write a row with its id (where `key` is one to be given) and give it back."""
    if key == "id":
        row = {"id": digest({"row": facts(row), "entry": pen.upcoming}), **row}
    pen.write(table, key, row, action=action)
    return row


def open_review(pen: Pen, recording: str, *, by: str, share: float, draw: float) -> Review:
    """The person's review of the newest evaluation; opened now unless it was.

    Whoever answered every question for a calibration of this evaluation has answered first: to them it is
    open at once. Whoever has seen answers on the call otherwise (see `sightings`) does not review it blind:
    by lot it is then open to them at once, and what may become a disciplinary matter somebody else reviews.

    Raises:
        Refused: they have seen answers where only a blind review will do, or a calibration waits for theirs.
    """
    found = dossier(pen.connection, recording, by=by, whole=True)
    if found.review is not None:
        return found.review
    if found.calibration is not None:
        raise Refused(CALIBRATE_FIRST)
    machine, standings = found.newest.evaluation, found.standings
    first = any(c.evaluation == found.newest.id and by in c.answered for c in found.calibrations)
    seen = sighting(pen.connection, recording, by=by)
    if seen and not first and disciplinary(machine, standings):
        raise Refused(SEEN_BEFORE)
    blind = not (seen or first) and blind_of(machine, share=share, draw=draw, standings=standings)
    row: Row = {
        "recording": recording,
        "evaluation": found.newest.id,
        "account": by,
        "blind": blind,
        "opened_at": pen.now,
    }
    row = put(pen, ReviewRow, row, action=log.OPENED)
    return Review(row["id"], recording, row["evaluation"], by, row["blind"], pen.now)


def act(pen: Pen, review: str, *, by: str, what: str) -> Review:
    """`revealed` or `finished`; a second time changes nothing."""
    mine = review_by_id(pen.connection, review)
    if mine is None or mine.by != by:
        raise Unknown(f"reviews/{review[:12]}")
    if what == "finished" and mine.sealed:
        raise Refused(UNANSWERED)
    there = select(ReviewActRow.id).where(ReviewActRow.review == review, ReviewActRow.act == what)
    if pen.connection.scalar(there.limit(1)) is None:
        row = {"review": review, "act": what, "account": by, "at": pen.now}
        put(pen, ReviewActRow, row, action=log.REVEALED if what == "revealed" else log.FINISHED)
        waiting.people(pen.connection, mine.recording)
    return review_by_id(pen.connection, review) or mine


def answer(pen: Pen, answers: Sequence[Answer], *, seen: int) -> int:
    """Write one person's answers on one call, all of them or none."""
    if len({(a.recording, a.by, a.evaluation) for a in answers}) != 1:
        raise ValueError("answers written together are of one person, call and evaluation; and some")
    first = answers[0]
    found = dossier(pen.connection, first.recording, by=first.by, whole=True)
    if any(a.kind in ALONE for a in answers) and sighting(pen.connection, first.recording, by=first.by):
        raise Refused(SEEN_ALREADY)
    if any(a.counts for a in answers):
        not_overtaken(pen, first.recording, seen=seen)
    for one in answers:
        judged = next((e for e in found.evaluations if e.id == one.evaluation), found.newest)
        write_answer(pen, _checked(one, found), transcript=judged.transcript)
    if any(a.counts for a in answers):
        waiting.people(pen.connection, first.recording)
    return last_act(pen.connection, first.recording)[0]


def confirm(
    pen: Pen,
    wanted: Confirmation,
    *,
    seen: int,
    agreement: Agreement | None,
    margin: float,
    n_min: int,
    calibrations: int = 0,
) -> Confirmation:
    """Write a confirmation with the answer it rests on, or refuse."""
    found = dossier(pen.connection, wanted.recording, by=wanted.by, whole=True)
    not_overtaken(pen, wanted.recording, seen=seen)
    finding = next((f for f in found.counted.findings if f.criterion == wanted.criterion), None)
    if finding is None:
        raise Unknown(f"{wanted.criterion} in {wanted.recording[:12]}")
    why = refusal(
        finding,
        found.standings[wanted.criterion],
        found.plays,
        wanted.by,
        agreement,
        review=found.review,
        alone=answered_alone(
            found.answers,
            found.reviews,
            by=wanted.by,
            evaluation=wanted.evaluation,
            criterion=wanted.criterion,
        ),
        newest=wanted.evaluation == found.newest.id,
        unacquainted=unacquainted(pen.connection, wanted.recording, evaluation=found.newest.id),
        calibrated=calibrated(pen.connection, wanted.by) if calibrations else 0,
        calibrations=calibrations,
        employees=found.employees,
        margin=margin,
        n_min=n_min,
    )
    if why is not None:
        raise Refused(why)
    if wanted.verdict is not finding.verdict:
        raise ValueError(f"{wanted.criterion}: {finding.verdict} counts, which is what can be confirmed")
    if wanted.verdict is Verdict.NOT_MET and not wanted.controllable:
        raise Refused(NOT_ASKED)
    quotes = once(finding.evidence)
    confirming = write_answer(
        pen,
        Answer(
            recording=wanted.recording,
            evaluation=wanted.evaluation,
            criterion=wanted.criterion,
            verdict=wanted.verdict,
            kind=AnswerKind.CONFIRM,
            by=wanted.by,
            at=pen.now,
            reason=wanted.reason,
            evidence=quotes,
        ),
        transcript=found.newest.transcript,
    )
    span = _hull(needed(finding))
    card = found.newest.evaluation.scorecard
    whole = replace(
        wanted,
        answer=confirming["id"],
        play=next(p.id for p in reversed(found.plays) if p.by == wanted.by and _touches(p.span, span)),
        quote=" … ".join(e.quote for e in quotes),
        span=span,
        rule=", ".join(dict.fromkeys(e.rule for e in finding.evidence)) or "searched",
        scorecard=f"{card.id} {card.version} {card.digest}",
    )
    row = put(pen, ConfirmationRow, {**confirmation_row(whole), "at": pen.now}, action=log.CONFIRMED)
    waiting.people(pen.connection, wanted.recording)
    return replace(whole, id=row["id"], at=pen.now)


def play(pen: Pen, recording: str, *, by: str, spans: Iterable[Span]) -> None:
    """Write down seconds that were played; neighbours in one."""
    for span in merged(span for span in spans if span.duration_ms > 0):
        row = {
            "recording": recording,
            "account": by,
            "start_ms": span.start_ms,
            "end_ms": span.end_ms,
            "at": pen.now,
        }
        put(pen, PlayRow, row, action=log.PLAYED)


def _checked(given: Answer, found: Dossier) -> Answer:
    """The answer with the words it rests on, or a refusal."""
    if given.kind in {AnswerKind.CONFIRM, AnswerKind.DISPUTE}:
        raise ValueError(f"a {given.kind} answer is written by what it belongs to")
    judged = next((e for e in found.evaluations if e.id == given.evaluation), None)
    finding = _asked(judged.evaluation.findings if judged else (), given.criterion)
    if judged is None or finding is None:
        raise Unknown(f"{given.criterion} in {given.recording[:12]}")
    if given.by in found.employees:
        raise Refused(OWN_CALL)
    return _alone(given, found) if given.kind in ALONE else _counting(given, found, finding)


def _alone(given: Answer, found: Dossier) -> Answer:
    """An answer given without having seen anybody else's."""
    if given.kind is AnswerKind.CALIBRATION:
        asked = next((c for c in found.calibrations if c.id == given.calibration), None)
        if asked is None or not asked.open or given.by not in asked.invited:
            raise Refused(NOT_INVITED)
        if asked.evaluation != given.evaluation:
            raise Refused(OUTDATED)
        if found.shown_to(given.by, evaluation=given.evaluation):
            raise Refused(SEEN_ALREADY)
        return given
    if found.review is None or found.review.evaluation != given.evaluation:
        raise Refused(NOT_OPENED)
    if not found.review.sealed:
        raise Refused(SEEN_ALREADY)
    return given


def _counting(given: Answer, found: Dossier, finding: Finding) -> Answer:
    """An answer that is to count, with the words it rests on."""
    if given.evaluation != found.newest.id:
        raise Refused(OUTDATED)
    if found.review is None:
        raise Refused(NOT_OPENED)
    if found.sealed:
        raise Refused(UNANSWERED)
    if found.standings[given.criterion].stage is Stage.DISPUTED:
        raise Refused(UNDER_DISPUTE)
    then = standing(
        finding,
        (*found.answers, replace(given, entry=found.seen + 1)),
        found.disputes,
        evaluation=found.newest.id,
    )
    if then.verdict is not given.verdict:
        raise Refused(NOT_WORSE)
    if given.verdict not in CONFIRMABLE:
        return given
    counting = _asked(found.counted.findings, given.criterion) or finding
    evidence = given.evidence or counting.evidence or finding.evidence
    if not evidence and (given.verdict is Verdict.MET or not finding.searched):
        raise Refused(NOTHING_TO_HEAR)
    return replace(given, evidence=evidence)


def write_answer(pen: Pen, given: Answer, *, transcript: str) -> Row:
    """Write an answer whose quotes the transcript bears out.

    Raises:
        ValueError: a quote is not what is said there.
    """
    borne_out(pen, given.evidence, transcript=transcript)
    return put(pen, AnswerRow, {**answer_row(given), "at": pen.now}, action=log.ANSWERED)


def borne_out(pen: Pen, evidence: Iterable[Evidence], *, transcript: str) -> None:
    """Refuse quotes that a stored transcript does not bear out.

    Raises:
        ValueError: naming the quote.
    """
    quotes = tuple(evidence)
    judged = said(pen.connection, transcript) if quotes else None
    for quote in quotes:
        there = judged is not None and 0 <= quote.utterance < len(judged[1])
        role, text = judged[1][quote.utterance] if judged and there else ("", "")
        if (
            not quote.quote
            or text[quote.start_char : quote.end_char] != quote.quote
            or role != quote.role.value
        ):
            raise ValueError(f"the quote {quote.quote!r} is not what utterance {quote.utterance} says")


def not_overtaken(pen: Pen, recording: str, *, seen: int) -> None:
    """Refuse when somebody wrote to the call since the page was read.

    Raises:
        Overtaken: naming who, and when.
    """
    entry, by, at = last_act(pen.connection, recording)
    if entry > seen:
        raise Overtaken(by, at)


def _asked(findings: Iterable[Finding], criterion: str) -> Finding | None:
    return next((f for f in findings if f.criterion == criterion), None)


def _hull(spans: Sequence[Span]) -> Span:
    return Span(spans[0].start_ms, spans[-1].end_ms)


def _touches(one: Span, other: Span) -> bool:
    return one.start_ms <= other.end_ms and one.end_ms >= other.start_ms
