"""The accuracy benchmark's own arithmetic, with hearings written by hand in place of engines."""

import doctest
from pathlib import Path

import pytest

import benchmarks.accuracy
import benchmarks.names
from benchmarks.accuracy import compared, edges, hear_all, interval
from benchmarks.hearers import HeardWord, Hearer, Words
from benchmarks.names import LISTS, SAID, STRANGERS, name_counts, told
from benchmarks.normalize import Errors
from benchmarks.references import Line, references
from pipeline.audio.decode import Samples
from pipeline.calls.span import Span
from pipeline.calls.text import Language


def heard(*words: tuple[str, int, int]) -> Words:
    return tuple(HeardWord(text, Span(start, end)) for text, start, end in words)


@pytest.mark.parametrize("module", [benchmarks.accuracy, benchmarks.names])
def test_the_examples_are_true(module: object) -> None:
    found = doctest.testmod(module)  # type: ignore[arg-type]  # a module, of either
    assert found.attempted
    assert not found.failed


def test_the_time_of_a_word_heard_wrong_proves_nothing() -> None:
    lines = (Line("Нажмите решётку", Span(1000, 2000)),)
    starts, ends, asked = edges(lines, heard(("Нажмите", 1100, 1500), ("редиску.", 1500, 2900)))
    assert (starts, ends, asked) == ((100,), (), 1)


def test_a_line_of_one_word_has_both_edges() -> None:
    lines = (Line("Алло?", Span(500, 900)), Line("Да.", Span(5000, 5300)))
    starts, ends, _ = edges(lines, heard(("Алло,", 450, 950), ("да", 5000, 5200)))
    assert (starts, ends) == ((-50, 0), (50, -100))


def test_lines_without_times_are_not_judged_by_time() -> None:
    assert edges((Line("Hello"),), heard(("Hello", 0, 400))) == ((), (), 0)


def test_a_silent_hearing_loses_every_word_and_has_no_times() -> None:
    reference = next(r for r in references(["sample_calls"]) if r.name == "sample_calls/en-05/agent")
    result = compared(reference, ())
    assert result.counts.wer == 1.0
    assert result.counts.deleted == result.counts.words
    assert result.starts_ms == result.ends_ms == ()
    assert result.lines == len(reference.lines)


def test_an_interval_holds_the_rate_and_is_a_point_where_files_are_alike() -> None:
    files = [Errors(10, n, 0, 0, 50, n) for n in (0, 1, 2, 3, 4)]
    low, high = interval(files)
    assert low is not None
    assert high is not None
    assert low < 0.2 < high
    assert interval([Errors(10, 1, 0, 0, 50, 1)] * 5) == (0.1, 0.1)
    assert interval([]) == (None, None)


def test_what_was_heard_is_kept_and_not_heard_again(tmp_path: Path) -> None:
    asked: list[str] = []
    sounds = [r for r in references(["sample_calls"]) if r.name.startswith("sample_calls/en-02")]

    def opened() -> Hearer:
        def hear(_samples: Samples, language: Language) -> Words:
            asked.append(language.value)
            return heard(("Ну,", 10, 300), ("вот", 300, 500))

        return hear

    kept = tmp_path / "kept.jsonl"
    first = hear_all("an engine", sounds, kept=kept, hearer=opened)
    assert hear_all("an engine", sounds, kept=kept, hearer=opened) == first
    assert asked == ["en"]
    hear_all("another engine", sounds, kept=kept, hearer=opened)
    assert asked == ["en", "en"]


@pytest.mark.parametrize(
    ("language", "said", "hearing", "counts"),
    [
        (Language.RU, "Компания «Волга».", "компания волга", (1, 1, 0)),
        (Language.RU, "Спасибо, Марина!", "спасибо марину", (1, 1, 0)),
        (Language.RU, "Всё верно.", "все верно", (0, 0, 0)),
        (Language.RU, "Добрый день!", "компания Волга, добрый день", (0, 0, 1)),
        (Language.EN, "Northgate Foods, Daniel speaking", "North Gate Foods Daniel speaking", (2, 1, 0)),
        (Language.EN, "Hello", "Hello, Ashford", (0, 0, 1)),
    ],
)
def test_names_said_heard_and_invented_are_told_apart(
    language: Language, said: str, hearing: str, counts: tuple[int, int, int]
) -> None:
    assert name_counts(said, hearing, language) == counts


@pytest.mark.parametrize("language", Language)
def test_lists_are_as_long_as_they_are_called(language: Language) -> None:
    assert {name: len(told(name, language)) for name in LISTS} == {
        "none": 0, "5": 5, "20": 20, "60": 60, "strangers": 20,
    }  # fmt: skip
    assert not set(SAID[language]) & set(STRANGERS[language])
