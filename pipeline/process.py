"""What happens to one call, from a file to a kept evaluation. The flow and the commands both come here.

The story is `process`: decode, listen, transcribe, attribute, redact, score, hear again, ask, keep. Each step
is a function of its own room; this file only hands the result of one to the next.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.audio.decode import Audio, decode
from pipeline.audio.leak import leaks, without
from pipeline.audio.playback import write_playback
from pipeline.audio.probe import Probe, probe
from pipeline.audio.quality import measure
from pipeline.audio.speech import speech_of
from pipeline.calls.recording import Recording, Rejected, RejectedKind, Role, Sector
from pipeline.calls.span import Span, merged
from pipeline.calls.text import Language, Text
from pipeline.calls.transcript import RawTranscript
from pipeline.engines.base import Engine, Hearing
from pipeline.engines.guards import lost_share
from pipeline.engines.languages import Foreign, in_one_language
from pipeline.engines.second_ear import Sound, second_opinion
from pipeline.errors import UserError
from pipeline.intake.find import Arrival, Intake, IntakeRules, find, one
from pipeline.judge.judge import Considered
from pipeline.redaction.redact import Redacted, redact
from pipeline.rubrics.rubric import Scorecard
from pipeline.scoring.score import score
from pipeline.settings import SCORECARDS, Settings
from pipeline.speakers.bleed import without_copies
from pipeline.speakers.who import Known, channels_to_hear, who_said_what
from pipeline.store.repository import Kept, Store
from pipeline.tools import Speakers, Tools, now

MOST_LOST = 0.5
"""Share of what was decoded that may be unbelievable. Our choice: of the sample calls nothing is lost; where
most is, the few words left over are no account of the call (a third language over the telephone)."""

UNINTELLIGIBLE = Text(
    ru="больше половины сказанного разобрать не удалось (шум, помехи, другой язык); прослушайте запись сами",
    en="more than half of what was said could not be made out (noise, a bad line or another language); "
    "listen to the recording yourself",
)


@dataclass(frozen=True, slots=True)
class HeardCall:
    """A call after steps 2–6: redacted, attributed, not yet scored. `spoken` is the VAD's, by channel."""

    audio: Audio
    redacted: Redacted
    spoken: tuple[tuple[Span, ...], ...]


def register(
    settings: Settings, store: Store, *, run: int, known: frozenset[str], source: str | None = None
) -> Intake:
    """Step 1: find what is new, look at its header, write both down.

    Returns:
        What intake found, with files refused by their header moved from `accepted` to `rejected`.
    """
    found = find(
        source or settings.source_url,
        rules=intake_rules(settings),
        known=known,
        cdr=settings.cdr,
        now=now(),
        cache=incoming(settings),
    )
    accepted: list[Arrival] = []
    rejected = list(found.rejected)
    for arrival in found.accepted:
        recording = arrival.recording
        seen = probe(
            arrival.path,
            name=recording.name,
            expected_ms=recording.expected_ms,
            max_ms=settings.max_minutes * 60_000,
        )
        if isinstance(seen, Probe):
            call = replace(recording.call, channels=seen.channels)
            arrival = replace(arrival, recording=replace(recording, call=call))  # noqa: PLW2901  # same arrival, better known
            store.register(arrival.recording, run=run, duration_ms=seen.duration_ms)
            accepted.append(arrival)
        else:
            rejected.append(replace(seen, sha256=recording.call.id))
    for refused in rejected:
        store.quarantine(refused, run=run)
    return replace(found, accepted=tuple(accepted), rejected=tuple(rejected))


def intake_rules(settings: Settings) -> IntakeRules:
    """The part of the settings that intake goes by."""
    return IntakeRules(
        timezone=settings.zone,
        notice=settings.notice,
        channel_roles=settings.channel_roles,
        file_names=settings.file_names,
        settle_seconds=settings.settle_seconds,
    )


def single(path: Path, *, settings: Settings, channel_roles: tuple[Role, ...]) -> Arrival | Rejected:
    """One file by name, for `callaudit transcribe`: with its sidecar, stored nowhere.

    Args:
        path: an existing file.
        settings: for the defaults where the sidecar is silent.
        channel_roles: what the command line says; beats the metadata when given.
    """
    # Nothing is kept of it, so the notice that storing asks for is not asked for here.
    rules = replace(intake_rules(settings), notice=settings.notice or "not stored: read on the command line")
    arrival = one(path, rules=rules)
    if isinstance(arrival, Arrival) and channel_roles:
        return replace(arrival, recording=replace(arrival.recording, channel_roles=channel_roles))
    return arrival


def discard(arrival: Arrival, *, settings: Settings) -> None:
    """Delete the local copy of a remote file: it is not redacted. What lies in a drop folder stays."""
    if arrival.path.is_relative_to(incoming(settings)):
        arrival.path.unlink(missing_ok=True)


def incoming(settings: Settings) -> Path:
    """Where remote recordings are copied to while they are worked on."""
    return settings.workspace / "incoming"


