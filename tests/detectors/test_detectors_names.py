"""Names: a word the recogniser knew nothing of may be one."""

import pytest

from pipeline.detectors.look import look
from pipeline.detectors.scene import stage
from pipeline.detectors.sighting import Doubt, State
from pipeline.rubrics.rubric import Scope, Sight
from tests.notation import call

ADDRESSED = Sight("client_name", (("use", "addressed"),), Scope())


@pytest.mark.parametrize("probability", ["0.0", "0.3"])
def test_a_word_of_no_probability_at_all_is_a_guess_not_a_certainty(probability: str) -> None:
    heard = call(
        f"agent 0:01 right then tollem{{{probability}}} i will see to it\nclient 0:04 yes it is urgent"
    )
    sighting = look(stage(heard, ()), ADDRESSED)
    assert sighting.state is State.DOUBTFUL
    assert sighting.doubts == {Doubt.HEARING}


def test_a_word_surely_heard_is_no_name_to_doubt() -> None:
    heard = call("agent 0:01 right then surely{0.95} i will see to it\nclient 0:04 yes it is urgent")
    assert look(stage(heard, ()), ADDRESSED).state is State.UNSEEN
