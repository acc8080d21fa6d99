"""Who said what on one call: by channel where there are channels, by voice and words where there is one.

An unknown speaker is said to be unknown; nothing is scored against a guess.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.calls.attribution import Attribution, Basis
from pipeline.calls.recording import Direction, Role
from pipeline.calls.text import Language, Text
from pipeline.calls.transcript import Utterance
from pipeline.language.pipelines import plain
from pipeline.speakers.announcements import machine, notice, person, transfer
from pipeline.speakers.channels import attribute, in_order
from pipeline.speakers.diarize import Stretch
from pipeline.speakers.mouths import Said, rejoined, told_apart
from pipeline.speakers.roles import SWAPPED, TWO_PARTIES, RoleModel, parts

DOUBTED = 0.8
"""Probability of the contrary from which told roles bear no `not_met`, though they stay."""

MAIN_VOICE = 0.85
"""Share of a channel's words that one voice must say to be the party the channel was told to be."""

PARTIES = (Role.AGENT, Role.CLIENT)

SWAPPED_NOTE = Text(
    ru="каналы, похоже, перепутаны: на канале сотрудника говорят как клиент, на канале клиента – как "
    "сотрудник; поэтому ничьи слова никому не засчитаны",
    en="the channels look swapped: the agent's channel speaks like a client and the client's like an agent; "
    "nobody's words were counted as theirs",
)
DOUBTED_NOTE = Text(
    ru="возможно, каналы перепутаны: сотрудник говорит скорее как клиент; проверьте, кто на каком канале",
    en="the channels may be swapped: the agent speaks rather like a client; check who is on which channel",
)
ONE_CHANNEL_NOTE = Text(
    ru="запись одноканальная: кто говорит, определено по голосу и словам, а не по каналу",
    en="a one-channel recording: who speaks was worked out from voices and words, not from channels",
)
UNTOLD_NOTE = Text(
    ru="чей какой канал, не указано: роли определены по словам",
    en="nobody told which channel is whose: the roles were worked out from the words",
)
UNKNOWN_NOTE = Text(
    ru="неясно, кто сотрудник, а кто клиент: роли не указаны, и по словам их уверенно не определить",
    en="it is unclear who is the agent and who the client: no roles were told and the words do not settle it",
)


