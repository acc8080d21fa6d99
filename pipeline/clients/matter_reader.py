"""Reads what a client rings about: the words of the first request that can be told from others."""

import re

from pipeline.calls.evidence import Evidence
from pipeline.calls.recording import Role
from pipeline.calls.text import Language
from pipeline.calls.transcript import Transcript
from pipeline.clients import patterns
from pipeline.clients.matter import Matter
from pipeline.commitments.extract import plain_letters
from pipeline.language.english import lemma_en
from pipeline.language.morphology import lemma_ru

FIRST_UTTERANCES = 6
"""A request is looked for in so many utterances of the client's; later ones are about details."""

FEWEST_WORDS = 2
MOST_WORDS = 40

_WORDS = re.compile(r"[a-zа-я]{3,}|\d{2,}")


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
