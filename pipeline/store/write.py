"""What is written of recordings, transcripts, evaluations and refused files. Idempotent, all of it.

Each function works inside the one transaction of its `Pen`. As a writer is alone (see `connect`),
looking first and inserting then is safe.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.orm import InstrumentedAttribute

from pipeline.calls.recording import Recording, Rejected
from pipeline.calls.text import Text
from pipeline.calls.transcript import Transcript
from pipeline.scoring.evaluation import Evaluation, ScorecardStamp
from pipeline.store import waiting
from pipeline.store.base import Base
from pipeline.store.log import AMENDED, EVALUATED, REGISTERED, SEEN, TRANSCRIBED, Pen
from pipeline.store.nouns import ItemState, Kept, Rater
from pipeline.store.read import said
from pipeline.store.rows import (
    evaluation_row,
    finding_rows,
    mutes_text,
    name_key,
    quarantine_key,
    recording_row,
    transcript_of,
    transcript_row,
)
from pipeline.store.tables import (
    EvaluationRow,
    FindingRow,
    PlaybackRow,
    QuarantineRow,
    RecordingRow,
    RunItemRow,
    ScorecardRow,
    TranscriptRow,
)


def put_recording(pen: Pen, recording: Recording, *, duration_ms: int | None) -> None:
    """Write a recording, or amend what is known of it; the log tells of either."""
    key = RecordingRow.sha256 == recording.call.id
    stored = pen.connection.execute(select(RecordingRow.__table__).where(key)).mappings().first()
    if stored is None:
        row = recording_row(recording, duration_ms=duration_ms, registered_at=pen.now)
        pen.write(RecordingRow, "sha256", row, action=REGISTERED)
        return
    known_ms = stored["duration_ms"] if duration_ms is None else duration_ms
    row = recording_row(recording, duration_ms=known_ms, registered_at=stored["registered_at"])
    if any(stored[name] != value for name, value in row.items()):
        entry = pen.tell(AMENDED, f"recordings/{recording.call.id}", row)
        pen.connection.execute(update(RecordingRow).where(key).values(**row, entry=entry))
        waiting.described(pen.connection, row)


def is_done(pen: Pen, recording: str) -> bool:
    """Whether a machine evaluation of the recording is kept."""
    return _there(
        pen,
        EvaluationRow.id,
        (EvaluationRow.recording == recording) & (EvaluationRow.rater == Rater.MACHINE.value),
    )


def put_call(pen: Pen, kept: Kept) -> None:
    """Write everything of one call."""
    recording = kept.recording.call.id
    put_recording(pen, kept.recording, duration_ms=kept.duration_ms)
    transcript = put_transcript(pen, kept.transcript)
    put_evaluation(pen, kept.evaluation, transcript=transcript, scorecard_source=kept.scorecard_source)
    _put(
        pen,
        PlaybackRow,
        {"recording": recording},
        {"path": kept.playback, "mutes": mutes_text(kept.mutes)},
    )
    release(pen, kept.recording)
    put_item(
        pen,
        kept.run,
        recording,
        name=kept.recording.name,
        state=ItemState.ACCEPTED,
        reasons=kept.note,
        recording=recording,
    )


def put_evaluation(pen: Pen, evaluation: Evaluation, *, transcript: str, scorecard_source: str) -> bool:
    """Write an evaluation beside those that are there.

    Returns:
        Whether it was new.
    """
    put_scorecard(pen, evaluation.scorecard, source=scorecard_source)
    row = evaluation_row(evaluation, transcript=transcript, rater=Rater.MACHINE.value, created_at=pen.now)
    if _there(pen, EvaluationRow.id, EvaluationRow.id == row["id"]):
        return False
    pen.write(EvaluationRow, "id", row, action=EVALUATED)
    findings = finding_rows(row["id"], row["document"])
    if findings:
        pen.connection.execute(insert(FindingRow), findings)
    waiting.scored(pen.connection, row, findings)
    return True


def add_evaluation(pen: Pen, evaluation: Evaluation, transcript: str, scorecard_source: str) -> bool:
    """Write an evaluation of a stored transcript beside those that are there.

    Returns:
        Whether it was new.

    Raises:
        ValueError: there is no such transcript, it is of another call, or does not bear a quote out.
    """
    judged = said(pen.connection, transcript)
    if judged is None or judged[0] != evaluation.recording:
        raise ValueError(f"{transcript[:12]}: no transcript of recording {evaluation.recording[:12]}")
    _bear_out(evaluation, judged[1])
    return put_evaluation(pen, evaluation, transcript=transcript, scorecard_source=scorecard_source)


def _bear_out(evaluation: Evaluation, utterances: tuple[tuple[str, str], ...]) -> None:
    """`Evaluation.check` by the stored text alone: an archive's transcripts are not built twice."""
    for finding in evaluation.findings:
        for quoted in finding.evidence:
            there = 0 <= quoted.utterance < len(utterances)
            role, text = utterances[quoted.utterance] if there else ("", "")
            same = text[quoted.start_char : quoted.end_char] == quoted.quote
            if not quoted.quote or not same or role != quoted.role.value:
                raise ValueError(
                    f"{finding.criterion}: the quote {quoted.quote!r} is not what {quoted.role} says "
                    f"in utterance {quoted.utterance}"
                )


