"""Calls written as text, for tests: the same notation as in rubric examples."""

from textwrap import dedent

from pipeline.calls.text import Language
from pipeline.calls.transcript import Transcript
from pipeline.rubrics.files import read_folder
from pipeline.rubrics.load import load_scorecards
from pipeline.rubrics.notation import call_from_text
from pipeline.rubrics.rubric import Scorecard


def call(text: str, *, language: Language | None = None) -> Transcript:
    """A transcript from lines like `agent 0:02 Thank you for calling`."""
    return call_from_text(dedent(text), language=language)


def scorecards() -> dict[str, Scorecard]:
    """The default scorecards; a fault in them fails the test that asks."""
    cards, problems = load_scorecards(read_folder())
    assert not problems, [str(p) for p in problems]
    return cards


def one_criterion(looks: str, phrases: str = "") -> Scorecard:
    """A scorecard of one criterion `asked`, its looks and phrase lists given as YAML."""
    body = "\n".join(f"    {line}" for line in dedent(looks).strip().splitlines())
    lists = "\n".join(f"  {line}" for line in dedent(phrases).strip().splitlines())
    files = {
        "r.yaml": "rubric: r\ntitle: {ru: Р, en: R}\n"
        + (f"phrases:\n{lists}\n" if phrases else "")
        + "criteria:\n  - id: asked\n    title: {ru: В, en: Q}\n    question: {ru: В, en: Q}\n"
        + f"    weight: 5\n{body}\n",
        "s.yaml": "scorecard: s\nversion: 1\ntitle: {ru: К, en: C}\nsector: client\n"
        "rubrics: [{rubric: r, weight: 1}]\n",
    }
    cards, problems = load_scorecards(files)
    assert not problems, [str(p) for p in problems]
    return cards["s"]
