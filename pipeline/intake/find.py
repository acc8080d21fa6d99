"""Step 1: what has arrived, whose call it is, what is already known, what goes to quarantine and why."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path, PurePosixPath

from pipeline.calls.recording import UNKNOWN, Call, Direction, Recording, Rejected, RejectedKind, Role, Sector
from pipeline.calls.text import Language, Text
from pipeline.intake import reasons
from pipeline.intake.cdr import CallDetails, read_cdr
from pipeline.intake.entry import Entry, Taken, printable, unreadable
from pipeline.intake.local import LocalFolder
from pipeline.intake.metadata import Facts, Fault, Told, tidy
from pipeline.intake.names import Template, read_name, read_templates
from pipeline.intake.sidecar import MOST_BYTES, read_sidecar, sidecar_names, too_big
from pipeline.intake.sources import Source, open_source

NO_RECORDINGS = frozenset({".json", ".csv", ".txt", ".md"})
UNFINISHED = frozenset({".part", ".partial", ".tmp", ".temp", ".crdownload", ".filepart", ".swp"})
CLUTTER = frozenset({"thumbs.db", "desktop.ini"})
"""What Windows leaves in shared folders. Any other ending is judged by content, in audio.probe."""

WAV_HEADER_BYTES = 128
"""A WAV file this small is its header (44 bytes, 60 for GSM, some more with a comment) and at most 10 ms."""

CLOCK_AHEAD = timedelta(hours=24)
"""A file dated further ahead was not just written: its clock is wrong, and it would wait for ever."""


@dataclass(frozen=True, slots=True)
class IntakeRules:
    """The part of the settings intake goes by.

    Args:
        timezone: of times that carry no offset.
        notice: how the parties are told, where nothing else says so; empty: no default.
        file_names: templates, see `pipeline.intake.names`.
        settle_seconds: a file changed more recently than this is still growing.
        channel_roles: default, one role a channel; () when not told.
        language: default; None: detected per call.
    """

    timezone: tzinfo
    notice: str = ""
    file_names: tuple[str, ...] = ()
    settle_seconds: int = 30
    channel_roles: tuple[Role, ...] = ()
    language: Language | None = None

    def __post_init__(self) -> None:
        if self.settle_seconds < 0:
            raise ValueError(f"settle_seconds cannot be negative: {self.settle_seconds}")

    @property
    def defaults(self) -> Facts:
        """What holds where neither sidecar, call-detail record nor file name says anything."""
        return Facts(
            notice=tidy(self.notice) or None,
            channel_roles=self.channel_roles or None,
            language=self.language,
        )


@dataclass(frozen=True, slots=True)
class Arrival:
    """A recording to work on, and a local file to read it from."""

    recording: Recording
    path: Path


@dataclass(frozen=True, slots=True)
class Intake:
    """The account of one look into a source; every file that could be a recording is in one of the four.

    Args:
        accepted: new recordings, by name.
        known: names of files whose content is known already, or stands twice in this source.
        rejected: files for quarantine, with reasons. They stay where they are.
        growing: names of files still being written; the next look takes them.
    """

    accepted: tuple[Arrival, ...] = ()
    known: tuple[str, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    growing: tuple[str, ...] = ()


def find(
    source: str, *, rules: IntakeRules, known: Collection[str], cdr: Path | None, now: datetime, cache: Path
) -> Intake:
    """Look into a drop folder.

    Args:
        source: local folder or any fsspec URL, searched recursively; only read, never changed.
        rules: the part of the settings intake goes by.
        known: SHA-256 of the recordings taken before.
        cdr: CSV of call-detail records, if any.
        now: the moment of looking, with offset.
        cache: folder for copies of remote files, one a recording, named by its SHA-256.

    Raises:
        UserError: source, CSV or a file-name template cannot be used. A bad file raises nothing.
    """
    look = _Look(
        source=open_source(source),
        rules=rules,
        templates=read_templates(rules.file_names),
        details=read_cdr(cdr) if cdr else None,
        now=now,
        cache=cache,
        seen=set(known),
    )
    listing = look.source.listing()
    look.rejected += listing.rejected
    files = {entry.name: entry for entry in listing.entries}
    for entry in listing.entries:
        if is_candidate(entry.name):
            look.at(entry, files)
    return Intake(tuple(look.accepted), tuple(look.known), tuple(look.rejected), tuple(look.growing))


def one(path: Path, *, rules: IntakeRules) -> Arrival | Rejected:
    """One local file by its name, judged like any arrival: sidecar, file name, defaults.

    Neither its age nor whether it is known matters: somebody asks for this one, now.
    """
    path = path.resolve()
    folder = LocalFolder(path.parent)
    look = _Look(
        source=folder,
        rules=rules,
        templates=read_templates(rules.file_names),
        details=None,
        now=datetime.max.replace(tzinfo=UTC),  # everything was written long ago
        cache=path.parent,  # a local file is not copied
        seen=set(),
    )
    try:
        entry = folder.entry(path)
        if isinstance(entry, Rejected):
            return entry
        beside = [folder.entry(p) for n in sidecar_names(path.name) if (p := path.parent / n).is_file()]
    except OSError as fault:
        return unreadable(printable(path.name), fault)
    look.at(entry, {sidecar.name: sidecar for sidecar in beside if isinstance(sidecar, Entry)})
    if look.growing:
        return Rejected(entry.name, RejectedKind.UNREADABLE, reasons.GROWING)
    return look.accepted[0] if look.accepted else look.rejected[0]


def is_candidate(name: str) -> bool:
    """Whether a file may be a recording, by its name alone.

    >>> [is_candidate(n) for n in ("call.wav", "call", "call.json", "call.wav.part", "a/.hidden.wav")]
    [True, True, False, False, False]
    """
    base = PurePosixPath(name).name.casefold()
    ending = PurePosixPath(base).suffix
    if base.startswith((".", "~")) or base.endswith("~") or base in CLUTTER:
        return False
    return ending not in NO_RECORDINGS | UNFINISHED


@dataclass(slots=True)
class _Look:
    """One look into a source, while it lasts."""

    source: Source
    rules: IntakeRules
    templates: tuple[Template, ...]
    details: CallDetails | None
    now: datetime
    cache: Path
    seen: set[str]
    accepted: list[Arrival] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    growing: list[str] = field(default_factory=list)

    def at(self, entry: Entry, files: Mapping[str, Entry]) -> None:
        """Decide on one file and write it into the account."""
        sidecar = next((files[n] for n in sidecar_names(entry.name) if n in files), None)
        try:
            self._decide(entry, sidecar)
        except OSError as fault:
            self.rejected.append(unreadable(entry.name, fault))

    def _decide(self, entry: Entry, sidecar: Entry | None) -> None:
        if self._is_fresh(entry):
            self.growing.append(entry.name)
            return
        if entry.size == 0:
            self.rejected.append(Rejected(entry.name, RejectedKind.EMPTY, reasons.EMPTY))
            return
        taken = self.source.take(entry, cache=self.cache)
        if taken is None:
            self.growing.append(entry.name)
        elif taken.sha256 in self.seen:
            self.known.append(entry.name)
            self._forget(taken)
        elif sidecar and self._is_fresh(sidecar):
            self.growing.append(entry.name)
            self._forget(taken)
        else:
            self._judge(entry, taken, sidecar)

    def _judge(self, entry: Entry, taken: Taken, sidecar: Entry | None) -> None:
        outcome = self._refusal(entry, taken) or self._recording(entry, taken, sidecar)
        if isinstance(outcome, Rejected):
            self.rejected.append(outcome)
            self._forget(taken)
        else:
            self.accepted.append(Arrival(outcome, taken.path))
            self.seen.add(taken.sha256)

    def _is_fresh(self, entry: Entry) -> bool:
        """Whether more may follow: written just now, or dated ahead by a server whose clock runs fast."""
        if entry.modified is None:
            return False
        age = self.now - entry.modified
        return -CLOCK_AHEAD < age < timedelta(seconds=self.rules.settle_seconds)

    def _refusal(self, entry: Entry, taken: Taken) -> Rejected | None:
        """What the size and the first bytes alone tell."""
        if entry.size > WAV_HEADER_BYTES:
            return None
        head = self.source.head(entry, 12)
        if head[:4] != b"RIFF" or head[8:] != b"WAVE":
            return None
        return Rejected(entry.name, RejectedKind.NO_AUDIO, reasons.NO_AUDIO, taken.sha256)

    def _recording(self, entry: Entry, taken: Taken, sidecar: Entry | None) -> Recording | Rejected:
        told = self._told(entry, sidecar)
        if told.faults:
            return _quarantined(entry.name, told.faults, taken.sha256)
        facts = told.facts
        if facts.notice is None:
            return Rejected(entry.name, RejectedKind.NO_NOTICE, reasons.NO_NOTICE, taken.sha256)
        call = Call(
            id=taken.sha256,
            employee=facts.employee or UNKNOWN,
            client=facts.client or UNKNOWN,
            client_phone=facts.client_phone,
            started_at=facts.started_at,
            direction=facts.direction or Direction.UNKNOWN,
            sector=facts.sector or Sector.UNKNOWN,
            language=facts.language,
            channels=len(facts.channel_roles or ()) or 1,  # until audio.probe has looked
        )
        return Recording(
            call=call,
            name=entry.name,
            uri=entry.uri,
            notice=facts.notice,
            channel_roles=facts.channel_roles or (),
            expected_ms=facts.expected_ms,
        )

    def _told(self, entry: Entry, sidecar: Entry | None) -> Told:
        """All that is told of a recording, the highest authority first."""
        zone = self.rules.timezone
        told = self._sidecar(sidecar)
        if self.details is not None:
            told = told.over(self.details.of(entry.name, zone=zone))
        told = told.over(read_name(entry.name, self.templates, zone=zone))
        return told.over(Told(self.rules.defaults))

    def _sidecar(self, sidecar: Entry | None) -> Told:
        if sidecar is None:
            return Told(Facts())
        try:
            content = self.source.head(sidecar, MOST_BYTES + 1)
        except OSError as fault:
            refused = unreadable(sidecar.name, fault)
            reason = Text(
                ru=f"{sidecar.name}: {refused.reason.ru}", en=f"{sidecar.name}: {refused.reason.en}"
            )
            return Told(Facts(), (Fault(RejectedKind.BAD_METADATA, reason),))
        if len(content) > MOST_BYTES:
            return too_big(place=sidecar.name)
        return read_sidecar(content, place=sidecar.name, zone=self.rules.timezone)

    def _forget(self, taken: Taken) -> None:
        """Delete the copy of a remote file that nobody will work on: it may hold a card number."""
        if taken.copied:
            with suppress(OSError):
                taken.path.unlink(missing_ok=True)


def _quarantined(name: str, faults: tuple[Fault, ...], sha256: str) -> Rejected:
    """One entry for all faults; the kind is the first one's, broken metadata before the rest."""
    kinds = [fault.kind for fault in faults]
    kind = RejectedKind.BAD_METADATA if RejectedKind.BAD_METADATA in kinds else kinds[0]
    reason = Text(
        ru="; ".join(fault.reason.ru for fault in faults), en="; ".join(fault.reason.en for fault in faults)
    )
    return Rejected(name, kind, reason, sha256)
