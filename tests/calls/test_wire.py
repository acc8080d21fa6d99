"""Transcript JSON stays what contracts.md says, and nothing is lost on the way."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.calls.attribution import Attribution, Basis
from pipeline.calls.quality import ChannelQuality, Quality
from pipeline.calls.recording import Call, Direction, Role, Sector
from pipeline.calls.span import Span
from pipeline.calls.text import Language, Text
from pipeline.calls.transcript import EngineStamp, Transcript, Utterance, Word
from pipeline.calls.wire import (
    TranscriptError,
    _plain_word,
    _Reader,
    transcript_from_json,
    transcript_to_json,
)

CONTRACT = {
    "id": "ru-001",
    "language": "ru",
    "direction": "inbound",
    "sector": "client",
    "started_at": "2026-10-05T10:12:00+03:00",
    "employee": "Ирина Соколова",
    "client": "Кафе «Брусника», Марина Львовна",
    "channels": 2,
    "cut": False,
    "utterances": [
        {
            "role": "agent",
            "start_ms": 950,
            "end_ms": 4260,
            "text": "Торговый дом.",
            "words": [
                {"text": "Торговый", "start_ms": 950, "end_ms": 1400, "probability": 0.97},
                {"text": "дом.", "start_ms": 1400, "end_ms": 1900},
            ],
        }
    ],
}

words = st.text(alphabet="абвabc", min_size=1, max_size=6)
probabilities = st.none() | st.floats(0, 1)


@st.composite
def utterances(draw: st.DrawFn) -> Utterance:
    start = draw(st.integers(0, 100_000))
    said = draw(st.lists(st.tuples(words, probabilities), min_size=1, max_size=5))
    timed = tuple(Word(w, Span(start + i * 100, start + i * 100 + 80), p) for i, (w, p) in enumerate(said))
    return Utterance(
        role=draw(st.sampled_from(Role)),
        span=Span(start, start + 1000),
        text=" ".join(w for w, _ in said),
        words=draw(st.sampled_from([(), timed])),
        channel=draw(st.none() | st.integers(0, 1)),
        avg_logprob=draw(st.none() | st.floats(-5, 0)),
        no_speech_probability=draw(probabilities),
    )


@st.composite
def transcripts(draw: st.DrawFn) -> Transcript:
    listed = sorted(draw(st.lists(utterances(), max_size=4)), key=lambda u: u.span.start_ms)
    return Transcript(
        call=Call(
            id=draw(words),
            employee=draw(words),
            started_at=draw(st.none() | st.just(datetime(2026, 10, 5, tzinfo=UTC))),
            direction=draw(st.sampled_from(Direction)),
            sector=draw(st.sampled_from(Sector)),
            language=draw(st.none() | st.sampled_from(Language)),
            cut=draw(st.booleans()),
        ),
        utterances=tuple(listed),
        stamp=draw(st.none() | st.just(EngineStamp("e", "1", "base", "sha256:0", (("beam", "1"),)))),
        language_probability=draw(probabilities),
        quality=draw(
            st.none()
            | st.just(
                Quality((ChannelQuality(-20.0, None, 0.0, 0.5, dead=False),), (Text(ru="тихо", en="quiet"),))
            )
        ),
        speech=draw(st.none() | st.just((Span(0, 10), Span(20, 30)))),
        redactions=draw(st.sampled_from([(), (("CARD", 1),)])),
    )


@given(transcripts())
def test_a_transcript_survives_json(transcript: Transcript) -> None:
    document = json.loads(json.dumps(transcript_to_json(transcript), ensure_ascii=False))
    assert transcript_from_json(document) == transcript


def test_the_contracts_example_is_read_and_its_keys_are_written_back_unchanged() -> None:
    written = transcript_to_json(transcript_from_json(CONTRACT))
    assert {key: written[key] for key in CONTRACT} == CONTRACT


def test_what_may_be_absent_may_be_absent() -> None:
    bare = {
        "id": "x",
        "language": "en",
        "utterances": [{"role": "agent", "start_ms": 0, "end_ms": 1, "text": "Hi"}],
    }
    read = transcript_from_json(bare)
    assert (read.call.employee, read.call.sector, read.call.direction) == (
        "unknown",
        Sector.UNKNOWN,
        Direction.UNKNOWN,
    )


def test_all_problems_are_told_at_once_each_with_its_place() -> None:
    broken = {
        "id": "",
        "channels": "two",
        "started_at": "2026-10-05T10:12:00",
        "utterances": [
            {"role": "boss", "start_ms": 0, "end_ms": 1, "text": "Hi"},
            {"role": "agent", "start_ms": 5, "end_ms": 1, "text": "Hi"},
            {"role": "agent", "start_ms": 0, "end_ms": 1, "text": " "},
            {"role": "agent", "start_ms": 0.5, "end_ms": 1, "text": "Hi"},
            "Hi",
        ],
    }
    with pytest.raises(TranscriptError) as caught:
        transcript_from_json(broken)
    told = "\n".join(caught.value.problems)
    for place in (
        "id",
        "channels",
        "started_at",
        "utterances[0].role",
        "utterances[1]",
        "utterances[2].text",
    ):
        assert f"{place}:" in told
    assert "utterances[3].start_ms" in told
    assert "utterances[4]" in told


@pytest.mark.parametrize("document", [None, [], "text", 3, {"id": "x", "utterances": {"role": "agent"}}])
def test_what_is_no_transcript_is_refused_in_words_not_by_a_crash(document: object) -> None:
    with pytest.raises(TranscriptError):
        transcript_from_json(document)


def test_words_that_do_not_spell_the_utterance_are_refused() -> None:
    document = json.loads(json.dumps(CONTRACT))
    document["utterances"][0]["words"][0]["text"] = "Другое"
    with pytest.raises(TranscriptError, match="do not spell"):
        transcript_from_json(document)


@pytest.mark.parametrize(
    "attribution",
    [
        Attribution(Basis.TOLD),
        Attribution(Basis.CORRECTED, corrected=2),
        Attribution(Basis.HEARD_VOICES, 0.97, 2, Text(ru="по голосу", en="by voice")),
        Attribution(Basis.SWAPPED, 0.99, note=Text(ru="перепутаны", en="swapped")),
    ],
)
def test_how_the_roles_were_got_survives_json(attribution: Attribution) -> None:
    said = (Utterance(Role.UNKNOWN, Span(0, 900), "hello"),)
    transcript = Transcript(Call(id="c"), said, attribution=attribution)
    assert transcript_from_json(json.loads(json.dumps(transcript_to_json(transcript)))) == transcript


def test_a_transcript_without_attribution_is_written_as_before() -> None:
    transcript = Transcript(Call(id="c"), (Utterance(Role.AGENT, Span(0, 900), "hello"),))
    assert "attribution" not in transcript_to_json(transcript)


@pytest.mark.parametrize(
    "attribution",
    [
        7,
        {"basis": "guessed"},
        {"basis": "told", "corrected": 1},
        {"basis": "told", "probability": 2},
        {"basis": "told", "note": {"x": 1}},
    ],
)
def test_an_attribution_that_cannot_be_is_refused_with_its_place(attribution: object) -> None:
    document = {"id": "c", "utterances": [], "attribution": attribution}
    with pytest.raises(TranscriptError, match="attribution"):
        transcript_from_json(document)


@given(
    st.one_of(
        st.none(),
        st.fixed_dictionaries(
            {},
            optional={
                "text": st.sampled_from(["да", " ", "", 7, None]),
                "start_ms": st.sampled_from([0, 100, -1, 1.0, True, "0"]),
                "end_ms": st.sampled_from([100, 50, 0, None, False]),
                "probability": st.sampled_from([None, 0.5, 1, 0, 1.5, -0.1, True, "1", float("nan")]),
            },
        ),
    )
)
def test_a_word_read_quickly_is_the_word_read_closely(item: object) -> None:
    quick, reader = _plain_word(item), _Reader()
    close = reader._word(item, "words[0]")
    assert quick is None or (quick == close and not reader.problems)