@dataclass(frozen=True, slots=True)
class WhoSaidWhat:
    """The utterances with roles, by start then channel, and how the roles were got."""

    utterances: tuple[Utterance, ...]
    attribution: Attribution


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a call before anybody listened to who speaks.

    Args:
        channels: how many the recording has.
        channel_roles: one role a channel, () when not told.
        direction: who rang whom.
        language: spoken on the call; None: no words are understood, so none tell a role.
    """

    channels: int
    channel_roles: tuple[Role, ...] = ()
    direction: Direction = Direction.UNKNOWN
    language: Language | None = None

    @property
    def told(self) -> tuple[Role, ...]:
        """The roles told, when they fit the recording and name anybody."""
        fit = len(self.channel_roles) == self.channels and set(self.channel_roles) != {Role.UNKNOWN}
        return self.channel_roles if fit else ()


def channels_to_hear(utterances: Iterable[Utterance], known: Known) -> tuple[int, ...]:
    """Channels on which more than one voice may be: those are worth telling apart by voice.

    The only channel, unless it was told to be one party's; and of several, each on which somebody is put
    through, a machine speaks or a recording notice is given.
    """
    if known.channels == 1:
        return () if known.told else (0,)
    if known.language is None:
        return ()
    cues = (transfer()[known.language], notice()[known.language], machine()[known.language])
    found = {u.channel for u in utterances if any(cue.search(plain(u.text)) for cue in cues)}
    return tuple(sorted(channel for channel in found if channel is not None))


def who_said_what(
    utterances: Sequence[Utterance],
    *,
    known: Known,
    model: RoleModel,
    voices: Mapping[int, Sequence[Stretch]],
) -> WhoSaidWhat:
    """Give every utterance its role.

    Args:
        utterances: as heard, `channel` set.
        known: what the metadata say.
        model: weights of what employees and clients say.
        voices: who speaks when, by channel, where that was listened to (`channels_to_hear`).

    Raises:
        ValueError: an utterance on a channel that the recording does not have.
    """
    if known.channels == 1 and not known.told:
        return _by_voice(utterances, known, model, voices.get(0, ()))
    if known.channels == TWO_PARTIES and not known.told and known.language is not None:
        return _untold(utterances, known, model, voices)
    heard = attribute(utterances, channel_roles=known.told, channels=known.channels)
    parted = _without_others(heard, known, voices)
    if known.language is None or sorted(known.told) != sorted(PARTIES):
        return WhoSaidWhat(parted, Attribution(Basis.TOLD if known.told else Basis.NONE))
    return _checked(parted, known, model)


def _checked(utterances: tuple[Utterance, ...], known: Known, model: RoleModel) -> WhoSaidWhat:
    """Told roles, against what the channels say."""
    said = {i: _texts(utterances, role) for i, role in enumerate(known.told)}
    found = parts(said, model=model, language=known.language or Language.RU)
    if found.probability is None:
        return WhoSaidWhat(utterances, Attribution(Basis.TOLD))
    agent = found.agent == known.told.index(Role.AGENT)
    contrary = round(1 - found.probability, 4) if agent else found.probability
    right = round(1 - contrary, 4)
    if contrary >= SWAPPED:
        nobody = tuple(replace(u, role=Role.UNKNOWN) if u.role in PARTIES else u for u in utterances)
        return WhoSaidWhat(nobody, Attribution(Basis.SWAPPED, contrary, note=SWAPPED_NOTE))
    note = DOUBTED_NOTE if contrary >= DOUBTED else None
    return WhoSaidWhat(utterances, Attribution(Basis.TOLD, right, note=note))


def _untold(
    utterances: Sequence[Utterance], known: Known, model: RoleModel, voices: Mapping[int, Sequence[Stretch]]
) -> WhoSaidWhat:
    """A channel a party, and nobody said whose."""
    language = known.language or Language.RU
    ordered = attribute(utterances, channel_roles=(), channels=known.channels)
    people = [u for u in ordered if not _machine(u.text, language)]
    said = {c: [u.text for u in people if u.channel == c] for c in range(known.channels)}
    opened = people[0].channel if people and known.direction is Direction.INBOUND else None
    found = parts(said, model=model, language=language, opened_inbound=opened)
    roles = tuple(found.roles.get(c, Role.UNKNOWN) for c in range(known.channels))
    parted = _without_others(
        attribute(utterances, channel_roles=roles, channels=known.channels), known, voices
    )
    basis, note = (Basis.HEARD_CHANNELS, UNTOLD_NOTE) if found.roles else (Basis.NONE, UNKNOWN_NOTE)
    return WhoSaidWhat(parted, Attribution(basis, found.probability, note=note))


def _by_voice(
    utterances: Sequence[Utterance], known: Known, model: RoleModel, stretches: Sequence[Stretch]
) -> WhoSaidWhat:
    """One channel, all parties on it."""
    ordered = attribute(utterances, channel_roles=(), channels=1)
    said = told_apart(ordered, stretches)
    speakers = len({s.speaker for s in stretches if s.speaker is not None}) or None
    if known.language is None:
        return WhoSaidWhat(tuple(s.utterance for s in said), Attribution(Basis.NONE, speakers=speakers))
    machines = _machines(said, known.language)
    people = [s for s in said if s.speaker is not None and s.speaker not in machines]
    people = [s for s in people if not _machine(s.utterance.text, known.language)]
    by_speaker: dict[int, list[str]] = {}
    for one in people:
        by_speaker.setdefault(one.speaker or 0, []).append(one.utterance.text)
    opened = people[0].speaker if people and known.direction is Direction.INBOUND else None
    found = parts(by_speaker, model=model, language=known.language, opened_inbound=opened)
    given = tuple(rejoined((s, replace(s.utterance, role=_role_of(s, found.roles, machines))) for s in said))
    if not found.roles:
        return WhoSaidWhat(given, Attribution(Basis.NONE, found.probability, speakers, UNKNOWN_NOTE))
    return WhoSaidWhat(
        given, Attribution(Basis.HEARD_VOICES, found.probability, speakers, note=ONE_CHANNEL_NOTE)
    )


def _role_of(said: Said, roles: Mapping[int, Role], machines: frozenset[int]) -> Role:
    if said.speaker in machines:
        return Role.SYSTEM
    return Role.UNKNOWN if said.speaker is None else roles.get(said.speaker, Role.UNKNOWN)


def _without_others(
    utterances: tuple[Utterance, ...], known: Known, voices: Mapping[int, Sequence[Stretch]]
) -> tuple[Utterance, ...]:
    """A channel's words without those that its party did not say: announcements, whoever was put through."""
    if known.language is None:
        return utterances
    out: list[Utterance] = []
    for channel in sorted({u.channel for u in utterances}, key=lambda c: -1 if c is None else c):
        mine = [u for u in utterances if u.channel == channel]
        stretches = voices.get(channel, ()) if channel is not None else ()
        out += _one_party(mine, stretches, known.language) if stretches else _unheard(mine, known.language)
    return in_order(out)


