"""Finds what must not be stored: which characters of which utterances, and what they are.

Rules, in the order they are asked of a chain of digits:

- 13 digits or more are taken out whatever the words say: as CARD where a reading passes the Luhn check
  or a card was spoken of, as a telephone where they are one or two of those, else as NUMBER. Only a plain
  list («сорок, сорок пять, пятьдесят …») stays.
- 12 digits with a card spoken of nearby, and 11 with the card as the nearest word, are a card whose digits
  were misheard; ten digits of a card (its first six and last four) may stay by PCI DSS 3.4.
- 3–8 digits announced as the code on the back are a CVV.
- Otherwise the nearest word decides (`cues`); a number announced as an order, a sum, an address stays,
  unless it has the very shape of a telephone number.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from stdnum import iban
from stdnum.ru import inn

from pipeline.calls.transcript import Utterance
from pipeline.redaction.chains import CARD_LENGTHS, STRAY_DIGITS, Chain, chains, without_amounts
from pipeline.redaction.cues import Cues
from pipeline.redaction.emails import emails
from pipeline.redaction.kinds import Hit, Kind
from pipeline.redaction.patterns import IBAN_WRITTEN, Cue
from pipeline.redaction.phones import has_phone_shape, is_mobile, may_be_phone
from pipeline.redaction.snils import is_snils
from pipeline.redaction.taken import Taken
from pipeline.redaction.tracks import BREAK, Track, tracks, words

if TYPE_CHECKING:
    from pipeline.language.numbers import NumberPiece

CVV_LENGTHS: Final = range(3, 9)
"""Three or four digits, with the expiry date in front of them eight at most."""
CVV_HEARD: Final = 2
"""Of an announced code one digit may have been misheard as a word («сим» for «семь»): the rest goes, too."""
CARD_LEAST: Final = 11
CARD_NEAR_LEAST: Final = 12
PASSPORT_LENGTHS: Final = range(6, 11)
SESSION_GAP_WORDS: Final = 5
SESSION_GAP_CHARS: Final = 60
DATE_DIGITS: Final = 6
PASSPORT_SERIES: Final = 4
PERSONAL_INN: Final = 12
ECHO_LEAST: Final = 4
"""Repeated digits of a card are taken out from four on, its last four excepted, which PCI DSS lets stay."""
ECHO_WINDOW: Final = 8
"""So many utterances after a card its digits may be repeated, or its code asked for."""


def find(utterances: Sequence[Utterance]) -> tuple[Hit, ...]:
    """Everything that must not be stored, in the order of the call.

    Args:
        utterances: of one call, by start time; roles may be unknown.
    """
    cues, taken = Cues(utterances), Taken()
    short: list[tuple[Track, Chain]] = []
    for track in tracks(utterances):
        _written_secrets(track, taken)
        short.extend((track, chain) for chain in _long(track, cues, taken))
    short = [(track, chain) for track, chain in short if not _echo(track, chain, taken)]
    short.sort(key=lambda found: found[0].place(found[1].start_char))  # a code is known by the card before it
    for track, chain in short:
        if len(chain) >= CVV_HEARD:
            _short(track, chain, cues, taken)
    return tuple(sorted(taken.hits, key=lambda hit: hit.parts))


def _written_secrets(track: Track, taken: Taken) -> None:
    for start, end in emails(track.text):
        taken.add(Kind.EMAIL, track, [(start, end)])
    for found in IBAN_WRITTEN.finditer(track.text):
        for end in _word_ends(found.group()):
            if iban.is_valid(found.group()[:end]):
                taken.add(Kind.IBAN, track, [(found.start(), found.start() + end)])
                break


def _word_ends(text: str) -> Iterator[int]:
    """Ends of the leading words, longest first: what follows an IBAN may look like its next group."""
    end = len(text)
    while end > 0:
        yield end
        end = max(text.rfind(" ", 0, end), text.rfind("\n", 0, end))


def _long(track: Track, cues: Cues, taken: Taken) -> Iterator[Chain]:
    """Takes the cards and long numbers of a track; yields the chains that are left to judge."""
    pending = [free for chain in chains(track) for free in _free(track, chain, taken)]
    at = 0
    while at < len(pending):
        session = _session(track, pending, at, cues)
        if len(session) > 1:
            _take_card(track, session, taken)
            at += len(session)
            continue
        chain = pending[at]
        at += 1
        whole = [chain] if not chain.amounts or _card_near(track, chain, cues) else without_amounts(chain)
        for piece in (half for part in whole for half in part.halves() or (part,)):
            if len(piece) >= CARD_NEAR_LEAST:
                yield from _judge_long(track, piece, cues, taken)
            else:
                yield from without_amounts(piece)


def _free(track: Track, chain: Chain, taken: Taken) -> tuple[Chain, ...]:
    """The stretches of a chain that no e-mail address or IBAN holds."""
    if not taken.hits:
        return (chain,)
    out: list[list[NumberPiece]] = [[]]
    for piece in chain.pieces:
        if taken.holds(track.parts(piece.start_char, piece.end_char)):
            out.append([])
        else:
            out[-1].append(piece)
    return tuple(Chain(chain.text, tuple(pieces)) for pieces in out if pieces)


def _judge_long(track: Track, chain: Chain, cues: Cues, taken: Taken) -> Iterator[Chain]:
    """A chain of twelve digits or more; yields what is left to judge as a short one."""
    cue = _nearest(track, chain, cues)
    near = _card_near(track, chain, cues)
    if chain.is_card() and not (chain.is_list() and not near):
        _take_card(track, [chain], taken)
    elif cue is Cue.IBAN:
        taken.add(Kind.IBAN, track, chain.ranges())
    elif not near and (found := _phones(chain)):
        for phone in found:
            taken.add(Kind.PHONE, track, phone.ranges())
    elif near and not _known(chain, cue):
        _take_card(track, [chain], taken)
    elif len(chain) < CARD_LENGTHS.start:
        yield chain
    elif chain.is_list() or chain.is_enumeration():
        yield from ()
    elif cue is not Cue.OTHER and (first := chain.card_at()) is not None:
        _take_card(track, [chain.part(first, len(chain.pieces))], taken)
    else:
        _take_card(track, [chain], taken, kind=Kind.NUMBER)


def _known(chain: Chain, cue: Cue | None) -> bool:
    """Whether digits beside a card are something else for certain."""
    return has_phone_shape(chain) or (cue is Cue.INN and bool(inn.is_valid(chain.digits)))


def _phones(chain: Chain) -> tuple[Chain, ...]:
    """The chain as telephone numbers end to end, with hardly a digit left over; () if it is not."""
    out: list[Chain] = []
    first, left_over = 0, 0
    while first < len(chain.pieces):
        for last in range(len(chain.pieces), first, -1):
            candidate = chain.part(first, last)
            if has_phone_shape(candidate) or is_mobile(candidate):
                out.append(candidate)
                first = last
                break
        else:
            left_over += len(chain.pieces[first].digits)
            first += 1
    return tuple(out) if left_over <= STRAY_DIGITS else ()


def _session(track: Track, pending: Sequence[Chain], at: int, cues: Cues) -> Sequence[Chain]:
    """Groups of a card that other words part: «4276, записали? три восемь ноль ноль, ну и …».

    Only where the card is the nearest word, over short gaps that announce nothing else.
    """
    groups = list(pending[at : at + 1])
    for following in pending[at + 1 :]:
        if len(following) == 1 or not _near(track.text[groups[-1].end_char : following.start_char]):
            break
        groups.append(following)
    if len(groups) == 1 or len(groups[0]) == 1 or sum(len(g) for g in groups) < CARD_NEAR_LEAST:
        return groups[:1]
    if len(groups[0]) >= CARD_LENGTHS.start or _nearest(track, groups[0], cues) is not Cue.CARD:
        return groups[:1]
    apart = (i for i, (a, b) in enumerate(pairwise(groups), 1) if _announces(track, a, b, cues))
    groups = groups[: next(apart, len(groups))]
    return groups if sum(len(g) for g in groups) >= CARD_NEAR_LEAST else groups[:1]


def _near(gap: str) -> bool:
    return (
        len(gap) <= SESSION_GAP_CHARS and not {BREAK, "["} & set(gap) and len(words(gap)) <= SESSION_GAP_WORDS
    )


def _announces(track: Track, before: Chain, after: Chain, cues: Cues) -> bool:
    """Whether the words from one group to the next, of either party, announce a different number."""
    start, end = track.place(before.end_char - 1), track.place(after.start_char)
    for utterance in range(start[0], end[0] + 1):
        for begin, _, cue in cues.of(utterance):
            if (utterance, begin) > start and (utterance, begin) < end and cue is not Cue.CARD:
                return True
    return False


def _take_card(track: Track, parts: Sequence[Chain], taken: Taken, *, kind: Kind = Kind.CARD) -> None:
    taken.add(kind, track, [r for c in parts for r in c.ranges()])
    place = track.place(parts[0].start_char)[0]
    taken.cards.append((place, track.place(parts[-1].end_char - 1)[0], "".join(c.digits for c in parts)))


def _echo(track: Track, chain: Chain, taken: Taken) -> bool:
    """Takes digits of a card that somebody repeats: the listener group by group, the speaker to make sure."""
    place = track.place(chain.start_char)[0]
    for first, last, digits in taken.cards:
        if first - 1 <= place <= last + ECHO_WINDOW and _repeats(chain.digits, digits):
            taken.add(Kind.CARD, track, chain.ranges())
            return True
    return False


def _repeats(said: str, card: str) -> bool:
    return len(said) >= ECHO_LEAST and said in card and not (len(said) == ECHO_LEAST and card.endswith(said))


def _short(track: Track, chain: Chain, cues: Cues, taken: Taken) -> None:
    """A chain of twelve digits at most: what it was announced as, else what it looks like."""
    kind = _kind(track, chain, cues, taken)
    if kind is Kind.CARD:
        _take_card(track, [chain], taken)
        return
    if kind:
        taken.add(kind, track, chain.ranges())
        return
    for first in range(len(chain.pieces)):
        for last in range(len(chain.pieces), first, -1):
            if has_phone_shape(chain.part(first, last)):
                part = chain.part(first, last)
                taken.add(Kind.PHONE, track, part.ranges())
                return


def _kind(track: Track, chain: Chain, cues: Cues, taken: Taken) -> Kind | None:
    cue = _nearest(track, chain, cues)
    size = len(chain)
    if has_phone_shape(chain):
        return Kind.PHONE
    if size < CVV_LENGTHS.start:
        told = cue is Cue.CVV and len(chain.pieces) == size and _after_card(track, chain, cues, taken)
        return Kind.CVV if told else None
    if cue in (Cue.CVV, Cue.CODE, Cue.EXPIRY) and size in CVV_LENGTHS:
        return Kind.CVV if _is_cvv(track, chain, cue, cues, taken) else None
    announced = {
        Cue.CARD: (Kind.CARD, size >= CARD_LEAST and not chain.is_list()),
        Cue.PHONE: (Kind.PHONE, may_be_phone(chain)),
        Cue.PASSPORT: (
            Kind.PASSPORT,
            size in PASSPORT_LENGTHS or (size == PASSPORT_SERIES and _series(chain)),
        ),
        Cue.SNILS: (Kind.SNILS, size in range(9, 13)),
        Cue.INN: (Kind.INN, size in range(9, 13)),
        Cue.IBAN: (Kind.IBAN, size >= CARD_LEAST),
    }
    if cue in announced and announced[cue][1]:
        return announced[cue][0]
    return None if cue is Cue.OTHER else _by_check_digits(chain)


def _by_check_digits(chain: Chain) -> Kind | None:
    """What the digits are by themselves; a firm's INN of ten passes its check by chance one time in ten."""
    if is_mobile(chain):
        return Kind.PHONE
    if is_snils(chain.digits):
        return Kind.SNILS
    return Kind.INN if len(chain) == PERSONAL_INN and inn.is_valid(chain.digits) else None