def put_quarantine(pen: Pen, rejected: Rejected, *, run: int | None) -> None:
    """Write a refused file down once, however often it is seen; it may have been released before."""
    key = quarantine_key(rejected)
    told = {
        "name": rejected.name,
        "kind": rejected.kind.value,
        "reason_ru": rejected.reason.ru,
        "reason_en": rejected.reason.en,
    }
    seen = {"last_seen": pen.now, "run": run, "resolved_at": None}
    where = QuarantineRow.key == key
    stored = pen.connection.execute(select(QuarantineRow.__table__).where(where)).mappings().first()
    if stored is None:
        row = {"key": key, **told, "first_seen": pen.now, **seen}
        pen.connection.execute(insert(QuarantineRow), row)
    else:
        pen.connection.execute(update(QuarantineRow).where(where).values(**told, **seen))
    # A file that had only a name and now can be read is known by its bytes from here on.
    if rejected.sha256:
        _resolve(pen, QuarantineRow.key == name_key(rejected.name))
    changed = stored is None or stored["resolved_at"] or any(stored[name] != told[name] for name in told)
    if changed:
        pen.tell("quarantine.entered", f"quarantine/{key}", told)
    put_item(
        pen,
        run,
        key,
        name=rejected.name,
        state=ItemState.QUARANTINED,
        reasons=rejected.reason,
        recording=_registered(pen, rejected.sha256),
    )


def release(pen: Pen, recording: Recording) -> None:
    """What has been taken leaves quarantine: by its bytes, or by the name it is now good under."""
    _resolve(pen, (QuarantineRow.key == recording.call.id) | (QuarantineRow.name == recording.name))


def put_item(
    pen: Pen,
    run: int | None,
    key: str,
    *,
    name: str,
    state: ItemState,
    reasons: Text | None = None,
    recording: str | None = None,
) -> None:
    """What became of a file in a run; nothing outside of one."""
    if run is None:
        return
    told = {
        "name": name,
        "recording": recording,
        "state": state.value,
        "reason_ru": reasons.ru if reasons else None,
        "reason_en": reasons.en if reasons else None,
    }
    _put(pen, RunItemRow, {"run": run, "key": key}, told)


def put_transcript(pen: Pen, transcript: Transcript) -> str:
    """Write a transcript unless it is there; gives its digest."""
    row = transcript_row(transcript, created_at=pen.now)
    digest: str = row["digest"]
    if not _there(pen, TranscriptRow.digest, TranscriptRow.digest == digest):
        # Evidence counts utterances: what is read back later must have them in the same places.
        if transcript_of(row["document"]).utterances != transcript.utterances:
            raise ValueError(f"{transcript.call.id[:12]}: the utterances are not sorted by their start")
        pen.write(TranscriptRow, "digest", row, action=TRANSCRIBED)
    return digest


def put_scorecard(pen: Pen, stamp: ScorecardStamp, *, source: str) -> None:
    """Freeze the text of a scorecard when it is first used, or first shown to who will be judged by it."""
    if _there(pen, ScorecardRow.digest, ScorecardRow.digest == stamp.digest):
        return
    row = {
        "digest": stamp.digest,
        "id": stamp.id,
        "version": stamp.version,
        "source": source,
        "valid_from": pen.now,
    }
    pen.write(ScorecardRow, "digest", row, action=SEEN)


def _resolve(pen: Pen, where: ColumnElement[bool]) -> None:
    still = where & QuarantineRow.resolved_at.is_(None)
    for key in pen.connection.scalars(select(QuarantineRow.key).where(still)).all():
        pen.connection.execute(
            update(QuarantineRow).where(QuarantineRow.key == key).values(resolved_at=pen.now)
        )
        pen.tell("quarantine.left", f"quarantine/{key}", {"key": key})


def _registered(pen: Pen, recording: str | None) -> str | None:
    if recording and _there(pen, RecordingRow.sha256, RecordingRow.sha256 == recording):
        return recording
    return None


def _there(pen: Pen, column: InstrumentedAttribute[str], where: ColumnElement[bool]) -> bool:
    return pen.connection.execute(select(column).where(where).limit(1)).first() is not None


def _put(pen: Pen, table: type[Base], key: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Insert, or update where a value differs."""
    where = [getattr(table, name) == value for name, value in key.items()]
    stored = pen.connection.execute(select(table.__table__).where(*where)).mappings().first()
    if stored is None:
        pen.connection.execute(insert(table), {**key, **values})
    elif any(stored[name] != value for name, value in values.items()):
        pen.connection.execute(update(table).where(*where).values(**values))
