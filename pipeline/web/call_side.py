"""What stands around the questions: the score, doubts, promises, listeners, roles. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pipeline.calls.recording import Role
from pipeline.calls.span import Span, merged
from pipeline.calls.text import Text
from pipeline.calls.transcript import EngineStamp, Transcript
from pipeline.commitments.commitment import Status
from pipeline.scoring.evaluation import Evaluation
from pipeline.store.nouns_review import Dossier
from pipeline.web.call_page import verdicts_of
from pipeline.web.timeline import lanes
from pipeline.web.words_call import BASES, WORDS


def score_view(evaluation: Evaluation) -> dict[str, Any]:
    """The score as the head of the page prints it."""
    tally = evaluation.tally
    share = evaluation.assessed_share
    return {
        "percent": tally.percent,
        "earned": tally.earned,
        "possible": tally.possible,
        "assessed": None if share is None else round(100 * share, 1),
        "failed": evaluation.auto_failed,
        "counts": tuple(verdicts_of(evaluation.findings).items()),
    }


def doubts(transcript: Transcript) -> list[dict[str, Text]]:
    """What makes the call hard to judge."""
    quality = transcript.quality
    heard = (*quality.doubts, *quality.reservations) if quality else ()
    out = [{"title": WORDS["doubts"], "text": doubt} for doubt in heard]
    if transcript.attribution and transcript.attribution.note:
        out.append({"title": WORDS["roles_doubt"], "text": transcript.attribution.note})
    return out


def listeners(dossier: Dossier) -> tuple[tuple[str, int], ...]:
    """Who has played how much of the call, a second played twice counted once."""
    people = dict.fromkeys(play.by for play in dossier.plays)
    return tuple(
        (by, sum(s.duration_ms for s in merged(p.span for p in dossier.plays if p.by == by))) for by in people
    )


def attribution(transcript: Transcript) -> Text | None:
    """How it is known who said what."""
    return BASES[transcript.attribution.basis] if transcript.attribution else None


def role_fields(transcript: Transcript) -> list[dict[str, Any]]:
    """A choice for each channel; on a one-channel call none: there the two voices are swapped."""
    found = [lane for lane in lanes(transcript) if lane.channel is not None]
    return [
        {"name": f"role.{lane.channel}", "n": (lane.channel or 0) + 1, "role": lane.role}
        for lane in sorted(found, key=lambda lane: lane.channel or 0)
    ]


def second_engine(evaluation: Evaluation) -> EngineStamp | None:
    """What heard the findings a second time, if anything did."""
    return next((f.second_hearing.engine for f in evaluation.findings if f.second_hearing), None)


def promise_view(document: Mapping[str, Any]) -> dict[str, Any]:
    """A promise as `pipeline.commitments.ledger.entry_to_json` wrote it, read for the page."""
    proof = document["proof"] or {}
    due = document["due"]
    return {
        "status": Status(document["status"]),
        "by": Role(document["by"]),
        "span": Span(document["start_ms"], document["end_ms"]),
        "quote": document["quote"],
        "due": datetime.fromisoformat(due) if due else None,
        "due_text": document["due_text"],
        "reason": Text(**document["reason"]),
        "proof": proof.get("recording"),
    }
