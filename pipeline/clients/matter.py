"""What a client rings about: the words of the request, and how alike two requests are.

Likeness is the weight of the shared words over that of all words of the two (weighted Jaccard), a word
weighing the more the rarer it is among all requests. No meaning is guessed: shared words are shown.
`matter_reader` reads a request out of a call.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.calls.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Matter:
    """A request.

    Args:
        evidence: the client's words.
        words: the words that tell it from others: lemmas and numbers, sorted, each once.
    """

    evidence: Evidence
    words: tuple[str, ...]


def weights_of(matters: Iterable[Sequence[str]]) -> Mapping[str, float]:
    """How much each word tells: the logarithm of how many times rarer than a request it is, plus a little."""
    counts: Counter[str] = Counter()
    total = 0
    for words in matters:
        counts.update(set(words))
        total += 1
    return {word: math.log((total + 1) / (count + 0.5)) for word, count in counts.items()}


def likeness(
    one: Sequence[str], other: Sequence[str], weights: Mapping[str, float]
) -> tuple[float, tuple[str, ...]]:
    """How alike two requests are, 0–1, and the words they share, the most telling first.

    >>> likeness(("рыба", "счет"), ("рыба", "счет"), {})
    (1.0, ('рыба', 'счет'))
    """
    shared, both = set(one) & set(other), set(one) | set(other)
    total = sum(weights.get(word, 1.0) for word in both)
    share = sum(weights.get(word, 1.0) for word in shared) / total if total > 0 else 0.0
    return round(share, 3), tuple(sorted(shared, key=lambda word: (-weights.get(word, 1.0), word)))
