"""YAML → scorecards. Everything that is wrong is told at once, each with its place."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from pipeline.calls.recording import Sector
from pipeline.rubrics.criterion_reader import read_criterion
from pipeline.rubrics.event_model import EventModel, read_event_model
from pipeline.rubrics.look_reader import LookReader, phrase_names
from pipeline.rubrics.nodes import NodeReader
from pipeline.rubrics.problem import Problem
from pipeline.rubrics.rubric import (
    Criterion,
    Look,
    PhraseList,
    Rubric,
    Scope,
    Scorecard,
    Weighted,
    Wording,
)

MODEL = "events.json"
"""The file of a rubric folder that holds the weights of the event tagger."""
KINDS = ("rubric", "phrases", "scorecard")


@dataclass(slots=True)
class _Shelf:
    """What the files hold so far, and where the names were first given."""

    phrases: dict[str, PhraseList] = field(default_factory=dict)
    rubrics: dict[str, tuple[Rubric, frozenset[str]]] = field(default_factory=dict)
    criteria: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    looks: dict[Look | Scope, Look | Scope] = field(default_factory=dict)
    events: EventModel | None = None


def load_scorecards(files: Mapping[str, str]) -> tuple[dict[str, Scorecard], tuple[Problem, ...]]:
    """Read all files of a rubric folder.

    Args:
        files: file name → text. What a file is, its first key says: `rubric`, `phrases` or `scorecard`;
            one called `events.json` holds the event tagger.

    Returns:
        Scorecards by id, and every problem, by place. With problems there may be fewer scorecards
        than files; whoever scores refuses to begin while there is one.
    """
    shelf = _Shelf()
    for name in sorted(n for n in files if n.endswith(MODEL)):
        _read_model(shelf, name, files[name])
    written = sorted(n for n in files if not n.endswith(MODEL))
    roots = [root for name in written if (root := _opened(shelf, name, files[name]))]
    for reader, kind, root in roots:
        if kind == "phrases":
            parts = reader.mapping(root, "a phrase file", keys=("phrases",))
            _read_phrases(shelf, reader, parts["phrases"])
    for reader, kind, root in roots:
        if kind == "rubric":
            _read_rubric(shelf, reader, root)
    cards: dict[str, Scorecard] = {}
    for reader, kind, root in roots:
        card = _read_scorecard(shelf, reader, root) if kind == "scorecard" else None
        if card and card.id in cards:
            reader.fault(root, f"scorecard {card.id!r} stands in two files; rename one")
        elif card:
            cards[card.id] = card
    return cards, tuple(sorted(set(shelf.problems)))


def _read_model(shelf: _Shelf, name: str, text: str) -> None:
    try:
        shelf.events = read_event_model(text)
    except ValueError as fault:
        shelf.problems.append(Problem(name, 1, 1, str(fault)))


def _opened(shelf: _Shelf, name: str, text: str) -> tuple[NodeReader, str, Any] | None:
    """A file's reader, kind and root; None with a problem noted."""
    reader = NodeReader(name, shelf.problems)
    root = reader.document(text)
    if root is None:
        return None
    kind = next((k for k in KINDS if any(str(key.value) == k for key, _ in _pairs(root))), None)
    if kind is None:
        reader.fault(root, "neither rubric, phrases nor scorecard: one of these keys says what the file is")
        return None
    return reader, kind, root


def _frozen(card: Scorecard) -> Scorecard:
    """The scorecard with its own text: canonical JSON of everything it is made of, examples left out.

    What is stored beside every evaluation is this text, so that a score stays explainable after the
    YAML has moved on; the digest is the text's.
    """
    content = asdict(replace(card, events=None))
    content["events"] = card.events.digest if card.events else None
    del content["points"], content["place"]
    for weighted in content["rubrics"]:
        for criterion in weighted["rubric"]["criteria"]:
            del criterion["examples"], criterion["place"]
    source = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return replace(card, source=source, digest=f"sha256:{hashlib.sha256(source.encode()).hexdigest()}")


def _pairs(root: Any) -> list[tuple[Any, Any]]:
    return root.value if isinstance(root.value, list) and root.id == "mapping" else []


def _read_phrases(shelf: _Shelf, reader: NodeReader, node: Any) -> None:
    for key_node, name, value in reader.entries(node, "phrases"):
        what = f"phrase list {name!r}"
        parts = reader.mapping(value, what, keys=("ru", "en", "pseudo"))
        pseudo = (
            reader.mapping(parts["pseudo"], f"pseudo of {what}", keys=("ru", "en"))
            if "pseudo" in parts
            else {}
        )
        if "ru" not in parts and "en" not in parts:
            reader.fault(value, f"{what} needs phrases under 'ru' or 'en'")
        wordings = {
            language: Wording(
                reader.strings(parts[language], what) if language in parts else (),
                reader.strings(pseudo[language], f"pseudo of {what}") if language in pseudo else (),
            )
            for language in ("ru", "en")
        }
        if name in shelf.phrases:
            reader.fault(key_node, f"phrase list {name!r} stands in two files; rename or merge one")
        else:
            shelf.phrases[name] = PhraseList(name, ru=wordings["ru"], en=wordings["en"])


