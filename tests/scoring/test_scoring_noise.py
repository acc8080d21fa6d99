"""What a recogniser does to words: lower case, no marks, fillers, wrong endings, split and lost words."""

import random
import re
from collections import Counter
from dataclasses import replace
from functools import cache

import pytest

from pipeline.calls.text import Language
from pipeline.calls.transcript import Transcript, Utterance
from pipeline.rubrics.notation import call_from_text
from pipeline.rubrics.verdict import Verdict
from pipeline.scoring.score import answer
from tests.notation import scorecards

FILLERS = {Language.RU: ("ну", "вот", "э"), Language.EN: ("uh", "um", "like")}
LONG = 6
"""Letters from which a word keeps its meaning with another ending."""


def bare(text: str, _language: Language, _chance: random.Random) -> str:
    """Lower case, no punctuation; what a word is made of stays."""
    return " ".join(re.sub(r"[^\w\s'’-]", " ", text.lower()).split()) or text


def filled(text: str, language: Language, chance: random.Random) -> str:
    """A filler before and within."""
    words = bare(text, language, chance).split()
    at = len(words) // 2
    said = chance.choice(FILLERS[language])
    return " ".join([said, *words[:at], *((said,) if len(words) > 3 else ()), *words[at:]])


def bent(text: str, language: Language, chance: random.Random) -> str:
    """One long word has another ending."""
    words = bare(text, language, chance).split()
    long = [i for i, word in enumerate(words) if len(word) >= LONG and word.isalpha()]
    if not long:
        return " ".join(words)
    i = chance.choice(long)
    words[i] = words[i][:-1] + chance.choice("аеиоуы" if language is Language.RU else "sde")
    return " ".join(words)


def split(text: str, language: Language, chance: random.Random) -> str:
    """One long word falls in two."""
    words = bare(text, language, chance).split()
    long = [i for i, word in enumerate(words) if len(word) >= LONG and word.isalpha()]
    if long:
        i = chance.choice(long)
        words[i] = f"{words[i][:3]} {words[i][3:]}"
    return " ".join(words)


TURNED = {"bare": 0.0, "filled": 0.01, "bent": 0.03, "split": 0.03}
"""Share of the answers that may turn into `not_met`. An example has two or three lines and no second
hearing: when the one word that greets is bent, nothing is left of it. At night the second engine hears it."""

NOISES = {"bare": bare, "filled": filled, "bent": bent, "split": split}


@cache
def examples() -> tuple[tuple[str, Verdict, Transcript], ...]:
    return tuple(
        (criterion.id, example.verdict, call_from_text(example.call))
        for _, criterion, _ in scorecards()["vip"].criteria
        for example in criterion.examples
    )


def heard(transcript: Transcript, noise: str) -> Transcript:
    language = transcript.call.language or Language.EN
    chance = random.Random(f"{noise} {[u.text for u in transcript.utterances]}")  # noqa: S311 - noise, no secret

    def told(said: Utterance) -> Utterance:
        return replace(said, text=NOISES[noise](said.text, language, chance), words=())

    return replace(transcript, utterances=tuple(told(u) for u in transcript.utterances))


@pytest.mark.parametrize("noise", NOISES)
def test_the_examples_survive_a_poor_recogniser(noise: str) -> None:
    card = scorecards()["vip"]
    kept: Counter[bool] = Counter()
    turned = []
    for criterion, verdict, transcript in examples():
        if any(u.words for u in transcript.utterances):
            continue
        found = answer(card, heard(transcript, noise), criterion).verdict
        kept[found is verdict] += 1
        if verdict in {Verdict.MET, Verdict.NOT_APPLICABLE} and found is Verdict.NOT_MET:
            turned.append(f"{criterion}: {verdict} → {found}: {[u.text for u in transcript.utterances]}")
    assert len(turned) <= TURNED[noise] * kept.total(), turned
    assert kept[True] >= 0.7 * kept.total()
