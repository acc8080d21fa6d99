"""What the call page works out before anything is printed."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pipeline.calls.evidence import Evidence
from pipeline.calls.recording import Call, Role
from pipeline.calls.span import Span
from pipeline.calls.text import Text
from pipeline.calls.transcript import Mute, Transcript, Utterance, Word
from pipeline.detectors import air
from pipeline.detectors.scene import WEAK_WORD
from pipeline.review.account import Account, AccountRole
from pipeline.review.answer import Answer, AnswerKind
from pipeline.review.listening import Play
from pipeline.review.review import Review
from pipeline.rubrics.files import read_folder
from pipeline.rubrics.load import load_scorecards
from pipeline.rubrics.verdict import Severity, Verdict
from pipeline.scoring.evaluation import Evaluation, Finding, ScorecardStamp, Searched
from pipeline.scoring.score import score as scored
from pipeline.web import timeline
from pipeline.web.asked import Asked, asked
from pipeline.web.call_page import CallState, sealed, sections, unanswered
from pipeline.web.said import DOUBTFUL, pieces, placed, placed_in, said_turns, utterance_at, word_times
from pipeline.web.shape import PIXELS, REST, shape
from pipeline.web.timeline import Lane, Mark, MarkKind, lanes, marks, spoken_in

NOW = datetime(2026, 10, 6, 9, 0, tzinfo=UTC)


def say(role: Role, start_ms: int, end_ms: int, text: str, *, channel: int | None = None) -> Utterance:
    return Utterance(role, Span(start_ms, end_ms), text, channel=channel)


def call_of(*said: Utterance, channels: int = 2) -> Transcript:
    return Transcript(Call("x", channels=channels), tuple(said))


# The timeline


def test_what_is_drawn_is_counted_as_the_questions_count_it() -> None:
    assert timeline.SILENCE_MS == air.DEAD_AIR_MS
    assert timeline.ABSENCE_MS == air.HOLD_MS
    assert timeline.OVERLAP_MS == air.OVERLAP_MS
    assert DOUBTFUL == WEAK_WORD


def test_silences_overlaps_and_mutes_are_drawn_and_short_ones_are_not() -> None:
    transcript = call_of(
        say(Role.AGENT, 0, 4_000, "Добрый день, минуту."),
        say(Role.CLIENT, 3_200, 4_500, "Да"),  # 0.8 s together: how people take turns
        say(Role.AGENT, 20_500, 25_000, "Спасибо за ожидание."),  # after 16 s
        say(Role.CLIENT, 23_000, 30_000, "Я жду уже полчаса!"),  # 2 s together
        say(Role.AGENT, 55_000, 56_000, "Алло?"),  # after 25 s
    )
    assert marks(transcript, mutes=(Mute(0, Span(1_000, 2_000)), Mute(None, Span(1_500, 2_500)))) == (
        Mark(MarkKind.MUTED, Span(1_000, 2_500)),
        Mark(MarkKind.SILENCE, Span(4_500, 20_500)),
        Mark(MarkKind.OVERLAP, Span(23_000, 25_000)),
        Mark(MarkKind.ABSENCE, Span(30_000, 55_000)),
    )


def test_speech_that_gave_no_words_is_no_silence() -> None:
    transcript = Transcript(
        Call("x"),
        (say(Role.AGENT, 0, 1_000, "Алло"), say(Role.CLIENT, 40_000, 41_000, "Да")),
        speech=(Span(0, 1_000), Span(14_000, 30_000), Span(40_000, 41_000)),
    )
    assert marks(transcript) == ()


def test_one_client_turn_over_two_of_the_agents_is_two_overlaps() -> None:
    transcript = call_of(
        say(Role.AGENT, 0, 3_000, "Это не к нам"),
        say(Role.CLIENT, 1_000, 9_000, "Послушайте, я уже третий раз звоню"),
        say(Role.AGENT, 6_000, 8_000, "Ждите"),
    )
    assert [m.span for m in marks(transcript)] == [Span(1_000, 3_000), Span(6_000, 8_000)]


@given(
    st.lists(
        st.tuples(st.sampled_from([Role.AGENT, Role.CLIENT]), st.integers(0, 90_000), st.integers(1, 9_000)),
        max_size=14,
    )
)
def test_overlaps_are_those_found_by_looking_at_every_pair(
    said: list[tuple[Role, int, int]],
) -> None:
    transcript = call_of(*(say(r, s, s + d, "слово") for r, s, d in sorted(said, key=lambda t: t[1])))
    found = [m.span for m in marks(transcript) if m.kind is MarkKind.OVERLAP]
    agent, client = (
        next((lane.spans for lane in lanes(transcript_of_one_channel(transcript)) if lane.role is role), ())
        for role in (Role.AGENT, Role.CLIENT)
    )
    both = [a.intersection(c) for a in agent for c in client]
    assert found == sorted(b for b in both if b and b.duration_ms >= timeline.OVERLAP_MS)


def transcript_of_one_channel(transcript: Transcript) -> Transcript:
    return call_of(*transcript.utterances, channels=1)


def test_lanes_are_channels_named_after_who_speaks_there_and_the_employee_comes_first() -> None:
    transcript = call_of(
        say(Role.CLIENT, 0, 1_000, "Здравствуйте", channel=0),
        say(Role.AGENT, 1_000, 2_000, "Добрый день, слушаю вас", channel=1),
        say(Role.AGENT, 2_000, 2_100, "Да", channel=0),  # heard through
    )
    assert [(lane.role, lane.channel) for lane in lanes(transcript)] == [(Role.AGENT, 1), (Role.CLIENT, 0)]


def test_a_channel_on_which_nobody_speaks_keeps_its_lane() -> None:
    transcript = call_of(say(Role.AGENT, 0, 1_000, "Алло", channel=0))
    assert [(lane.role, lane.channel) for lane in lanes(transcript)] == [(Role.AGENT, 0), (Role.UNKNOWN, 1)]


# The words


def test_only_doubtful_words_are_set_apart_and_neighbours_together() -> None:
    words = ("Мне", "нужен", "счёт", "на", "завтра")
    sure = (0.9, 0.3, 0.2, None, 0.49)
    utterance = Utterance(
        Role.CLIENT,
        Span(1_000, 3_000),
        " ".join(words),
        words=tuple(
            Word(w, Span(1_000 + 300 * i, 1_200 + 300 * i), p)
            for i, (w, p) in enumerate(zip(words, sure, strict=True))
        ),
    )
    assert [(p.text, p.doubtful) for p in pieces(utterance.text, placed(utterance))] == [
        ("Мне ", False),
        ("нужен счёт", True),
        (" на ", False),
        ("завтра", True),
    ]
    times = word_times(placed(utterance), since_ms=utterance.span.start_ms)
    assert times == "0,3,0,200;1,5,100,200;1,4,100,200;1,2,100,200;1,6,100,200"


@given(
    st.lists(st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=6), min_size=1),
    st.data(),
)
def test_the_word_times_lead_back_to_every_word(texts: list[str], data: st.DataObject) -> None:
    starts = sorted(data.draw(st.lists(st.integers(0, 60_000), min_size=len(texts), max_size=len(texts))))
    words = tuple(
        Word(t, Span(s, s + data.draw(st.integers(0, 900))), 0.9) for t, s in zip(texts, starts, strict=True)
    )
    utterance = Utterance(
        Role.AGENT, Span(starts[0], max(w.span.end_ms for w in words)), " ".join(texts), words=words
    )
    stored = [
        {"text": w.text, "start_ms": w.span.start_ms, "end_ms": w.span.end_ms, "probability": w.probability}
        for w in words
    ]
    found = placed_in(utterance.text, stored)
    assert found == placed(utterance)
    assert spoken_in(utterance.span, found) == utterance.spoken
    assert "".join(p.text for p in pieces(utterance.text, found)) == utterance.text
    char, ms = 0, utterance.span.start_ms
    for told, word in zip(word_times(found, since_ms=starts[0]).split(";"), words, strict=True):
        skip, length, pause, duration = (int(n) for n in told.split(","))
        assert utterance.text[char + skip : char + skip + length] == word.text
        assert Span(ms + pause, ms + pause + duration) == word.span
        char, ms = char + skip + length, ms + pause + duration


def test_a_second_names_the_words_heard_there() -> None:
    transcript = call_of(
        say(Role.AGENT, 1_000, 2_000, "Алло"),
        say(Role.CLIENT, 1_500, 4_000, "Здравствуйте"),
        say(Role.AGENT, 8_000, 9_000, "Да"),
    )
    assert [utterance_at(transcript, ms) for ms in (0, 1_200, 1_700, 6_000, 8_500)] == [0, 0, 1, 1, 2]
    assert utterance_at(call_of(), 0) is None
    assert [len(turn.said) for turn in said_turns(transcript)] == [1, 1, 1]


# The waveform


def peaks_file(channels: int, values: list[int], *, pixel: int = 320) -> dict[str, object]:
    return {
        "version": 2,
        "channels": channels,
        "sample_rate": 16_000,
        "samples_per_pixel": pixel,
        "bits": 8,
        "length": len(values) // channels // 2,
        "data": values,
    }


def test_a_long_call_is_sent_no_larger_than_a_screen_and_its_loudest_moment_is_not_lost() -> None:
    length = 60_000
    data = [0] * (length * 4)
    data[4 * 31_234 + 3] = 111
    drawn = shape(peaks_file(2, data), (Lane(Role.CLIENT, 1, ()), Lane(Role.AGENT, 0, ())))
    assert [lane["role"] for lane in drawn["lanes"]] == ["client", "agent"]
    assert all(len(lane["peaks"]) <= 2 * PIXELS for lane in drawn["lanes"])
    assert max(drawn["lanes"][0]["peaks"]) == 111
    assert max(drawn["lanes"][1]["peaks"]) == 0
    assert drawn["duration_ms"] == 1_200_000


def test_one_channel_is_parted_by_who_speaks_and_what_is_nobodys_is_shown_apart() -> None:
    data = [v for i in range(100) for v in (-20 - i, 20 + i)]  # 20 ms a column
    spoken = (Lane(Role.AGENT, None, (Span(0, 400),)), Lane(Role.CLIENT, None, (Span(600, 1_000),)))
    drawn = shape(peaks_file(1, data), spoken)
    agent, client, rest = (lane["peaks"] for lane in drawn["lanes"])
    assert [lane["role"] for lane in drawn["lanes"]] == ["agent", "client", REST]
    assert agent[:40] == data[:40]
    assert not any(agent[40:])
    assert client[60:100] == data[60:100]
    assert rest[40:60] == data[40:60]
    assert [a + c + r for a, c, r in zip(agent, client, rest, strict=True)] == data


# The questions


def test_titles_and_questions_come_from_the_frozen_text_of_the_scorecard() -> None:
    cards, problems = load_scorecards(read_folder())
    assert not problems
    card = cards["client_sector"]
    evaluation = scored(card, call_of(say(Role.AGENT, 0, 1_000, "Алло")))
    questions = asked(card.source, evaluation)
    assert [(q.id, q.title, q.question, q.rubric, q.rubric_title) for q in questions] == [
        (c.id, c.title, c.question, r.id, r.title) for r, c, _ in card.criteria
    ]


def test_a_scorecard_whose_text_is_lost_is_shown_by_ids_instead_of_failing() -> None:
    evaluation = Evaluation("x", STAMP, (MISSED,))
    for source in ("id: client_sector", "{}", '{"rubrics": 3}', "null"):
        assert asked(source, evaluation) == (
            Asked("farewell", both("farewell"), both("farewell"), "courtesy", both("courtesy")),
        )


def both(name: str) -> Text:
    return Text(ru=name, en=name)


STAMP = ScorecardStamp("card", 1, "sha256:0")
SAID = (say(Role.AGENT, 0, 2_000, "Добрый день"), say(Role.AGENT, 2_000, 4_000, "Ждите"))
GREETED = Finding(
    "greeting",
    "courtesy",
    Verdict.MET,
    5,
    both("SECRET greeted"),
    evidence=(Evidence.whole(SAID, 0, rule="x"),),
)
MISSED = Finding(
    "farewell",
    "courtesy",
    Verdict.NOT_MET,
    3,
    both("SECRET missed"),
    Severity.FATAL,
    searched=Searched(both("SECRET farewell"), Role.AGENT, Span(0, 4_000)),
)
EVALUATION = Evaluation("x", STAMP, (GREETED, MISSED))
QUESTIONS = asked("", EVALUATION)
CONTROLLER = Account("anna", "Анна", AccountRole.CONTROLLER)
LEAD = Account("lev", "Лев", AccountRole.LEAD)


def review(*, blind: bool, revealed: bool = False) -> Review:
    return Review("r", "x", "e", "anna", blind, NOW, NOW + timedelta(minutes=5) if revealed else None)


def answer(criterion: str, verdict: Verdict, *, by: str = "anna", kind: AnswerKind, entry: int) -> Answer:
    return Answer("x", "e", criterion, verdict, kind, by, NOW, reason="so heard", entry=entry)


ANSWERS = (
    answer("greeting", Verdict.MET, kind=AnswerKind.BLIND, entry=1),
    answer("greeting", Verdict.UNSURE, kind=AnswerKind.BLIND, entry=2),
    answer("greeting", Verdict.NOT_MET, by="boris", kind=AnswerKind.OVERRIDE, entry=3),
)


def test_while_a_review_is_sealed_no_row_holds_anything_but_the_question_and_the_viewers_own() -> None:
    state = CallState("e", EVALUATION, answers=ANSWERS)
    for mine in (None, review(blind=True)):
        assert sealed(CONTROLLER, mine)
        shown = sections(QUESTIONS, state, account=CONTROLLER, review=mine)
        assert all(row.open is None for section in shown for row in section.rows)
        text = repr(shown)
        assert "SECRET" not in text
        assert "boris" not in text
        assert "NOT_MET" not in text
    [section] = shown
    assert section.rows[0].mine == ANSWERS[1]
    assert unanswered(state, "anna") == ("farewell",)


def test_what_was_answered_blind_is_compared_once_everything_is_shown() -> None:
    state = CallState("e", EVALUATION, answers=ANSWERS)
    for mine in (review(blind=False), review(blind=True, revealed=True)):
        [section] = sections(QUESTIONS, state, account=CONTROLLER, review=mine)
        greeting, farewell = section.rows
        assert greeting.open is not None
        assert greeting.open.machine == GREETED
        assert greeting.open.standing.by == "boris"
        assert greeting.agrees is False
        assert farewell.agrees is None
        assert [a.entry for a in greeting.open.history] == [3]


def test_a_lead_reads_without_a_review_and_is_told_why_he_may_not_confirm() -> None:
    assert not sealed(LEAD, None)
    [section] = sections(QUESTIONS, CallState("e", EVALUATION), account=LEAD, review=None)
    assert all(row.open is not None and row.open.refusal is not None for row in section.rows)


def test_seconds_count_as_heard_only_for_whoever_played_them() -> None:
    plays = (Play("x", "anna", Span(0, 2_000), NOW), Play("x", "boris", Span(0, 4_000), NOW))
    [section] = sections(
        QUESTIONS, CallState("e", EVALUATION, plays=plays), account=CONTROLLER, review=review(blind=False)
    )
    heard = [[ear.heard for ear in row.open.ears] for row in section.rows if row.open]
    assert heard == [[True], [False]]
