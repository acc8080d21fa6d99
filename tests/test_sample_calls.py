"""The sample calls, as written: whole evaluations as gold, beside the verdicts a person wrote down.

What Whisper hears of them is held in `tests/flows/test_main_job.py`.
"""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.calls.text import Language
from pipeline.calls.wire import transcript_from_json
from pipeline.rubrics.files import read_folder
from pipeline.rubrics.load import load_scorecards
from pipeline.rubrics.rubric import Scorecard
from pipeline.scoring.evaluation import Evaluation, evaluation_to_json
from pipeline.scoring.score import score
from pipeline.settings import SCORECARDS

FOLDER = Path(__file__).parents[1] / "sample_calls"
CALLS = sorted(
    p.name.removesuffix(".transcript.json") for p in (FOLDER / "expected").glob("*.transcript.json")
)


@pytest.fixture(scope="module")
def cards() -> dict[str, Scorecard]:
    return load_scorecards(read_folder())[0]


def evaluated(call: str, cards: dict[str, Scorecard]) -> Evaluation:
    document = json.loads((FOLDER / "expected" / f"{call}.transcript.json").read_text(encoding="utf-8"))
    transcript = transcript_from_json(document)
    return score(cards[SCORECARDS[transcript.call.sector]], transcript)


def written(call: str) -> dict[str, str]:
    document = json.loads((FOLDER / "expected" / f"{call}.verdicts.json").read_text(encoding="utf-8"))
    verdicts: dict[str, str] = document["verdicts"]
    return verdicts


@pytest.mark.parametrize("call", CALLS)
def test_a_whole_evaluation_stays_what_it_was(
    call: str, cards: dict[str, Scorecard], gold: Callable[[str, str], None]
) -> None:
    document = evaluation_to_json(evaluated(call, cards), language=Language(call[:2]))
    del document["scorecard"][
        "digest"
    ]  # every wording of a rubric changes it; the diff here is about answers
    gold(f"{call}.json", json.dumps(document, ensure_ascii=False, indent=1) + "\n")


@pytest.mark.parametrize("call", CALLS)
def test_nobody_is_blamed_for_what_a_careful_reader_does_not_blame_them_for(
    call: str, cards: dict[str, Scorecard]
) -> None:
    right = written(call)
    blamed = {f.criterion for f in evaluated(call, cards).findings if f.verdict == "not_met"}
    assert {criterion for criterion in blamed if right[criterion] != "not_met"} == set()


def test_the_machine_answers_most_questions_as_the_reader_did_and_rarely_the_opposite(
    cards: dict[str, Scorecard],
) -> None:
    pairs = [
        (f.verdict.value, written(call)[f.criterion])
        for call in CALLS
        if call != "en-02"  # one channel: who speaks is not known, so the machine is rightly unsure
        for f in evaluated(call, cards).findings
        if f.criterion in written(call)
    ]
    decided = [(machine, reader) for machine, reader in pairs if machine != "unsure"]
    assert len(pairs) >= 250
    assert len(decided) / len(pairs) >= 0.7
    assert sum(machine == reader for machine, reader in decided) / len(decided) >= 0.95


@pytest.mark.parametrize("call", CALLS)
def test_every_sample_call_has_its_script_sidecar_sound_and_notice(call: str) -> None:
    sidecar = json.loads((FOLDER / "audio" / f"{call}.json").read_text(encoding="utf-8"))
    assert sidecar["notice"]
    assert (FOLDER / "scripts" / f"{call}.yaml").is_file()
    assert len([p for p in (FOLDER / "audio").glob(f"{call}.*") if p.suffix != ".json"]) == 1
