"""Who said what on a whole call: told, heard, swapped, announced, put through."""

import json
from functools import cache
from importlib import resources

import pytest

from pipeline.calls.attribution import Attribution, Basis
from pipeline.calls.recording import Call, Direction, Role
from pipeline.calls.span import Span
from pipeline.calls.text import Language
from pipeline.calls.transcript import Transcript, Utterance, Word
from pipeline.rubrics.rubric import Scorecard
from pipeline.rubrics.verdict import Verdict
from pipeline.scoring.evaluation import Evaluation
from pipeline.scoring.score import score
from pipeline.speakers.diarize import Stretch
from pipeline.speakers.roles import RoleModel
from pipeline.speakers.who import Known, WhoSaidWhat, channels_to_hear, who_said_what
from tests.notation import scorecards

A, C, S, U = Role.AGENT, Role.CLIENT, Role.SYSTEM, Role.UNKNOWN

CURT = {
    Language.RU: [
        (0, "Компания «Волга», Панин."),
        (1, "Здравствуйте, это Елена, кафе «Заря». Нам сегодня не привезли муку, когда привезёте?"),
        (0, "Это не ко мне. Назовите номер заказа."),
        (1, "Номер семь. Мы уже второй раз из-за вас без муки, мне нужно сегодня."),
        (0, "Я вам уже говорил, ждите. Я передам, перезвоним вам как-нибудь."),
        (1, "Понятно. Тогда мы закажем у других."),
    ],
    Language.EN: [
        (0, "Northgate Foods, Emily speaking."),
        (1, "Hello, it's Laura from the Grand Hotel. We never got our invoice, can you send it today?"),
        (0, "What's your account number? I'll have a look for you."),
        (1, "It's nine zero one four. This is the second time we've had to ring you about it."),
        (0, "That's not my department. You have to call them yourself. We'll get back to you."),
        (1, "Then I want to cancel our order, we need it today."),
    ],
}


TURNED_DOWN = "No, I will not put you through."


@pytest.fixture(scope="module")
def model() -> RoleModel:
    text = resources.files("pipeline.speakers").joinpath("role_weights.json").read_text(encoding="utf-8")
    return RoleModel.of(json.loads(text))


def heard(lines: list[tuple[int, str]], *, one_channel: bool = False) -> list[Utterance]:
    return [
        Utterance(U, Span(4000 * i, 4000 * i + 3500), text, channel=0 if one_channel else who)
        for i, (who, text) in enumerate(lines)
    ]


def voices_of(lines: list[tuple[int, str]]) -> tuple[Stretch, ...]:
    return tuple(Stretch(Span(4000 * i, 4000 * i + 3500), who) for i, (who, _) in enumerate(lines))


@cache
def card() -> Scorecard:
    return scorecards()["client_sector"]


def scored(who: WhoSaidWhat, language: Language, *, channels: int = 2) -> Evaluation:
    call = Call(id="call", language=language, channels=channels, direction=Direction.INBOUND)
    transcript = Transcript(call, who.utterances, attribution=who.attribution)
    return score(card(), transcript)


def roles(who: WhoSaidWhat) -> list[Role]:
    return [u.role for u in who.utterances]


@pytest.mark.parametrize("language", Language)
def test_told_roles_that_the_words_bear_out_are_kept(model: RoleModel, language: Language) -> None:
    known = Known(2, (A, C), language=language)
    who = who_said_what(heard(CURT[language]), known=known, model=model, voices={})
    assert roles(who) == [A, C, A, C, A, C]
    assert (who.attribution.basis, who.attribution.note) == (Basis.TOLD, None)
    assert any(f.verdict is Verdict.NOT_MET for f in scored(who, language).findings)


@pytest.mark.parametrize("language", Language)
def test_swapped_channels_are_flagged_and_score_nobody(model: RoleModel, language: Language) -> None:
    known = Known(2, (C, A), language=language)
    who = who_said_what(heard(CURT[language]), known=known, model=model, voices={})
    assert set(roles(who)) == {U}
    assert who.attribution.basis is Basis.SWAPPED
    evaluation = scored(who, language)
    assert not [f.criterion for f in evaluation.findings if f.verdict is Verdict.NOT_MET]
    reasons = {f.reason.en for f in evaluation.findings if f.verdict is Verdict.UNSURE}
    assert who.attribution.note is not None
    assert who.attribution.note.en in reasons


@pytest.mark.parametrize("language", Language)
def test_channels_that_nobody_named_get_their_roles_from_the_words(
    model: RoleModel, language: Language
) -> None:
    known = Known(2, (), Direction.INBOUND, language)
    who = who_said_what(heard(CURT[language]), known=known, model=model, voices={})
    assert roles(who) == [A, C, A, C, A, C]
    assert who.attribution.basis is Basis.HEARD_CHANNELS


