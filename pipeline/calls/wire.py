"""Transcript JSON, both ways, in the shape of contracts.md.

Reading is strict about what it uses and lenient about extra keys (the contract welcomes them).
All problems of a document are told at once, each with its place.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.calls.attribution import Attribution, Basis
from pipeline.calls.fields import Fields, kind_of
from pipeline.calls.quality import ChannelQuality, Quality
from pipeline.calls.recording import UNKNOWN, Call, Direction, Role, Sector
from pipeline.calls.span import Span
from pipeline.calls.text import Language, Text
from pipeline.calls.transcript import EngineStamp, Transcript, Utterance, Word

Json = dict[str, Any]


class TranscriptError(ValueError):
    """A document is no transcript. `problems` holds one sentence a fault, each naming its place."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


def transcript_to_json(transcript: Transcript) -> Json:
    """The transcript as JSON types; keys whose value is not known are left out."""
    call = transcript.call
    out: Json = {
        "id": call.id,
        "language": call.language.value if call.language else UNKNOWN,
        "direction": call.direction.value,
        "sector": call.sector.value,
        "started_at": call.started_at.isoformat() if call.started_at else None,
        "employee": call.employee,
        "client": call.client,
        "client_phone": call.client_phone,
        "channels": call.channels,
        "cut": call.cut,
        "utterances": [_utterance_to_json(u) for u in transcript.utterances],
        "language_probability": transcript.language_probability,
    }
    if transcript.stamp:
        out["engine"] = stamp_to_json(transcript.stamp)
    if transcript.quality:
        out["quality"] = _quality_to_json(transcript.quality)
    if transcript.speech is not None:
        out["speech"] = [[s.start_ms, s.end_ms] for s in transcript.speech]
    if transcript.attribution:
        out["attribution"] = _attribution_to_json(transcript.attribution)
    if transcript.redactions:
        out["redactions"] = dict(transcript.redactions)
    return {key: value for key, value in out.items() if value is not None}


def transcript_from_json(document: object) -> Transcript:
    """Read a transcript document.

    Args:
        document: what `json.loads` gave.

    Raises:
        TranscriptError: with every fault found.
    """
    reader = _Reader()
    transcript = reader.transcript(document)
    if reader.problems or transcript is None:
        raise TranscriptError(reader.problems)
    return transcript


def stamp_to_json(stamp: EngineStamp) -> Json:
    """The engine stamp as JSON types."""
    return {
        "name": stamp.engine,
        "version": stamp.version,
        "model": stamp.model,
        "weights_digest": stamp.weights_digest,
        "options": dict(stamp.options),
    }


def _utterance_to_json(utterance: Utterance) -> Json:
    out: Json = {
        "role": utterance.role.value,
        "start_ms": utterance.span.start_ms,
        "end_ms": utterance.span.end_ms,
        "text": utterance.text,
        "channel": utterance.channel,
        "avg_logprob": utterance.avg_logprob,
        "no_speech_probability": utterance.no_speech_probability,
    }
    if utterance.words:
        out["words"] = [
            {"text": w.text, "start_ms": w.span.start_ms, "end_ms": w.span.end_ms}
            | ({} if w.probability is None else {"probability": w.probability})
            for w in utterance.words
        ]
    return {key: value for key, value in out.items() if value is not None}


def _quality_to_json(quality: Quality) -> Json:
    return {
        "channels": [
            {
                "level_dbfs": c.level_dbfs,
                "noise_dbfs": c.noise_dbfs,
                "clipped_share": c.clipped_share,
                "speech_share": c.speech_share,
                "dead": c.dead,
            }
            # Left out where not measured: transcripts from before keep their digest.
            | ({"lost_share": c.lost_share} if c.lost_share else {})
            | ({"quietest_db": c.quietest_db} if c.quietest_db else {})
            for c in quality.channels
        ],
        "doubts": [{"ru": d.ru, "en": d.en} for d in quality.doubts],
    } | (
        {"reservations": [{"ru": r.ru, "en": r.en} for r in quality.reservations]}
        if quality.reservations
        else {}
    )


def _attribution_to_json(attribution: Attribution) -> Json:
    note = attribution.note
    out: Json = {
        "basis": attribution.basis.value,
        "probability": attribution.probability,
        "speakers": attribution.speakers,
        "note": {"ru": note.ru, "en": note.en} if note else None,
        "corrected": attribution.corrected or None,
    }
    return {key: value for key, value in out.items() if value is not None}


def _plain_word(item: object) -> Word | None:
    """A word in which nothing is wrong; None: `_Reader._word` has to look closely, and to say what.

    A call of three hours has thirty thousand: with the place of each spelt out they take twice as long.
    """
    if type(item) is not dict:
        return None
    text, start, end, probability = (item.get(key) for key in ("text", "start_ms", "end_ms", "probability"))
    if type(text) is not str or type(start) is not int or type(end) is not int:
        return None
    if probability is not None and type(probability) is not float:
        return None
    try:
        return Word(text, Span(start, end), probability)
    except ValueError:
        return None