def _read_rubric(shelf: _Shelf, reader: NodeReader, root: Any) -> None:
    parts = reader.mapping(
        root,
        "a rubric",
        keys=("rubric", "title", "phrases", "criteria"),
        required=("rubric", "title", "criteria"),
    )
    if "phrases" in parts:
        _read_phrases(shelf, reader, parts["phrases"])
    name = reader.string(parts["rubric"], "rubric") if "rubric" in parts else None
    title = reader.text(parts["title"], "title") if "title" in parts else None
    before = len(reader.problems)
    criteria: list[Criterion] = []
    used: set[str] = set()
    for item in reader.items(parts["criteria"], "criteria") if "criteria" in parts else ():
        events = shelf.events.names if shelf.events else ()
        balances = frozenset(shelf.events.balances if shelf.events else ())
        looks = LookReader(reader, tuple(shelf.phrases), events, known=shelf.looks, balances=balances)
        criterion = read_criterion(reader, looks, item)
        if criterion is None:
            continue
        used |= looks.used
        if criterion.id in shelf.criteria:
            reader.fault(item, f"criterion {criterion.id!r} stands already in {shelf.criteria[criterion.id]}")
            continue
        shelf.criteria[criterion.id] = reader.file
        criteria.append(criterion)
    if not criteria and len(reader.problems) == before:
        reader.fault(root, "a rubric needs at least one criterion")
    if name and title and criteria:
        if name in shelf.rubrics:
            reader.fault(root, f"rubric {name!r} stands in two files; rename one")
            return
        lists = tuple(shelf.phrases[n] for n in sorted(used) if n in shelf.phrases)
        shelf.rubrics[name] = (Rubric(name, title, tuple(criteria), lists), frozenset(used))


def _read_scorecard(shelf: _Shelf, reader: NodeReader, root: Any) -> Scorecard | None:
    keys = ("scorecard", "version", "title", "sector", "rubrics")
    parts = reader.mapping(root, "a scorecard", keys=(*keys, "points"), required=keys)
    if not set(parts) >= set(keys):
        return None
    points = reader.integer(parts["points"], "points", least=1) if "points" in parts else None
    identity = reader.string(parts["scorecard"], "scorecard")
    version = reader.integer(parts["version"], "version", least=1)
    title = reader.text(parts["title"], "title")
    sector = reader.member(parts["sector"], Sector, "sector")
    items = reader.items(parts["rubrics"], "rubrics")
    read = [_read_weighted(shelf, reader, item) for item in items]
    rubrics = tuple(w for w in read if w)
    if not items:
        reader.fault(parts["rubrics"], "a scorecard needs at least one rubric")
    if (
        not identity
        or version is None
        or title is None
        or sector is None
        or len(rubrics) < max(1, len(items))
    ):
        return None
    card = Scorecard(
        identity,
        version,
        title,
        sector,
        rubrics,
        events=shelf.events,
        points=points,
        place=reader.place(root),
    )
    return _frozen(card)


def _read_weighted(shelf: _Shelf, reader: NodeReader, node: Any) -> Weighted | None:
    parts = reader.mapping(
        node,
        "a rubric of a scorecard",
        keys=("rubric", "weight", "leave_out", "weights"),
        required=("rubric", "weight"),
    )
    if "rubric" not in parts or "weight" not in parts:
        return None
    name = reader.string(parts["rubric"], "rubric")
    weight = reader.integer(parts["weight"], "weight", least=1)
    if not name or weight is None:
        return None
    if name not in shelf.rubrics:
        known = ", ".join(sorted(shelf.rubrics)) or "none could be read"
        reader.fault(parts["rubric"], f"no rubric {name!r}; there are: {known}")
        return None
    rubric, _ = shelf.rubrics[name]
    ids = {c.id for c in rubric.criteria}
    left_out = reader.strings(parts["leave_out"], "leave_out") if "leave_out" in parts else ()
    changed: dict[str, int] = {}
    for key_node, criterion, value in (
        reader.entries(parts["weights"], "weights") if "weights" in parts else ()
    ):
        if criterion not in ids:
            reader.fault(
                key_node, f"rubric {name!r} has no criterion {criterion!r}; it has: {', '.join(sorted(ids))}"
            )
        elif points := reader.integer(value, "a weight", least=1):
            changed[criterion] = points
    for criterion in left_out:
        if criterion not in ids:
            reader.fault(parts["leave_out"], f"rubric {name!r} has no criterion {criterion!r} to leave out")
    kept = tuple(
        replace(c, weight=changed.get(c.id, c.weight)) for c in rubric.criteria if c.id not in left_out
    )
    if not kept:
        reader.fault(node, f"leaves out every criterion of {name!r}; drop the rubric instead")
        return None
    named = {n for c in kept for n in phrase_names(c)}
    return Weighted(
        replace(rubric, criteria=kept, phrases=tuple(p for p in rubric.phrases if p.name in named)), weight
    )
