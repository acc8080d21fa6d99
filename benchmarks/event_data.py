"""Written calls with tagged utterances; the same calls as a poor recogniser would hear them."""

import json
import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.calls.recording import Call, Direction, Role
from pipeline.calls.span import Span
from pipeline.calls.text import Language
from pipeline.calls.transcript import Utterance
from pipeline.detectors.event_features import (
    name_of,
    neighbour_features,
    outline,
    own_features,
    place_features,
    word_count,
)
from pipeline.detectors.levelled import OTHER, genderless, levelled
from pipeline.detectors.reading import BOUNDARY, read
from pipeline.detectors.words import words

FOLDER = Path(__file__).resolve().parent / "tagged_calls"
WORD_MS, PAUSE_MS, OVERLAP_MS = 350, 350, 1200
FOLDS = 5
ALWAYS_LEARNT, PIECES = -1, -2
"""The folds of the calls of ours, whole ones and pieces of calls: they never serve to measure."""
PLACE = ("from start", "to end")
"""Features of the place in a call: in a piece of a call they would be wrong."""
SEED = 1
FEWEST_SEEN = 2
"""What stands in fewer utterances is not learnt."""
DROPPED, FILLED, BENT = 0.05, 0.05, 0.06
"""Share of words a poor recogniser loses, invents and gives a wrong ending."""
CAPITALISED = words(
    "i вы вас вам вами ваш ваша ваше ваши вашу вашей вашего вашему вашим вашем ваших вашими",
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july",
    "august september october november december mr mrs ms miss ok okay",
)
"""Written with a capital in the middle of a sentence and yet no name."""
FILLERS = {
    Language.RU: ("ну", "вот", "э", "как бы", "значит", "там"),
    Language.EN: ("uh", "um", "like", "so", "you know"),
}


@dataclass(frozen=True, slots=True)
class TaggedCall:
    """A call and what its writer tagged."""

    call: Call
    utterances: tuple[Utterance, ...]
    tags: tuple[frozenset[str], ...]
    fold: int

    @property
    def language(self) -> Language:
        """Its language."""
        return self.call.language or Language.EN


def tagged_calls(folder: Path = FOLDER) -> tuple[TaggedCall, ...]:
    """All calls, each with the fold it is held out in (by call, seed 1, languages mixed alike)."""
    documents = [
        json.loads(line) for path in sorted(folder.glob("*.jsonl")) for line in path.open(encoding="utf-8")
    ]
    order = list(range(len(documents)))
    random.Random(SEED).shuffle(order)  # noqa: S311 - a split, no secret
    folds = {document: place % FOLDS for place, document in enumerate(order)}
    own = [
        _call(d, fold)
        for pattern, fold in (("own_*.txt", PIECES), ("whole_*.txt", ALWAYS_LEARNT))
        for path in sorted(folder.glob(pattern))
        for d in _own_calls(path)
    ]
    return (*(_call(d, folds[i]) for i, d in enumerate(documents)), *own)


def mixed_calls(folder: Path = FOLDER) -> tuple[TaggedCall, ...]:
    """Calls of ours that are neither good nor bad throughout: for verdicts, not for the tagger."""
    documents = [d for path in sorted(folder.glob("mixed_*.txt")) for d in _own_calls(path)]
    return tuple(_call(d, number % FOLDS) for number, d in enumerate(documents))


def noisy(tagged: TaggedCall, seed: int) -> TaggedCall:
    """The call as a poor recogniser writes it: lower case, no marks, words lost, invented, bent."""
    chance = random.Random(f"{tagged.call.id} {seed}")  # noqa: S311 - noise, no secret
    heard = tuple(
        Utterance(u.role, u.span, _misheard(u.text, tagged.language, chance)) for u in tagged.utterances
    )
    return TaggedCall(tagged.call, heard, tagged.tags, tagged.fold)


def rows(tagged: TaggedCall, known: frozenset[str]) -> list[tuple[frozenset[str], str]]:
    """The features of each utterance, as written in the model's file, and its party.

    Args:
        tagged: a call.
        known: the words the tagger has learnt.
    """
    tokens = tuple(
        levelled(read(u.text, language=tagged.language), tagged.language, known) for u in tagged.utterances
    )
    outlines = [outline(t) for t in tokens]
    direction, ends = tagged.call.direction, not tagged.call.cut
    said = tagged.utterances
    return [
        (
            frozenset(name for name, _, _ in own_features(tokens[i], name_of))
            | set(neighbour_features(said, outlines, i, name_of))
            | {
                name_of(f)
                for f in place_features(said, word_count(tokens[i]), i, direction=direction, ends=ends)
                if tagged.fold != PIECES or not f[0].startswith(PLACE)
            },
            said[i].role.value,
        )
        for i in range(len(said))
    ]