def test_channels_whose_words_do_not_tell_stay_unknown(model: RoleModel) -> None:
    lines = [(0, "Hello."), (1, "Hello."), (0, "Nice weather."), (1, "It is.")]
    known = Known(2, (), Direction.INBOUND, Language.EN)
    who = who_said_what(heard(lines), known=known, model=model, voices={})
    assert set(roles(who)) == {U}
    assert who.attribution.basis is Basis.NONE


@pytest.mark.parametrize("language", Language)
def test_one_channel_gets_roles_from_voices_and_words(model: RoleModel, language: Language) -> None:
    lines = CURT[language]
    known = Known(1, (), Direction.INBOUND, language)
    who = who_said_what(
        heard(lines, one_channel=True), known=known, model=model, voices={0: voices_of(lines)}
    )
    assert roles(who) == [A, C, A, C, A, C]
    assert (who.attribution.basis, who.attribution.speakers) == (Basis.HEARD_VOICES, 2)


@pytest.mark.parametrize("language", Language)
def test_roles_heard_on_one_channel_never_bear_a_reproach(model: RoleModel, language: Language) -> None:
    lines = CURT[language]
    known = Known(1, (), Direction.INBOUND, language)
    who = who_said_what(
        heard(lines, one_channel=True), known=known, model=model, voices={0: voices_of(lines)}
    )
    verdicts = [f.verdict for f in scored(who, language, channels=1).findings]
    assert Verdict.NOT_MET not in verdicts
    assert Verdict.UNSURE in verdicts


def test_without_an_ear_one_channel_stays_unknown(model: RoleModel) -> None:
    known = Known(1, (), Direction.INBOUND, Language.EN)
    who = who_said_what(heard(CURT[Language.EN], one_channel=True), known=known, model=model, voices={})
    assert set(roles(who)) == {U}


def test_two_channels_untold_and_not_quite_sure_bear_no_reproach() -> None:
    attribution = Attribution(Basis.HEARD_CHANNELS, 0.96)
    said = tuple(
        Utterance((A, C)[who], Span(4000 * i, 4000 * i + 3500), text, channel=who)
        for i, (who, text) in enumerate(CURT[Language.EN])
    )
    verdicts = {f.verdict for f in scored(WhoSaidWhat(said, attribution), Language.EN).findings}
    assert Verdict.NOT_MET not in verdicts


MENU = {
    Language.RU: "Ваш звонок очень важен для нас. Дождитесь ответа оператора.",
    Language.EN: "Thank you for calling Northgate Foods. For accounts, press two.",
}


@pytest.mark.parametrize("language", Language)
def test_a_menu_before_the_agent_is_not_the_agents(model: RoleModel, language: Language) -> None:
    lines = [(0, MENU[language]), *CURT[language]]
    known = Known(2, (A, C), language=language)
    who = who_said_what(heard(lines), known=known, model=model, voices={})
    assert roles(who) == [S, A, C, A, C, A, C]


def test_a_bare_recording_notice_is_nobodys_until_the_voice_is_known(model: RoleModel) -> None:
    lines = [(0, "Этот разговор записывается."), *CURT[Language.RU]]
    known = Known(2, (A, C), language=Language.RU)
    who = who_said_what(heard(lines), known=known, model=model, voices={})
    assert roles(who)[0] is U
    assert channels_to_hear(heard(lines), known) == (0,)


def test_a_notice_in_another_voice_is_a_machines_and_in_the_agents_own_is_the_agents(
    model: RoleModel,
) -> None:
    lines = [(0, "Этот разговор записывается."), *CURT[Language.RU]]
    known = Known(2, (A, C), language=Language.RU)
    others = {0: tuple(Stretch(u.span, 0 if i == 0 else 1) for i, u in enumerate(heard(lines)))}
    own = {0: tuple(Stretch(u.span, 0) for u in heard(lines))}
    assert roles(who_said_what(heard(lines), known=known, model=model, voices=others))[0] is S
    assert roles(who_said_what(heard(lines), known=known, model=model, voices=own))[0] is A


def test_an_agent_who_says_that_the_call_is_recorded_stays_the_agent(model: RoleModel) -> None:
    lines = [(0, "Good morning, my name is Daniel, this call is recorded."), *CURT[Language.EN]]
    who = who_said_what(heard(lines), known=Known(2, (A, C), language=Language.EN), model=model, voices={})
    assert roles(who)[0] is A


THROUGH = [*CURT[Language.EN][:2], (0, "I'll put you through to accounts.")]


def test_who_comes_after_a_transfer_is_not_scored_as_the_agent(model: RoleModel) -> None:
    lines = [*THROUGH, (0, "Accounts, Peter here, that's not my department either."), (1, "Oh dear.")]
    who = who_said_what(heard(lines), known=Known(2, (A, C), language=Language.EN), model=model, voices={})
    assert roles(who) == [A, C, A, U, C]


