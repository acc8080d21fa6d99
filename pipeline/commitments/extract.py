"""Finds the commitments of a call: what agent and client undertake for after it.

A sentence is read by itself: is something undertaken in it, or only offered, wondered, reported,
threatened or done at once? Its time is one named in it or beside it. The first full wording counts;
saying it again is no second promise.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from pipeline.calls.evidence import Evidence
from pipeline.calls.recording import Role
from pipeline.calls.text import Language
from pipeline.calls.transcript import Transcript
from pipeline.commitments import patterns_en, patterns_ru
from pipeline.commitments.calendar import BusinessCalendar
from pipeline.commitments.commitment import Action, Commitment
from pipeline.commitments.due import find_times, time_phrases
from pipeline.commitments.heard import SILENT, Heard
from pipeline.commitments.objects import condition_of, object_of
from pipeline.commitments.said import Said
from pipeline.commitments.sentence import Named, Sentence
from pipeline.commitments.undertaken import undertaken
from pipeline.commitments.weighed import said_outright, weighed
from pipeline.commitments.when import DuePrecision
from pipeline.language.pipelines import plain

RULE = "commitment"

_END = re.compile(r"[.!?…]+[\"»”)]*(?=\s)\s*")
_WORD = re.compile(r"\w+")

ASKS = {Language.RU: patterns_ru.ASKS, Language.EN: patterns_en.ASKS}
REQUESTED = {Language.RU: patterns_ru.REQUESTED, Language.EN: patterns_en.REQUESTED}
WHEN = {Language.RU: patterns_ru.WHEN, Language.EN: patterns_en.WHEN}

WAYS = frozenset({Action.CHECK, Action.ARRANGE, Action.OTHER})
"""What is done on the way to something; an arrival said beside it is not its time."""

TELLS = frozenset({Action.CALL, Action.SEND})
"""Ways to let somebody know: "I'll confirm by five, by email", "you'll have my email by five"."""

BARE_WORDS = 5
"""A sentence with so few words besides its time is an answer to "when"."""

STEM = 4

ANSWER_WITHIN = 3
"""A time asked for and given so many utterances later belongs to the promise before it."""

ACTION_WORDS = 9
"""An action is told in so many words at most."""


def extract(
    transcript: Transcript, *, calendar: BusinessCalendar, heard: Heard = SILENT
) -> tuple[Commitment, ...]:
    """The commitments of a call, in the order in which they were made.

    Args:
        transcript: the call. Utterances of unknown speakers promise nothing; without a language nothing
            is found; without `started_at` times are kept as words, not reckoned.
        calendar: zone, working days and hours.
        heard: what the tagger of events hears in the call, a second source; silent: the words alone decide.
    """
    language = transcript.call.language
    if language is None:
        return ()
    found: list[Commitment] = []
    for i, utterance in enumerate(transcript.utterances):
        if utterance.role not in {Role.AGENT, Role.CLIENT}:
            continue
        read = weighed(_read(transcript, i, language, calendar), i, heard=heard, language=language)
        new = list(_commitments(transcript, i, read, language, heard))
        if all(c.kind is Action.OTHER for c in new) and _answer_when(found, transcript, i, read):
            continue
        for commitment in new:
            if not _said_before(commitment, found):
                found.append(commitment)
    return tuple(found)


def _read(transcript: Transcript, i: int, language: Language, calendar: BusinessCalendar) -> list[Sentence]:
    utterance = transcript.utterances[i]
    times = _times(transcript, i, language, calendar)
    text = plain_letters(utterance.text)
    before = _before(transcript, i)
    asked, asked_when = bool(ASKS[language].search(before)), bool(WHEN[language].search(before))
    requested = bool(REQUESTED[language].search(before))
    out = []
    for start, end in sentences(utterance.text):
        own = tuple(t for t in times if start <= t.start < end)
        bare = bool(own) and _words_beside(text, start, end, own) <= BARE_WORDS
        said = Said(
            text[start:end],
            by_agent=utterance.role is Role.AGENT,
            timed=bool(own),
            bare=bare,
            asked=asked,
            asked_when=asked_when,
            requested=requested,
        )
        out.append(Sentence(start, end, said, own, undertaken(said, language), bare))
    return out


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """`(start, end)` of the sentences; one without closing marks is one sentence.

    Cut at marks followed by white space only: «Доставим.ру» is one word, and so is "3.30".
    """
    start = 0
    for match in _END.finditer(text):
        yield start, match.end()
        start = match.end()
    if text[start:].strip():
        yield start, len(text)


def _words_beside(text: str, start: int, end: int, times: tuple[Named, ...]) -> int:
    """How many words of the stretch belong to none of the times."""
    cuts = [start, *(edge for time in times for edge in (time.start, time.end)), end]
    return sum(len(_WORD.findall(text[cuts[i] : cuts[i + 1]])) for i in range(0, len(cuts), 2))


def _times(
    transcript: Transcript, i: int, language: Language, calendar: BusinessCalendar
) -> tuple[Named, ...]:
    utterance, started = transcript.utterances[i], transcript.call.started_at
    text = utterance.text
    if started is None:
        return tuple(Named(a, b, text[a:b], None) for a, b in time_phrases(text, language=language))
    said_at = started + timedelta(milliseconds=utterance.span.start_ms)
    found = find_times(text, language=language, said_at=said_at, calendar=calendar)
    return tuple(Named(t.start_char, t.end_char, t.due.text, t.due) for t in found)


def _commitments(
    transcript: Transcript, i: int, read: list[Sentence], language: Language, heard: Heard
) -> Iterator[Commitment]:
    """One commitment a kind of action; the sentence that names a time is its fullest wording."""
    best: dict[Action, Commitment] = {}
    outright = any(s.does and s.does.sure for s in read)
    for n, sentence in enumerate(read):
        if sentence.does is None or (outright and not sentence.does.sure):
            continue
        commitment = _commitment(transcript, i, sentence, _time_of(read, n), language)
        timed = commitment.due_text is not None
        commitment = replace(commitment, sure=said_outright(sentence, i, timed=timed, heard=heard))
        known = best.get(commitment.kind)
        if known is None or (known.due_text is None and commitment.due_text is not None):
            best[commitment.kind] = commitment
    if len(best) > 1:
        best.pop(Action.OTHER, None)
    yield from sorted(best.values(), key=lambda c: c.evidence.start_char)


def _time_of(read: list[Sentence], n: int) -> Named | None:
    """The time of the promise in sentence `n`: its own, nearest to what promises; else a neighbour's."""
    sentence = read[n]
    assert sentence.does is not None  # noqa: S101 - the caller has looked
    if sentence.times:
        if not sentence.does.sure:
            return sentence.times[-1]  # «в четверг режем, в пятницу до обеда они у вас»
        words = sentence.start + sentence.does.start
        nearest = min(sentence.times, key=lambda t: (t.end <= words, abs(t.start - words)))
        return min((t for t in sentence.times if _same_day(t, nearest)), key=_roughness)
    for other in (n + 1, n - 1):
        if 0 <= other < len(read) and read[other].times and _lends(read[other], sentence.does.kind):
            return read[other].times[0 if other > n else -1]
    return None