class _Reader(Fields):
    """A transcript's parts; every method answers None where its part is unusable."""

    def transcript(self, document: object) -> Transcript | None:
        if not isinstance(document, Mapping):
            self.fault("the document", f"must be an object, not {kind_of(document)}")
            return None
        call = self._call(document)
        utterances = self._utterances(document.get("utterances"))
        probability = self.number(document, "language_probability")
        stamp = self._stamp(document.get("engine"))
        quality = self._quality(document.get("quality"))
        speech = self._speech(document.get("speech"))
        attribution = self._attribution(document.get("attribution"))
        redactions = document.get("redactions") or {}
        if self.problems or call is None:
            return None
        return Transcript(
            call=call,
            utterances=utterances,
            stamp=stamp,
            language_probability=probability,
            quality=quality,
            speech=speech,
            redactions=tuple((str(k), int(v)) for k, v in redactions.items()),
            attribution=attribution,
        )

    def _call(self, document: Mapping[str, Any]) -> Call | None:
        identity = document.get("id")
        if not isinstance(identity, str) or not identity:
            self.fault("id", "a transcript needs a non-empty string")
        channels = document.get("channels", 2)
        if not isinstance(channels, int) or isinstance(channels, bool) or channels < 1:
            self.fault("channels", f"a whole number from 1, not {channels!r}")
        cut = document.get("cut", False)
        if not isinstance(cut, bool):
            self.fault("cut", f"true or false, not {cut!r}")
        started_at = self.moment(document.get("started_at"))
        language = self.member(Language, document, "language", UNKNOWN)
        direction = self.member(Direction, document, "direction", UNKNOWN)
        sector = self.member(Sector, document, "sector", UNKNOWN)
        employee = self.string(document, "employee")
        client = self.string(document, "client")
        phone = document.get("client_phone")
        if self.problems:
            return None
        return Call(
            id=str(identity),
            employee=employee,
            client=client,
            client_phone=str(phone) if phone else None,
            started_at=started_at,
            direction=direction or Direction.UNKNOWN,
            sector=sector or Sector.UNKNOWN,
            language=language,
            channels=int(channels),
            cut=bool(cut),
        )

    def _utterances(self, listed: object) -> tuple[Utterance, ...]:
        if not isinstance(listed, list):
            self.fault("utterances", f"must be a list, not {kind_of(listed)}")
            return ()
        read = [self._utterance(item, f"utterances[{i}]") for i, item in enumerate(listed)]
        return tuple(sorted((u for u in read if u), key=lambda u: u.span.start_ms))

    def _utterance(self, item: object, place: str) -> Utterance | None:
        if not isinstance(item, Mapping):
            self.fault(place, f"must be an object, not {kind_of(item)}")
            return None
        role = self.member(Role, item, "role", None, place=f"{place}.")
        span = self.span(item, place)
        text = item.get("text")
        if not isinstance(text, str) or not text.strip():
            self.fault(f"{place}.text", "must be words, not blank")
            return None
        words = tuple(
            word
            for i, raw in enumerate(item.get("words") or ())
            if (word := _plain_word(raw) or self._word(raw, f"{place}.words[{i}]"))
        )
        channel = item.get("channel")
        if role is None or span is None:
            return None
        try:
            return Utterance(
                role=role,
                span=span,
                text=text,
                words=words,
                channel=channel if isinstance(channel, int) else None,
                avg_logprob=self.number(item, "avg_logprob", place=f"{place}."),
                no_speech_probability=self.number(item, "no_speech_probability", place=f"{place}."),
            )
        except ValueError as fault:
            self.fault(place, str(fault))
            return None

    def _word(self, item: object, place: str) -> Word | None:
        if not isinstance(item, Mapping):
            self.fault(place, f"must be an object, not {kind_of(item)}")
            return None
        span = self.span(item, place)
        if span is None:
            return None
        try:
            return Word(str(item.get("text", "")), span, self.number(item, "probability", place=f"{place}."))
        except ValueError as fault:
            self.fault(place, str(fault))
            return None

    def _speech(self, listed: object) -> tuple[Span, ...] | None:
        if listed is None:
            return None
        if not isinstance(listed, list):
            self.fault("speech", f"must be a list of [start_ms, end_ms], not {kind_of(listed)}")
            return None
        out: list[Span] = []
        for i, pair in enumerate(listed):
            try:
                out.append(Span(*pair))
            except (TypeError, ValueError) as fault:
                self.fault(f"speech[{i}]", f"must be [start_ms, end_ms]: {fault}")
        return tuple(out)

    def _stamp(self, item: object) -> EngineStamp | None:
        if item is None:
            return None
        if not isinstance(item, Mapping):
            self.fault("engine", f"must be an object, not {kind_of(item)}")
            return None
        options = tuple(sorted((str(k), str(v)) for k, v in (item.get("options") or {}).items()))
        name, version, model, digest = (
            str(item.get(key, UNKNOWN)) for key in ("name", "version", "model", "weights_digest")
        )
        return EngineStamp(name, version, model, digest, options)

    def _quality(self, item: object) -> Quality | None:
        if item is None:
            return None
        try:
            return Quality(
                channels=tuple(ChannelQuality(**c) for c in item["channels"]),  # type: ignore[index]
                doubts=tuple(Text(**d) for d in item.get("doubts", ())),  # type: ignore[attr-defined]
                reservations=tuple(Text(**r) for r in item.get("reservations", ())),  # type: ignore[attr-defined]
            )
        except (TypeError, KeyError, AttributeError, ValueError) as fault:
            self.fault("quality", f"cannot be read: {fault}")
            return None

    def _attribution(self, item: object) -> Attribution | None:
        if item is None:
            return None
        if not isinstance(item, Mapping):
            self.fault("attribution", f"must be an object, not {kind_of(item)}")
            return None
        basis = self.member(Basis, item, "basis", None, place="attribution.")
        if basis is None:
            return None
        try:
            return Attribution(
                basis=basis,
                probability=self.number(item, "probability", place="attribution."),
                speakers=item.get("speakers"),
                note=Text(**item["note"]) if item.get("note") else None,
                corrected=item.get("corrected", 0),
            )
        except (TypeError, ValueError) as fault:
            self.fault("attribution", f"cannot be read: {fault}")
            return None
