"""What a whole call says about a question where no single sentence does.

The rules of a rubric decide what words decide. Where they leave a question open, the events of the whole call
are weighed (`Balance`): a call in which the agent sends away again and again and the client leaves tells what
became of the matter. The utterances that weigh most are the quotes.

It is asked only of calls that hide nothing: every speaker known, nothing cut off, no speech without words. So
what is not known can take its answer away and never bring one about. And it blames nobody: it was tried for
`not_met`, and of calls kept closed it was wrong too often (`scoring_rubrics/events/README.md`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.calls.recording import Role
from pipeline.detectors.scene import Hit, Scene
from pipeline.detectors.sighting import Sighting, State, Stretch
from pipeline.detectors.summary import summary
from pipeline.rubrics.balance_model import KINDS
from pipeline.rubrics.rubric import Criterion, Joint, Look, Sight
from pipeline.rubrics.verdict import Verdict

LEAST = 8
"""Utterances from which a call can be weighed: the shortest that were measured have so many."""
LIKELY = 0.6
"""Probability from which `met` and `not_applicable` are taken (`benchmarks/balances.py`, calls that the
weights had not seen; figures in `scoring_rubrics/events/README.md`)."""
SURE = 0.85
"""Probability from which it takes away what the rules found to be met."""
QUOTES = 4
"""How many utterances are shown at most."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the call as a whole says."""

    verdict: Verdict
    sighting: Sighting


def weigh(scene: Scene, criterion: Criterion, ruled: Verdict, *, blamed: bool) -> Weighed | None:
    """The answer of the whole call, or None where it has none or the rules' own stands.

    Args:
        scene: the call.
        criterion: the question; `weighed` names the answers that the balance may give.
        ruled: what its rules say.
        blamed: whether words were found that speak for `not_met`: then nothing is weighed, else a call that
            hides something would be blamed where the whole of it is not.
    """
    tagged = scene.events
    if blamed or not criterion.weighed or tagged is None or ruled is Verdict.NOT_MET or not _clear(scene):
        return None
    balance = tagged.model.balances.get(criterion.id)
    if balance is None:
        return None
    counted, carried = scene.noted(
        "summary", lambda: summary(tagged.model.events, tagged.probabilities, scene.transcript)
    )
    found = balance.probabilities(counted)
    verdict = max(found, key=lambda v: found[v])
    # What words have shown to be met arose: only a call that speaks plainly against it takes it away.
    least = SURE if ruled is Verdict.MET else LIKELY
    if verdict is ruled or verdict not in criterion.weighed or found[verdict] < least:
        return None
    if verdict is Verdict.NOT_APPLICABLE:
        return Weighed(verdict, Sighting(State.UNSEEN))
    answer = balance.answers.index(verdict)
    speaks = carried * (balance.weights[:, answer] - balance.weights.mean(axis=1))
    return Weighed(verdict, _shown(scene, [*_sought(scene, criterion), *_heaviest(scene, speaks)]))


def _clear(scene: Scene) -> bool:
    """Whether nothing of the call is hidden."""
    return (
        len(scene.utterances) >= LEAST
        and not scene.transcript.call.cut
        and not scene.unknown
        and not scene.unheard
    )


def _heaviest(scene: Scene, speaks: npt.NDArray[np.float64]) -> list[Hit]:
    """The utterance that weighs most, the words of it that speak for its heaviest event."""
    tagged, by_utterance = scene.events, speaks.sum(axis=1)
    best = int(np.argmax(by_utterance))
    if tagged is None or by_utterance[best] <= 0:
        return []
    by_event = speaks[:, :-1].reshape(len(speaks), -1, len(KINDS)).sum(axis=2)
    return [_hit(scene, best, tagged.model.events[int(np.argmax(by_event[best]))])]


def _sought(scene: Scene, criterion: Criterion) -> list[Hit]:
    """Where the events that the rules ask for are most probable: what is met is shown by what it asks for."""
    tagged = scene.events
    wanted = [s for s in _asked_for(criterion.met_when) if s.word == "event"] if criterion.met_when else []
    names = dict.fromkeys(f"{s.scope.by}/{name}" for s in wanted for name in s.names_option("names"))
    if tagged is None or not (known := [n for n in names if n in tagged.model.columns]):
        return []
    table = tagged.probabilities[:, [tagged.model.columns[n] for n in known]]
    best = np.argsort(-table.max(axis=1), kind="stable")[: QUOTES - 1]
    return [_hit(scene, int(i), known[int(np.argmax(table[i]))]) for i in best]


def _asked_for(look: Look) -> Iterator[Sight]:
    """The single looks of a look that must be seen for it, not those that must not."""
    if isinstance(look, Sight):
        yield look
    elif look.joint is not Joint.NONE:
        for part in look.looks:
            yield from _asked_for(part)


def _hit(scene: Scene, utterance: int, event: str) -> Hit:
    """The words of an utterance that speak for an event; all of them where none do."""
    role, _, name = event.partition("/")
    if scene.events is not None:
        start, end = scene.events.words_for(utterance, Role(role), name)
        if tokens := scene.events.tokens[utterance][start:end]:
            return Hit(utterance, tokens[0].start_char, tokens[-1].end_char)
    return Hit(utterance, 0, len(scene.utterances[utterance].text))


def _shown(scene: Scene, hits: Sequence[Hit]) -> Sighting:
    """The quotes, one an utterance, and where they were looked for."""
    shown = {hit.utterance: hit for hit in reversed(hits)}
    theirs = scene.by_role.get(Role.AGENT, ())
    return Sighting(
        State.SEEN,
        tuple(scene.evidence(shown[i], rule="weighed") for i in sorted(shown)),
        Stretch(Role.AGENT, tuple(theirs), scene.hull(theirs)),
    )
