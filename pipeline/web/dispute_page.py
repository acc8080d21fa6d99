"""One dispute with both sides, as whoever decides sees it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.calls.evidence import Evidence
from pipeline.calls.span import Span
from pipeline.calls.transcript import Transcript
from pipeline.review.answer import Answer
from pipeline.review.dispute import Dispute
from pipeline.review.listening import needed, unheard
from pipeline.review.rank import not_worse
from pipeline.review.standing import counted, standings
from pipeline.rubrics.verdict import Verdict
from pipeline.scoring.evaluation import Finding
from pipeline.store.nouns import StoredEvaluation
from pipeline.store.nouns_review import Dossier
from pipeline.web.card_text import CardQuestion, CardText
from pipeline.web.said import SaidTurn, said_turns, utterance_at

AROUND_MS = 20_000
"""Of the call before and after the words in question: enough to follow what it was about; our choice."""

LONGEST_MS = 180_000
"""Of the call shown at most, where a long stretch was searched in vain."""


@dataclass(frozen=True, slots=True)
class DisputePage:
    """What is shown.

    Args:
        dispute: the employee's side.
        question: the scorecard's text; None where it cannot be read.
        card: the scorecard as it stood; None likewise.
        machine: what the machine answered.
        finding: what counted, with its words.
        history: what people answered before the dispute, oldest first.
        turns: the call around these words.
        missing: of the seconds in question those the viewer has not played.
        allowed: the verdicts a decision may come to, the disputed one first.
    """

    dispute: Dispute
    question: CardQuestion | None
    card: CardText | None
    machine: Finding
    finding: Finding
    history: tuple[Answer, ...]
    turns: tuple[SaidTurn, ...]
    missing: tuple[Span, ...]
    allowed: tuple[Verdict, ...]


def dispute_page(
    dispute: Dispute,
    *,
    call: Dossier,
    judged: StoredEvaluation,
    card: CardText | None,
    transcript: Transcript | None,
    by: str,
) -> DisputePage:
    """Both sides of a dispute.

    Args:
        dispute: as it stands.
        call: all that was said of the call, as the viewer may see it.
        judged: the evaluation that was disputed.
        card: the scorecard that judged.
        transcript: that it judged; None where another counts by now.
        by: who looks.
    """
    machine = next(f for f in judged.evaluation.findings if f.criterion == dispute.criterion)
    now = counted(judged.evaluation, standings(judged.evaluation, call.answers, call.disputes, id=judged.id))
    finding = next(f for f in now.findings if f.criterion == dispute.criterion)
    return DisputePage(
        dispute=dispute,
        question=card.questions.get(dispute.criterion) if card else None,
        card=card,
        machine=machine,
        finding=finding,
        history=tuple(
            a
            for a in call.answers
            if a.criterion == dispute.criterion and a.counts and a.entry < dispute.entry
        ),
        turns=around(transcript, needed(finding)) if transcript else (),
        missing=unheard(finding, (play for play in call.plays if play.by == by)),
        allowed=allowed(dispute.verdict),
    )


def allowed(verdict: Verdict) -> tuple[Verdict, ...]:
    """The verdicts that a decision on `verdict` may come to: never worse, the same one first.

    >>> [str(v) for v in allowed(Verdict.UNSURE)]
    ['unsure', 'met', 'not_applicable']
    """
    return (verdict, *(v for v in Verdict if v is not verdict and not_worse(verdict, v)))


def around(transcript: Transcript, spans: Sequence[Span]) -> tuple[SaidTurn, ...]:
    """The turns within `AROUND_MS` of these seconds, `LONGEST_MS` of them at most."""
    if not spans:
        return ()
    start = min(span.start_ms for span in spans) - AROUND_MS
    end = min(max(span.end_ms for span in spans) + AROUND_MS, start + LONGEST_MS + 2 * AROUND_MS)
    return tuple(t for t in said_turns(transcript) if t.span.end_ms > start and t.span.start_ms < end)


def pointed(transcript: Transcript | None, at_ms: int | None) -> tuple[Evidence, ...]:
    """The words a person points at by naming a second; () where they named none."""
    if transcript is None or at_ms is None:
        return ()
    index = utterance_at(transcript, at_ms)
    return () if index is None else (Evidence.whole(transcript.utterances, index, rule="person"),)
