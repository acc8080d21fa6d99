"""A call whose roles a person has put right, scored anew. The old transcript and evaluation stay."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pipeline.calls.attribution import Attribution, Basis
from pipeline.calls.recording import Role
from pipeline.calls.text import Text
from pipeline.calls.transcript import Transcript, Utterance
from pipeline.review.refusals import Refused
from pipeline.rubrics.rubric import Scorecard
from pipeline.scoring.evaluation import Evaluation
from pipeline.scoring.rehear import Again, kept, reconsidered
from pipeline.scoring.score import score
from pipeline.scoring.second_hearing import SecondHearing
from pipeline.store.nouns import StoredCall

OTHER: Mapping[Role, Role] = {Role.AGENT: Role.CLIENT, Role.CLIENT: Role.AGENT}
"""What swapping makes of a role; others stay."""

NO_SUCH_CHANNELS = Text(
    ru="у записи каналов: {n}; роль нужна каждому, и ровно одна",
    en="the recording has {n} channels; each needs a role, and just one",
)
NOT_APART = Text(
    ru="запись одноканальная: стороны различены по голосу, их можно только поменять местами",
    en="a one-channel recording: the parties were told apart by voice and can only be swapped",
)
AS_BEFORE = Text(
    ru="роли уже таковы: пересчитывать нечего", en="the roles are so already: there is nothing to score anew"
)


def corrected(
    stored: StoredCall,
    card: Scorecard,
    *,
    roles: Sequence[Role] | None = None,
    hearings: Iterable[SecondHearing] = (),
) -> tuple[Transcript, Evaluation]:
    """The call with its roles put right, and what it scores then.

    What a second engine heard before is held against the new answers too, as far as it heard the same
    seconds; no sound is heard again and no language model asked.

    Args:
        stored: as it counts now.
        card: the scorecard to score by.
        roles: one a channel; None swaps employee and client throughout.
        hearings: second hearings kept with any evaluation of this transcript, oldest first.

    Raises:
        Refused: the roles do not fit the recording, or are so already.
    """
    before = stored.transcript
    said = tuple(_with_role(u, roles, before) for u in before.utterances)
    if said == before.utterances:
        raise Refused(AS_BEFORE)
    times = before.attribution.corrected if before.attribution else 0
    transcript = replace(
        before, utterances=said, attribution=Attribution(Basis.CORRECTED, corrected=times + 1)
    )
    evaluation = score(card, transcript)
    heard = kept(hearings)
    if heard is not None:
        evaluation = reconsidered(card, transcript, evaluation, _of(heard, transcript, swap=roles is None))
    return transcript, evaluation


def _with_role(utterance: Utterance, roles: Sequence[Role] | None, transcript: Transcript) -> Utterance:
    if roles is None:
        return replace(utterance, role=OTHER.get(utterance.role, utterance.role))
    channels = transcript.call.channels
    if channels < 2:  # noqa: PLR2004  # one channel holds both parties
        raise Refused(NOT_APART)
    if len(roles) != channels:
        raise Refused(NO_SUCH_CHANNELS.filled(n=channels))
    if utterance.channel is None:
        return utterance
    return replace(utterance, role=roles[utterance.channel])


def _of(heard: Again, transcript: Transcript, *, swap: bool) -> Again:
    """The second hearing, each part with the role it now has; unknown where no utterance tells it."""
    parts = [
        replace(
            part,
            role=(OTHER.get(part.role, part.role) if swap else Role.UNKNOWN)
            if part.utterance is None
            else transcript.utterances[part.utterance].role,
        )
        for part in heard.heard
    ]
    return replace(heard, heard=tuple(parts))