def _same_day(one: Named, other: Named) -> bool:
    return one is other or (
        one.due is not None and other.due is not None and one.due.at.date() == other.due.at.date()
    )


def _roughness(time: Named) -> int:
    """Smallest for the exactest: "this evening … by 5" is due at five."""
    return list(DuePrecision).index(time.due.precision) if time.due else 0


def _lends(other: Sentence, kind: Action) -> bool:
    """Whether a sentence's time may be that of the promise beside it: it has none of its own to date."""
    return other.does is None or (not other.does.sure and kind not in WAYS)


def _commitment(
    transcript: Transcript, i: int, sentence: Sentence, time: Named | None, language: Language
) -> Commitment:
    utterance, call = transcript.utterances[i], transcript.call
    does = sentence.does
    assert does is not None  # noqa: S101 - the caller has looked
    first, last = sentence.start, sentence.end
    if time is not None:
        first, last = min(first, time.start), max(last, time.end)
    evidence = Evidence.cut(transcript.utterances, i, *_trimmed(utterance.text, first, last), rule=RULE)
    words = utterance.text[sentence.start + does.start : sentence.start + does.end].split()[:ACTION_WORDS]
    said_at = None
    if call.started_at is not None:
        said_at = call.started_at + timedelta(milliseconds=utterance.span.start_ms)
    return Commitment(
        recording=call.id,
        by=utterance.role,
        evidence=evidence,
        kind=does.kind,
        action=" ".join(words).strip(" ,;:—-") or utterance.text[first:last],
        object=object_of(utterance.text[sentence.start : sentence.end], does.start, language),
        condition=condition_of(utterance.text[sentence.start : sentence.end], language),
        due=time.due if time else None,
        due_text=time.text if time else None,
        employee=call.employee,
        client=call.client,
        client_phone=call.client_phone,
        said_at=said_at,
    )