def vocabulary(calls: Iterable[TaggedCall], names: frozenset[str]) -> frozenset[str]:
    """The norms and lemmas that stand twice or oftener in calls and are no names.

    Args:
        calls: to learn from.
        names: of people, towns and firms, see `capitalised`.
    """
    count: Counter[str] = Counter()
    for tagged in calls:
        for said in tagged.utterances:
            for token in read(said.text, language=tagged.language):
                if token.norm != BOUNDARY and token.norm not in names:
                    count.update(set(genderless(token.norm, token.lemma, tagged.language)))
    return frozenset(w for w, n in count.items() if n >= FEWEST_SEEN and w not in {OTHER, *names})


def capitalised(calls: tuple[TaggedCall, ...]) -> frozenset[str]:
    """Words that stand with a capital in the middle of sentences more often than not: names, towns, firms."""
    upper: dict[str, int] = {}
    lower: dict[str, int] = {}
    for tagged in calls:
        for said in tagged.utterances:
            before = BOUNDARY
            for token in read(said.text, language=tagged.language):
                if BOUNDARY not in {token.norm, before} and token.norm not in CAPITALISED:
                    where = upper if token.text[:1].isupper() else lower
                    where[token.norm] = where.get(token.norm, 0) + 1
                before = token.norm
    return frozenset(w for w, n in upper.items() if n > lower.get(w, 0) and len(w) > 1)


def _own_calls(path: Path) -> list[dict[str, object]]:
    """Our own calls: `c request,question: words`; a blank line between two; `outbound` on top."""
    language = path.stem.rpartition("_")[2]
    out: list[dict[str, object]] = []
    for number, block in enumerate(path.read_text(encoding="utf-8").strip().split("\n\n")):
        lines = []
        said = block.splitlines()
        outbound = said[0] == "outbound"
        for line in said[outbound:]:
            head, _, text = line.partition(": ")
            role, _, tags = head.partition(" ")
            item = {"role": {"a": "agent", "c": "client"}[role], "text": text, "silence_before_s": 0}
            lines.append({**item, "tags": [t for t in tags.split(",") if t], "overlaps_previous": False})
        call = {
            "id": f"{path.stem}-{number}",
            "language": language,
            "direction": "outbound" if outbound else "inbound",
            "utterances": lines,
        }
        out.append(call)
    return out


def _call(document: dict[str, object], fold: int) -> TaggedCall:
    raw: list[dict[str, object]] = document["utterances"]  # type: ignore[assignment]
    said: list[Utterance] = []
    cursor = 1000
    for item in raw:
        start = cursor + PAUSE_MS + int(1000 * float(str(item["silence_before_s"])))
        if item["overlaps_previous"]:
            start = max(said[-1].span.start_ms + 1 if said else 0, cursor - OVERLAP_MS)
        text = str(item["text"])
        end = start + max(500, WORD_MS * len(text.split()))
        said.append(Utterance(Role(str(item["role"])), Span(start, end), text))
        cursor = max(cursor, end)
    call = Call(
        id=str(document["id"]),
        language=Language(str(document["language"])),
        direction=Direction(str(document["direction"])),
    )
    tags = tuple(frozenset(map(str, item["tags"])) for item in raw)  # type: ignore[call-overload]
    return TaggedCall(call, tuple(said), tags, fold)


def _misheard(text: str, language: Language, chance: random.Random) -> str:
    out: list[str] = []
    words = [t for t in _words(text) if t]
    for word in words:
        dice = chance.random()
        if dice < DROPPED and len(words) > 1:
            continue
        if dice < DROPPED + FILLED:
            out.append(chance.choice(FILLERS[language]))
        if DROPPED + FILLED <= dice < DROPPED + FILLED + BENT and len(word) > 4:  # noqa: PLR2004 - a bent short word is another word
            out.append(_bent(word, language, chance))
        else:
            out.append(word)
    return " ".join(out) or text


def _words(text: str) -> list[str]:
    return [
        "".join(c for c in w if c.isalnum() or c in "'’-").lower().replace("-", " ").strip()
        for w in text.split()
    ]


def _bent(word: str, language: Language, chance: random.Random) -> str:
    if language is Language.RU:
        return word[:-1] + chance.choice("аеиоуыя")
    for tail in ("ing", "ed", "s", "ly"):
        if word.endswith(tail):
            return word[: -len(tail)]
    return word + chance.choice(("s", "ed"))
