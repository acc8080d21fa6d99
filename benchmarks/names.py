"""Whether telling Whisper the names it may hear lowers the errors on them, and what it costs elsewhere.

    python benchmarks/names.py [--lists NAME…] [--groups NAME…] [--noise DB] [--kept FILE]

The names go before every window (faster-whisper's `hotwords`; its `initial_prompt` reaches the first window
only, and each of ours is a fresh start). A list holds the names said in the language's calls, as a company
would set them, filled up with names nobody says; `strangers` holds only such. Of names it is counted how many
were heard as said, and how many were heard that nobody said: an invented company name would make a greeting
"met", which is worse than a name misheard.
"""

import argparse
import re
import zlib
from collections import Counter
from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.accuracy import hear_all, interval
from benchmarks.hearers import THREADS, HeardWord, Hearer, Words, text_of
from benchmarks.normalize import Errors, errors, normalized
from benchmarks.references import AUDIBLE, FRAME, GROUPS, ROOT, Joined, Reference, joined, references
from pipeline.audio.decode import Samples
from pipeline.audio.speech import speech
from pipeline.calls.text import Language
from pipeline.engines import EngineOptions, Hearing, make_engine
from pipeline.engines.faster_whisper import FasterWhisperEngine
from pipeline.engines.weights import EMBEDDED

SAID: Mapping[Language, tuple[str, ...]] = {
    Language.RU: (
        *("Волга", "Берёзка", "Заря", "Весна", "Астериск", "Андрей", "Олег", "Марина", "Елена"),
        *("Ольга", "Анна", "Светлана", "Дигиум", "Рога и Копыта"),
    ),
    Language.EN: (
        *("Northgate Foods", "Riverside Cafe", "Blue Cafe", "Grand Hotel", "Green Kitchen"),
        *("Daniel", "Emily", "Susan", "Laura", "Peter", "Collins", "Mark", "Helen", "Sarah"),
    ),
}
"""Every name said in the calls and prompts, the own company's first."""

STRANGERS_RU = """
Самоцвет Горизонт Нептун Лукошко Меридиан Росинка Гермес Факел Жемчужина Прибой Уют Маяк Каравай Альянс
Сокол Ветеран Мечта Радуга Арсенал Орбита Тайга Искра Вымпел Лидер Спектр Полюс Кедр Янтарь Борис Виктор
Галина Дарья Евгений Жанна Зинаида Игорь Кирилл Людмила Максим Наталья Павел Раиса Степан Тамара Ульяна
Фёдор Эдуард Юлия Яков Богдан Вера Глеб Диана Захар
"""
STRANGERS_EN = """
Ashford Bellweather Crestline Dunmore Everfield Fairhaven Glenbrook Hartwell Ironbridge Jubilee Kingsway
Longmead Merivale Newcombe Oakhurst Pemberton Quayside Redstone Silverdale Thornbury Underhill Vantage
Westmark Yarrow Zenith Brightwater Copperfield Danbury Arthur Bridget Clive Deborah Edmund Fiona Gareth
Harriet Ian Janet Kenneth Lorna Malcolm Nadia Oliver Phoebe Quentin Rosalind Stuart Teresa Ursula Vincent
Wendy Xavier
"""
STRANGERS: Mapping[Language, tuple[str, ...]] = {
    Language.RU: tuple(STRANGERS_RU.split()),
    Language.EN: tuple(STRANGERS_EN.split()),
}
"""Names of companies, then of people; nobody says one in the recordings (`main` refuses if one is said)."""

_ENDING = r"(?:а|я|ы|и|у|ю|е|ой|ей|ь|й|ом|ем|ью)?"

LISTS = {"none": (0, 0), "5": (5, 0), "20": (14, 6), "60": (14, 46), "strangers": (0, 20)}
"""Name to how many that are said, and how many that are not."""


def main() -> None:
    """Hear with each list what has not been heard yet, and print the table."""
    asked = argparse.ArgumentParser(description="Names told to the engine")
    asked.add_argument("--lists", nargs="*", choices=tuple(LISTS), default=tuple(LISTS))
    asked.add_argument("--groups", nargs="*", choices=tuple(GROUPS), default=("sample_calls", "prompts_ru"))
    asked.add_argument("--kept", type=Path, default=ROOT / "workspace" / "names.jsonl")
    asked.add_argument("--cache", type=Path, default=ROOT / "workspace" / "models")
    asked.add_argument("--noise", type=int, metavar="DB", help="white noise this far under the speech")
    options = asked.parse_args()
    sounds: list[Reference | Joined] = []
    for group in options.groups:
        found = references([group])
        sounds += joined(found) if group.startswith("prompts") and found else found
    if options.noise is not None:
        sounds = [noisy(sound, options.noise) for sound in sounds]
    if not sounds:
        print("skipped: no data")
        return
    options.kept.parent.mkdir(parents=True, exist_ok=True)
    _refuse_said_strangers(sounds)
    print(f"{'set':20}{'list':12}{'words':>6}{'WER %':>7}  {'95 %':13}{'other words wrong %':>20}", end="")
    print(f"{'names said':>12}{'heard':>7}{'invented':>10}")
    for listed in options.lists:
        heard = hear_all(
            f"names {listed}",
            sounds,
            kept=options.kept,
            hearer=partial(_open, listed, options.cache),
        )
        for name in dict.fromkeys(_set(sound) for sound in sounds):
            print(f"{name:20}{listed:12}{_row([s for s in sounds if _set(s) == name], heard)}")


