"""Which words of an utterance speak for an event: what is quoted for it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.detectors.event_view import Said
from pipeline.detectors.reading import BOUNDARY, Token

SIXTHS = 6
"""A feature is of one, two or three tokens: a sixth of its weight is whole for each."""
SPEAKING_TENTHS = 6
"""The words shown for an event carry so many tenths of what speaks for it."""
TENTHS = 10


@dataclass(frozen=True, slots=True)
class Speaking:
    """How much each token of a call speaks for each event.

    Args:
        sixths: of the weights of its features, shape (tokens of all utterances, events).
        starts: the row of each utterance's first token.
        sentences: of each utterance, tokens `[first, end)`; the whole of one that holds no word.
    """

    sixths: npt.NDArray[np.int32]
    starts: Sequence[int]
    sentences: Sequence[Sequence[tuple[int, int]]]

    def loudest(self, utterance: int, column: int) -> tuple[int, int]:
        """The sentence that speaks most, and in it the narrowest run of tokens that carries most of that."""
        start, end = self.starts[utterance], self.starts[utterance + 1]
        speaks = self.sixths[start:end, column].tolist()
        first, last = self.sentences[utterance][0]
        best = sum(speaks[first:last])
        for begin, stop in self.sentences[utterance][1:]:
            if (total := sum(speaks[begin:stop])) > best:
                (first, last), best = (begin, stop), total
        left = best
        while best > 0 and last - first > 1:
            weaker = min(speaks[first], speaks[last - 1])
            if (left - weaker) * TENTHS < SPEAKING_TENTHS * best:
                break
            left -= weaker
            first, last = (first + 1, last) if speaks[first] == weaker else (first, last - 1)
        return first, last


def speaking(weights: npt.NDArray[np.int8], said: Said, tokens: Sequence[Sequence[Token]]) -> Speaking:
    """Share the weight of every feature among its tokens.

    Args:
        weights: of the model, shape (features, events).
        said: the features that stand for words.
        tokens: of each utterance.
    """
    starts = np.cumsum([0, *map(len, tokens)])
    length = said.end - said.first
    first = starts[said.utterance] + said.first
    longest = range(int(length.max(initial=0)))
    owner = np.concatenate([first[length > k] + k for k in longest] or [first])
    row = np.concatenate([said.row[length > k] for k in longest] or [first])
    share = np.concatenate([SIXTHS // length[length > k] for k in longest] or [first])
    order = np.argsort(owner, kind="stable")
    sixths = np.zeros((int(starts[-1]), weights.shape[1]), dtype=np.int32)
    if len(order):
        owner, row, share = owner[order], row[order], share[order].astype(np.int16)
        begins = np.flatnonzero(np.diff(owner, prepend=-1))
        counts = np.diff(begins, append=len(owner))
        # The first feature of every token, the second of those that have one …: a sum for each of nine
        # hundred tokens (`np.add.reduceat`) takes twice as long.
        most_first = np.argsort(-counts, kind="stable")
        begins, counts = begins[most_first], counts[most_first]
        speaks = np.zeros((len(begins), weights.shape[1]), dtype=np.int32)
        for k in range(counts[0]):
            at = begins[: np.count_nonzero(counts > k)] + k
            speaks[: len(at)] += weights.take(row[at], axis=0) * share[at, None]
        sixths[owner[begins]] = np.maximum(speaks, 0)
    return Speaking(sixths, starts.tolist(), tuple(map(_sentences, tokens)))


def _sentences(tokens: Sequence[Token]) -> tuple[tuple[int, int], ...]:
    out: list[tuple[int, int]] = []
    start = 0
    for i, token in enumerate(tokens):
        if token.norm == BOUNDARY:
            if i > start:
                out.append((start, i))
            start = i + 1
    if start < len(tokens):
        out.append((start, len(tokens)))
    return tuple(out) or ((0, len(tokens)),)