def test_a_second_voice_on_the_agents_channel_makes_both_unknown(model: RoleModel) -> None:
    lines = [*THROUGH, (0, "Accounts, Peter here, that's not my department either."), (1, "Oh dear.")]
    said = heard(lines)
    voices = {0: tuple(Stretch(u.span, 0 if i < 3 else 1) for i, u in enumerate(said) if lines[i][0] == 0)}
    who = who_said_what(said, known=Known(2, (A, C), language=Language.EN), model=model, voices=voices)
    assert roles(who) == [U, C, U, U, C]


def test_the_same_voice_after_a_transfer_that_failed_stays_the_agent(model: RoleModel) -> None:
    lines = [*THROUGH, (0, "I'm back, nobody picks up there, I'll take it myself."), (1, "Good.")]
    said = heard(lines)
    voices = {0: tuple(Stretch(u.span, 0) for i, u in enumerate(said) if lines[i][0] == 0)}
    who = who_said_what(said, known=Known(2, (A, C), language=Language.EN), model=model, voices=voices)
    assert roles(who) == [A, C, A, A, C]


def test_a_sentence_that_the_ear_hears_with_a_gap_stays_one_sentence(model: RoleModel) -> None:
    # Else "put you through." would stand alone, a transfer that was refused in the very same breath.
    spoken = [(w, 57_416 + 200 * n) for n, w in enumerate(TURNED_DOWN.split())]
    words = tuple(Word(w, Span(at, at + 180), 0.95) for w, at in spoken)
    said = [
        Utterance(U, Span(55_000, 57_000), "I want to speak to your manager.", channel=1),
        Utterance(U, Span(57_416, words[-1].span.end_ms), TURNED_DOWN, words, channel=0),
    ]
    voices = {0: (Stretch(Span(57_416, 57_980), 0),)}
    who = who_said_what(said, known=Known(2, (A, C), language=Language.EN), model=model, voices=voices)
    assert [(u.role, u.text) for u in who.utterances] == [(C, said[0].text), (A, said[1].text)]


def test_a_voicemail_on_the_clients_channel_is_no_client(model: RoleModel) -> None:
    lines = [
        (1, "The person you are calling is not available. Please leave a message after the tone."),
        (0, "Hello, it's Emily from Northgate Foods, I'll call you back tomorrow by noon."),
    ]
    who = who_said_what(heard(lines), known=Known(2, (A, C), language=Language.EN), model=model, voices={})
    assert roles(who) == [S, A]


def test_a_machine_on_one_channel_is_neither_party(model: RoleModel) -> None:
    lines = [(2, "Этот разговор записывается."), *CURT[Language.RU]]
    known = Known(1, (), Direction.INBOUND, Language.RU)
    who = who_said_what(
        heard(lines, one_channel=True), known=known, model=model, voices={0: voices_of(lines)}
    )
    assert roles(who) == [S, A, C, A, C, A, C]


def test_a_client_who_is_never_heard_cannot_be_said_to_have_asked_for_nothing(model: RoleModel) -> None:
    lines = [line for line in CURT[Language.EN] if line[0] == 0]
    who = who_said_what(heard(lines), known=Known(2, (A, C), language=Language.EN), model=model, voices={})
    verdicts = {f.criterion: f.verdict for f in scored(who, Language.EN).findings}
    for criterion in ("acknowledges_problem", "request_taken"):
        assert verdicts[criterion] is Verdict.UNSURE


def test_a_call_in_no_known_language_keeps_what_was_told_and_guesses_nothing(model: RoleModel) -> None:
    who = who_said_what(heard(CURT[Language.EN]), known=Known(2, (A, C)), model=model, voices={})
    assert roles(who) == [A, C, A, C, A, C]
    untold = who_said_what(heard(CURT[Language.EN]), known=Known(2), model=model, voices={})
    assert set(roles(untold)) == {U}


def test_a_stereo_call_without_cues_is_not_listened_to_for_voices() -> None:
    known = Known(2, (A, C), language=Language.EN)
    assert channels_to_hear(heard(CURT[Language.EN]), known) == ()
    assert channels_to_hear(heard(CURT[Language.EN]), Known(1, language=Language.EN)) == (0,)
    assert channels_to_hear(heard(CURT[Language.EN]), Known(1, (A,), language=Language.EN)) == ()


def test_roles_told_as_unknown_are_not_told(model: RoleModel) -> None:
    lines = CURT[Language.EN]
    known = Known(1, (U,), Direction.INBOUND, Language.EN)
    assert channels_to_hear(heard(lines, one_channel=True), known) == (0,)
    who = who_said_what(
        heard(lines, one_channel=True), known=known, model=model, voices={0: voices_of(lines)}
    )
    assert roles(who) == [A, C, A, C, A, C]
