"""Five-minute calls without end, no two alike, made of what people say in the written calls.

Each takes the run of parties and pauses from written calls put behind each other. What is said is put
together anew: after two words comes one that came after them somewhere in that party's speech (a chain of
order two), now and then a word is misheard into one that nobody ever said, one in `WEAK_EVERY` is guessed at.
So whole utterances repeat no more than people's "yes, thank you" does, words and pairs of words as they do
in an archive, and a memo keyed by what was said gains here what it would gain there. For timing, not for
judging: the talk leads nowhere.
"""

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from benchmarks.event_data import TaggedCall, tagged_calls
from pipeline.calls.recording import Call, Direction, Role, Sector
from pipeline.calls.span import Span
from pipeline.calls.text import Language
from pipeline.calls.transcript import Transcript, Utterance, Word

FIVE_MINUTES_MS = 300_000
WORD_MS = 350
MOST_WORDS = 60
"""A chain that has found no end by then is broken off."""
WEAK_EVERY = 23
MISHEARD_EVERY = 60
"""One word in so many is none that was heard before: names, towns, articles and mishearings, our guess."""
LETTERS = {Language.RU: "аеиоуытнрлкм", Language.EN: "aeioutnrlkms"}
BEGIN = ("", "")

Chain = dict[tuple[str, str], list[str]]


@dataclass(frozen=True, slots=True)
class Talk:
    """What a language's calls are made of: the written ones, and each party's chain."""

    calls: tuple[TaggedCall, ...]
    chains: dict[Role, Chain]


def made_calls(*, seed: int = 1) -> Iterator[Transcript]:
    """Calls without end, Russian and English by turns; the same ones for the same seed."""
    talks = {language: _talk(language) for language in Language}
    number = 0
    while True:
        for language in Language:
            chance = random.Random(f"{seed} {number}")  # noqa: S311 - calls to time, no secret
            yield _made(talks[language], language, number, chance)
            number += 1


def _talk(language: Language) -> Talk:
    calls = tuple(c for c in tagged_calls() if c.language is language)
    chains: dict[Role, Chain] = defaultdict(lambda: defaultdict(list))
    for said in (u for c in calls for u in c.utterances):
        words = [*BEGIN, *said.text.split(), ""]
        for i in range(2, len(words)):
            chains[said.role][words[i - 2], words[i - 1]].append(words[i])
    return Talk(tuple(c for c in calls if len(c.utterances) > 2), dict(chains))  # noqa: PLR2004 - no call of two lines


def _made(talk: Talk, language: Language, number: int, chance: random.Random) -> Transcript:
    said: list[Utterance] = []
    end = 0
    while end < FIVE_MINUTES_MS:
        written = chance.choice(talk.calls)
        before = 0
        for utterance in written.utterances:
            words = _spoken(talk.chains[utterance.role], language, chance)
            start = max(0, end + utterance.span.start_ms - before)
            end = start + WORD_MS * len(words)
            before = utterance.span.end_ms
            said.append(_utterance(utterance.role, Span(start, end), words, chance))
            if end >= FIVE_MINUTES_MS:
                break
    said.sort(key=lambda u: u.span.start_ms)
    call = Call(
        id=f"made-{number}",
        employee=("Ирина Соколова", "Олег Титов")[number % 4 // 2]
        if language is Language.RU
        else "Grace Hill",
        client="Кафе «Брусника», Марина Львовна" if language is Language.RU else "Harlow Build, Steve Pratt",
        direction=chance.choice((Direction.INBOUND, Direction.INBOUND, Direction.OUTBOUND)),
        sector=Sector.ACTIVE_SALES,
        language=language,
    )
    return Transcript(call, tuple(said))


def _spoken(chain: Chain, language: Language, chance: random.Random) -> list[str]:
    words: list[str] = []
    last = BEGIN
    while len(words) < MOST_WORDS and (word := chance.choice(chain[last])):
        last = (last[1], word)
        words.append(_misheard(word, language, chance) if chance.randrange(MISHEARD_EVERY) == 0 else word)
    return words


def _misheard(word: str, language: Language, chance: random.Random) -> str:
    at = chance.randrange(len(word))
    letters = "".join(chance.choice(LETTERS[language]) for _ in range(2))
    return word[:at] + letters + word[at:]


def _utterance(role: Role, span: Span, words: list[str], chance: random.Random) -> Utterance:
    edges = [span.start_ms + span.duration_ms * i // len(words) for i in range(len(words) + 1)]
    heard = tuple(
        Word(word, Span(*edge), 0.6 if chance.randrange(WEAK_EVERY) == 0 else 0.97)
        for word, edge in zip(words, pairwise(edges), strict=True)
    )
    return Utterance(role, span, " ".join(words), heard)


def damaged(transcript: Transcript, chance: random.Random) -> Transcript:
    """The call with less known of it: some speakers, its end, words where somebody spoke."""
    said = tuple(
        replace(u, role=Role.UNKNOWN) if chance.randrange(12) == 0 else u for u in transcript.utterances
    )
    kept = tuple(u for u in said if chance.randrange(15)) or said[:1]
    return replace(
        transcript,
        call=replace(transcript.call, cut=chance.randrange(2) == 0),
        utterances=kept,
        speech=tuple(u.span for u in transcript.utterances),
    )
