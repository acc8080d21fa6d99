"""Between nouns and rows. Both ways in one file, so that what is written is what is read."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timezone, tzinfo
from functools import lru_cache
from typing import Any

from pipeline.audit.canonical import canonical, digest, sha256
from pipeline.calls.recording import Call, Direction, Recording, Rejected, Role, Sector
from pipeline.calls.span import Span
from pipeline.calls.text import Language
from pipeline.calls.transcript import Mute, Transcript
from pipeline.calls.wire import stamp_to_json, transcript_from_json, transcript_to_json
from pipeline.scoring.evaluation import Evaluation, evaluation_from_json, evaluation_to_json
from pipeline.store.nouns import Heard

Row = dict[str, Any]


def text_of(value: object) -> str:
    """Canonical JSON as text: the form in which documents are stored."""
    return canonical(value).decode()


def facts(row: Mapping[str, Any]) -> Row:
    """What the audit log seals of a row: every column but `entry`, times as UTC text."""
    return {
        name: value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
        for name, value in row.items()
        if name != "entry"
    }


def recording_row(recording: Recording, *, duration_ms: int | None, registered_at: datetime) -> Row:
    """A row of `recordings`, without `entry`."""
    call = recording.call
    return {
        "sha256": call.id,
        "name": recording.name,
        "uri": recording.uri,
        "employee": call.employee,
        "client": call.client,
        "client_phone": call.client_phone,
        "started_at": call.started_at,
        "started_offset": _offset(call.started_at),
        "direction": call.direction.value,
        "sector": call.sector.value,
        "language": call.language.value if call.language else None,
        "channels": call.channels,
        "channel_roles": text_of([role.value for role in recording.channel_roles]),
        "cut": call.cut,
        "notice": recording.notice,
        "expected_ms": recording.expected_ms,
        "duration_ms": duration_ms,
        "registered_at": registered_at,
    }


def recording_of(row: Mapping[Any, Any]) -> Recording:
    """The recording of a row of `recordings`."""
    return Recording(
        call=Call(
            id=row["sha256"],
            employee=row["employee"],
            client=row["client"],
            client_phone=row["client_phone"],
            started_at=started_of(row),
            direction=Direction(row["direction"]),
            sector=Sector(row["sector"]),
            language=Language(row["language"]) if row["language"] else None,
            channels=row["channels"],
            cut=row["cut"],
        ),
        name=row["name"],
        uri=row["uri"],
        notice=row["notice"],
        channel_roles=tuple(Role(role) for role in json.loads(row["channel_roles"])),
        expected_ms=row["expected_ms"],
    )


def started_of(row: Mapping[Any, Any]) -> datetime | None:
    """When the call of a row of `recordings` began, in its own zone."""
    moment: datetime | None = row["started_at"]
    return moment.astimezone(_zone(row["started_offset"])) if moment is not None else None


@lru_cache(maxsize=64)
def _zone(offset: str) -> tzinfo | None:
    """The zone of what `_offset` wrote: there are few, and a list has one in every row."""
    return datetime.fromisoformat(f"2000-01-01T00:00:00{offset}").tzinfo


def transcript_row(transcript: Transcript, *, created_at: datetime) -> Row:
    """A row of `transcripts`, without `entry`."""
    document = text_of(transcript_to_json(transcript))
    return {
        "digest": sha256(document.encode()),
        "recording": transcript.call.id,
        "document": document,
        "engine": text_of(stamp_to_json(transcript.stamp)) if transcript.stamp else None,
        "language_probability": transcript.language_probability,
        "created_at": created_at,
    }


def heard_of(document: str) -> Heard:
    """A stored transcript whose words stay as they are stored, for showing it.

    Args:
        document: as stored.
    """
    read = json.loads(document)
    said = sorted(read["utterances"], key=lambda utterance: utterance["start_ms"])  # as the reader has them
    words = tuple([utterance.pop("words", ()) for utterance in said])
    return Heard(transcript_from_json({**read, "utterances": said}), words)


def transcript_of(document: str, *, words: bool = True) -> Transcript:
    """The transcript of a stored document.

    Args:
        document: as stored.
        words: whether every word with its time is wanted; most of the work, and reports need none.
    """
    read = json.loads(document)
    if not words:
        for utterance in read["utterances"]:
            utterance.pop("words", None)
    return transcript_from_json(read)


def evaluation_row(evaluation: Evaluation, *, transcript: str, rater: str, created_at: datetime) -> Row:
    """A row of `evaluations`, without `entry`.

    Args:
        evaluation: what to keep.
        transcript: digest of the transcript that it judged.
        rater: who answered.
        created_at: now.
    """
    document = text_of(evaluation_to_json(evaluation))
    return {
        "id": evaluation_id(document, transcript=transcript, rater=rater),
        "recording": evaluation.recording,
        "transcript": transcript,
        "scorecard": evaluation.scorecard.digest,
        "scorecard_id": evaluation.scorecard.id,
        "scorecard_version": evaluation.scorecard.version,
        "rater": rater,
        "document": document,
        "created_at": created_at,
    }


def evaluation_id(document: str, *, transcript: str, rater: str) -> str:
    """Identity is content: the same answers to the same words by the same rater are one evaluation."""
    return digest({"document": sha256(document.encode()), "rater": rater, "transcript": transcript})


def evaluation_of(document: str) -> Evaluation:
    """The evaluation of a stored document."""
    return evaluation_from_json(json.loads(document))


def finding_rows(evaluation: str, document: str) -> list[Row]:
    """Rows of `findings`, from an evaluation's id and its stored document."""
    return [
        {
            "evaluation": evaluation,
            "position": position,
            "criterion": item["criterion"],
            "rubric": item["rubric"],
            "verdict": item["verdict"],
            "severity": item["severity"],
            "weight": item["weight"],
            "earned": item["earned"],
            "possible": item["possible"],
            "reason_ru": item["reasons"]["ru"],
            "reason_en": item["reasons"]["en"],
            "evidence": text_of(item["evidence"]),
            "searched": text_of(item["searched"]) if "searched" in item else None,
        }
        for position, item in enumerate(json.loads(document)["findings"])
    ]


def mutes_text(mutes: tuple[Mute, ...]) -> str:
    """Mutes as stored in `playback`."""
    return text_of([[m.channel, m.span.start_ms, m.span.end_ms] for m in mutes])


def mutes_of(text: str) -> tuple[Mute, ...]:
    """Mutes as stored in `playback`, read back."""
    return tuple(Mute(channel, Span(start, end)) for channel, start, end in json.loads(text))


def quarantine_key(rejected: Rejected) -> str:
    """What makes a rejected file the same file: its bytes, or its name where they could not be read.

    The name itself stays out of the key, because the key goes into the log, and a PBX writes phone
    numbers into file names.
    """
    return rejected.sha256 or name_key(rejected.name)


def name_key(name: str) -> str:
    """The quarantine key of a file known by its name only."""
    return "name:" + sha256(name.encode("utf-8", "surrogateescape"))


def _offset(moment: datetime | None) -> str | None:
    """The UTC offset as ISO 8601 writes it, e.g. `+03:00`."""
    if moment is None:
        return None
    return str(timezone(moment.utcoffset() or UTC.utcoffset(None))).removeprefix("UTC") or "+00:00"