def hear(arrival: Arrival, *, settings: Settings, engine: Engine, speakers: Speakers) -> HeardCall | Rejected:
    """Steps 2–6: from a file to a redacted transcript. Nothing is stored."""
    recording = arrival.recording
    audio = decode(
        arrival.path,
        name=recording.name,
        expected_ms=recording.expected_ms,
        max_ms=settings.max_minutes * 60_000,
    )
    if isinstance(audio, Rejected):
        return replace(audio, sha256=recording.call.id)
    spoken = speech_of(audio.channels)
    leaked = leaks(audio.channels, speech=spoken)
    theirs = tuple(without(mine, leak) for mine, leak in zip(spoken, leaked, strict=True))
    quality = measure(audio, theirs, name=recording.name, leaked=leaked)
    if isinstance(quality, Rejected):
        return replace(quality, sha256=recording.call.id)
    told = recording.call.language or (None if settings.language == "auto" else Language(settings.language))
    hearing = Hearing(recording.name, audio.channels, theirs, told)
    heard = engine.hear(hearing)
    if heard.language is None:
        return _nobody_understood(recording, foreign=heard.language_probability is not None)
    heard, foreign = in_one_language(heard, hearing=hearing, engine=engine)
    if not heard.utterances:
        return (
            _told_wrongly(recording, foreign[0]) if foreign else _nobody_understood(recording, foreign=False)
        )
    if lost_share(heard) > MOST_LOST:
        return Rejected(recording.name, RejectedKind.UNINTELLIGIBLE, UNINTELLIGIBLE, recording.call.id)
    quality = replace(quality, doubts=(*quality.doubts, *(stretch.doubt for stretch in foreign)))
    call = replace(recording.call, language=heard.language, channels=len(audio.channels))
    known = Known(call.channels, recording.channel_roles, call.direction, call.language)
    said = without_copies(heard.utterances, leaks=leaked)
    voices = {
        channel: speakers.ear.stretches(audio.channels[channel], speech=spoken[channel])
        for channel in channels_to_hear(said, known)
    }
    who = who_said_what(said, known=known, model=speakers.roles, voices=voices)
    raw = RawTranscript(
        call=call,
        utterances=who.utterances,
        stamp=engine.stamp,
        language_probability=heard.language_probability,
        quality=quality,
        speech=merged(span for channel in spoken for span in channel),
        attribution=who.attribution,
    )
    return HeardCall(audio, redact(raw), spoken)


def process(arrival: Arrival, *, tools: Tools, run: int) -> Kept | Rejected:
    """Steps 2–10 for one call; kept in one transaction. Running again changes nothing.

    A rejected recording is written to quarantine with its reason and returned as a value.
    """
    heard = hear(arrival, settings=tools.settings, engine=tools.engine, speakers=tools.speakers)
    if isinstance(heard, Rejected):
        tools.store.quarantine(heard, run=run)
        return heard
    transcript = heard.redacted.transcript
    scorecard = scorecard_for(transcript.call.sector, settings=tools.settings, scorecards=tools.scorecards)
    opinion = second_opinion(
        scorecard,
        transcript,
        score(scorecard, transcript),
        sound=Sound(heard.audio.channels, heard.spoken, heard.redacted.mutes),
        ear=tools.second_ear,
    )
    considered = Considered(opinion.evaluation)
    if tools.judge:
        considered = tools.judge.consider(scorecard, transcript, opinion.evaluation)
    mutes = (*heard.redacted.mutes, *opinion.mutes)
    playback = tools.settings.playback_dir / f"{transcript.call.id}.opus"
    write_playback(heard.audio, muted=mutes, path=playback)
    kept = Kept(
        recording=replace(arrival.recording, call=transcript.call),
        duration_ms=heard.audio.duration_ms,
        transcript=transcript,
        evaluation=considered.evaluation,
        scorecard_source=scorecard.source,
        playback=str(playback),
        mutes=mutes,
        run=run,
        note=considered.note,
    )
    tools.store.keep(kept)
    return kept


def scorecard_for(sector: Sector, *, settings: Settings, scorecards: Mapping[str, Scorecard]) -> Scorecard:
    """The scorecard that the settings name for a sector.

    Raises:
        UserError: the settings name one that does not exist.
    """
    name = settings.scorecards.get(sector, SCORECARDS[sector])
    if name not in scorecards:
        known = ", ".join(sorted(scorecards))
        raise UserError(f"settings, scorecards.{sector}: there is no scorecard {name!r}; there are {known}")
    return scorecards[name]


def _nobody_understood(recording: Recording, *, foreign: bool) -> Rejected:
    if not foreign:
        reason = Text(
            ru="в записи нет слов, которые удалось бы разобрать; прослушайте её сами",
            en="no words could be made out in the recording; listen to it yourself",
        )
        return Rejected(recording.name, RejectedKind.SILENT, reason, recording.call.id)
    reason = Text(
        ru="в записи не слышно ни русской, ни английской речи; другие языки пока не оцениваются",
        en="neither Russian nor English is heard in the recording; other languages are not scored yet",
    )
    return Rejected(recording.name, RejectedKind.UNSUPPORTED_LANGUAGE, reason, recording.call.id)


def _told_wrongly(recording: Recording, stretch: Foreign) -> Rejected:
    """Decoded in one language, spoken in another: the sidecar or the settings said the wrong one."""
    reason = Text(
        ru=f"слышен другой язык ({stretch.tongue.ru}), чем указано; исправьте language в файле с данными "
        "о записи или в настройках; русские и английские разговоры оцениваются, другие пока нет",
        en=f"another language is heard ({stretch.tongue.en}) than was told; correct `language` in the "
        "recording's sidecar or in the settings; Russian and English calls are scored, others not yet",
    )
    return Rejected(recording.name, RejectedKind.UNSUPPORTED_LANGUAGE, reason, recording.call.id)
