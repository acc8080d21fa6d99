"""The event tagger: what it sees, what it may not see, and how it is asked in a rubric."""

from dataclasses import replace

import pytest

from pipeline.calls.recording import Role
from pipeline.calls.text import Language
from pipeline.detectors.levelled import OTHER, levelled
from pipeline.detectors.reading import read
from pipeline.detectors.scene import Scene, stage
from pipeline.language.nicknames import one_name
from pipeline.rubrics.event_model import read_event_model
from pipeline.rubrics.load import load_scorecards
from tests.notation import call, scorecards


def staged(text: str) -> Scene:
    card = scorecards()["active_sales"]
    return stage(call(text), card.phrases, card.events)


def probability(text: str, utterance: int, event: str) -> float:
    scene = staged(text)
    assert scene.events is not None
    return scene.events.probability(utterance, scene.utterances[utterance].role, event)


@pytest.mark.parametrize(
    ("text", "utterance", "event"),
    [
        ("client 0:01 hi\nagent 0:03 Good morning, Hale and Sons, Beth speaking", 1, "greet"),
        ("client 0:01 fine\nagent 0:03 Всего доброго, до свидания", 1, "farewell"),
        ("client 0:01 А когда?\nagent 0:03 Я проверю и перезвоню вам завтра до обеда", 1, "undertaking"),
        (
            "client 0:01 So?\nagent 0:03 I'll look into it and ring you back tomorrow by noon",
            1,
            "undertaking",
        ),
        ("agent 0:01 Done.\nclient 0:03 Спасибо большое", 1, "thanks"),
        ("client 0:01 ok\nagent 0:03 Is there anything else I can help you with?", 1, "check_content"),
    ],
)
def test_a_plain_event_is_likely(text: str, utterance: int, event: str) -> None:
    scene = staged(text)
    assert scene.events is not None
    column = scene.events.model.column(scene.utterances[utterance].role, event)
    assert column is not None
    assert probability(text, utterance, event) >= scene.events.model.levels[column].likely


def test_the_other_partys_event_is_impossible() -> None:
    assert probability("agent 0:01 Where is my parcel?\nclient 0:03 I do not know", 0, "request") == 0
    assert probability("client 0:01 Good morning\nagent 0:03 Yes", 0, "greet") == 0


def test_the_words_shown_lie_within_the_utterance_and_say_the_event() -> None:
    text = "client 0:01 So?\nagent 0:03 The lorry is late. I'll ring you back tomorrow. Mind the step."
    scene = staged(text)
    assert scene.events is not None
    start, end = scene.events.words_for(1, Role.AGENT, "undertaking")
    shown = " ".join(t.norm for t in scene.events.tokens[1][start:end])
    assert "ring" in shown or "back" in shown
    assert scene.events.reasons(1, Role.AGENT, "undertaking")[0][1] > 0


def seen(text: str, language: Language) -> list[str]:
    model = scorecards()["client_sector"].events
    assert model is not None
    return [t.norm for t in levelled(read(text, language=language), language, model.words)]


def test_names_towns_and_a_womans_endings_are_not_seen() -> None:
    russian = seen("Ирина ответила в Туле", Language.RU)
    assert russian == seen("Олег ответил в Перми", Language.RU)
    assert russian == seen("ирина ответила в туле", Language.RU)
    assert seen("This is Grace from Leeds", Language.EN).count(OTHER) == 2


def test_a_word_that_was_never_learnt_is_as_good_as_a_name() -> None:
    assert seen("this is zibbledy from quorndon", Language.EN) == seen(
        "this is Grace from Leeds", Language.EN
    )


@pytest.mark.parametrize(
    "text",
    [
        "client 0:01 Где заказ?\nagent 0:03 Успокойтесь, Марина. Ещё раз: Машина в пути, ждём её к трём",
        "client 0:01 Где заказ?\nagent 0:03 Успокойся. Я Всё проверю",
        "client 0:01 Where is it, Kevin?\nagent 0:03 Calm Down, Mr Pratt. It Is on the Lorry",
    ],
)
def test_capitals_and_the_letter_yo_change_no_probability(text: str) -> None:
    lines = [line.partition(" 0:") for line in text.splitlines()]
    plain = "\n".join(f"{role} 0:{said.lower().replace('ё', 'е')}" for role, _, said in lines)
    written, heard = staged(text).events, staged(plain).events
    assert written is not None
    assert heard is not None
    assert (written.probabilities == heard.probabilities).all()


def test_no_name_of_the_list_stands_in_the_weights() -> None:
    model = scorecards()["client_sector"].events
    assert model is not None
    for name in ("олег", "ирина", "steve", "grace", "kevin"):
        assert f"l:{name}" not in model.index


def test_an_unknown_neighbour_leaves_doubt_and_a_far_one_changes_nothing() -> None:
    text = "\n".join(
        f"{('client', 'agent')[i % 2]} 0:{i * 3:02d} {'I will ring you' if i == 9 else 'well yes'}"
        for i in range(14)
    )
    scene = staged(text)
    assert scene.events is not None
    transcript = scene.transcript
    card = scorecards()["active_sales"]
    hidden = tuple(
        replace(u, role=Role.UNKNOWN) if i == 2 else u for i, u in enumerate(transcript.utterances)
    )
    other = stage(replace(transcript, utterances=hidden), card.phrases, card.events)
    assert other.events is not None
    assert (other.events.probabilities[9] == scene.events.probabilities[9]).all()


def test_an_event_nobody_knows_is_refused_with_the_known_ones() -> None:
    rubric = (
        "rubric: r\ntitle: {ru: Р, en: R}\ncriteria:\n  - {id: a, title: {ru: В, en: Q}, "
        "question: {ru: В, en: Q}, weight: 1, met_when: {event: yodel, by: agent}}\n"
    )
    _, problems = load_scorecards({"r.yaml": rubric})
    assert any("no event 'yodel'" in str(p) and "events.json" in str(p) for p in problems)


def test_a_broken_model_is_a_problem_with_its_file() -> None:
    with pytest.raises(ValueError, match="no event model"):
        read_event_model("{}")
    _, problems = load_scorecards({"x/events.json": "[]"})
    assert any(str(p).startswith("x/events.json:1:1: no event model") for p in problems)


def test_first_names_of_one_person_and_of_two() -> None:
    assert one_name("юля", "юлия")
    assert one_name("бобби", "роберт") is None
    assert one_name("steve", "stephen")
    assert one_name("steve", "kevin") is False
