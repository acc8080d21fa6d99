"""What `scoring_rubrics/README.md` shows is run: the rubric and its examples, and each word at work."""

import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from pipeline.detectors.look import DETECTORS, look
from pipeline.detectors.scene import stage
from pipeline.rubrics.files import default_folder, read_folder
from pipeline.rubrics.lint import lint
from pipeline.rubrics.load import load_scorecards
from pipeline.rubrics.look_reader import SCOPE_WORDS
from pipeline.rubrics.looks import WORDS
from pipeline.rubrics.notation import call_from_text
from pipeline.rubrics.rubric import Scorecard
from pipeline.scoring.examples import failures

README = (default_folder() / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)
LOOKS = [block for block in BLOCKS if block.startswith("look:")]
FILES = {f"{n}.yaml": block for n, block in enumerate(BLOCKS) if not block.startswith("look:")}


def shared(*, events: bool) -> dict[str, str]:
    """The default denials, and the tagger's weights where an example asks for an event."""
    names = {"language.yaml", *(("events.json",) if events else ())}
    return {name: text for name, text in read_folder().items() if Path(name).name in names}


def card_of(written: str) -> Scorecard:
    """A scorecard whose one criterion is met when the look is seen."""
    line = written.splitlines()[0].removeprefix("look: ")
    asked = {
        "asked.yaml": "rubric: r\ntitle: {ru: Р, en: R}\ncriteria:\n  - id: asked\n"
        "    title: {ru: В, en: Q}\n    question: {ru: В, en: Q}\n    weight: 5\n"
        f"    met_when: {line}\n",
        "card.yaml": "scorecard: s\nversion: 1\ntitle: {ru: К, en: C}\nsector: client\n"
        "rubrics: [{rubric: r, weight: 1}]\n",
    }
    phrases = {name: text for name, text in FILES.items() if text.startswith("phrases:")}
    cards, problems = load_scorecards({**asked, **phrases, **shared(events="event:" in line)})
    assert not problems, [str(p) for p in problems]
    return cards["s"]


def test_the_readme_is_a_folder_of_rubrics_whose_examples_hold() -> None:
    cards, problems = load_scorecards({**FILES, **shared(events=False)})
    assert not problems, [str(p) for p in problems]
    ran, failed = failures(cards["drivers"], {"window_named"})
    assert ran == 4
    assert not failed


@pytest.mark.parametrize("written", LOOKS, ids=[block.splitlines()[0][:60] for block in LOOKS])
def test_a_look_of_the_readme_sees_what_it_says(written: str) -> None:
    card = card_of(written)
    wanted = card.criteria[0][1].met_when
    assert wanted
    told = YAML(typ="safe").load(written)
    wrong = [
        f"{state}: {said!r} is {found}"
        for state in ("seen", "unseen", "doubtful")
        for said in told.get(state, ())
        if (found := look(stage(call_from_text(said), card.phrases, card.events), wanted).state) != state
    ]
    assert not wrong


def test_every_word_of_the_language_is_shown_at_work() -> None:
    shown = "\n".join(LOOKS)
    assert not [word for word in WORDS if f"{word}:" not in shown]
    assert set(WORDS) == set(DETECTORS)
    where = README[README.index("## Looks") :]
    assert not [word for word in SCOPE_WORDS if f"`{word}" not in where]


def test_a_rubric_of_the_readme_is_remarked_on_with_its_place() -> None:
    cards, _ = load_scorecards({**FILES, **shared(events=False)})
    remarks = lint(cards["drivers"])
    assert remarks
    assert all(re.match(r"\d+\.yaml:\d+:\d+: delivery/window_named: ", remark) for remark in remarks)
