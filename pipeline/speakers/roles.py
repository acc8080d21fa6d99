"""Who is the employee and who the client, from what each says. Pure, explainable, and allowed not to know.

A party's words are looked up in a table of weights (lemmas and pairs of lemmas: "перезвонить", "may i", "my
order") trained by `benchmarks/train_roles.py`, whose card stands with them. Nothing of the voice is used:
not pitch, not sex, not manner (trust.md, I6).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pipeline.calls.recording import Role
from pipeline.calls.text import Language
from pipeline.language.pipelines import tokens

SURE = 0.95
"""Probability from which a role worked out from words is given at all. Measured (card of the weights): at
it none of 68 held-out, labelled and sample calls has its roles the wrong way round, and none of 340
worsened copies of them; at 0.9 four copies have."""

LEAST_WORDS = 12
"""Who says less is no party to be judged: «алло» and «до свидания» are said by everybody."""

TWO_PARTIES = 2
OPENING = 2
"""Utterances of a party that count as its opening."""

OPENS = 1.5
"""Log-odds that who speaks first on an inbound call is the employee. In all 149 written inbound calls it is
so, which would allow 5; recordings may start late, or at a client's "hello?"."""

SWAPPED = 0.95
"""Probability of the contrary from which told roles are disbelieved. Measured as `SURE`: no false alarm on
216 written calls nor on 1080 worsened copies; four in five of the held-out calls are caught when their
channels are swapped."""


@dataclass(frozen=True, slots=True)
class RoleModel:
    """Weights by language and feature, and what a difference of two sums is worth.

    `scale` turns a difference of two parties' sums, divided by the square root of how many utterances they
    have, into log-odds.
    """

    weights: Mapping[Language, Mapping[str, float]]
    scale: Mapping[Language, float]

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> "RoleModel":
        """From the JSON document of the weights."""
        return cls(
            {Language(key): dict(table) for key, table in document["weights"].items()},
            {Language(key): float(value) for key, value in document["scale"].items()},
        )

    def sum_of(self, texts: Sequence[str], *, language: Language) -> float:
        """Sum of the weights of what a party says: higher is more of an employee."""
        table = self.weights.get(language, {})
        return math.fsum(table.get(f, 0.0) for row in features(texts, language) for f in row)

    def log_odds(self, first: Sequence[str], second: Sequence[str], *, language: Language) -> float:
        """Log-odds that of two parties the first is the employee, by their words alone.

        Args:
            first: what one says, an utterance a string, from the start of the call.
            second: what the other says.
            language: of the call.
        """
        gap = self.sum_of(first, language=language) - self.sum_of(second, language=language)
        return self.scale.get(language, 0.0) * gap / math.sqrt(max(1, len(first) + len(second)))

    def first_is_agent(self, first: Sequence[str], second: Sequence[str], *, language: Language) -> float:
        """`log_odds` as a probability, 0–1."""
        return probability(self.log_odds(first, second, language=language))

    def reasons(
        self, texts: Sequence[str], *, language: Language, most: int = 5
    ) -> tuple[tuple[str, float], ...]:
        """What weighed most in a party's sum, heaviest first: the explanation for people."""
        table = self.weights.get(language, {})
        sums: dict[str, float] = {}
        for row in features(texts, language):
            for feature in sorted(row):
                if feature in table:
                    sums[feature] = sums.get(feature, 0.0) + table[feature]
        return tuple(sorted(sums.items(), key=lambda item: (-abs(item[1]), item[0]))[:most])


@dataclass(frozen=True, slots=True)
class Parts:
    """Who is who.

    Args:
        roles: by speaker; empty where nothing is sure enough.
        probability: that the likelier of the two ways round is right; None where nobody could be compared.
        agent: the likelier employee of two, sure or not.
    """

    roles: Mapping[int, Role]
    probability: float | None
    agent: int | None = None


def parts(
    said: Mapping[int, Sequence[str]],
    *,
    model: RoleModel,
    language: Language,
    opened_inbound: int | None = None,
) -> Parts:
    """Who of the speakers of one call is who; a speaker that is not named in the answer is unknown.

    One speaker alone is never named: two voices that the ear took for one would all be the employee. Of
    three and more, the employee is named only when nobody else speaks like one: after a transfer two people
    do, and which of them the metadata means cannot be heard.

    Args:
        said: what each speaker says; announcements left out.
        model: the weights.
        language: of the call.
        opened_inbound: who spoke first, when the call is known to be inbound.
    """
    heard = {s: texts for s, texts in said.items() if _length(texts) >= LEAST_WORDS}

    def sure(one: int, other: int) -> float:
        odds = model.log_odds(heard[one], heard[other], language=language)
        odds += OPENS if one == opened_inbound else -OPENS if other == opened_inbound else 0.0
        return round(probability(odds), 4)

    if len(heard) < TWO_PARTIES:
        return Parts({}, None)
    sums = {s: model.sum_of(texts, language=language) for s, texts in heard.items()}
    ranked = sorted(sums, key=lambda s: (-sums[s], s))
    first, last = ranked[0], ranked[-1]
    if len(ranked) == TWO_PARTIES:
        chance = sure(first, last)
        if chance < 1 - chance:
            first, last, chance = last, first, round(1 - chance, 4)
        roles = {first: Role.AGENT, last: Role.CLIENT} if chance >= SURE else {}
        return Parts(roles, chance, first)
    others = [s for s in ranked if s != first], [s for s in ranked if s != last]
    over_all, under_all = min(sure(first, s) for s in others[0]), min(sure(s, last) for s in others[1])
    roles, given = {}, []  # of three and more
    if over_all >= SURE and all(sums[s] <= 0 for s in others[0]):
        roles[first] = Role.AGENT
        given.append(over_all)
    if under_all >= SURE and sums[last] < 0:
        roles[last] = Role.CLIENT
        given.append(under_all)
    return Parts(roles, min(given, default=None))


def features(texts: Sequence[str], language: Language) -> tuple[frozenset[str], ...]:
    """What is looked up of each utterance, each once.

    Its words, their lemmas (`=`), pairs of words; of the first two utterances the words once more (`^`).

    >>> sorted(features(["Слушаю вас"], Language.RU)[0])
    ['=вы', '=слушать', '^вас', '^слушаю', 'вас', 'слушаю', 'слушаю вас']
    """
    return tuple(_of_one(text, language, opening=at < OPENING) for at, text in enumerate(texts))


def _of_one(text: str, language: Language, *, opening: bool) -> frozenset[str]:
    found = [t for t in tokens(text, language) if t.is_word]
    words = [t.lower for t in found]
    out = {*words, *(f"={t.lemma}" for t in found)}
    out.update(f"{one} {other}" for one, other in pairwise(words))
    if opening:
        out.update(f"^{word}" for word in words)
    return frozenset(out)


def _length(texts: Sequence[str]) -> int:
    return sum(len(text.split()) for text in texts)


def probability(log_odds: float) -> float:
    """Log-odds as a probability."""
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, log_odds))))
