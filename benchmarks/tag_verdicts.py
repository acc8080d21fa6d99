"""What the tags of a written call say of the criteria that hang on events alone, without any rubric.

An independent reading of `../shared/criteria.md` over `TAGS.md`: for `benchmarks/derived.py`. Where the tags
do not settle a question (whether a need was self-evident, whether an undertaking was empty) it is None.
"""

from collections.abc import Callable

from benchmarks.event_data import TaggedCall
from pipeline.calls.recording import Role
from pipeline.calls.turns import turns

RAISED = frozenset({"request", "question", "trouble", "complaint"})
COMPLAINED = frozenset({"complaint", "leave_threat"})
TOLD = frozenset({"trouble", "complaint", "broken_promise"})
TAKEN_UP = frozenset({"undertaking", "acts_now", "outcome", "refuse", "remedy", "alternative"})
ENGAGED = frozenset({"acknowledges", "restate", "ask_matter", "acts_now", "remedy"})
FORWARD = frozenset({"undertaking", "acts_now", "remedy"})
ASKED = frozenset({"ask_matter", "ask_identity", "hold_announce"})
OTHER_WAY = frozenset({"alternative", "remedy"})
Reading = Callable[[TaggedCall], str | None]


def verdict_by_tags(criterion: str, call: TaggedCall) -> str | None:
    """The verdict of a criterion by the tags alone; None where they do not tell."""
    reading = READINGS.get(criterion)
    return reading(call) if reading else None


def _first(call: TaggedCall, role: Role, tags: frozenset[str]) -> int | None:
    return next((i for i in range(len(call.tags)) if _is(call, i, role) and call.tags[i] & tags), None)


def _any(call: TaggedCall, role: Role, tags: frozenset[str], start: int = 0) -> bool:
    return any(_is(call, i, role) and call.tags[i] & tags for i in range(start, len(call.tags)))


def _is(call: TaggedCall, utterance: int, role: Role) -> bool:
    return call.utterances[utterance].role is role


def _turns(call: TaggedCall, role: Role) -> list[tuple[int, ...]]:
    return [t.utterances for t in turns(call.utterances) if t.role is role]


def _within(call: TaggedCall, turn_list: list[tuple[int, ...]], tags: frozenset[str]) -> bool:
    return any(call.tags[i] & tags for turn in turn_list for i in turn)


def _due(call: TaggedCall, role: Role, due: frozenset[str], *, met: bool | None) -> str | None:
    """`not_applicable` unless it was due."""
    if not _any(call, role, due):
        return "not_applicable"
    return None if met is None else "met" if met else "not_met"


def _greeting(call: TaggedCall) -> str | None:
    opening = _turns(call, Role.AGENT)[:2]
    greets, named = (
        _within(call, opening, frozenset({"greet"})),
        _within(call, opening, frozenset({"company", "self_name"})),
    )
    return "met" if greets and named else "not_met" if greets or named else None


def _farewell(call: TaggedCall) -> str | None:
    if _any(call, Role.AGENT, frozenset({"transfer"})):
        return None
    return "met" if _within(call, _turns(call, Role.AGENT)[-2:], frozenset({"farewell"})) else "not_met"


def _by_name(call: TaggedCall) -> str | None:
    if _any(call, Role.AGENT, frozenset({"client_name"})):
        return "met"
    return "not_met" if _any(call, Role.CLIENT, frozenset({"says_name"})) else "not_applicable"


def _polite(call: TaggedCall) -> str | None:
    if _any(call, Role.AGENT, frozenset({"polite"})):
        return "met"
    return "not_met" if _any(call, Role.AGENT, ASKED) else None


def _clear_of(tag: str, *, undone_by: str = "") -> Reading:
    def reading(call: TaggedCall) -> str | None:
        said = [t for i, t in enumerate(call.tags) if _is(call, i, Role.AGENT) and tag in t]
        if any(undone_by in t for t in said) or (
            undone_by and _any(call, Role.AGENT, frozenset({undone_by}))
        ):
            return None
        return "not_met" if said else "met"

    return reading


def _acknowledged(call: TaggedCall) -> str | None:
    told = _first(call, Role.CLIENT, TOLD)
    if told is None:
        return "not_applicable"
    following = [t for t in _turns(call, Role.AGENT) if t[0] > told][:2]
    return "met" if _within(call, following, ENGAGED) else "not_met"


def _owned(call: TaggedCall) -> str | None:
    met = _any(call, Role.AGENT, FORWARD | {"outcome"})
    pushed = _within(call, _turns(call, Role.AGENT)[-3:], frozenset({"brush_off", "blame"}))
    return _due(
        call, Role.CLIENT, frozenset({"request", "trouble", "complaint"}), met=None if met and pushed else met
    )


def _taken(call: TaggedCall) -> str | None:
    asked = [i for i in range(len(call.tags)) if _is(call, i, Role.CLIENT) and "request" in call.tags[i]]
    if not asked:
        return "not_applicable"
    return "met" if all(_any(call, Role.AGENT, TAKEN_UP, i + 1) for i in asked) else "not_met"


def _told(call: TaggedCall) -> str | None:
    return _due(call, Role.CLIENT, RAISED, met=_any(call, Role.AGENT, TAKEN_UP))


def _other_way(call: TaggedCall) -> str | None:
    refused = _first(call, Role.AGENT, frozenset({"refuse"}))
    if refused is None:
        return "not_applicable"
    return "met" if _any(call, Role.AGENT, OTHER_WAY, refused) else "not_met"


def _confirmed(call: TaggedCall) -> str | None:
    met = _any(call, Role.AGENT, frozenset({"check_content"})) or _any(
        call, Role.CLIENT, frozenset({"approval"})
    )
    late = _within(call, _turns(call, Role.CLIENT)[-1:], frozenset({"discontent", "complaint"}))
    return _due(call, Role.CLIENT, RAISED, met=None if met and late else met)


def _defused(call: TaggedCall) -> str | None:
    complained = _first(call, Role.CLIENT, COMPLAINED)
    if complained is None:
        return "not_applicable"
    if _any(call, Role.AGENT, frozenset({"remedy"}), complained):
        return "met"
    return None if _any(call, Role.AGENT, FORWARD | {"alternative"}, complained) else "not_met"


def _sold(tag: str) -> Reading:
    def reading(call: TaggedCall) -> str | None:
        if _within(call, _turns(call, Role.CLIENT)[:2], frozenset({"complaint"})):
            return "not_applicable"
        return "met" if _any(call, Role.AGENT, frozenset({tag})) else "not_met"

    return reading


def _rival(call: TaggedCall) -> str | None:
    told = _first(call, Role.CLIENT, frozenset({"rival_offer"}))
    if told is None:
        return "not_applicable"
    return "met" if _any(call, Role.AGENT, frozenset({"rival_followup"}), told) else "not_met"


READINGS: dict[str, Reading] = {
    "greeting": _greeting,
    "formal_address": lambda call: _clear_of("ty")(call) if call.language == "ru" else "not_applicable",
    "client_by_name": _by_name,
    "polite_formulas": _polite,
    "farewell": _farewell,
    "no_stop_phrases": _clear_of("brush_off", undone_by="repair"),
    "no_rudeness": _clear_of("rude", undone_by="repair"),
    "acknowledges_problem": _acknowledged,
    "ownership": _owned,
    "request_taken": _taken,
    "outcome_stated": _told,
    "alternative_offered": _other_way,
    "resolution_confirmed": _confirmed,
    "conflict_defused": _defused,
    "next_order_asked": _sold("next_order"),
    "range_offered": _sold("range_offer"),
    "competitor_tip_followed_up": _rival,
}
