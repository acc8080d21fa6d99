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
    by_role = {
        role: np.array([i for i, u in enumerate(transcript.utterances) if u.role is role], dtype=np.intp)
        for role in (Role.AGENT, Role.CLIENT)
    }
    for column, event in enumerate(events):
        theirs = by_role[Role(event.partition("/")[0])]
        if not len(theirs):
            continue
        found = probabilities[theirs, column]
        order = np.argsort(-found, kind="stable")
        late = theirs[-LATE:][np.argmax(found[-LATE:])]
        first = column * len(KINDS)
        carried[theirs[order[0]], first] = found[order[0]]
        if len(order) > 1:
            carried[theirs[order[1]], first + 1] = found[order[1]]
        carried[late, first + 2] = probabilities[late, column]
        carried[theirs, first + 3] = found / OFTEN
    carried *= HUNDREDTHS
    counted = np.rint(carried.sum(axis=0)).astype(np.int64)
    counted[-1] = HUNDREDTHS * (transcript.call.direction is Direction.OUTBOUND)
    return counted, carried