def _answer_when(found: list[Commitment], transcript: Transcript, i: int, read: list[Sentence]) -> bool:
    """A time given after the promise, mostly because it was asked for, becomes the promise's own."""
    said = [s for s in read if s.times and s.bare]
    last = found[-1] if said and found else None
    if last is None or last.by is not transcript.utterances[i].role or last.due_text is not None:
        return False
    if i - last.utterance > ANSWER_WITHIN:
        return False
    time = said[0].times[0]
    found[-1] = replace(last, due=time.due, due_text=time.text)
    return True


def _before(transcript: Transcript, i: int) -> str:
    """The other party's last words, made plain; empty where it has not just spoken."""
    mine = transcript.utterances[i].role
    before = [u for u in transcript.utterances[max(0, i - 2) : i] if u.role is not mine]
    return plain_letters(before[-1].text) if before else ""


def _said_before(commitment: Commitment, found: list[Commitment]) -> bool:
    return any(_repeats(commitment, earlier) for earlier in found if earlier.by is commitment.by)


def _repeats(commitment: Commitment, earlier: Commitment) -> bool:
    """Whether the words say an earlier promise again: the same kind of thing, for the same time or none.

    A thing of another name is another promise, and so is one with no word in common with the earlier.
    """
    kinds = {commitment.kind, earlier.kind}
    renamed = commitment.object is not None and commitment.object != earlier.object
    common = _stems(commitment.quote) & _stems(earlier.quote)
    if commitment.due is not None and earlier.due is not None:
        if commitment.due.at != earlier.due.at or commitment.utterance == earlier.utterance:
            return False
        exact = commitment.due.precision is DuePrecision.MINUTE
        if kinds <= TELLS and len(kinds) > 1 and exact:
            # «К шести отправлю», «в шесть наберу»: the hour alone is no word in common.
            return bool(common - _stems(commitment.due_text or ""))
        alike = commitment.kind is Action.OTHER or (len(kinds) == 1 and not renamed)
    else:
        alike = len(kinds) == 1 and commitment.due_text is None and not renamed
    return alike and bool(common)


def _stems(words: str) -> set[str]:
    """Beginnings of the longer words of a promise: «пришлю» and «пришлём» are one."""
    return {word[:STEM] for word in _WORD.findall(plain_letters(words)) if len(word) >= STEM}


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def plain_letters(text: str) -> str:
    """Lower case, «е» for «ё», straight apostrophe, letter for letter as long as the text."""
    low = plain(text)
    if len(low) == len(text):
        return low
    return "".join(low if len(low := plain(letter)) == 1 else letter for letter in text)
