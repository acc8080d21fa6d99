"""A whole call looked up at once gives the tagger the very features that it learnt from, one by one."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.calls.recording import Call, Direction, Role
from pipeline.calls.span import Span
from pipeline.calls.text import Language
from pipeline.calls.transcript import Utterance
from pipeline.detectors.event_features import (
    CONTEXT_VALUE,
    Feature,
    feature_of,
    neighbour_features,
    outline,
    own_features,
    place_features,
    word_count,
)
from pipeline.detectors.event_index import feature_index
from pipeline.detectors.event_view import PARTIES, once, view
from pipeline.detectors.event_words import speaking
from pipeline.detectors.levelled import levelled
from pipeline.detectors.reading import Token, read
from pipeline.rubrics.event_model import EventModel, read_event_model
from tests.notation import scorecards

SPOKEN = {
    Language.EN: "I'll ring you back tomorrow by 3 . ? ! , sorry where's my order no it is not the lorry "
    "zibble good morning Ashdown Foods Grace speaking can I take your name please — well right 'cause…",
    Language.RU: "добрый день «Колосок» Ирина я перезвоню вам завтра до обеда . ? ! , где мой заказ не "
    "знаю 15 подождите минуту "
    "пришлю пришлём присылаете скинь отправить "
    "спасибо ответила ответил Тула кракозябр ничем не могу помочь ну вот…",
}


@cache
def model() -> EventModel:
    found = scorecards()["active_sales"].events
    assert found is not None
    return found


@cache
def rows_of() -> dict[Feature, int]:
    return {feature_of(name): row for name, row in model().index.items()}


texts = {
    language: st.lists(st.sampled_from(words.split()), min_size=1, max_size=9).map(" ".join)
    for language, words in SPOKEN.items()
}
calls = st.sampled_from(Language).flatmap(
    lambda language: st.tuples(
        st.just(language),
        st.lists(st.tuples(st.sampled_from(Role), st.integers(-2000, 20_000), texts[language]), max_size=8),
        st.sampled_from(Direction),
        st.booleans(),
    )
)


def utterances(said: list[tuple[Role, int, str]]) -> tuple[Utterance, ...]:
    out: list[Utterance] = []
    end = 0
    for role, pause, text in said:
        start = max(0, end + pause)
        end = start + 1000
        out.append(Utterance(role, Span(start, end), text))
    return tuple(out)


@settings(max_examples=60, deadline=None)
@given(drawn=calls)
def test_what_is_looked_up_at_once_is_what_was_learnt_one_by_one(
    drawn: tuple[Language, list[tuple[Role, int, str]], Direction, bool],
) -> None:
    language, lines, direction, cut = drawn
    said = utterances(lines)
    call = Call("x", language=language, direction=direction, cut=cut)
    tokens = [read(u.text, language=language) for u in said]
    seen = view(feature_index(model()), call, said, tokens, language)
    level = [levelled(t, language, model().words) for t in tokens]
    row_of = rows_of().get
    nobody = len(model().weights) - 1
    for i, utterance in enumerate(said):
        rows, places = {nobody}, set()
        if utterance.role in PARTIES:
            own = own_features(level[i], row_of)
            rows |= {f[0] for f in own}
            rows |= set(neighbour_features(said, [outline(t) for t in level], i, row_of))
            around = place_features(said, word_count(level[i]), i, direction=direction, ends=not cut)
            rows |= {row for f in around if (row := row_of(f)) is not None}
            places = {place for place in own if place[2] > place[1]}
        assert set(seen.row[seen.utterance == i].tolist()) == rows
        here = seen.said.utterance == i
        mine = (seen.said.row[here], seen.said.first[here], seen.said.end[here])
        assert set(zip(*(part.tolist() for part in mine), strict=True)) == places


def test_a_neighbours_features_count_less_by_the_learnt_share() -> None:
    index = feature_index(model())
    row = int(np.flatnonzero(index.outside)[0])
    own = int(np.flatnonzero(~index.outside)[0])
    learnt = model().weights.astype(np.int64)
    assert (index.weights[row] == learnt[row] * round(10 * CONTEXT_VALUE)).all()
    assert (index.weights[own] == learnt[own] * 10).all()


def test_a_feature_behind_all_others_is_found_and_one_behind_it_is_not() -> None:
    events = '"events": ["agent/x"], "levels": {"agent/x": [0.1, 0.2, 0.3]}, "steps": {"agent/x": 1}'
    small = read_event_model(
        f'{{{events}, "bias": {{"agent/x": 0}}, "words": ["b", "a"], "weights": {{"t:b b b": {{"0": 1}}}}}}'
    )
    index = feature_index(small)
    one = np.array([1, 0])
    found, rows = index.of_several("t", (one, one, one))
    assert (found.tolist(), rows.tolist()) == ([0], [0])
    assert index.of_several("b", (one, one))[0].tolist() == []


@pytest.mark.parametrize("codes", [[], [3], [2, 2, 1, 2]])
def test_each_code_stands_once_in_order(codes: list[int]) -> None:
    assert once(np.array(codes, dtype=np.int64)).tolist() == sorted(set(codes))


def test_each_token_carries_its_share_of_every_feature_and_no_more() -> None:
    language = Language.EN
    said = utterances([(Role.AGENT, 0, "I'll ring you back tomorrow. Sorry"), (Role.SYSTEM, 0, "beep")])
    tokens: list[tuple[Token, ...]] = [read(u.text, language=language) for u in said]
    seen = view(feature_index(model()), Call("x", language=language), said, tokens, language)
    spoken = speaking(model().weights, seen.said, tokens)
    wanted = np.zeros((len(tokens[0]), model().weights.shape[1]), dtype=np.int64)
    for row, first, end in zip(seen.said.row, seen.said.first, seen.said.end, strict=True):
        wanted[first:end] += 6 // (end - first) * model().weights[row].astype(np.int64)
    assert (spoken.sixths[: len(tokens[0])] == np.maximum(wanted, 0)).all()
    assert not spoken.sixths[len(tokens[0]) :].any()
