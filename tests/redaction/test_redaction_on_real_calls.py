"""Written and labelled calls: the secrets in them, each looked at by eye, and nothing else."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.calls.recording import Call, Role
from pipeline.calls.span import Span
from pipeline.calls.transcript import RawTranscript, Utterance
from pipeline.redaction.find import find
from pipeline.redaction.redact import redact

DATA = Path(__file__).parents[3] / "shared" / "data"

SECRETS = {
    ("enb-01", "418 Tamarack, Duluth. And it's [PHONE]."),
    ("enb-14", "uh its [PHONE] its under gutierrez ramon gutierrez"),
    ("enb-26", "[PHONE]"),
    ("enc-23", "[EMAIL]."),
    ("rub-18", "[PHONE] в начале."),
    ("rub-18", "[PHONE]."),
    ("rub-36", "[PASSPORT]"),
}


def raw_calls() -> Iterator[RawTranscript]:
    documents = [
        json.loads(line)
        for path in sorted((DATA / "tagged_calls").glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    documents += [
        json.loads(path.read_text("utf-8"))["transcript"]
        for path in sorted((DATA / "labelled_calls").glob("*.json"))
    ]
    for document in documents:
        said: list[Utterance] = []
        for line in document["utterances"]:
            start = line.get("start_ms", said[-1].span.end_ms + 200 if said else 0)
            span = Span(start, line.get("end_ms", start + 2_500))
            said.append(
                Utterance(Role(line["role"]), span, line["text"], channel=int(line["role"] == "client"))
            )
        yield RawTranscript(Call(id=document["id"]), tuple(said))


@pytest.mark.skipif(not (DATA / "tagged_calls").is_dir(), reason="skipped: no data")
def test_redaction_takes_or_leaves_other_words_than_a_reader_would() -> None:
    changed: set[tuple[str, str]] = set()
    for raw in raw_calls():
        redacted = redact(raw).transcript.utterances
        assert find(redacted) == ()
        changed |= {
            (raw.call.id, new.text)
            for old, new in zip(raw.utterances, redacted, strict=True)
            if old.text != new.text
        }
    assert changed == SECRETS
