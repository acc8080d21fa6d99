"""Roles put right by a person: scored anew by the same card, and told apart from what was."""

from dataclasses import replace

import pytest

from pipeline.calls.attribution import Attribution, Basis
from pipeline.calls.recording import Call, Recording, Role
from pipeline.calls.text import Language, Text
from pipeline.calls.transcript import EngineStamp, Transcript
from pipeline.correct import corrected
from pipeline.review.refusals import Refused
from pipeline.rubrics.rubric import Scorecard
from pipeline.rubrics.verdict import Verdict
from pipeline.scoring.score import score
from pipeline.scoring.second_hearing import HeardAgain, Outcome, SecondHearing
from pipeline.store.nouns import StoredCall
from tests.notation import call, scorecards

RUDE = """
    agent 0:01 Добрый день, компания «Ромашка», меня зовут Ирина.
    client 0:05 Здравствуйте, мне нужен счёт.
    agent 0:09 Да ты дурак, что ли?
    client 0:13 Хорошо, сейчас пришлю счёт.
    agent 0:17 Спасибо, до свидания.
"""


def stored(text: str = RUDE, *, channels: int = 2) -> StoredCall:
    told = call(text, language=Language.RU)
    said = tuple(
        replace(u, channel=(0 if u.role is Role.AGENT else 1) if channels > 1 else 0) for u in told.utterances
    )
    known = replace(told.call, id="a" * 64, channels=channels)
    heard = replace(told, call=known, utterances=said, attribution=Attribution(Basis.TOLD))
    return StoredCall(
        Recording(known, "a.wav", "/a.wav", "told"), 20_000, "d" * 64, heard, score(card(), heard)
    )


def card() -> Scorecard:
    return scorecards()["client_sector"]


def verdict(evaluated: object, criterion: str) -> Verdict:
    return next(f.verdict for f in evaluated.findings if f.criterion == criterion)  # type: ignore[attr-defined]


def test_swapped_channels_put_right_clear_the_employee_of_the_clients_words() -> None:
    before = stored()
    assert verdict(before.evaluation, "no_rudeness") is Verdict.NOT_MET
    transcript, evaluation = corrected(before, card(), roles=(Role.CLIENT, Role.AGENT))
    assert [u.role for u in transcript.utterances][:2] == [Role.CLIENT, Role.AGENT]
    assert transcript.attribution == Attribution(Basis.CORRECTED, corrected=1)
    assert verdict(evaluation, "no_rudeness") is not Verdict.NOT_MET
    evaluation.check(transcript)


def test_swapping_and_naming_the_roles_come_to_the_same() -> None:
    before = stored()
    assert corrected(before, card()) == corrected(before, card(), roles=(Role.CLIENT, Role.AGENT))


def test_putting_it_back_is_another_correction_and_not_the_old_transcript() -> None:
    before = stored()
    once, scored = corrected(before, card())
    twice, _ = corrected(replace(before, transcript=once, evaluation=scored), card())
    assert [u.role for u in twice.utterances] == [u.role for u in before.transcript.utterances]
    assert twice != before.transcript
    assert twice.attribution == Attribution(Basis.CORRECTED, corrected=2)


def test_the_doubt_that_the_roles_were_under_is_gone_with_them() -> None:
    before = stored()
    doubted = Attribution(Basis.SWAPPED, 0.99, note=Text(ru="перепутаны", en="swapped"))
    unknown = tuple(replace(u, role=Role.UNKNOWN) for u in before.transcript.utterances)
    heard = replace(before.transcript, attribution=doubted, utterances=unknown)
    unsure = replace(before, transcript=heard, evaluation=score(card(), heard))
    assert verdict(unsure.evaluation, "no_rudeness") is not Verdict.NOT_MET
    _, evaluation = corrected(unsure, card(), roles=(Role.AGENT, Role.CLIENT))
    assert verdict(evaluation, "no_rudeness") is Verdict.NOT_MET


@pytest.mark.parametrize(
    ("channels", "roles", "told"),
    [
        (2, (Role.AGENT,), "2 channels"),
        (2, (Role.AGENT, Role.CLIENT), "so already"),
        (1, (Role.AGENT,), "only be swapped"),
    ],
)
def test_roles_that_do_not_fit_are_refused(channels: int, roles: tuple[Role, ...], told: str) -> None:
    with pytest.raises(Refused, match=told):
        corrected(stored(channels=channels), card(), roles=roles)


def test_what_the_second_engine_heard_is_held_against_the_new_answers_too() -> None:
    before = stored(RUDE.replace("agent 0:09", "client 0:09"))
    hearing = SecondHearing(
        Outcome.AGREED,
        EngineStamp("other", "1", "base", "0" * 64),
        tuple(
            HeardAgain(i, u.role, u.span, u.text, u.text.replace("дурак", "думаешь"))
            for i, u in enumerate(before.transcript.utterances)
        ),
    )
    _, alone = corrected(before, card())
    assert verdict(alone, "no_rudeness") is Verdict.NOT_MET
    _, twice = corrected(before, card(), hearings=[hearing])
    assert verdict(twice, "no_rudeness") is Verdict.UNSURE


def test_a_call_without_words_cannot_be_put_right() -> None:
    empty = replace(stored(), transcript=Transcript(Call(id="a" * 64), ()))
    with pytest.raises(Refused):
        corrected(empty, card())
