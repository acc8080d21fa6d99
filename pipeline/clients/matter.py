"""What a client rings about: the words of the request, and how alike two requests are.

Likeness is the weight of the shared words over that of all words of the two (weighted Jaccard), a word
weighing the more the rarer it is among all requests. No meaning is guessed: shared words are shown.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.calls.evidence import Evidence
from pipeline.calls.recording import Role
from pipeline.calls.text import Language
from pipeline.calls.transcript import Transcript
from pipeline.clients import patterns
from pipeline.commitments.extract import plain_letters
from pipeline.language.english import lemma_en
from pipeline.language.morphology import lemma_ru

FIRST_UTTERANCES = 6
"""A request is looked for in so many utterances of the client's; later ones are about details."""

FEWEST_WORDS = 2
MOST_WORDS = 40

_WORDS = re.compile(r"[a-zа-я]{3,}|\d{2,}")


@dataclass(frozen=True, slots=True)
class Matter:
    """A request.

    Args:
        evidence: the client's words.
        words: the words that tell it from others: lemmas and numbers, sorted, each once.
    """

    evidence: Evidence
    words: tuple[str, ...]


def matter_of(transcript: Transcript) -> Matter | None:
    """What the client asks for; None where they ask for nothing that can be told apart."""
    language = transcript.call.language
    if language is None:
        return None
    said = [i for i, u in enumerate(transcript.utterances) if u.role is Role.CLIENT][:FIRST_UTTERANCES]
    for i in said:
        text = plain_letters(transcript.utterances[i].text)
        if not patterns.ASKS[language].search(text):
            continue
        words = words_of(text, language)
        if len(words) >= FEWEST_WORDS:
            return Matter(Evidence.whole(transcript.utterances, i, rule="matter"), words)
    return None


def words_of(text: str, language: Language) -> tuple[str, ...]:
    """The words of a request that tell it from others, as lemmas; plain lower-case text in."""
    lemma = lemma_ru if language is Language.RU else lemma_en
    found = {word if word.isdigit() else lemma(word) for word in _WORDS.findall(text)}
    return tuple(sorted(found - patterns.FILLER))[:MOST_WORDS]


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
