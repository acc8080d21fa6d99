"""A call summed up: how strongly, how often and how late each event happened, as whole numbers.

What became of a matter is seldom said in one sentence, but a call in which the agent sends away five times
and the client threatens to leave tells it by the whole of them. Sums over a call are sure where single
utterances are not.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from pipeline.calls.recording import Direction, Role
from pipeline.calls.transcript import Transcript
from pipeline.rubrics.balance_model import HUNDREDTHS, KINDS

LATE, OFTEN = 3, 5
"""A party's last utterances that count as late; what the sum over all of them is divided by."""


def summary(
    events: Sequence[str], probabilities: npt.NDArray[np.float64], transcript: Transcript
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """Sum a call up.

    Args:
        events: `agent/greet`, … : party and event, by column.
        probabilities: shape (utterances, events).
        transcript: of the call.

    Returns:
        What is counted, shape (features,), see `feature_names`; and how much of each feature each utterance
        carries, shape (utterances, features), whose sum over utterances is nearly the first.
    """
    count = len(transcript.utterances)
    carried = np.zeros((count, len(events) * len(KINDS) + 1))
    party = np.array([event.partition("/")[0] for event in events])
    roles = np.array([u.role.value for u in transcript.utterances], dtype=np.str_)
    for role in (Role.AGENT, Role.CLIENT):
        theirs, columns = np.flatnonzero(roles == role.value), np.flatnonzero(party == role.value)
        if not len(theirs):
            continue
        found = probabilities[np.ix_(theirs, columns)]
        order = np.argsort(-found, axis=0, kind="stable")
        late = theirs[-LATE:][np.argmax(found[-LATE:], axis=0)]
        first = columns * len(KINDS)
        for rank in range(min(2, len(theirs))):
            carried[theirs[order[rank]], first + rank] = probabilities[theirs[order[rank]], columns]
        carried[late, first + 2] = probabilities[late, columns]
        carried[theirs[:, None], first + 3] = found / OFTEN
    carried *= HUNDREDTHS
    counted = np.rint(carried.sum(axis=0)).astype(np.int64)
    counted[-1] = HUNDREDTHS * (transcript.call.direction is Direction.OUTBOUND)
    return counted, carried