def _is_cvv(track: Track, chain: Chain, cue: Cue, cues: Cues, taken: Taken) -> bool:
    """Announced as the code of a card: by its name, or by "code" once the card has been read out."""
    if cue is Cue.CVV:
        return True
    # An expiry date may stay (PCI DSS 3.3); with the code run on to it, neither does.
    return _after_card(track, chain, cues, taken) and (cue is Cue.CODE or len(chain) > DATE_DIGITS)


def _after_card(track: Track, chain: Chain, cues: Cues, taken: Taken) -> bool:
    place = track.place(chain.start_char)[0]
    return cues.card_taken(place, window=ECHO_WINDOW) or any(
        first <= place <= last + ECHO_WINDOW for first, last, _ in taken.cards
    )


def _series(chain: Chain) -> bool:
    return "сери" in chain.text[max(0, chain.start_char - 30) : chain.start_char].lower()


def _nearest(track: Track, chain: Chain, cues: Cues) -> Cue | None:
    start, last = track.place(chain.start_char), track.place(chain.end_char - 1)
    return cues.nearest(start=start, end=(last[0], last[1] + 1))


def _card_near(track: Track, chain: Chain, cues: Cues) -> bool:
    start, last = track.place(chain.start_char), track.place(chain.end_char - 1)
    end = (last[0], last[1] + 1)
    return cues.card_near(start=start, end=end) or cues.nearest(start=start, end=end) is Cue.CARD