def _unheard(utterances: Sequence[Utterance], language: Language) -> list[Utterance]:
    """Without an ear for voices: a machine is one before anybody spoke; later it may be, and is nobody's.

    So is a bare recording notice, and what an agent's channel carries after somebody was put through.
    """
    out: list[Utterance] = []
    through = False
    people = False
    for one in utterances:
        said = plain(one.text)
        if _machine(one.text, language) and not people:
            out.append(replace(one, role=Role.SYSTEM))
            continue
        doubtful = _machine(one.text, language) or (
            bool(notice()[language].search(said)) and not person()[language].search(said)
        )
        out.append(_nobodys(one) if through or doubtful else one)
        people = True
        through = through or (one.role is Role.AGENT and bool(transfer()[language].search(said)))
    return out


def _one_party(
    utterances: Sequence[Utterance], stretches: Sequence[Stretch], language: Language
) -> list[Utterance]:
    """With an ear for voices: the party is the voice that says nearly everything; nobody if none does."""
    said = told_apart(utterances, stretches)
    machines = _machines(said, language)
    words: dict[int, int] = {}
    for one in said:
        if one.speaker is not None and one.speaker not in machines:
            words[one.speaker] = words.get(one.speaker, 0) + len(one.utterance.text.split())
    main = max(words, key=lambda s: (words[s], -s), default=None)
    if main is not None and words[main] < MAIN_VOICE * sum(words.values()):
        main = None
    alone = main is not None and len(words) == 1 and not machines
    return rejoined((one, _given(one, main, machines, alone=alone)) for one in said)


def _given(one: Said, main: int | None, machines: frozenset[int], *, alone: bool) -> Utterance:
    if one.speaker in machines:
        return replace(one.utterance, role=Role.SYSTEM)
    if main is not None and (one.speaker == main or (one.speaker is None and alone)):
        return one.utterance
    return _nobodys(one.utterance)


def _machines(said: Sequence[Said], language: Language) -> frozenset[int]:
    """Speakers that are machines: one of their utterances says so, and none is a person's."""
    by_speaker: dict[int, list[str]] = {}
    for one in said:
        if one.speaker is not None:
            by_speaker.setdefault(one.speaker, []).append(plain(one.utterance.text))
    return frozenset(
        speaker
        for speaker, texts in by_speaker.items()
        if any(machine()[language].search(t) or notice()[language].search(t) for t in texts)
        and not any(person()[language].search(t) for t in texts)
        and len(by_speaker) > 1
    )


def _machine(text: str, language: Language) -> bool:
    """Whether no person says this."""
    said = plain(text)
    return bool(machine()[language].search(said)) and not person()[language].search(said)


def _nobodys(utterance: Utterance) -> Utterance:
    return replace(utterance, role=Role.UNKNOWN) if utterance.role in PARTIES else utterance


def _texts(utterances: Iterable[Utterance], role: Role) -> list[str]:
    return [u.text for u in utterances if u.role is role]
