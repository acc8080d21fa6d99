"""Nothing leaves the house unless the settings say so in so many words."""

import pytest

from pipeline.asking import open_judge
from pipeline.errors import UserError
from pipeline.judge.address import permitted, place_of
from pipeline.settings import Settings
from tests.notation import scorecards

CARDS = scorecards()


def settings(**changed: object) -> Settings:
    said: dict[str, object] = {
        "judge_url": "http://127.0.0.1:9/v1",
        "judge_model": "tiny",
        "judge_criteria": ("ownership",),
    }
    return Settings(**(said | changed))  # type: ignore[arg-type]  # pydantic checks every value


def test_nobody_is_asked_by_default() -> None:
    assert open_judge(Settings(), CARDS) is None


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "169.254.169.254", "100.64.0.1", "2001:4860:4860::8888", "::ffff:8.8.8.8", "224.0.0.1"],
)
def test_an_address_outside_is_refused_in_a_sentence_that_says_what_would_leave(address: str) -> None:
    host = f"[{address}]" if ":" in address else address
    with pytest.raises(UserError, match=r"would leave the house.*judge_outside") as refused:
        open_judge(settings(judge_url=f"http://{host}/v1"), CARDS)
    assert "judge_url" in refused.value.message
    assert open_judge(settings(judge_url=f"http://{host}/v1", judge_outside=True), CARDS)


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.1.2.3", "172.20.0.1", "192.168.1.5", "[::1]", "[fd00::7]"]
)
def test_an_address_in_the_house_needs_no_leave(address: str) -> None:
    assert open_judge(settings(judge_url=f"http://{address}:8000/v1"), CARDS)


def test_a_name_is_judged_by_every_address_it_has() -> None:
    place = place_of("http://model.example:8000/v1")
    with pytest.raises(UserError, match=r"model\.example is 8\.8\.8\.8"):
        permitted(place, outside=False, resolve=lambda _h, _p: ("10.0.0.1", "8.8.8.8"))
    assert permitted(place, outside=False, resolve=lambda _h, _p: ()) == (), "down is no crime"


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("ftp://10.0.0.1/v1", "http or https"),
        ("10.0.0.1:8000", "http or https"),
        ("http://", "with a host"),
        ("http://me:secret@10.0.0.1/v1", "judge_key"),
        ("http://10.0.0.1/v1?x=1", "chat/completions"),
        ("http://10.0.0.1:99999/v1", "no URL"),
    ],
)
def test_a_url_that_cannot_be_asked_is_told_with_its_key(url: str, told: str) -> None:
    with pytest.raises(UserError, match=told) as refused:
        open_judge(settings(judge_url=url), CARDS)
    assert "judge_url" in refused.value.message
    assert "secret" not in refused.value.message


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"judge_model": ""}, "judge_model"),
        ({"judge_criteria": ()}, "judge_criteria"),
        ({"judge_criteria": ("owner",)}, "no criterion 'owner'"),
        ({"judge_criteria": ("no_rudeness",)}, "not no_rudeness: it is fatal"),
        ({"judge_criteria": ("no_stop_phrases",)}, "not no_stop_phrases: it is met by what is not said"),
    ],
)
def test_what_the_model_may_be_asked_is_named_and_fit_for_it(changed: dict[str, object], told: str) -> None:
    with pytest.raises(UserError, match=told) as refused:
        open_judge(settings(**changed), CARDS)
    assert told in refused.value.message


def test_the_key_is_not_printed() -> None:
    assert "hush" not in repr(settings(judge_key="hush"))
