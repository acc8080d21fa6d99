"""A log in which every entry seals the one before it, so that a changed past shows.

An entry's hash is the SHA-256 of its own canonical JSON, the hash of the entry before included.
Edit, delete, swap or insert, and the chain names the place. Two things a chain cannot see alone:
that its tail was cut off, and that all of it was built anew. Both show against an anchor: the head
`seq:hash` as it once was, printed in a report or kept by someone else.

The log holds no words of a call and no names: only what was done to which object, and the hash of
what the object then was. So personal data can be erased elsewhere and the chain still stands.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from pipeline.audit.canonical import digest
from pipeline.calls.text import Text

ZEROS = "0" * 64
"""What the first entry gives as the hash before it."""

HEX = frozenset("0123456789abcdef")


class Head(NamedTuple):
    """The last entry's number and hash: all that is needed to continue the chain, or to anchor it.

    >>> str(Head(0, ZEROS))[:6], Head.read("7:" + "ab" * 32).seq
    ('0:0000', 7)
    """

    seq: int
    hash: str

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash}"

    @classmethod
    def read(cls, text: str) -> "Head":
        """Read what `str()` wrote.

        Raises:
            ValueError: not of the form `seq:hash`.
        """
        seq, _, seal = text.strip().partition(":")
        if not (seq.isdecimal() and len(seal) == len(ZEROS) and set(seal) <= HEX):
            raise ValueError(f"an anchor reads `seq:hash`, e.g. 17:{'ab' * 32}; not {text!r}")
        return cls(int(seq), seal)


START = Head(0, ZEROS)
"""The head of a log that holds nothing yet."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something done: by whom, what, to which object (`table/key`), and what the object then was."""

    actor: str
    action: str
    object: str
    payload: Any

    def __post_init__(self) -> None:
        for name in ("actor", "action", "object"):
            if not getattr(self, name).strip():
                raise ValueError(f"an act needs its {name}")


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of the log, just as it was found: checking it is `verify`'s work, not the type's.

    Args:
        seq: 1, 2, 3 … without a gap.
        at: UTC, ISO 8601 with microseconds and `Z`; text, so that its bytes stay what they were.
        actor: `machine`, or the account of a person.
        action: e.g. `transcript.kept`.
        object: `table/key`.
        payload_hash: digest of what the object was after the act.
        previous: hash of the entry before; 64 zeros for the first.
        hash: digest of all the above.
    """

    seq: int
    at: str
    actor: str
    action: str
    object: str
    payload_hash: str
    previous: str
    hash: str

    @property
    def sealed(self) -> str:
        """The hash that the contents ask for."""
        contents = entry_to_json(self)
        del contents["hash"]
        return digest(contents)

    @property
    def head(self) -> Head:
        """This entry as the end of a chain."""
        return Head(self.seq, self.hash)


class BrokenKind(StrEnum):
    """In what way a chain is broken."""

    ALTERED = "altered"
    MISSING = "missing"
    REORDERED = "reordered"
    INSERTED = "inserted"
    UNLINKED = "unlinked"
    CUT = "cut"
    REBUILT = "rebuilt"


WORDS: Mapping[BrokenKind, Text] = {
    BrokenKind.ALTERED: Text(
        ru="запись {n} изменена: её хеш не сходится с содержанием",
        en="entry {n} was altered: its hash does not fit its contents",
    ),
    BrokenKind.MISSING: Text(ru="в журнале недостаёт записей: {n}", en="missing from the log: {n}"),
    BrokenKind.REORDERED: Text(ru="записи {n} стоят не на своём месте", en="out of their order: {n}"),
    BrokenKind.INSERTED: Text(
        ru="лишняя запись с номером {n}: она не из этой цепочки",
        en="an entry numbered {n} does not belong: it was inserted",
    ),
    BrokenKind.UNLINKED: Text(
        ru="запись {n} не продолжает предыдущую: одну из двух подменили",
        en="entry {n} does not continue the one before it: one of the two was replaced",
    ),
    BrokenKind.CUT: Text(
        ru="журнал обрезан: опорная запись {n} в нём отсутствует",
        en="the log was cut: the anchored entry {n} is no longer in it",
    ),
    BrokenKind.REBUILT: Text(
        ru="журнал переписан заново: хеш записи {n} не совпадает с опорным",
        en="the log was rebuilt: entry {n} has another hash than the anchor",
    ),
}


@dataclass(frozen=True, slots=True)
class Broken:
    """One fault of the chain, from entry `seq` to entry `last` (both in it)."""

    kind: BrokenKind
    seq: int
    last: int

    @property
    def what(self) -> Text:
        """The fault as a sentence."""
        numbers = str(self.seq) if self.seq == self.last else f"{self.seq}–{self.last}"
        return WORDS[self.kind].filled(n=numbers)


def link(head: Head, act: Act, *, at: datetime) -> AuditEntry:
    """The entry that continues the chain after `head` (`START` when there is none yet).

    Raises:
        ValueError: a time without offset, or a payload that is not JSON.
    """
    if at.utcoffset() is None:
        raise ValueError(f"an entry's time needs a UTC offset: {at.isoformat()}")
    moment = at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
    unsealed = AuditEntry(
        seq=head.seq + 1,
        at=moment,
        actor=act.actor,
        action=act.action,
        object=act.object,
        payload_hash=digest(act.payload),
        previous=head.hash,
        hash="",
    )
    return replace(unsealed, hash=unsealed.sealed)


def verify(entries: Iterable[AuditEntry], *, anchor: tuple[int, str] | None = None) -> tuple[Broken, ...]:
    """Every fault of the chain, by entry number; empty when it holds.

    Args:
        entries: as they stand in the log or its export.
        anchor: a head known from elsewhere; without one a cut tail and a chain built anew pass.
    """
    listed = tuple(entries)
    chain, broken = _one_each(listed)
    broken += [Broken(BrokenKind.ALTERED, e.seq, e.seq) for e in chain if not _intact(e)]
    broken += _runs(BrokenKind.REORDERED, _displaced(listed, chain))
    known = START
    for entry in sorted(chain, key=lambda e: e.seq):
        if entry.seq > known.seq + 1:
            broken.append(Broken(BrokenKind.MISSING, known.seq + 1, entry.seq - 1))
        elif entry.previous != known.hash:
            broken.append(Broken(BrokenKind.UNLINKED, entry.seq, entry.seq))
        known = entry.head
    if anchor is not None:
        broken += _against(Head(*anchor), chain)
    return tuple(sorted(set(broken), key=lambda b: (b.seq, b.last, b.kind)))


def entry_to_json(entry: AuditEntry) -> dict[str, Any]:
    """The entry as JSON types: one line of an export."""
    return {name: getattr(entry, name) for name in AuditEntry.__slots__}


def entry_from_json(document: Mapping[str, Any]) -> AuditEntry:
    """Read one line of an export.

    Raises:
        ValueError: a key is missing, or of another type than `entry_to_json` writes.
    """
    for name in AuditEntry.__slots__:
        kind = int if name == "seq" else str
        if type(document.get(name)) is not kind:
            raise ValueError(f"an audit entry needs {name!r} as {kind.__name__}: {document.get(name)!r}")
    return AuditEntry(**{name: document[name] for name in AuditEntry.__slots__})


def _intact(entry: AuditEntry) -> bool:
    """Whether the seal fits; contents that JSON cannot hold were never sealed."""
    try:
        return entry.sealed == entry.hash
    except ValueError:
        return False


def _one_each(listed: Sequence[AuditEntry]) -> tuple[list[AuditEntry], list[Broken]]:
    """One entry a number, in listed order, and the others, which do not belong.

    Of several with one number the genuine one is sealed and continues the chain; where that does
    not decide, the first.
    """
    rivals: dict[int, list[AuditEntry]] = defaultdict(list)
    broken: list[Broken] = []
    for entry in listed:
        if entry.seq >= 1:
            rivals[entry.seq].append(entry)
        else:
            broken.append(Broken(BrokenKind.INSERTED, entry.seq, entry.seq))
    chosen: dict[int, AuditEntry] = {}
    for seq in sorted(rivals):
        before = chosen[seq - 1].hash if seq - 1 in chosen else ZEROS
        fitting = [e for e in rivals[seq] if _intact(e) and e.previous == before]
        chosen[seq] = (fitting or rivals[seq])[0]
        if len(rivals[seq]) > 1:
            broken.append(Broken(BrokenKind.INSERTED, seq, seq))
    return list(chosen.values()), broken


def _displaced(listed: Sequence[AuditEntry], chain: Sequence[AuditEntry]) -> list[int]:
    """Numbers that stand elsewhere than their rank says."""
    belongs = {id(entry) for entry in chain}
    found, seen = [], set()
    for entry in listed:
        if id(entry) in belongs and entry.seq not in seen:
            seen.add(entry.seq)
            found.append(entry.seq)
    return sorted(seq for seq, ranked in zip(found, sorted(found), strict=True) if seq != ranked)


def _runs(kind: BrokenKind, numbers: Sequence[int]) -> list[Broken]:
    """Neighbouring numbers told as one fault."""
    out: list[Broken] = []
    for seq in numbers:
        if out and out[-1].last == seq - 1:
            out[-1] = Broken(kind, out[-1].seq, seq)
        else:
            out.append(Broken(kind, seq, seq))
    return out


def _against(anchor: Head, chain: Sequence[AuditEntry]) -> list[Broken]:
    if anchor == START:
        return []
    there = next((e for e in chain if e.seq == anchor.seq), None)
    if there is None:
        return [Broken(BrokenKind.CUT, anchor.seq, anchor.seq)]
    return [] if there.hash == anchor.hash else [Broken(BrokenKind.REBUILT, anchor.seq, anchor.seq)]
