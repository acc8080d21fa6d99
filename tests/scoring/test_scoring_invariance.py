"""Nothing of a verdict hangs on whose name it is, on a woman's or a man's endings, on the region."""

import json
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from pipeline.calls.transcript import Transcript, Utterance
from pipeline.calls.wire import transcript_from_json
from pipeline.scoring.score import score
from tests.notation import scorecards

DATA = Path(__file__).parents[3] / "shared" / "data" / "labelled_calls"
CALLS = sorted(DATA.glob("*.json")) if DATA.is_dir() else []
CARDS = {"active_sales": "active_sales", "regional": "regional_sales", "vip": "vip"}

NAMES = {
    "Ирина": "Галина", "Юлия": "Дарья", "Юля": "Даша", "Юлечка": "Дашенька", "Кристина": "Валентина",
    "Максим": "Кирилл", "Макс": "Кирюша", "Виталий": "Василий", "Вадим": "Роман", "Алёна": "Полина",
    "Steve": "Brian", "Kevin": "Peter", "Kev": "Pete", "Pete": "Mick", "Imran": "Tariq", "Grace": "Joyce",
}  # fmt: skip
TOWNS = {
    "Edinburgh": "Newcastle", "Limerick": "Wexford", "Ennis": "Athlone", "Harlow": "Barnet",
    "Мытищах": "Химках", "Алтуфьево": "Бирюлёво", "Пресненскую": "Тверскую", "Дмитровское": "Рязанское",
}  # fmt: skip
ENDINGS = {
    "ответила": "ответил", "сказала": "сказал", "позвонила": "позвонил", "записала": "записал",
    "поняла": "понял",
    "могла": "мог", "звонила": "звонил", "проверила": "проверил", "нашла": "нашёл", "посмотрела": "посмотрел",
    "хотела": "хотел", "рада": "рад", "должна": "должен",
}  # fmt: skip
SWAPS = {
    "names": NAMES,
    "regions": TOWNS,
    "endings to a man's": ENDINGS,
    "endings to a woman's": {v: k for k, v in ENDINGS.items()},
}


@cache
def read(path: Path) -> Transcript:
    return transcript_from_json(json.loads(path.read_text(encoding="utf-8"))["transcript"])


def swapped(text: str, swap: dict[str, str]) -> str:
    cased = {**swap, **{k.capitalize(): v.capitalize() for k, v in swap.items()}}
    pattern = "|".join(rf"\b{re.escape(word)}\b" for word in cased)
    return re.sub(pattern, lambda found: cased[found[0]], text)


def otherwise_told(transcript: Transcript, swap: dict[str, str]) -> Transcript:
    def told(said: Utterance) -> Utterance:
        return replace(said, text=swapped(said.text, swap), words=())

    call = transcript.call
    facts = replace(call, employee=swapped(call.employee, swap), client=swapped(call.client, swap))
    return replace(transcript, call=facts, utterances=tuple(told(u) for u in transcript.utterances))


@pytest.mark.skipif(not CALLS, reason="skipped: no data")
@pytest.mark.parametrize("kind", SWAPS)
def test_no_verdict_hangs_on_names_regions_or_endings(kind: str) -> None:
    changed = 0
    differing = []
    for path in CALLS:
        transcript = read(path)
        other = otherwise_told(transcript, SWAPS[kind])
        plain = replace(transcript, utterances=tuple(replace(u, words=()) for u in transcript.utterances))
        if other == plain:
            continue
        changed += 1
        card = scorecards()[CARDS.get(transcript.call.sector.value, "client_sector")]
        before, after = score(card, plain), score(card, other)
        differing += [
            f"{path.stem} {b.criterion}: {b.verdict} → {a.verdict}"
            for b, a in zip(before.findings, after.findings, strict=True)
            if a.verdict is not b.verdict
        ]
    assert changed >= 2, "the swap touched hardly any call: it proves nothing"
    assert differing == []