def noisy(sound: Reference | Joined, below_db: int) -> Joined:
    """The sound with white noise, the same every time; clean synthetic names are hardly ever misheard."""
    samples = sound.samples
    frames = samples[: len(samples) // FRAME * FRAME].reshape(-1, FRAME)
    level = np.sqrt((frames.astype(np.float64) ** 2).mean(axis=1))
    speech_level = np.sqrt((level[level > level.max(initial=0.0) * AUDIBLE] ** 2).mean())
    noise = np.random.default_rng(zlib.crc32(sound.name.encode())).standard_normal(len(samples))
    mixed = (samples + noise * speech_level * 10 ** (-below_db / 20)).astype(np.float32)
    return Joined(f"{sound.name} {below_db} dB", sound.group, sound.language, mixed, sound.lines)


def told(listed: str, language: Language) -> tuple[str, ...]:
    """The names of a list: those that are said first."""
    said, others = LISTS[listed]
    return SAID[language][:said] + STRANGERS[language][:others]


class Hinted:
    """A faster-whisper model that is told names before every window."""

    def __init__(self, model: Any, names: str) -> None:
        self._model = model
        self._names = names

    def transcribe(self, samples: Samples, **options: Any) -> Any:
        """As the model's own, with the names."""
        return self._model.transcribe(samples, hotwords=self._names or None, **options)


def name_counts(said: str, heard: str, language: Language) -> tuple[int, int, int]:
    """Names said, of them heard, and names heard more often than they were said.

    A Russian name in any case is the same name.

    >>> name_counts("Компания «Волга», Олег.", "компания Волга, меня зовут Берёзка", Language.RU)
    (2, 1, 1)
    """
    known = SAID[language] + STRANGERS[language]
    true, found = (_names_in(text, known, language) for text in (said, heard))
    both = true & found
    return true.total(), both.total(), (found - true).total()


def _names_in(text: str, known: tuple[str, ...], language: Language) -> Counter[str]:
    words = normalized(text, language)
    return Counter({name: n for name in known if (n := len(_pattern(name, language).findall(words)))})


@cache
def _pattern(name: str, language: Language) -> re.Pattern[str]:
    plain = normalized(name, language)
    if language is Language.EN:
        return re.compile(rf"\b{plain}\b")
    return re.compile(rf"\b{re.sub('[аяьй]$', '', plain)}{_ENDING}\b")


def _row(sounds: list[Reference | Joined], heard: Mapping[str, Words]) -> str:
    counts: list[Errors] = []
    names = [0, 0, 0]
    for sound in sounds:
        text = text_of(heard[sound.name])
        counts.append(errors(sound.text, text, sound.language))
        for at, n in enumerate(name_counts(sound.text, text, sound.language)):
            names[at] += n
    total = sum(counts, Errors())
    low, high = interval(counts)
    missed = names[0] - names[1]
    rest = (total.wrong - missed) / (total.words - names[0])
    said, found, invented = names
    reach = f"{100 * (low or 0):.1f}–{100 * (high or 0):.1f}"
    return (
        f"{total.words:6}{100 * (total.wer or 0):7.1f}  {reach:13}{100 * rest:20.1f}"
        f"{said:12}{found:7}{invented:10}"
    )


def _open(listed: str, cache_folder: Path) -> Hearer:
    engine = make_engine("faster_whisper", EngineOptions(EMBEDDED, THREADS, None, cache_folder))
    model = vars(engine)["_model"]  # the model the pipeline loads, to be asked as the pipeline asks
    by_language = {
        language: FasterWhisperEngine(Hinted(model, ", ".join(told(listed, language))), engine.stamp)
        for language in Language
    }

    def hear(samples: Samples, language: Language) -> Words:
        asked = Hearing("benchmark", (samples,), (speech(samples),), language)
        heard = by_language[language].hear(asked)
        return tuple(HeardWord(w.text, w.span) for u in heard.utterances for w in u.words)

    return hear


def _set(sound: Reference | Joined) -> str:
    return f"{sound.group} {sound.language}" if sound.group == "sample_calls" else sound.group


def _refuse_said_strangers(sounds: list[Reference | Joined]) -> None:
    said = {name for s in sounds for name in _names_in(s.text, STRANGERS[s.language], s.language)}
    if said:
        raise SystemExit(f"strangers that are said: {', '.join(sorted(said))}; list others")


if __name__ == "__main__":
    main()
